package page

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"

	"midwatch/wasm/markup"
	"midwatch/wasm/weburl"
)

// maxScriptErrors is how many lexical errors a script may have before the rest
// is left unread. Each costs the lexer a look over all it has read.
const maxScriptErrors = 20

// script reads a script for literal addresses handed to what loads them or goes
// there. Nothing is run: an address put together from pieces is unseen but for
// a literal beginning that holds a whole host. counted tells that text is part
// of the document, so that lines can be told inside it.
func (r *reader) script(text []byte, at place, counted bool) {
	last := len(text)
	if !r.thorough {
		if last = looksScript(text); last < 0 {
			return
		}
	}
	// The lexer borrows the byte after the text; it is given back.
	input := parse.NewInputBytes(text)
	defer input.Restore()
	s := scripts{lexer: js.NewLexer(input), input: input}
	start := at.offset
	at.context = "script"
	if r.within == "noscript" {
		at.context = r.within
	}
	for s.next() && s.recent[1].offset <= last {
		kind := s.call()
		if kind == "" || !literalInsecure(s.inside) {
			continue
		}
		literal := scriptUnescaped(s.inside)
		u, err := weburl.Parse(literal)
		if err != nil || !insecure(u) || s.open && !strings.Contains(afterAuthority(literal), "/") {
			continue
		}
		at.kind = kind
		if counted {
			at.offset = start + s.insideAt
		}
		r.keep(u, at)
	}
}

// handler reads an event handler.
func (r *reader) handler(h *markup.Handler) {
	code := h.Value
	switch {
	case r.thorough || mayHide(code):
		code = []byte(markup.Decode(code))
	case !mayHoldInsecure(code) && bytes.IndexByte(code, '\\') < 0:
		return
	case bytes.IndexByte(code, '&') >= 0:
		code = []byte(markup.Decode(code))
	}
	at := place{tag: r.tokens.Element.String(), attr: strings.ToLower(string(h.Name)), offset: h.Start}
	r.script(code, at, false)
}

// afterAuthority is what follows "//" in an address.
func afterAuthority(s string) string {
	if i := strings.Index(s, "//"); i >= 0 {
		return s[i+2:]
	}
	return ""
}

// lexeme is a token of a script that is not white space or a comment.
type lexeme struct {
	kind   js.TokenType
	text   []byte
	offset int
}

// memory is how many tokens back a call is recognised:
// new Image ( ) . src = "literal" and what follows it.
const memory = 9

// scripts slides over a script's tokens.
type scripts struct {
	lexer    *js.Lexer
	input    *parse.Input
	recent   [memory]lexeme // the last one first
	errors   int
	ended    bool
	inside   []byte // the literal that was handed on, without its quotes
	insideAt int    // offset in the script
	open     bool   // more follows the literal's text
}

// next moves on by one token; false at the end or after too many errors.
func (s *scripts) next() bool {
	for {
		offset := s.input.Offset()
		if s.input.Err() != nil {
			// One token more, so that a literal at the very end has something
			// after it.
			s.ended = !s.ended
			s.push(lexeme{kind: js.SemicolonToken, offset: offset})
			return s.ended
		}
		kind, text := s.lexer.Next()
		switch kind {
		case js.ErrorToken:
			if s.input.Err() != nil {
				continue
			}
			if s.errors++; s.errors > maxScriptErrors {
				return false
			}
			if s.input.Offset() == offset {
				s.input.Move(1)
				s.input.Skip()
			}
		case js.WhitespaceToken, js.LineTerminatorToken, js.CommentToken, js.CommentLineTerminatorToken:
			continue
		case js.DivToken, js.DivEqToken:
			if s.beforeRegExp() {
				if kind, text = s.lexer.RegExp(); kind == js.ErrorToken {
					if s.errors++; s.errors > maxScriptErrors {
						return false
					}
				}
			}
		}
		s.push(lexeme{kind, text, offset})
		return true
	}
}

func (s *scripts) push(last lexeme) {
	copy(s.recent[1:], s.recent[:memory-1])
	s.recent[0] = last
}

// beforeRegExp reports whether a slash after the last token opens a regular
// expression; the lexer alone cannot tell. After ")" and "}" it is taken for a
// division.
func (s *scripts) beforeRegExp() bool {
	switch last := s.recent[0]; last.kind {
	case js.CloseParenToken, js.CloseBracketToken, js.CloseBraceToken, js.StringToken, js.TemplateToken, js.TemplateEndToken,
		js.RegExpToken, js.IncrToken, js.DecrToken, js.PrivateIdentifierToken, js.ThisToken, js.SuperToken, js.NullToken,
		js.TrueToken, js.FalseToken:
		return false
	default:
		return !js.IsNumeric(last.kind) && !js.IsIdentifier(last.kind)
	}
}

// call looks back from the last token: if it follows a literal that is handed
// to something that loads, inside is that text and the answer its kind.
func (s *scripts) call() (kind string) {
	literal := &s.recent[1]
	s.open = s.recent[0].kind == js.AddToken || literal.kind == js.TemplateStartToken
	switch literal.kind {
	case js.StringToken, js.TemplateToken, js.TemplateStartToken:
	default:
		return ""
	}
	if kind = s.assignment(); kind == "" {
		switch s.recent[0].kind {
		case js.CommaToken, js.CloseParenToken, js.AddToken:
			kind = s.callee()
		default:
			if literal.kind == js.TemplateStartToken {
				kind = s.callee()
			} else {
				// A module's imports may end with the line.
				kind = s.importClause()
			}
		}
	}
	if kind != "" {
		s.inside = unquotedScript(literal)
		s.insideAt = literal.offset
	}
	return kind
}

// assignment tells by the tokens before a literal what it is assigned to.
func (s *scripts) assignment() string {
	if s.recent[2].kind != js.EqToken {
		return ""
	}
	member := s.recent[4].kind == js.DotToken || s.recent[4].kind == js.OptChainToken
	switch string(s.recent[3].text) {
	case "src":
		if member && string(s.recent[7].text) == "Image" && s.recent[8].kind == js.NewToken {
			return "image"
		}
		if member {
			return "other" // a picture, a script, a frame: only running it tells
		}
	case "href":
		if member {
			return "link"
		}
	case "action":
		if member {
			return "form"
		}
	case "location":
		switch s.recent[4].kind {
		case js.VarToken, js.LetToken, js.ConstToken, js.CommaToken:
			return ""
		case js.DotToken:
			if !s.global(5) && string(s.recent[5].text) != "document" {
				return ""
			}
		}
		return "link"
	}
	return ""
}

// callee tells by the tokens before a literal what it is handed to.
func (s *scripts) callee() string {
	if s.recent[2].kind == js.CommaToken {
		// request.open("GET", "literal"
		if s.recent[3].kind == js.StringToken && s.recent[4].kind == js.OpenParenToken && string(s.recent[5].text) == "open" &&
			s.recent[6].kind == js.DotToken && requestMethod(unquotedScript(&s.recent[3])) {
			return "fetch"
		}
		return ""
	}
	if s.recent[2].kind != js.OpenParenToken {
		return ""
	}
	own := s.recent[4].kind != js.DotToken && s.recent[4].kind != js.OptChainToken && s.recent[4].kind != js.FunctionToken
	global := own || s.recent[4].kind == js.DotToken && s.global(5)
	created := s.recent[4].kind == js.NewToken || s.recent[4].kind == js.DotToken && s.recent[6].kind == js.NewToken && s.global(5)
	switch string(s.recent[3].text) {
	case "fetch":
		if global {
			return "fetch"
		}
	case "sendBeacon":
		if s.recent[4].kind == js.DotToken && string(s.recent[5].text) == "navigator" {
			return "fetch"
		}
	case "WebSocket":
		if created {
			return "socket"
		}
	case "EventSource", "Request":
		if created {
			return "fetch"
		}
	case "Worker", "SharedWorker":
		if created {
			return "worker"
		}
	case "importScripts":
		if global {
			return "script"
		}
	case "import":
		if own {
			return "script"
		}
	case "open":
		if global {
			return "link"
		}
	case "assign", "replace":
		if s.recent[4].kind == js.DotToken && string(s.recent[5].text) == "location" {
			return "link"
		}
	}
	return ""
}

// global reports whether a recent token names the global object, or one of the
// windows around it.
func (s *scripts) global(back int) bool {
	switch string(s.recent[back].text) {
	case "window", "self", "globalThis", "top", "parent":
		return s.recent[back+1].kind != js.DotToken
	}
	return false
}

// importClause recognises import "literal", import x from "literal" and export
// x from "literal".
func (s *scripts) importClause() string {
	switch s.recent[2].kind {
	case js.ImportToken:
		return "script"
	case js.FromToken:
		if before := s.recent[3].kind; before == js.CloseBraceToken || before == js.MulToken || js.IsIdentifier(before) {
			return "script"
		}
	}
	return ""
}

// requestMethod reports whether s is an HTTP method, which tells a request's
// open from a window's.
func requestMethod(s []byte) bool {
	switch strings.ToUpper(string(s)) {
	case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH":
		return true
	}
	return false
}

// unquotedScript is a literal's text without what opens and closes it: quotes,
// and "${" where a template goes on.
func unquotedScript(literal *lexeme) []byte {
	text, closing := literal.text, 1
	if literal.kind == js.TemplateStartToken {
		closing = len("${")
	}
	if len(text) < 1+closing {
		return nil
	}
	return text[1 : len(text)-closing]
}

// scriptUnescaped undoes a string literal's escapes (ECMA-262 section 12.9.4)
// as far as an address can need them.
func scriptUnescaped(s []byte) string {
	if bytes.IndexByte(s, '\\') < 0 {
		return string(s)
	}
	return string(appendUnescaped(make([]byte, 0, len(s)), s))
}

// appendUnescaped is scriptUnescaped into a buffer.
func appendUnescaped(out, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n', 'r', 't', 'b', 'f', 'v':
			out = append(out, "\n\r\t\b\f\v"[strings.IndexByte("nrtbfv", c)])
		case '\n':
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		case 'x', 'u':
			code, size := escapeCode(s[i:])
			if size == 0 {
				out = append(out, c)
				continue
			}
			out = utf8.AppendRune(out, code)
			i += size - 1
		default:
			out = append(out, c)
		}
	}
	return out
}

// escapeCode reads xHH, uHHHH or u{H...}; size 0 if s is none.
func escapeCode(s []byte) (code rune, size int) {
	digits, from := 2, 1
	if s[0] == 'u' {
		digits = 4
		if len(s) > 1 && s[1] == '{' {
			end := bytes.IndexByte(s[:min(len(s), len("u{10FFFF}"))], '}')
			if end <= 2 {
				return 0, 0
			}
			digits, from, size = end-2, 2, end+1
		}
	}
	if size == 0 {
		size = from + digits
	}
	if len(s) < size {
		return 0, 0
	}
	for _, c := range s[from : from+digits] {
		if !hexadecimal(c) {
			return 0, 0
		}
		code = code<<4 | rune(hexValue(c))
	}
	return code, size
}
