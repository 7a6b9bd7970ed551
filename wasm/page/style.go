package page

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"midwatch/wasm/markup"
)

// styleAttribute reads a style attribute.
func (r *reader) styleAttribute() {
	t := &r.tokens
	text := t.Written(markup.StyleAttr)
	if bytes.IndexByte(text, '&') >= 0 {
		if !r.baseInsecure && !r.thorough && !mayHoldInsecure(text) && bytes.IndexByte(text, '\\') < 0 {
			return
		}
		text = []byte(markup.Decode(text))
	}
	r.css(text, place{tag: t.Element.String(), attr: markup.StyleAttr.String(), offset: t.Place(markup.StyleAttr)}, false)
}

// css reads a style sheet or the declarations of a style attribute for the
// addresses that it loads. counted tells that text is part of the document, so
// that lines can be told inside it.
func (r *reader) css(text []byte, at place, counted bool) {
	last := len(text)
	if !r.baseInsecure && !r.thorough {
		if last = looksCSS(text); last < 0 {
			return
		}
	}
	// The lexer borrows the byte after the text; it is given back.
	input := parse.NewInputBytes(text)
	defer input.Restore()
	lexer := css.NewLexer(input)
	start := at.offset
	s := sheet{inline: at.attr != "#text", masking: masking{masks: r.masks}}
	for done := false; !done; {
		offset := input.Offset()
		if counted {
			at.offset = start + offset
		}
		kind, token := lexer.Next()
		// A property's value follows its name.
		done = kind == css.ErrorToken || offset > last && (kind == css.RightBraceToken || kind == css.SemicolonToken)
		url, destination := s.next(kind, token)
		if s.spelled {
			url, destination = spelledURL(input), s.destination()
		}
		// A fragment is the document's own, whatever its base.
		if destination != "" && !strings.HasPrefix(url, "#") {
			at.kind = destination
			r.ref(url, at)
		}
	}
	r.masks = s.masks
}

// sheet is where in a style sheet the last token stood.
type sheet struct {
	inline   bool   // only declarations: no at-rules
	rule     string // the at-rule whose prelude or block this is: import, namespace, font-face, or empty
	braces   int    // open at the at-rule's block
	parens   int    // open parentheses
	imageSet int    // parens inside the innermost image-set(), 0 outside
	spelled  bool   // the last token opened a url( that is spelled with escapes
	masking
}

// next takes one token and tells what it loads, if anything.
func (s *sheet) next(kind css.TokenType, token []byte) (url, destination string) {
	s.mask(kind, token)
	s.spelled = false
	switch kind {
	case css.WhitespaceToken, css.CommentToken:
		return "", ""
	case css.URLToken, css.StringToken:
	default:
		if s.rule == "import" {
			s.rule = "" // the address comes first or not at all
		}
	}
	switch kind {
	case css.AtKeywordToken:
		if s.inline {
			break
		}
		switch name := strings.ToLower(cssUnescaped(token[1:])); name {
		case "import", "namespace", "font-face", "document", "-moz-document":
			s.rule, s.braces = name, 0
		}
	case css.SemicolonToken:
		if s.braces == 0 {
			s.rule = ""
		}
		s.parens, s.imageSet = 0, 0
	case css.LeftBraceToken:
		s.parens, s.imageSet = 0, 0
		if s.rule == "font-face" {
			s.braces++
		} else {
			s.rule = ""
		}
	case css.RightBraceToken:
		s.parens, s.imageSet = 0, 0
		if s.braces--; s.braces <= 0 {
			s.rule, s.braces = "", 0
		}
	case css.LeftParenthesisToken:
		s.parens++
	case css.FunctionToken:
		s.parens++
		switch strings.ToLower(cssUnescaped(token[:len(token)-1])) {
		case "image-set", "-webkit-image-set":
			s.imageSet = s.parens
		case "url":
			s.spelled = true // the lexer knows the plain spelling
			s.parens--
		}
	case css.RightParenthesisToken:
		if s.parens == s.imageSet {
			s.imageSet = 0
		}
		s.parens = max(s.parens-1, 0)
	case css.URLToken:
		return cssURL(token), s.destination()
	case css.StringToken:
		if s.rule == "import" && s.parens == 0 || s.imageSet > 0 && s.parens == s.imageSet {
			return cssString(token), s.destination()
		}
	}
	return "", ""
}

// destination is what an address at this place is loaded as, empty where it is
// only a name.
func (s *sheet) destination() string {
	switch s.rule {
	case "import":
		s.rule = "" // the first address is the one
		return "style"
	case "namespace", "document", "-moz-document":
		return ""
	case "font-face":
		return "font"
	}
	return "image"
}

// spelledURL reads on to the end of a url( that was just opened, and tells its
// address (CSS Syntax section 4.3.6).
func spelledURL(input *parse.Input) string {
	from := input.Offset()
	quote := byte(0)
	for ; input.Err() == nil; input.Move(1) {
		switch c := input.Peek(0); {
		case c == '\\' && input.PeekErr(1) == nil:
			input.Move(1)
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == ')':
			inside := input.Bytes()[from:input.Offset()]
			input.Move(1)
			input.Skip()
			return cssInside(inside)
		}
	}
	input.Skip()
	return cssInside(input.Bytes()[from:])
}

// cssURL is the address of a url() token.
func cssURL(token []byte) string {
	return cssInside(bytes.TrimSuffix(token[bytes.IndexByte(token, '(')+1:], []byte{')'}))
}

// cssInside is the address between the parentheses, with or without quotes.
func cssInside(inside []byte) string {
	inside = bytes.Trim(inside, spaces)
	if len(inside) > 0 && (inside[0] == '"' || inside[0] == '\'') {
		return cssString(inside)
	}
	return cssUnescaped(inside)
}

func cssString(token []byte) string { return cssUnescaped(unquoted(token)) }

// cssUnescaped undoes escapes (CSS Syntax section 4.3.7).
func cssUnescaped(s []byte) string {
	if bytes.IndexByte(s, '\\') < 0 {
		return string(s)
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		code, digits := rune(0), 0
		for digits < 6 && i < len(s) && hexadecimal(s[i]) {
			code = code<<4 | rune(hexValue(s[i]))
			i, digits = i+1, digits+1
		}
		switch {
		case digits > 0:
			if code == 0 || code > utf8.MaxRune {
				code = utf8.RuneError
			}
			out = utf8.AppendRune(out, code)
			if i < len(s) && s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
				i++
			} else if i == len(s) || strings.IndexByte(spaces, s[i]) < 0 {
				i-- // one space ends an escape and belongs to it
			}
		case s[i] == '\n' || s[i] == '\f':
		case s[i] == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

// unquoted is a string token without the quotes around it; at the text's end the
// closing one may be missing.
func unquoted(token []byte) []byte {
	if len(token) == 0 || token[0] != '"' && token[0] != '\'' {
		return token
	}
	quote := token[0]
	token = token[1:]
	if len(token) > 0 && token[len(token)-1] == quote {
		token = token[:len(token)-1]
	}
	return token
}
