package weburl

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A set says which bytes a part of a URL percent-encodes: controls, everything
// beyond ASCII, and what differs from part to part (URL standard section 1.3).
type set [256]bool

var (
	controlSet      = newSet("")
	fragmentSet     = newSet(" \"<>`")
	querySet        = newSet(" \"#<>")
	specialQuerySet = newSet(" \"#<>'")
	pathSet         = newSet(" \"#<>?^`{|}\\") // Chromium's, with the bar; and the other slash, which parts segments
)

const hex = "0123456789ABCDEF"

func newSet(also string) *set {
	var s set
	for c := range s {
		s[c] = c < ' ' || c > '~' || strings.IndexByte(also, byte(c)) >= 0
	}
	return &s
}

// encode percent-encodes what the set asks for in s. The mark that opens a
// query or a fragment is kept.
func encode(s string, chosen *set) string {
	start := 0
	if s != "" && (s[0] == '#' || s[0] == '?') {
		start = 1
	}
	for i := start; i < len(s); i++ {
		if chosen[s[i]] {
			out := make([]byte, i, len(s)+len(s)/2)
			copy(out, s)
			return string(appendEncoded(out, s[i:], chosen))
		}
	}
	return s
}

func appendEncoded(out []byte, s string, chosen *set) []byte {
	for i := 0; i < len(s); {
		c, size := s[i], 1
		if !chosen[c] {
			out = append(out, c)
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError {
				// A byte that is not UTF-8 is sent as U+FFFD.
				out = append(out, "%EF%BF%BD"...)
				i += size
				continue
			}
		}
		for end := i + size; i < end; i++ {
			out = append(out, '%', hex[s[i]>>4], hex[s[i]&15])
		}
	}
	return out
}

// normal joins ref, which may begin with a slash, to directory, a path that is
// normal already and ends in one, and removes dot segments (the standard's
// "path" state).
func normal(directory, ref string) string {
	if ref[0] == '/' && settled(ref[1:]) {
		return ref
	}
	if slash(ref[0]) {
		directory, ref = "/", ref[1:]
	}
	if settled(ref) {
		return directory + ref
	}
	out := make([]byte, 0, len(directory)+len(ref)+len(ref)/2)
	out = append(out, directory...)
	for {
		end := strings.IndexAny(ref, `/\`)
		last := end < 0
		if last {
			end = len(ref)
		}
		switch dots(ref) {
		case 1:
		case 2:
			// out ends in a slash; each byte is removed at most once.
			out = out[:len(out)-1]
			out = out[:bytes.LastIndexByte(out, '/')+1]
			if len(out) == 0 {
				out = append(out, '/')
			}
		default:
			out = appendEncoded(out, ref[:end], pathSet)
			if !last {
				out = append(out, '/')
			}
		}
		if last {
			return string(out)
		}
		ref = ref[end+1:]
	}
}

// settled reports whether a path, from after a slash, stays as it is.
func settled(path string) bool {
	begins := true // a segment
	for i := 0; i < len(path); i++ {
		c := path[i]
		if pathSet[c] || begins && dots(path[i:]) > 0 {
			return false
		}
		begins = c == '/'
	}
	return true
}

// dots is 1 where a path begins with a segment that means "here" and 2 for one
// that means "up"; either dot may be percent-encoded.
func dots(path string) int {
	count := 0
	for path != "" && !slash(path[0]) {
		switch {
		case path[0] == '.':
			path = path[1:]
		case len(path) >= 3 && path[0] == '%' && path[1] == '2' && path[2]|0x20 == 'e':
			path = path[3:]
		default:
			return 0
		}
		if count++; count > 2 {
			return 0
		}
	}
	return count
}
