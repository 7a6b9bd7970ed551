package weburl

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

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

const (
	// maxIDN bounds a host that is not all ASCII, in bytes of UTF-8. A name in
	// the DNS has at most 253 characters.
	maxIDN = 1 << 10
	// maxDistinct bounds the different characters beyond ASCII in a label.
	// Punycode goes over the label once for each and spends a byte on it at
	// least; the DNS has room for 63.
	maxDistinct = 63
)

// toASCII puts a host that is not all ASCII into its ASCII form (URL standard
// section 3.3, "domain to ASCII").
func toASCII(s string) (string, error) {
	if len(s) > maxIDN || !utf8.ValidString(s) {
		return "", errBadHost
	}
	// As of Unicode 16, which idna's tables need not know, this is not "ss".
	s = strings.ReplaceAll(s, "ẞ", "ß")
	for _, label := range strings.FieldsFunc(s, dot) {
		// A letter before it, so that it is mapped and not taken for Punycode.
		label, _ := mapping.ToUnicode("a" + label)
		if varied(label) {
			return "", errBadHost
		}
		// What follows is Punycode: ASCII, and something. idna takes anything.
		code, found := strings.CutPrefix(label, "axn--")
		if found && (code == "" || kindsOf(code)&beyondHost != 0) {
			return "", errBadHost
		}
	}
	host, err := mapping.ToASCII(s)
	if err != nil {
		return "", errBadHost
	}
	// idna sees the direction of characters before it maps them: look again.
	if _, err := checked.ToUnicode(host); err != nil {
		return "", errBadHost
	}
	return host, nil
}

// dot reports whether r ends a label.
func dot(r rune) bool { return r == '.' || r == '。' || r == '．' || r == '｡' }

// varied reports whether a label has more than maxDistinct different characters
// beyond ASCII.
func varied(label string) bool {
	var seen [maxDistinct]rune
	count := 0
	for _, r := range label {
		if r < utf8.RuneSelf || slices.Contains(seen[:count], r) {
			continue
		}
		if count == maxDistinct {
			return true
		}
		seen[count] = r
		count++
	}
	return false
}
