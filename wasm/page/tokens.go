package page

import (
	"bytes"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/html"
)

// A tokenKind is a kind of token that matters here.
type tokenKind int

const (
	startTag tokenKind = iota
	endTag
	rawText // the text of a script, a style sheet or another element without markup
)

// token is one token. Its bytes alias the text and last until the next one.
type token struct {
	kind   tokenKind
	name   []byte // of a tag, in lower case
	attrs  []attr // of a start tag: those that attrWanted names, the first of each
	closed bool   // a start tag that ends in "/>"
	text   []byte // of rawText
	offset int    // where the token starts in the text
}

// attr is an attribute as written, without its quotes.
type attr struct {
	name   []byte // in lower case
	value  []byte // entities not decoded
	offset int    // where its name starts in the text
}

// get is the value of an attribute as written.
func (t *token) get(name string) (value []byte, ok bool) {
	for _, a := range t.attrs {
		if string(a.name) == name {
			return a.value, true
		}
	}
	return nil, false
}

// place is where an attribute stands in the text; the tag itself if absent.
func (t *token) place(name string) int {
	for _, a := range t.attrs {
		if string(a.name) == name {
			return a.offset
		}
	}
	return t.offset
}

// has reports whether the tag carries an attribute, whatever its value.
func (t *token) has(name string) bool {
	_, ok := t.get(name)
	return ok
}

// value is an attribute's value with its entities decoded, empty if absent.
func (t *token) value(name string) string {
	value, _ := t.get(name)
	return decoded(value)
}

// attrWanted names the attributes that reading uses. Keeping no others bounds
// what a tag with a million attributes costs.
func attrWanted(name []byte) bool {
	switch string(name) {
	case "action", "as", "autocomplete", "background", "content", "data", "disabled", "form", "formaction", "formmethod",
		"hidden", "href", "http-equiv", "id", "imagesrcset", "method", "name", "poster", "rel", "shadowrootmode", "src",
		"srcdoc", "srcset", "style", "type", "xlink:href":
		return true
	}
	return false
}

// tokenizer yields a document's tokens. It wraps tdewolff's lexer, whose svg
// and math tokens hold a whole drawing with the scripts and images inside: the
// names of these elements are masked in the text just before the lexer gets
// there, so that it reads their content as tags. Lexing such a token's inside
// again would cost quadratic time on nested drawings.
type tokenizer struct {
	text  []byte
	input *parse.Input
	lexer *html.Lexer
	attrs []attr
	// foreign tells the tokenizer that it is inside svg or math, where no
	// element but script and style has text without markup.
	foreign bool
	raw     bool // the next text token is rawText
}

func newTokenizer(text []byte) *tokenizer {
	input := parse.NewInputBytes(text)
	return &tokenizer{text: input.Bytes(), input: input, lexer: html.NewLexer(input)}
}

// close gives back the byte after the text that the lexer borrowed.
func (t *tokenizer) close() { t.input.Restore() }

// next is the next token; false at the end of the text. A tag that the text
// ends in is none.
func (t *tokenizer) next() (token, bool) {
	for {
		offset := t.input.Offset()
		if !t.raw {
			t.mask(offset)
		}
		kind, _ := t.lexer.Next()
		switch kind {
		case html.ErrorToken:
			return token{}, false
		case html.StartTagToken:
			found, ok := t.tag(offset)
			return found, ok
		case html.EndTagToken:
			t.raw = false
			name := t.lexer.Text()
			if end := bytes.IndexAny(name, " \t\n\r\f/"); end >= 0 {
				name = name[:end]
			}
			return token{kind: endTag, name: unmasked(name), offset: offset}, true
		case html.TextToken:
			if t.raw {
				t.raw = false
				return token{kind: rawText, text: t.lexer.Text(), offset: offset}, true
			}
		}
	}
}

// tag reads on to the end of a start tag.
func (t *tokenizer) tag(offset int) (token, bool) {
	found := token{kind: startTag, name: unmasked(t.lexer.Text()), offset: offset}
	t.attrs = t.attrs[:0]
	for {
		kind, lexeme := t.lexer.Next()
		switch kind {
		case html.AttributeToken:
			name := t.lexer.AttrKey()
			if attrWanted(name) && !t.seen(name) {
				start := t.input.Offset() - len(bytes.TrimLeft(lexeme, spaces))
				t.attrs = append(t.attrs, attr{name: name, value: unquoted(t.lexer.AttrVal()), offset: start})
			}
		case html.StartTagCloseToken, html.StartTagVoidToken:
			found.attrs = t.attrs
			found.closed = kind == html.StartTagVoidToken
			t.raw = holdsText(found.name)
			if t.foreign && (found.closed || t.raw && !bytes.Equal(found.name, script) && !bytes.Equal(found.name, style)) {
				// A new lexer at the same place has forgotten that it was
				// to look for the element's end tag.
				t.lexer = html.NewLexer(t.input)
				t.raw = false
			}
			return found, true
		default:
			return token{}, false
		}
	}
}

func (t *tokenizer) seen(name []byte) bool {
	for _, a := range t.attrs {
		if bytes.Equal(a.name, name) {
			return true
		}
	}
	return false
}

var (
	script = []byte("script")
	style  = []byte("style")
)

// holdsText reports whether the lexer reads the element's content as text
// without markup.
func holdsText(name []byte) bool {
	switch string(name) {
	case "iframe", "plaintext", "script", "style", "textarea", "title", "xmp":
		return true
	}
	return false
}

// The masks keep a name's length and hold a byte that no page uses there.
var masks = []struct{ name, mask string }{
	{"svg", "sv\x01"},
	{"math", "mat\x01"},
	{"xml", "xm\x01"},
}

// mask hides the name of a tag at offset that the lexer would swallow whole.
func (t *tokenizer) mask(offset int) {
	rest := t.text[offset:]
	if len(rest) < len("<svg") || rest[0] != '<' {
		return
	}
	switch rest[1] | 0x20 {
	case 's', 'm', 'x':
	default:
		return
	}
	for _, m := range masks {
		end := 1 + len(m.name)
		if len(rest) >= end && bytes.EqualFold(rest[1:end], []byte(m.name)) {
			rest[end-1] = m.mask[len(m.mask)-1]
			return
		}
	}
}

// unmasked undoes mask in a name.
func unmasked(name []byte) []byte {
	for _, m := range masks {
		if len(name) >= len(m.mask) && string(name[:len(m.mask)]) == m.mask {
			return append([]byte(m.name), name[len(m.mask):]...)
		}
	}
	return name
}

// unquoted is an attribute's value without the quotes around it.
func unquoted(value []byte) []byte {
	if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
		return value
	}
	quote := value[0]
	value = value[1:]
	if len(value) > 0 && value[len(value)-1] == quote {
		value = value[:len(value)-1]
	}
	return value
}
