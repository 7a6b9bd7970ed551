package page

import (
	"bytes"
	"html"
	"strings"
)

// maxEntity bounds the name of an entity, in bytes; the longest has 31.
const maxEntity = 40

// decoded is an attribute's value with its entities decoded. In attributes a
// name without its semicolon does not count before "=" or a letter or digit,
// so that "?a=1&copy=2" stays what it is (HTML standard section 13.2.5.73).
func decoded(value []byte) string {
	if bytes.IndexByte(value, '&') < 0 {
		return string(value)
	}
	var b strings.Builder
	b.Grow(len(value))
	for len(value) > 0 {
		amp := bytes.IndexByte(value, '&')
		if amp < 0 {
			break
		}
		b.Write(value[:amp])
		value = value[amp:]
		end := entityEnd(value)
		b.WriteString(entity(value[:end], value[end:]))
		value = value[end:]
	}
	b.Write(value)
	return b.String()
}

// plain is decoded for a value that is read as bytes: most need no copy.
func plain(value []byte) []byte {
	if bytes.IndexByte(value, '&') < 0 {
		return value
	}
	return []byte(decoded(value))
}

// entityEnd is the length of what may be an entity at the start of s, with its
// semicolon if it has one; at least 1.
func entityEnd(s []byte) int {
	i, numeric := 1, false
	if i < len(s) && s[i] == '#' {
		numeric = true
		i++
	}
	for i < len(s) && alphanumeric(s[i]) && (numeric || i < maxEntity) {
		if numeric && !hexadecimal(s[i]) && !(i == 2 && s[i]|0x20 == 'x') {
			break
		}
		i++
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return i
}

// entity decodes one entity; after is what follows it.
func entity(s, after []byte) string {
	text := string(s)
	plain := html.UnescapeString(text)
	if len(s) < 2 || s[1] == '#' || plain == text {
		return plain
	}
	if s[len(s)-1] == ';' {
		// A shorter name than was written, and its rest.
		if len(plain) > 1 && plain[len(plain)-1] == ';' {
			return text
		}
		return plain
	}
	if alphanumeric(plain[len(plain)-1]) || len(after) > 0 && (after[0] == '=' || alphanumeric(after[0])) {
		return text
	}
	return plain
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func hexadecimal(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
