package weburl

import "strings"

// Refresh is where a document orders the browser to go, in a meta element or in
// the Refresh header.
type Refresh struct {
	After   float64 // seconds
	Address string  // as written, to be resolved; empty for the document itself
}

// ParseRefresh reads a refresh's content, "5; url=http://..." (HTML standard
// section 4.2.5.3, "shared declarative refresh steps"). It reports false for
// what browsers ignore.
func ParseRefresh(content string) (r Refresh, ok bool) {
	const (
		digits     = "0123456789"
		whitespace = " \t\n\f\r" // ASCII whitespace (Infra standard section 4.6)
	)
	content = strings.TrimLeft(content, whitespace)
	rest := strings.TrimLeft(content, digits)
	if rest == content && !strings.HasPrefix(rest, ".") {
		return Refresh{}, false
	}
	rest = strings.TrimLeft(rest, digits+".")
	r.After = seconds(content[:len(content)-len(rest)])
	if rest == "" {
		return r, true
	}
	if strings.IndexByte(whitespace+";,", rest[0]) < 0 {
		return Refresh{}, false
	}
	rest = strings.TrimLeft(rest, whitespace)
	if rest != "" && (rest[0] == ';' || rest[0] == ',') {
		rest = rest[1:]
	}
	rest = strings.TrimLeft(rest, whitespace)
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		if after := strings.TrimLeft(rest[3:], whitespace); after != "" && after[0] == '=' {
			rest = strings.TrimLeft(after[1:], whitespace)
		}
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[0]
		rest = rest[1:]
		if end := strings.IndexByte(rest, quote); end >= 0 {
			rest = rest[:end]
		}
	}
	r.Address = rest
	return r, true
}

// seconds reads digits with dots among them, up to the second dot.
func seconds(text string) (n float64) {
	unit := 1.0
	fraction := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '.' && fraction:
			return n
		case text[i] == '.':
			fraction = true
		case fraction:
			unit /= 10
			n += float64(text[i]-'0') * unit
		default:
			n = n*10 + float64(text[i]-'0')
		}
	}
	return n
}
