package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/mixed"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// Subject is a visit with everything parsed once: what checks look at.
type Subject struct {
	*fact.Visit
	// URL is the document's address: that of the navigation's last hop.
	URL weburl.URL
	// Reached is set when the document came at all.
	Reached bool
	// Secure is set when the document came over a connection that nobody on
	// the path can read or change, or from this computer.
	Secure bool
	Chain  []Hop
	Loads  []Load
	// Policies are the HSTS policies in force: what was known before, and
	// those that this visit's own secure responses set.
	Policies []fact.Known

	frames    map[int]frame
	documents map[int]document // of frames, as they are asked for
	noted     noted            // Policies by host, once they are asked for
}

// Load is a load with its hops parsed.
type Load struct {
	*fact.Load
	Hops []Hop
}

// Of parses a visit. A hop whose URL cannot be read is left out, with those
// that follow it.
func Of(v *fact.Visit) *Subject {
	s := &Subject{Visit: v, Chain: parseChain(v.Navigation.Hops)}
	if n := len(s.Chain); n > 0 {
		last := s.Chain[n-1]
		s.URL = last.URL
		s.Reached = last.Done && !leads(last.Hop) || v.Restored || v.Source == fact.HTML
		s.Secure = mixed.TrustworthyURL(s.URL)
	}
	s.Loads = make([]Load, 0, len(v.Loads))
	for i := range v.Loads {
		if h := parseChain(v.Loads[i].Hops); len(h) > 0 {
			s.Loads = append(s.Loads, Load{&v.Loads[i], h})
		}
	}
	s.frames, s.documents = s.seenFrames(), map[int]document{}
	s.Policies = append(s.Policies, v.Known...)
	s.Policies = note(s.Policies, s.Chain)
	for _, l := range s.Loads {
		s.Policies = note(s.Policies, l.Hops)
	}
	s.explain(s.Chain, nil)
	for i := range s.Loads {
		s.explain(s.Loads[i].Hops, &s.Loads[i])
	}
	return s
}

// leads reports whether a response sent the browser on instead of bringing a
// document: to an address that refused it, or that no browser follows.
func leads(h *fact.Hop) bool {
	return h.Next != "" && h.Status >= 300 && h.Status <= 399
}

func header(h *fact.Hop, name string) string {
	for _, f := range h.Headers {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// note adds to list the policies that a chain's secure responses set (RFC 6797
// section 8.1: only the first header field counts, and none from an IP address).
func note(list []fact.Known, chain []Hop) []fact.Known {
	for _, h := range chain {
		if h.Encrypted && h.Error == "" && len(h.HSTS) > 0 && h.HSTS[0].Valid && !site.IP(h.URL.Host) {
			list = append(list, fact.Known{Host: h.URL.Host, HSTS: h.HSTS[0].Note(h.At)})
		}
	}
	return list
}

// Final is the hop that the document came by, or nil.
func (s *Subject) Final() *Hop {
	if !s.Reached || len(s.Chain) == 0 {
		return nil
	}
	return &s.Chain[len(s.Chain)-1]
}

// At is the time of the visit's navigation: where documents led on by
// themselves, that of the last one's.
func (s *Subject) At() fact.Time {
	hops := s.Visit.Navigation.Hops
	for i := len(hops) - 1; i > 0; i-- {
		if hops[i-1].Client {
			return hops[i].At
		}
	}
	if len(hops) == 0 {
		return 0
	}
	return hops[0].At
}

// moment is a time for people and machines; empty if none was told.
func moment(t fact.Time) string {
	if t == 0 {
		return ""
	}
	return t.RFC3339()
}

// bare is u without its fragment, which never leaves the browser.
func bare(u weburl.URL) weburl.URL {
	u.Fragment = ""
	return u
}

// hostOf is the host of an address that was parsed before.
func hostOf(address string) string {
	u, err := weburl.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
