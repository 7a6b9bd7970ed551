package page

import (
	"bytes"
	"strings"

	"github.com/tdewolff/parse/v2/css"

	"midwatch/wasm/markup"
)

// maxMasks bounds the selectors kept of one document, and maxSelector the length
// of each, in bytes.
const (
	maxMasks    = 50
	maxSelector = 200
)

// mask is a selector whose fields show dots for what is typed, as password
// fields do, by the property -webkit-text-security. Sites use it for secrets
// that browsers shall not offer to save.
type mask struct {
	id      string
	classes []string
}

// masking finds masks in a style sheet's tokens.
type masking struct {
	masks    []mask
	selector []byte // of the rule that this may be the prelude of
	within   []byte // of the rule whose declarations these are
	property bool   // the last tokens are the property's name and its colon
	named    bool   // the last token is the property's name
}

// mask takes one token.
func (m *masking) mask(kind css.TokenType, token []byte) {
	switch kind {
	case css.WhitespaceToken, css.CommentToken:
		m.selector = append(m.selector, ' ')
		return
	case css.LeftBraceToken:
		m.within = append(m.within[:0], m.selector...)
		m.selector, m.named, m.property = m.selector[:0], false, false
		return
	case css.RightBraceToken, css.SemicolonToken:
		if kind == css.RightBraceToken {
			m.within = m.within[:0]
		}
		m.selector, m.named, m.property = m.selector[:0], false, false
		return
	case css.IdentToken, css.CustomPropertyNameToken:
		if m.property {
			m.found(token)
		}
		m.named = bytes.EqualFold(token, []byte("-webkit-text-security"))
		m.property = false
	case css.ColonToken:
		m.property, m.named = m.named, false
	default:
		m.named, m.property = false, false
	}
	if len(m.selector) <= maxSelector {
		m.selector = append(m.selector, token...)
	}
}

// found takes the property's value.
func (m *masking) found(value []byte) {
	if bytes.EqualFold(value, []byte("none")) || len(m.within) > maxSelector {
		return
	}
	for selector := range strings.SplitSeq(string(m.within), ",") {
		if found, ok := parseMask(selector); ok && len(m.masks) < maxMasks {
			m.masks = append(m.masks, found)
		}
	}
}

// parseMask reads the last compound of a selector; false if it names neither a
// class nor an ID.
func parseMask(selector string) (m mask, ok bool) {
	selector = strings.TrimRight(selector, spaces)
	compound := selector[strings.LastIndexAny(selector, spaces+">+~")+1:]
	for compound != "" {
		end := strings.IndexAny(compound[1:], ".#:[") + 1
		if end == 0 {
			end = len(compound)
		}
		switch part := compound[:end]; {
		case len(part) < 2:
		case part[0] == '.':
			m.classes = append(m.classes, part[1:])
		case part[0] == '#':
			m.id = part[1:]
		}
		compound = compound[end:]
	}
	return m, m.id != "" || m.classes != nil
}

// masked reports whether the field just read shows dots for what is typed.
func (r *reader) masked() bool {
	t := &r.tokens
	switch string(t.Lower(markup.Type)) {
	case "", "text", "tel", "number", "email", "search", "url":
	default:
		return false
	}
	if t.Element == markup.Select {
		return false
	}
	if t.Has(markup.StyleAttr) {
		if style := t.Value(markup.StyleAttr); strings.Contains(strings.ToLower(style), "-webkit-text-security") {
			if m := declarationMasks(style); m {
				return true
			}
		}
	}
	if len(r.masks) == 0 || !t.Has(markup.ID) && !t.Has(markup.Class) {
		return false
	}
	id, classes := t.Value(markup.ID), strings.Fields(t.Value(markup.Class))
	for _, m := range r.masks {
		if (m.id == "" || m.id == id) && all(m.classes, classes) {
			return true
		}
	}
	return false
}

// declarationMasks reports whether a style attribute sets the property to
// anything but none.
func declarationMasks(style string) bool {
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		if strings.EqualFold(strings.Trim(name, spaces), "-webkit-text-security") {
			value = strings.Trim(value, spaces)
			return value != "" && !strings.HasPrefix(strings.ToLower(value), "none")
		}
	}
	return false
}

// all reports whether each of wanted is among have.
func all(wanted, have []string) bool {
	for _, w := range wanted {
		found := false
		for _, h := range have {
			found = found || h == w
		}
		if !found {
			return false
		}
	}
	return true
}
