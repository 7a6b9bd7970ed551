package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// The attack: bettercap's https.proxy, sslsplit and most inspection boxes speak
// HTTP/1.1 to the browser whatever the server speaks (mitmproxy speaks HTTP/2, and is
// not seen so). Behind a certificate that the browser takes, it is all that shows in
// Chromium.
//
// Innocent causes are common: a site switches HTTP/2 off, moves, or asks for HTTP/1.1
// for one kind of sign-in; an antivirus program or a company reads along, whose root
// the browser met before. So it is weak, for other evidence to lean on, and silent of a
// host that ever spoke HTTP/1.1, was met on one network only, or ends in such a root.
var protocolFallback = Check{
	ID:       "protocol-fallback",
	Title:    "Site speaks an older protocol than before",
	Why:      "Browsers and sites talk by rules, a protocol. On every network before, this site spoke the newer HTTP/2 or HTTP/3, and here it speaks HTTP/1.1. Programs that sit in between and open the encryption often know only that one. A site that changed its servers looks the same, so this alone means little.",
	Advice:   "Nothing needs doing for this alone. If other signs on this network point the same way, use another one.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc9113",
	Sentence: "This site speaks an older protocol here than on other networks.",
	Levels:   always(finding.Notice),
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation},
	Find: func(s *Subject) []finding.Evidence {
		h := s.Final()
		if h == nil || h.URL.Scheme != "https" || h.URL.Port != "" || h.Status < 200 || h.Status > 299 || !s.Vouched(h) || site.Local(h.URL.Host) {
			return nil
		}
		k := s.known(h.URL.Host)
		const enough = 2 // network epochs
		if k.Epochs < enough || len(k.Protocols) == 0 || slices.Contains(k.Protocols, "http/1.1") || slices.Contains(k.Protocols, "http/1.0") ||
			s.documentSpoke(h) != "http/1.1" || s.inspectedBefore(h.URL.Host) {
			return nil
		}
		return []finding.Evidence{{URL: h.URL.String(), Strength: finding.Weak, Destination: "main_frame",
			Words: say.Words(olderProtocol.With(say.T(newestProtocol(k))))}}
	},
}

var olderProtocol = say.New("protocol_fallback_older", "It came by HTTP/1.1, and before always by {protocol}.")

// inspectedBefore reports whether the chain of a host's certificate ends in a root that
// was added to the browser, and that it met before.
func (s *Subject) inspectedBefore(host string) bool {
	for c := range s.chains() {
		if site.Name(c.Host) == site.Name(host) && !c.BuiltIn && s.rootMet(c.Root) {
			return true
		}
	}
	return false
}

// documentSpoke is the protocol that the visit's document came by: what the browser
// told the document, or else what the status line says.
func (s *Subject) documentSpoke(h *Hop) string {
	for _, p := range s.Pages {
		if u, err := weburl.Parse(p.URL); err == nil && p.Frame == 0 && u.HostPort() == h.URL.HostPort() {
			if name := ALPN(p.Protocol); name != "" {
				return name
			}
		}
	}
	return s.Spoken(h)
}

// newestProtocol names the newest protocol that a host spoke. Protocols are sorted.
func newestProtocol(k fact.Known) string {
	if k.Protocols[len(k.Protocols)-1] == "h3" {
		return "HTTP/3"
	}
	return "HTTP/2"
}
