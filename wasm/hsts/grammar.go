package hsts

import (
	"strconv"
	"strings"

	"midwatch/wasm/say"
)

type parsed struct {
	name, value string
	hasValue    bool
}

// directive reads one directive (RFC 6797 section 6.1) from the front of s up
// to the next ";" or the end. problem says why there is none.
func directive(s string) (d parsed, rest string, problem *say.Phrase) {
	fault := func(m say.Message, args ...string) (parsed, string, *say.Phrase) {
		var list []say.Arg
		for _, arg := range args {
			list = append(list, say.T(arg))
		}
		phrase := m.With(list...)
		return d, "", &phrase
	}
	d.name, rest = token(s)
	if d.name == "" {
		return fault(noDirective, strconv.Quote(clip(s)))
	}
	rest = skipSpace(rest)
	if strings.HasPrefix(rest, "=") {
		d.hasValue = true
		rest = skipSpace(rest[1:])
		if strings.HasPrefix(rest, `"`) {
			value, after, broken := quoted(rest)
			if broken != nil {
				return fault(*broken, clip(d.name))
			}
			d.value, rest = value, after
		} else if d.value, rest = token(rest); d.value == "" {
			return fault(noValue, clip(d.name))
		}
		rest = skipSpace(rest)
	}
	switch {
	case rest == "" || rest[0] == ';':
		return d, rest, nil
	case rest[0] == ',':
		if next, _ := token(skipSpace(rest[1:])); strings.EqualFold(next, "max-age") {
			return fault(joined)
		}
		return fault(comma)
	case rest[0] == ':':
		part, _, _ := strings.Cut(s, ";")
		return fault(colon, strconv.Quote(clip(part)))
	}
	return fault(noSemicolon, clip(d.name), strconv.Quote(clip(rest)))
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
// backslash any ASCII character. problem says why there is no quoted-string.
func quoted(s string) (value, rest string, problem *say.Message) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"':
			return b.String(), s[i+1:], nil
		case c == '\\':
			if i++; i == len(s) {
				continue
			}
			if c = s[i]; c >= 0x80 {
				return "", "", &badBackslash
			}
		case c == '\r' && space(s[i:]) > 0:
			i += space(s[i:]) - 1
			c = ' ' // RFC 2616 section 2.2: a folded line is a space
		case c < ' ' && c != '\t' || c == 0x7f:
			return "", "", &controlQuoted
		}
		b.WriteByte(c)
	}
	return "", "", &neverClosed
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
