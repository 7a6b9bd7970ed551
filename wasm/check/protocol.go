package check

import (
	"strings"

	"midwatch/wasm/fact"
)

// Spoken is the ALPN name (RFC 7301) of the protocol that a hop's status line tells;
// empty if it tells none. Chromium's says HTTP/1.1 whatever came.
func (s *Subject) Spoken(h *Hop) string {
	version, _, _ := strings.Cut(h.StatusLine, " ")
	name := ALPN(version)
	if s.Source == fact.Chromium && name == "http/1.1" {
		return ""
	}
	return name
}

// ALPN reads the name of a protocol as browsers, recordings and status lines write it.
// It is empty for one that is none of the known.
func ALPN(text string) string {
	switch text = strings.ToLower(text); text {
	case "http/1.0", "http/1.1", "h2", "h3":
		return text
	case "http/2", "http/2.0":
		return "h2"
	case "http/3", "http/3.0":
		return "h3"
	}
	if strings.HasPrefix(text, "h3-") {
		return "h3" // a draft of it
	}
	return ""
}
