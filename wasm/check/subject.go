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
	// NeedsPreload is set once the HSTS preload list was asked for and was not
	// there.
	NeedsPreload bool

	unlisted  bool                       // that was so with the check that looks now
	before    map[string]int             // host → its place in Known
	faults    map[string]fact.Time       // see seenFaults
	set       map[string]*Hop            // by host, the answer whose policy was noted last
	renewed   map[string]bool            // hosts that sent a policy in this visit, one that holds
	end       fact.Time                  // of the last hop
	noted     noted                      // see policies
	alike     map[string][]site.Disguise // by host, see Disguises
	frames    map[int]frame
	documents map[int]document // of frames, as they are asked for
}

// Load is a load with its hops parsed.
type Load struct {
	*fact.Load
	Hops []Hop
}

// Of parses a visit. A hop whose URL cannot be read is left out, with those
// that follow it.
func Of(v *fact.Visit) *Subject {
	read := policyReader{}
	s := &Subject{Visit: v, Chain: parseChain(v.Navigation.Hops, read)}
	if n := len(s.Chain); n > 0 {
		last := s.Chain[n-1]
		s.URL = last.URL
		s.Reached = last.Done && !leads(last.Hop) || v.Restored || v.Source == fact.HTML
		s.Secure = mixed.TrustworthyURL(s.URL)
	}
	s.Loads = make([]Load, 0, len(v.Loads))
	for i := range v.Loads {
		if h := parseChain(v.Loads[i].Hops, read); len(h) > 0 {
			s.Loads = append(s.Loads, Load{&v.Loads[i], h})
		}
	}
	s.frames, s.documents = s.seenFrames(), map[int]document{}
	s.notePolicies()
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
