package page

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"

	"midwatch/wasm/weburl"
)

// maxScriptErrors is how many lexical errors a script may have before the rest
// is left unread. Each costs the lexer a look over all it has read.
const maxScriptErrors = 20

// loaders are the words without which no script loads anything we can tell.
var loaders = [][]byte{
	[]byte("fetch"), []byte("WebSocket"), []byte("open"), []byte("EventSource"), []byte("Worker"), []byte("sendBeacon"), []byte("import"),
}

// script reads an inline script for literal addresses handed to what loads
// them. Nothing is run: an address put together from pieces is unseen but for
// a literal beginning that holds a whole host.
func (r *reader) script(text []byte, offset int) {
	if !mayLoad(text) {
		return
	}
	input := parse.NewInputBytes(text)
	defer input.Restore()
	s := scripts{lexer: js.NewLexer(input), input: input}
	for s.next() {
		kind := s.call()
		if kind == "" {
			continue
		}
		u, err := weburl.Parse(s.literal)
		if err != nil || !insecure(u) || s.recent[0].kind == js.AddToken && !strings.Contains(afterAuthority(s.literal), "/") {
			continue
		}
		r.keep(u, place{tag: "script", attr: "#text", kind: kind, context: "script", offset: offset + s.literalAt})
	}
}

// mayLoad is the cheap look before the lexer: a scheme, or an escape that may
// hide one, and a word that loads.
func mayLoad(text []byte) bool {
	if !namesScheme(text) && !bytes.Contains(text, []byte(`\x`)) && !bytes.Contains(text, []byte(`\u`)) {
		return false
	}
	for _, word := range loaders {
		if bytes.Contains(text, word) {
			return true
		}
	}
	return false
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

// memory is how many tokens back a call is recognised: object . open ( "GET" ,
// "literal" and what follows it.
const memory = 7

// scripts slides over a script's tokens.
type scripts struct {
	lexer     *js.Lexer
	input     *parse.Input
	recent    [memory]lexeme // the last one first
	errors    int
	ended     bool
	literal   string
	literalAt int // offset in the script
}

// next moves on by one token; false at the end or after too many errors.
func (s *scripts) next() bool {
	for {
		offset := s.input.Offset()
		kind, text := s.lexer.Next()
		switch kind {
		case js.ErrorToken:
			if s.input.Err() != nil {
				// One token more, so that a literal at the very end has
				// something after it.
				s.ended = !s.ended
				s.push(lexeme{kind: js.SemicolonToken, offset: offset})
				return s.ended
			}
			if s.errors++; s.errors > maxScriptErrors {
				return false
			}
			if s.input.Offset() == offset {
				s.input.Move(1)
				s.input.Skip()
			}
			continue
		case js.WhitespaceToken, js.LineTerminatorToken, js.CommentToken, js.CommentLineTerminatorToken:
			continue
		case js.DivToken, js.DivEqToken:
			if s.beforeRegExp() {
				if kind, text = s.lexer.RegExp(); kind == js.ErrorToken {
					if s.errors++; s.errors > maxScriptErrors {
						return false
					}
					continue
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
// to something that loads, literal is that text and the answer its kind.
func (s *scripts) call() (kind string) {
	if s.recent[1].kind != js.StringToken && s.recent[1].kind != js.TemplateToken {
		return ""
	}
	switch s.recent[0].kind {
	case js.CommaToken, js.CloseParenToken, js.AddToken:
		kind = s.callee()
	case js.SemicolonToken, js.CloseBraceToken:
		kind = s.importClause()
	default:
		// A module's imports may end with the line.
		kind = s.importClause()
	}
	if kind != "" {
		s.literal = scriptUnescaped(unquotedScript(s.recent[1].text))
		s.literalAt = s.recent[1].offset
	}
	return kind
}

// callee tells by the tokens before a literal what it is handed to.
func (s *scripts) callee() string {
	if s.recent[2].kind == js.CommaToken {
		// request.open("GET", "literal"
		if s.recent[3].kind == js.StringToken && s.recent[4].kind == js.OpenParenToken && string(s.recent[5].text) == "open" &&
			s.recent[6].kind == js.DotToken && requestMethod(unquotedScript(s.recent[3].text)) {
			return "fetch"
		}
		return ""
	}
	if s.recent[2].kind != js.OpenParenToken {
		return ""
	}
	name := string(s.recent[3].text)
	created := s.recent[4].kind == js.NewToken || s.recent[4].kind == js.DotToken && s.recent[6].kind == js.NewToken && s.global(5)
	switch name {
	case "fetch":
		if s.recent[4].kind != js.DotToken || s.global(5) {
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
	case "EventSource":
		if created {
			return "fetch"
		}
	case "Worker", "SharedWorker":
		if created {
			return "worker"
		}
	case "import":
		if s.recent[4].kind != js.DotToken {
			return "script"
		}
	}
	return ""
}

// global reports whether a recent token names the global object.
func (s *scripts) global(back int) bool {
	switch string(s.recent[back].text) {
	case "window", "self", "globalThis":
		return s.recent[back+1].kind != js.DotToken
	}
	return false
}

// importClause recognises import "literal" and import x from "literal".
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

func unquotedScript(s []byte) []byte {
	if len(s) < 2 {
		return nil
	}
	return s[1 : len(s)-1]
}

// scriptUnescaped undoes a string literal's escapes (ECMA-262 section 12.9.4)
// as far as an address can need them.
func scriptUnescaped(s []byte) string {
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
	return string(out)
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
