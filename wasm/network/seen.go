package network

import (
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// Seen is what a visit alone teaches of its network epoch, with what was found in
// it: an Epoch to be joined (Next). It is the zero Epoch where the visit teaches
// nothing: also in a private window, and where nothing crossed the network.
func Seen(s *check.Subject, findings []finding.Finding) fact.Epoch {
	if s.Restored || s.Private || s.Source == fact.HTML || s.Network.Epoch == "" {
		return fact.Epoch{}
	}
	e := fact.Epoch{Portal: s.Portal(), Used: used(s), Faults: s.CertificateFaults(), Roots: s.Roots(), Sites: s.BuiltInSites(), Clocks: s.Clocks()}
	for _, f := range findings {
		if f.Verdict == finding.Suspect {
			e.Alarms = append(e.Alarms, fact.Alarm{Check: f.Check, Subject: f.Subject, At: f.Time})
		}
		if once(f.Check) {
			e.Said = append(e.Said, fact.Said{Check: f.Check, Visit: s.ID})
		}
	}
	if e = bound(e); empty(e) {
		return fact.Epoch{}
	}
	e.ID = s.Network.Epoch
	return e
}

// used are the proxies that the visit's requests were really sent through.
func used(s *check.Subject) (list []fact.Proxy) {
	add := func(hops []check.Hop) {
		for _, h := range hops {
			if p := (fact.Proxy{Mode: "request", Address: h.Proxy}); h.Proxy != "" && len(list) < maxProxies && !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	add(s.Chain)
	for _, l := range s.Loads {
		add(l.Hops)
	}
	if p := (fact.Proxy{Mode: "request", Address: s.ProxyAddress()}); p.Address != "" && len(list) < maxProxies {
		list = append(list, p)
	}
	return list
}

// empty reports whether there is nothing to join.
func empty(e fact.Epoch) bool {
	return e.Portal.At == 0 && len(e.Used)+len(e.Faults)+len(e.Roots)+len(e.Sites)+len(e.Clocks)+len(e.Alarms)+len(e.Said) == 0
}

func once(id string) bool {
	return slices.ContainsFunc(check.All, func(c check.Check) bool { return c.ID == id && c.Once })
}
