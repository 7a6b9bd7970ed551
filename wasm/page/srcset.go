package page

import (
	"strings"

	"midwatch/wasm/markup"
)

// imageSet is the kind of an image among which a browser may choose.
const imageSet = "imageset"

// srcset reads the candidates of a srcset (HTML standard section 4.8.4.3.10).
// All are listed, though a browser loads one.
func (r *reader) srcset(a markup.Attribute, at place) {
	t := &r.tokens
	if !t.Has(a) || !r.baseInsecure && !mayHoldInsecure(t.Written(a)) {
		return
	}
	at.attr, at.kind, at.offset = a.String(), "image", t.Place(a)
	for rest := t.Value(a); ; {
		var url, descriptors string
		if url, descriptors, rest = candidate(rest); url == "" {
			return
		}
		if validDescriptors(descriptors) {
			r.ref(url, at)
		}
	}
}

// candidate splits the first candidate off a srcset: its URL, empty at the end,
// and its descriptors.
func candidate(s string) (url, descriptors, rest string) {
	s = strings.TrimLeft(s, spaces+",")
	end := strings.IndexAny(s, spaces)
	if end < 0 {
		end = len(s)
	}
	url, rest = s[:end], s[end:]
	if trimmed := strings.TrimRight(url, ","); trimmed != url {
		return trimmed, "", rest // the comma ended the candidate: no descriptors
	}
	// Descriptors last to the next comma outside parentheses.
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case ',':
			return url, rest[:i], rest[i:]
		case '(':
			closing := strings.IndexByte(rest[i:], ')')
			if closing < 0 {
				return url, rest, ""
			}
			i += closing
		}
	}
	return url, rest, ""
}

// validDescriptors reports whether a candidate with these descriptors is one: a
// width, or a density, or a width and a height, each at most once.
func validDescriptors(s string) bool {
	var width, height, density bool
	for word := range strings.FieldsFuncSeq(s, isSpace) {
		number, unit := word[:len(word)-1], word[len(word)-1]
		switch {
		case unit == 'w' && !width && !density && positive(number):
			width = true
		case unit == 'x' && !width && !density && !height && float(number):
			density = true
		case unit == 'h' && !height && !density && positive(number):
			height = true
		default:
			return false
		}
	}
	return width || !height
}

// positive reports whether s is a valid non-negative integer (HTML standard
// section 2.3.4.2) above zero.
func positive(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == "" && strings.Trim(s, "0") != ""
}

// float reports whether s is a valid floating-point number (section 2.3.4.3) that
// is not negative.
func float(s string) bool {
	whole, exponent, scientific := strings.Cut(strings.ToLower(s), "e")
	if scientific {
		exponent = strings.TrimPrefix(strings.TrimPrefix(exponent, "-"), "+")
		if exponent == "" || strings.Trim(exponent, "0123456789") != "" {
			return false
		}
	}
	whole, fraction, pointed := strings.Cut(whole, ".")
	zero := strings.HasPrefix(whole, "-") && strings.Trim(whole[1:]+fraction, "0") == ""
	if zero {
		whole = whole[1:]
	}
	return strings.Trim(whole+fraction, "0123456789") == "" && whole+fraction != "" && (!pointed || fraction != "")
}

// isSpace reports whether c is ASCII white space, which alone parts words in
// HTML (Infra standard section 4.6).
func isSpace(c rune) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'
}
