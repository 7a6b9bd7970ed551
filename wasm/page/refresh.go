package page

import "strings"

// spaces are what URLs and the lists that hold them may be wrapped in.
const spaces = " \t\n\r\f"

// refreshURL is the address in a refresh's content, "5; url=http://..." (HTML
// standard section 4.2.5.3, "shared declarative refresh steps").
func refreshURL(content string) (string, bool) {
	content = strings.TrimLeft(content, spaces)
	rest := strings.TrimLeft(content, "0123456789")
	if rest == content && !strings.HasPrefix(rest, ".") {
		return "", false
	}
	rest = strings.TrimLeft(rest, "0123456789.")
	if rest == "" || strings.IndexByte(spaces+";,", rest[0]) < 0 {
		return "", false
	}
	rest = strings.TrimLeft(rest, spaces)
	if rest != "" && (rest[0] == ';' || rest[0] == ',') {
		rest = rest[1:]
	}
	rest = strings.TrimLeft(rest, spaces)
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		if after := strings.TrimLeft(rest[3:], spaces); after != "" && after[0] == '=' {
			rest = strings.TrimLeft(after[1:], spaces)
		}
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[0]
		rest = rest[1:]
		if end := strings.IndexByte(rest, quote); end >= 0 {
			rest = rest[:end]
		}
	}
	return rest, rest != ""
}
