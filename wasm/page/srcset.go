package page

import (
	"strings"

	"midwatch/wasm/markup"
)

// srcset reads the candidates of a srcset (HTML standard section 4.8.4.3.10).
// All are listed, though a browser loads one.
func (r *reader) srcset(a markup.Attribute, at place) {
	t := &r.tokens
	if !t.Has(a) || !r.baseInsecure && !mayHoldInsecure(t.Written(a)) {
		return
	}
	at.attr, at.kind, at.category, at.offset = a.String(), "image", "imageset", t.Place(a)
	for rest := t.Value(a); ; {
		var url string
		if url, rest = candidate(rest); url == "" {
			return
		}
		r.ref(url, at)
	}
}

// candidate splits the first candidate's URL off a srcset; empty at the end.
// Descriptors are passed over, right or wrong.
func candidate(s string) (url, rest string) {
	s = strings.TrimLeft(s, spaces+",")
	end := strings.IndexAny(s, spaces)
	if end < 0 {
		end = len(s)
	}
	url, rest = s[:end], s[end:]
	if trimmed := strings.TrimRight(url, ","); trimmed != url {
		return trimmed, rest // the comma ended the candidate: no descriptors
	}
	// Descriptors last to the next comma outside parentheses.
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case ',':
			return url, rest[i:]
		case '(':
			closing := strings.IndexByte(rest[i:], ')')
			if closing < 0 {
				return url, ""
			}
			i += closing
		}
	}
	return url, ""
}
