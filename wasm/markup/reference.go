package markup

import (
	"bytes"
	"html"
	"unicode/utf8"
)

// Bounds on the name of a character reference, in bytes without "&".
const (
	maxNamed = 32 // "CounterClockwiseContourIntegral;"
	minNamed = 2  // "gt"
	maxBare  = 6  // without a semicolon: "frac12", "Agrave"
)

// Decode is an attribute's value as written with its character references
// decoded. In attributes a name without its semicolon does not count before "="
// or a letter or digit, so that "?a=1&copy=2" stays what it is (section
// 13.2.5.73).
func Decode(written []byte) string {
	if bytes.IndexByte(written, '&') < 0 && bytes.IndexByte(written, '\r') < 0 && bytes.IndexByte(written, 0) < 0 {
		return string(written)
	}
	return string(AppendDecoded(make([]byte, 0, len(written)), written, true))
}

// AppendDecoded appends a text as written with its character references
// decoded, line breaks as LF, and NUL replaced (sections 13.2.3.5 and 13.2.5).
func AppendDecoded(out, written []byte, attribute bool) []byte {
	for i := 0; i < len(written); {
		switch c := written[i]; c {
		case '&':
			var size int
			if out, size = reference(out, written[i:], attribute); size == 0 {
				out, size = append(out, '&'), 1
			}
			i += size
		case '\r':
			if i+1 == len(written) || written[i+1] != '\n' {
				out = append(out, '\n')
			}
			i++
		case 0:
			out = utf8.AppendRune(out, utf8.RuneError)
			i++
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// reference decodes the character reference at the start of s; size 0 if there
// is none.
func reference(out, s []byte, attribute bool) (_ []byte, size int) {
	if len(s) > 1 && s[1] == '#' {
		return numeric(out, s)
	}
	end := 1
	for end < len(s) && end <= maxNamed && alphanumeric(s[end]) {
		end++
	}
	if end < len(s) && s[end] == ';' {
		if decoded, ok := named(s[1 : end+1]); ok {
			return append(out, decoded...), end + 1
		}
	}
	// A shorter name may be one that needs no semicolon.
	for n := min(end-1, maxBare); n >= minNamed; n-- {
		if decoded, ok := named(s[1 : n+1]); ok {
			if attribute && n+1 < len(s) && (s[n+1] == '=' || alphanumeric(s[n+1])) {
				return out, 0
			}
			return append(out, decoded...), n + 1
		}
	}
	return out, 0
}

// named looks up a name, with its semicolon if it has one. The commonest are
// told without the table of all, which is made when first asked.
func named(name []byte) (string, bool) {
	switch string(name) {
	case "amp;", "amp":
		return "&", true
	case "quot;":
		return `"`, true
	case "lt;":
		return "<", true
	case "gt;":
		return ">", true
	case "nbsp;":
		return "\u00a0", true
	case "semi;":
		return ";", true
	case "nGt;": // these two are longer than written, and so not in package html
		return "≫⃒", true
	case "nLt;":
		return "≪⃒", true
	}
	written := "&" + string(name)
	decoded := html.UnescapeString(written)
	if decoded == written {
		return "", false
	}
	// A name that only begins with one that needs no semicolon leaves its end.
	last, _ := utf8.DecodeLastRuneInString(decoded)
	if last == rune(name[len(name)-1]) {
		return "", false
	}
	return decoded, true
}

// numeric decodes "&#...": decimal, or hexadecimal after an x (sections
// 13.2.5.75 to 13.2.5.80).
func numeric(out, s []byte) (_ []byte, size int) {
	const tooLarge = utf8.MaxRune + 1
	i, code, hexadecimal := 2, rune(0), false
	if i < len(s) && s[i]|0x20 == 'x' {
		hexadecimal = true
		i++
	}
	digits := i
	for ; i < len(s); i++ {
		c := s[i]
		var d rune
		switch {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case hexadecimal && c|0x20 >= 'a' && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		default:
			d = -1
		}
		if d < 0 {
			break
		}
		if hexadecimal {
			code = code<<4 | d
		} else {
			code = code*10 + d
		}
		code = min(code, tooLarge)
	}
	if i == digits {
		return out, 0
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	switch {
	case code == 0 || code >= tooLarge || code >= 0xd800 && code <= 0xdfff:
		code = utf8.RuneError
	case code >= 0x80 && code <= 0x9f:
		if replaced := windows1252[code-0x80]; replaced != 0 {
			code = replaced
		}
	}
	return utf8.AppendRune(out, code), i
}

// windows1252 is what numbers of control characters mean instead (section
// 13.2.5.80).
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
