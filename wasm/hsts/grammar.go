package hsts

import (
	"fmt"
	"strings"
)

type parsed struct {
	name, value string
	hasValue    bool
}

// directive reads one directive (RFC 6797 section 6.1) from the front of s up
// to the next ";" or the end. problem says in plain words why there is none.
func directive(s string) (d parsed, rest, problem string) {
	d.name, rest = token(s)
	if d.name == "" {
		return d, "", fmt.Sprintf("%q stands where a directive should", clip(s))
	}
	rest = skipSpace(rest)
	if strings.HasPrefix(rest, "=") {
		d.hasValue = true
		rest = skipSpace(rest[1:])
		if strings.HasPrefix(rest, `"`) {
			var ok bool
			if d.value, rest, ok = quoted(rest); !ok {
				return d, "", fmt.Sprintf("the quotation mark after %s= is never closed", clip(d.name))
			}
		} else if d.value, rest = token(rest); d.value == "" {
			return d, "", fmt.Sprintf("%s= is followed by no value", clip(d.name))
		}
		rest = skipSpace(rest)
	}
	switch {
	case rest == "" || rest[0] == ';':
		return d, rest, ""
	case rest[0] == ',':
		return d, "", "a comma stands where a semicolon should"
	case rest[0] == ':':
		return d, "", fmt.Sprintf("%q has a colon where an equals sign should be", clip(s))
	}
	return d, "", fmt.Sprintf("%q follows %s without a semicolon", clip(rest), clip(d.name))
}

// token reads a token (RFC 2616 section 2.2) from the front of s.
func token(s string) (tok, rest string) {
	i := 0
	for i < len(s) && s[i] > ' ' && s[i] < 0x7f && !strings.ContainsRune(`()<>@,;:\"/[]?={}`, rune(s[i])) {
		i++
	}
	return s[:i], s[i:]
}

// quoted reads a quoted-string (RFC 2616 section 2.2) from the front of s,
// which begins with its quotation mark, and gives what it stands for.
func quoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), s[i+1:], true
		case '\\':
			if i++; i < len(s) {
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", false
}

func skipSpace(s string) string { return strings.TrimLeft(s, " \t\r\n") }

// clip keeps what is quoted to a reader short.
func clip(s string) string {
	const most = 40 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
