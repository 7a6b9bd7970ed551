//go:build !js

package weburl

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

func init() { ToASCII = toASCII }

var (
	mapping = profile()
	checked = profile(idna.BidiRule())
)

// profile is UTS 46 as browsers use it: not transitional, with the rules on
// joiners and perhaps on direction, without those on hyphens, length and ASCII.
func profile(more ...idna.Option) *idna.Profile {
	return idna.New(append([]idna.Option{
		idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false),
	}, more...)...)
}

// toASCII is the native ToASCII. It maps label by label, and has the whole
// name checked afterwards: idna looks at the direction of characters before it
// maps them, takes what is not ASCII for Punycode, and is slow to encode.
func toASCII(s string) (string, error) {
	// As of Unicode 16, which idna's tables need not know, this is not "ss".
	s = strings.ReplaceAll(escaped(s), "ẞ", "ß")
	out := make([]byte, 0, len(s))
	for {
		end := strings.IndexFunc(s, dot)
		label := s
		if end >= 0 {
			label = s[:end]
		}
		var ok bool
		if out, ok = appendLabel(out, label); !ok {
			return "", errBadHost
		}
		if end < 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		out, s = append(out, '.'), s[end+size:]
	}
	if _, err := checked.ToUnicode(string(out)); err != nil {
		return "", errBadHost
	}
	return string(out), nil
}

// dot reports whether r ends a label.
func dot(r rune) bool { return r == '.' || r == '。' || r == '．' || r == '｡' }

// appendLabel appends a label, mapped and in its ASCII form.
func appendLabel(out []byte, label string) ([]byte, bool) {
	const prefix = "xn--"
	mapped := strings.ToLower(label)
	if kindsOf(label)&beyondHost != 0 {
		// A letter before it, so that it is mapped and not taken for Punycode.
		letter, err := mapping.ToUnicode("a" + label)
		rest, found := strings.CutPrefix(letter, "a")
		if err != nil || !found {
			return nil, false
		}
		mapped = rest
	}
	if mapped == prefix {
		return nil, false
	}
	if kindsOf(mapped)&beyondHost == 0 {
		return append(out, mapped...), true
	}
	if strings.HasPrefix(mapped, prefix) {
		return nil, false
	}
	return appendPunycode(append(out, prefix...), mapped)
}
