package weburl

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// UTS 46 as browsers use it: not transitional, with the rules on joiners and on
// direction, without those on hyphens, length and ASCII.
var (
	mapping = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false))
	checked = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false), idna.BidiRule())
)

const (
	// maxIDN bounds a host that is not all ASCII, in bytes of UTF-8. A name in
	// the DNS has at most 253 characters.
	maxIDN = 1 << 10
	// maxDistinct bounds the different characters of a label. Punycode goes over
	// the label once for each and spends a byte on it; the DNS has room for 63.
	maxDistinct = 63
)

// apart puts a letter before every label, so that none is taken for Punycode.
var apart = strings.NewReplacer(".", ".a", "。", ".a", "．", ".a", "｡", ".a")

// toASCII puts a host that is not all ASCII into its ASCII form (URL standard
// section 3.3, "domain to ASCII").
func toASCII(s string) (string, error) {
	if len(s) > maxIDN || !utf8.ValidString(s) {
		return "", errBadHost
	}
	// As of Unicode 16, which idna's tables need not know, this is not "ss".
	s = strings.ReplaceAll(s, "ẞ", "ß")
	labels, _ := mapping.ToUnicode("a" + apart.Replace(s))
	for label := range strings.SplitSeq(labels, ".") {
		if distinct(label) > maxDistinct {
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

// distinct counts the different characters of a label.
func distinct(label string) int {
	if len(label) <= maxDistinct {
		return len(label)
	}
	runes := []rune(label)
	slices.Sort(runes)
	return len(slices.Compact(runes))
}
