package weburl

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A set lists the ASCII characters that a part of a URL percent-encodes beside
// controls and everything above ASCII (URL standard section 1.3).
type set string

const (
	controlSet      set = ""
	fragmentSet     set = " \"<>`"
	querySet        set = " \"#<>"
	specialQuerySet set = " \"#<>'"
	pathSet         set = " \"#<>?^`{}"
)

// encode percent-encodes what the set asks for in s. The mark that opens a
// query or a fragment is kept.
func encode(s string, chosen set) string {
	if clear := firstEncoded(s, chosen); clear < 0 {
		return s
	}
	out := make([]byte, 0, len(s)+len(s)/2)
	if s[0] == '#' || s[0] == '?' {
		out, s = append(out, s[0]), s[1:]
	}
	return string(appendEncoded(out, s, chosen))
}

// firstEncoded is the index of the first byte that encode changes, or -1.
func firstEncoded(s string, chosen set) int {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if i == 0 && (c == '#' || c == '?') {
			continue
		}
		if c < ' ' || c > '~' || strings.IndexByte(string(chosen), c) >= 0 {
			return i
		}
	}
	return -1
}

func appendEncoded(out []byte, s string, chosen set) []byte {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); {
		c, size := s[i], 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError {
				// A byte that is not UTF-8 is sent as U+FFFD.
				out = append(out, "%EF%BF%BD"...)
				i += size
				continue
			}
		}
		if c >= ' ' && c <= '~' && strings.IndexByte(string(chosen), c) < 0 {
			out = append(out, c)
			i++
			continue
		}
		for end := i + size; i < end; i++ {
			out = append(out, '%', hex[s[i]>>4], hex[s[i]&15])
		}
	}
	return out
}

// normal joins ref to directory, a path that is normal already and ends in a
// slash or is empty, and removes dot segments (the standard's "path" state).
func normal(directory, ref string) string {
	out := make([]byte, 0, len(directory)+len(ref)+1)
	out = append(out, directory...)
	if len(out) == 0 {
		out = append(out, '/')
	}
	if slash(ref[0]) {
		ref = ref[1:]
	}
	for {
		end := strings.IndexAny(ref, `/\`)
		last := end < 0
		if last {
			end = len(ref)
		}
		switch segment := ref[:end]; dots(segment) {
		case 1:
		case 2:
			// out ends in a slash; each byte is removed at most once.
			out = out[:len(out)-1]
			out = out[:bytes.LastIndexByte(out, '/')+1]
			if len(out) == 0 {
				out = append(out, '/')
			}
		default:
			out = appendEncoded(out, segment, pathSet)
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

// dots is 1 for a segment that means "here" and 2 for one that means "up";
// either dot may be percent-encoded.
func dots(segment string) int {
	count := 0
	for segment != "" {
		switch {
		case segment[0] == '.':
			segment = segment[1:]
		case len(segment) >= 3 && segment[0] == '%' && segment[1] == '2' && segment[2]|0x20 == 'e':
			segment = segment[3:]
		default:
			return 0
		}
		if count++; count > 2 {
			return 0
		}
	}
	return count
}
