package page

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
)

// Cheap looks: whether something stands in a text that its reader, which costs
// ten times as much, could find. They may say yes in vain and never no:
// FuzzLooks compares what is found with and without them.

// mayBeInsecure reports whether an attribute's value as written, which holds one
// URL, may have an insecure scheme. Under a secure base nothing else makes an
// insecure URL.
func mayBeInsecure(written []byte) bool {
	if len(written) < len("ws:") || !schemeStart[written[0]] {
		return false
	}
	if len(written) >= 8 && binary.LittleEndian.Uint64(written) == secureStart {
		return false
	}
	return hasInsecureScheme(written) || bytes.IndexByte(written, '&') >= 0
}

// secureStart is "https://" as a number.
const secureStart = 's'<<32 | ':'<<40 | '/'<<48 | '/'<<56 | 'p'<<24 | 't'<<16 | 't'<<8 | 'h'

// schemeStart holds the bytes that a value with an insecure scheme can start
// with, as written: http, ws, ftp, blob, a character reference, and what the URL
// parser strips.
var schemeStart = func() (table [256]bool) {
	for c := range ' ' + 1 {
		table[c] = true
	}
	for _, c := range "hHwWfFbB&" {
		table[c] = true
	}
	return table
}()

// hasInsecureScheme reports whether s starts with http:, ws:, ftp: or blob: as
// the URL standard reads it: after control characters and spaces, in any case,
// with tabs and line breaks anywhere.
func hasInsecureScheme[text string | []byte](s text) bool {
	for len(s) > 0 && s[0] <= ' ' {
		s = s[1:]
	}
	var scheme [4]byte
	count := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c == ':':
			return insecureScheme(scheme[:count])
		case count == len(scheme):
			return false
		default:
			scheme[count] = c | 0x20
			count++
		}
	}
	return false
}

func insecureScheme(lower []byte) bool {
	switch string(lower) {
	case "http", "ws", "ftp", "blob":
		return true
	}
	return false
}

// mayHoldInsecure reports whether an insecure scheme may stand anywhere in an
// attribute's value as written.
func mayHoldInsecure(written []byte) bool {
	for i := nextMark(written, 0); i < len(written); i = nextMark(written, i+1) {
		if _, ok := schemeBefore(written, i); ok {
			return true
		}
	}
	return mayHide(written)
}

// mayHide reports whether a value as written holds a character reference that
// may be part of a scheme: any but those that browsers write.
func mayHide(written []byte) bool {
	for {
		at := bytes.IndexByte(written, '&')
		if at < 0 {
			return false
		}
		written = written[at+1:]
		if !harmless(written) {
			return true
		}
	}
}

// harmless reports whether s, what follows a "&", makes a character that is no
// part of a scheme.
func harmless(s []byte) bool {
	if len(s) == 0 || s[0] == ' ' {
		return true
	}
	for _, name := range [...]string{"amp;", "quot;", "lt;", "gt;", "nbsp;"} {
		if len(s) >= len(name) && string(s[:len(name)]) == name {
			return true
		}
	}
	return false
}

// nextMark is where the next ":" or "\" stands in text from i on; its length if
// nowhere.
func nextMark(text []byte, i int) int {
	const (
		ones      = 0x0101010101010101
		tops      = 0x8080808080808080
		colon     = ones * ':'
		backslash = ones * '\\'
	)
	for ; i+8 <= len(text); i += 8 {
		v := binary.LittleEndian.Uint64(text[i:])
		a, b := v^colon, v^backslash
		// The lowest bit set is that of the first byte that is one of them.
		if found := ((a - ones) &^ a & tops) | ((b - ones) &^ b & tops); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(text); i++ {
		if text[i] == ':' || text[i] == '\\' {
			return i
		}
	}
	return len(text)
}

// schemeBefore reports whether an insecure scheme ends at the colon at i, and
// where it starts. Tabs and line breaks may stand in it.
func schemeBefore(text []byte, i int) (start int, ok bool) {
	if i < 2 || !schemeEnd[text[i-1]] {
		return 0, false
	}
	// Most are https:, or no scheme at all.
	switch last := text[i-2] | 0x20; text[i-1] | 0x20 {
	case 'p':
		ok = last == 't'
	case 's':
		ok = last == 'w'
	case 'b':
		ok = last == 'o'
	}
	if !ok && text[i-1] > ' ' && text[i-2] > ' ' {
		return 0, false
	}
	var scheme [4]byte
	n := len(scheme)
	start = i
	for i--; i >= 0; i-- {
		c := text[i]
		if c == '\t' || c == '\n' || c == '\r' {
			continue
		}
		if !alphanumeric(c) && c != '+' && c != '-' && c != '.' {
			break
		}
		if n == 0 {
			return 0, false
		}
		n--
		scheme[n] = c | 0x20
		start = i
	}
	return start, insecureScheme(scheme[n:])
}

// schemeEnd holds the bytes that can stand before a scheme's colon.
var schemeEnd = func() (table [256]bool) {
	for _, c := range "pPsSbB\t\n\r" {
		table[c] = true
	}
	return table
}()

// beforeSpaces is the last byte of text[:i] that the URL parser does not strip
// from a URL's start, and where it stands; -1 at the text's start.
func beforeSpaces(text []byte, i int) (c byte, at int) {
	for i--; i >= 0; i-- {
		if text[i] > ' ' {
			return text[i], i
		}
	}
	return 0, -1
}

// looksCSS is where the last thing stands in a style sheet that may load
// something insecure under a secure base, or make a field look like a
// password's; -1 if there is none.
func looksCSS(text []byte) int {
	last := -1
	for i := nextMark(text, 0); i < len(text); i = nextMark(text, i+1) {
		if text[i] == '\\' {
			if cssEscapeMatters(text, i) {
				last = i
			}
			continue
		}
		if i == 0 || !beforeColon[text[i-1]] {
			continue
		}
		if start, ok := schemeBefore(text, i); ok && cssAddress(text, start) || endsInSecurity(text[:i]) {
			last = i
		}
	}
	return last
}

// beforeColon holds the bytes that can stand before a colon that matters in a
// style sheet: a scheme's last letter, or the property's, or what may hide it.
var beforeColon = func() (table [256]bool) {
	for c := range ' ' + 1 {
		table[c] = true
	}
	for _, c := range "pPsSbByY/" {
		table[c] = true
	}
	return table
}()

// cssAddress reports whether what starts at i may be what a style sheet loads:
// it stands in parentheses, or quoted after something that can come before a
// quoted address, a parenthesis, a comma, @import or a comment.
func cssAddress(text []byte, i int) bool {
	c, at := beforeSpaces(text, i)
	if c != '"' && c != '\'' {
		return c == '(' || c == '/'
	}
	switch c, _ = beforeSpaces(text, at); c {
	case '(', ',', '/', 't', 'T':
		return true
	}
	return false
}

// cssEscapeMatters reports whether the escape at i may be part of a scheme or of
// a name that tells of an address.
func cssEscapeMatters(text []byte, i int) bool {
	rest := text[i+1:]
	if len(rest) == 0 {
		return false
	}
	switch c := rest[0]; {
	case c == ':':
		start, ok := schemeBefore(text, i)
		return ok && cssAddress(text, start)
	case c == '\n' || c == '\r' || c == '\f':
		return true
	case !hexadecimal(c):
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-'
	}
	code, n := rune(0), 0
	for n < 6 && n < len(rest) && hexadecimal(rest[n]) {
		code = code<<4 | rune(hexValue(rest[n]))
		n++
	}
	switch {
	case code == '\t':
		// "color: red\9" is for browsers of the past.
		return len(bytes.TrimLeft(rest[n:], spaces)) == 0 || strings.IndexByte(";}!", bytes.TrimLeft(rest[n:], spaces)[0]) < 0
	case code == '\n' || code == '\r' || code == '\f' || code == ':' || code == '-':
		return true
	}
	return code|0x20 >= 'a' && code|0x20 <= 'z'
}

// endsInSecurity reports whether text ends in the name of the property
// -webkit-text-security, or in a comment that may follow it.
func endsInSecurity(text []byte) bool {
	const name = "text-security"
	if len(text) == 0 {
		return false
	}
	if c := text[len(text)-1]; c != 'y' && c != 'Y' && c != '/' && c > ' ' {
		return false
	}
	text = bytes.TrimRight(text, spaces)
	if n := len(text); n > 1 && text[n-1] == '/' && text[n-2] == '*' {
		return true
	}
	return len(text) >= len(name) && strings.EqualFold(string(text[len(text)-len(name):]), name)
}

// looksScript is where the last literal with an insecure scheme stands in a
// script that may be handed to something that loads; -1 if there is none.
func looksScript(text []byte) int {
	last := -1
	for i := nextHint(text, 0); i < len(text); i = nextHint(text, i+1) {
		start, ok := i, false
		if text[i] == ':' {
			start, ok = schemeBefore(text, i)
		} else {
			start, ok = escapedScheme(text, i)
		}
		if ok && handedOn(text, start) {
			last = i
		}
	}
	return last
}

// nextHint is where the next ":" stands, from i on, that may end an insecure
// scheme, or the next "\" that may be part of one; the text's length if nowhere.
func nextHint(text []byte, i int) int {
	const (
		ones = 0x0101010101010101
		tops = 0x8080808080808080
		low  = 0x7f7f7f7f7f7f7f7f
	)
	before := uint64(0)
	if i > 0 {
		before = uint64(text[i-1])
	}
	for ; i+9 <= len(text); i += 8 {
		b := (*[9]byte)(text[i : i+9])
		v := binary.LittleEndian.Uint64(b[:8])
		colon, slash := v^':'*ones, v^'\\'*ones
		colon, slash = (colon-ones)&^colon&tops, (slash-ones)&^slash&tops
		if colon|slash == 0 {
			before = v >> 56
			continue
		}
		// What stands before each byte in lower case: p, s or b, or white space.
		p := (v<<8 | before) | 0x20*ones
		ends := p ^ 'p'*ones
		ends = (ends - ones) &^ ends
		for _, c := range [...]uint64{'s' * ones, 'b' * ones} {
			x := p ^ c
			ends |= (x - ones) &^ x
		}
		ends |= (p - 0x30*ones) &^ p
		// What stands behind each: neither quote, slash nor backslash.
		f := v>>8 | uint64(b[8])<<56
		plain := uint64(0)
		for _, c := range [...]uint64{'"' * ones, '\'' * ones, '/' * ones, '\\' * ones} {
			x := f ^ c
			plain |= ^((x&low + low) | x | low)
		}
		if found := (colon & ends) | (slash &^ plain); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
		before = v >> 56
	}
	for ; i < len(text); i++ {
		if text[i] == ':' || text[i] == '\\' {
			return i
		}
	}
	return len(text)
}

// maxLiteralHead is how much of a literal is looked at for its scheme, in bytes.
const maxLiteralHead = 64

// escapedScheme reports whether the escape at i is part of an insecure scheme
// that starts a literal, and where that starts.
func escapedScheme(text []byte, i int) (start int, ok bool) {
	if i+1 == len(text) || text[i] != '\\' {
		return 0, false
	}
	if c := text[i+1]; !alphanumeric(c) && c != ':' && c != '\n' && c != '\r' && c < 0x80 {
		return 0, false
	}
	for start = i; start > 0 && i-start < maxLiteralHead; start-- {
		switch c := text[start-1]; {
		case c == '"' || c == '\'' || c == '`':
			return start, (schemeStart[text[start]] || text[start] == '\\') && literalInsecure(text[start:])
		case !alphanumeric(c) && c > ' ' && c != '\\' && c != '{' && c != '}':
			return 0, false
		}
	}
	return 0, false
}

// literalInsecure reports whether the inside of a literal, as written and with
// more behind it, starts with an insecure scheme.
func literalInsecure(inside []byte) bool {
	var room [maxLiteralHead]byte
	return hasInsecureScheme(appendUnescaped(room[:0], inside[:min(len(inside), maxLiteralHead)]))
}

// handedOn reports whether the literal whose text starts at i may stand where
// scripts hand addresses on: after a call's parenthesis, an assignment, a
// request's method, or the words import and from. It follows callee, assignment
// and importClause backwards.
func handedOn(text []byte, i int) bool {
	quote, at := beforeSpaces(text, i)
	if quote != '"' && quote != '\'' && quote != '`' {
		return false
	}
	c, at := beforeCode(text, at)
	switch c {
	case '(':
		word, at := wordBefore(text, at)
		switch word {
		case "assign", "replace":
			return memberOf(text, at, "location")
		}
		return word == unsure || callees[word]
	case '=':
		word, at := wordBefore(text, at)
		switch word {
		case "src", "href", "action":
			c, _ := beforeCode(text, at)
			return c == '.' || c == maybe
		}
		return word == unsure || word == "location"
	case ',':
		c, at = beforeCode(text, at)
		return c == maybe || (c == '"' || c == '\'') && endsInMethod(text[:at], c)
	case 't', 'm': // import, from
		return true
	}
	return c == maybe
}

// memberOf reports whether what stands before i may be an object's name and a
// dot.
func memberOf(text []byte, i int, object string) bool {
	c, at := beforeCode(text, i)
	if c != '.' {
		return c == maybe
	}
	word, _ := wordBefore(text, at)
	return word == object || word == unsure
}

// endsInMethod reports whether text ends in a quote and an HTTP method.
func endsInMethod(text []byte, quote byte) bool {
	const longest = len("OPTIONS")
	start := max(0, len(text)-longest-1)
	if open := bytes.LastIndexByte(text[start:], quote); open >= 0 {
		return requestMethod(text[start+open+1:])
	}
	return false
}

// callees are the functions that are handed an address to load or go to;
// script.go tells whether it is really they.
var callees = map[string]bool{
	"fetch": true, "Request": true, "open": true, "WebSocket": true, "EventSource": true, "Worker": true,
	"SharedWorker": true, "sendBeacon": true, "import": true, "importScripts": true,
}

// maybe stands for a byte that only a lexer could tell: a comment may be there.
const maybe = 0xff

// beforeCode is the last byte of code before i, and where it stands.
func beforeCode(text []byte, i int) (c byte, at int) {
	for i--; i >= 0; i-- {
		switch c = text[i]; {
		case c == '\n' || c == '\r':
			if lineMayComment(text[:i]) {
				return maybe, i
			}
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
		case c == '/' || c >= 0x80:
			return maybe, i
		default:
			return c, i
		}
	}
	return 0, -1
}

// maxCodeLine bounds how much of a line is looked at for a comment, in bytes.
const maxCodeLine = 200

// lineMayComment reports whether the last line of text may end in a comment.
func lineMayComment(text []byte) bool {
	short := text[max(0, len(text)-maxCodeLine):]
	start := bytes.LastIndexAny(short, "\r\n") + 1
	if start == 0 && len(short) < len(text) {
		return true
	}
	line := short[start:]
	for rest := line; ; {
		found := bytes.Index(rest, []byte("//"))
		if found < 0 {
			break
		}
		// Behind a colon it is an address, or a comment after what no
		// address is handed to.
		if found == 0 || rest[found-1] != ':' {
			return true
		}
		rest = rest[found+1:]
	}
	return bytes.Contains(line, []byte("<!--")) || bytes.Contains(line, []byte("-->")) ||
		bytes.Contains(line, []byte("*/")) || bytes.IndexByte(line, 0xe2) >= 0
}

// unsure is the word that only a lexer can tell: an escape may be part of it.
const unsure = "?"

// wordBefore is the word of code before i, and where it starts.
func wordBefore(text []byte, i int) (word string, start int) {
	c, at := beforeCode(text, i)
	if c == maybe || c == '\\' || c == '}' {
		return unsure, i
	}
	end := at + 1
	start = end
	for start > 0 && (alphanumeric(text[start-1]) || text[start-1] == '_' || text[start-1] == '$') {
		start--
	}
	if start > 0 && (text[start-1] == '\\' || text[start-1] >= 0x80) {
		return unsure, i
	}
	if end-start > maxWord {
		return "", start
	}
	return string(text[start:end]), start
}

// maxWord bounds the words that matter, in bytes.
const maxWord = 16

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func hexadecimal(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func hexValue(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
