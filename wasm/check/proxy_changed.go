package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// The attack: a network answers the browser's question for a proxy (WPAD, by DHCP
// or DNS, as responder and bettercap do), and from then on everything goes through
// a computer of the attacker's. Innocent: a company's or a school's network does the
// same, and people set proxies themselves. A browser does not show who set it: so
// this is weak, and said only of a proxy that was never used before, though the
// computer was on other networks. A proxy on the own computer is a program of the
// person's.
var proxyChanged = Check{
	ID:       "proxy-changed",
	Title:    "Your traffic goes through a new go-between",
	Why:      "On this network your browser hands what it asks for to a go-between (a proxy) that it has not used before. Whoever runs it sees which sites you open, and can read and change everything that is not encrypted.",
	Advice:   "If this is a network at work or at school, that is usual. Otherwise look into the browser's proxy settings, and do not let it look for a proxy by itself.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc9110#section-3.7",
	Sentence: "Your traffic goes through a go-between (a proxy) that your browser has not used before.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Once:     true,
	Needs:    []fact.Kind{fact.Proxies},
	Find: func(s *Subject) []finding.Evidence {
		if s.Epoch.ID != s.Network.Epoch || s.Epoch.Earlier == 0 {
			return nil
		}
		var found []finding.Evidence
		told := map[string]bool{}
		for h := range s.hops() {
			if p := h.Proxy; p != "" && !told[p] && !s.usedBefore(p) {
				told[p] = true
				found = append(found, finding.Evidence{URL: h.URL.String(), Strength: finding.Weak, Words: say.Words(proxySent.With(say.T(cut(p, maxAddress))))})
			}
		}
		p := s.Epoch.Proxy
		if len(found) == 0 && (p.Mode == "pac" || p.Mode == "fixed") && p.Address != "" && !s.usedBefore(p.Address) {
			set := proxySet
			if p.Mode == "pac" {
				set = proxyFile
			}
			found = append(found, finding.Evidence{URL: s.URL.String(), Strength: finding.Weak, Words: say.Words(set.With(say.T(cut(p.Address, maxAddress))))})
		}
		return found
	},
}

var (
	proxySent = say.New("proxy_changed_sent", "The request was sent to a proxy: {proxy}.")
	proxySet  = say.New("proxy_changed_set", "The browser is set to use a proxy: {proxy}.")
	proxyFile = say.New("proxy_changed_file", "The browser is set to be told by a file which proxy to use: {file}.")
)

// usedBefore reports whether a proxy was used in earlier epochs, or is a program on
// this computer.
func (s *Subject) usedBefore(address string) bool {
	host := proxyHost(address)
	if host == "" || host == "localhost" || site.Class(host) == site.LoopbackAddress {
		return true
	}
	for _, p := range s.Epoch.Proxies {
		if known := proxyHost(p.Address); known == host || known != "" && !site.IP(host) && sameSite(known, host) {
			return true // a company has many
		}
	}
	return false
}

// proxyHost is the host of a PAC file's address, of host and port, or of those after
// a type ("http proxy.test:3128"); empty where there is none.
func proxyHost(address string) string {
	if _, after, ok := strings.Cut(address, " "); ok {
		address = after
	}
	if u, err := weburl.Parse(address); err == nil && u.Host != "" {
		return site.Name(u.Host)
	}
	u, err := weburl.Parse("http://" + address)
	if err != nil {
		return ""
	}
	return site.Name(u.Host)
}
