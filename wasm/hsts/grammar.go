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
			if d.value, rest, problem = quoted(rest); problem != "" {
				return d, "", fmt.Sprintf("the quotation mark after %s= %s", clip(d.name), problem)
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
		if next, _ := token(skipSpace(rest[1:])); strings.EqualFold(next, "max-age") {
			return d, "", "after a comma it begins anew, as if several headers had been joined"
		}
		return d, "", "a comma stands where a semicolon should"
	case rest[0] == ':':
		part, _, _ := strings.Cut(s, ";")
		return d, "", fmt.Sprintf("%q has a colon where an equals sign should be", clip(part))
	}
	return d, "", fmt.Sprintf("%q follows %s without a semicolon", clip(rest), clip(d.name))
}

// token reads a token (RFC 2616 section 2.2) from the front of s: ASCII without
// control characters and separators.
func token(s string) (tok, rest string) {
	i := 0
	for i < len(s) && s[i] > ' ' && s[i] < 0x7f && strings.IndexByte(`()<>@,;:\"/[]?={}`, s[i]) < 0 {
		i++
	}
	return s[:i], s[i:]
}

// quoted reads a quoted-string (RFC 2616 section 2.2) from the front of s,
// which begins with its quotation mark, and gives what it stands for. Within,
// any byte may stand but control characters; white space may (LWS), and after a
// backslash any ASCII character. problem says what becomes of the mark if there is
// no quoted-string.
func quoted(s string) (value, rest, problem string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"':
			return b.String(), s[i+1:], ""
		case c == '\\':
			if i++; i == len(s) {
				continue
			}
			if c = s[i]; c >= 0x80 {
				return "", "", "encloses a backslash before a character that is not ASCII"
			}
		case c == '\r' && space(s[i:]) > 0:
			i += space(s[i:]) - 1
			c = ' ' // RFC 2616 section 2.2: a folded line is a space
		case c < ' ' && c != '\t' || c == 0x7f:
			return "", "", "encloses a control character"
		}
		b.WriteByte(c)
	}
	return "", "", "is never closed"
}

// skipSpace leaves out the white space that may stand between all parts (LWS,
// RFC 2616 section 2.2).
func skipSpace(s string) string { return s[space(s):] }

// space is the length of the white space at the front of s: spaces, tabs, and line
// ends that one of them follows.
func space(s string) int {
	i := 0
	for i < len(s) {
		switch {
		case s[i] == ' ' || s[i] == '\t':
			i++
		case len(s) > i+2 && s[i] == '\r' && s[i+1] == '\n' && (s[i+2] == ' ' || s[i+2] == '\t'):
			i += 3
		default:
			return i
		}
	}
	return i
}

// clip keeps what is quoted to a reader short.
func clip(s string) string {
	const most = 40 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
