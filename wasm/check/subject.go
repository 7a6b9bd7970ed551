package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/mixed"
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
	// NeedsPreload is set once a check asked for the HSTS preload list, and it
	// was not there.
	NeedsPreload bool

	unlisted  bool                 // that was so with the check that looks now
	before    map[string]int       // host → its place in Known
	faults    map[string]fact.Time // see seenFaults
	noted     map[string]*Hop      // by host, that of the policy noted last
	renewed   map[string]bool      // hosts that sent a policy in this visit, one that holds
	frames    map[int]frame
	documents map[int]document // of frames, as they are asked for
}

// Hop is a hop with its URL parsed and the cause of the next one told apart.
type Hop struct {
	*fact.Hop
	URL       weburl.URL
	Plain     bool          // it went over the network without encryption
	Encrypted bool          // it was answered over the network with encryption
	Cause     finding.Cause // why the next hop followed; empty for the last
	HSTS      []hsts.Policy // of each Strict-Transport-Security field, in order
}

// Load is a load with its hops parsed.
type Load struct {
	*fact.Load
	Hops []Hop
}

// Of parses a visit. A hop whose URL cannot be read is left out, with those
// that follow it.
func Of(v *fact.Visit) *Subject {
	s := &Subject{Visit: v, Chain: hops(v.Navigation.Hops, true)}
	if n := len(s.Chain); n > 0 {
		last := s.Chain[n-1]
		s.URL = last.URL
		s.Reached = last.Done || v.Restored || v.Source == fact.HTML
		s.Secure = mixed.TrustworthyURL(s.URL)
	}
	s.Loads = make([]Load, 0, len(v.Loads))
	for i := range v.Loads {
		if h := hops(v.Loads[i].Hops, false); len(h) > 0 {
			s.Loads = append(s.Loads, Load{&v.Loads[i], h})
		}
	}
	s.frames, s.documents = s.seenFrames(), map[int]document{}
	s.note()
	return s
}

func hops(in []fact.Hop, document bool) []Hop {
	out := make([]Hop, 0, len(in))
	for i := range in {
		u, err := weburl.Parse(in[i].URL)
		if err != nil {
			break
		}
		out = append(out, Hop{Hop: &in[i], URL: u})
	}
	for i := range out {
		h := &out[i]
		if i+1 < len(out) {
			h.Cause = cause(h, out[i+1].URL, document)
		}
		answered := !h.Cause.Internal() && (h.Done || h.Status > 0)
		h.Plain = answered && !mixed.TrustworthyURL(h.URL)
		h.Encrypted = answered && (h.URL.Scheme == "https" || h.URL.Scheme == "wss")
		if answered {
			for _, f := range h.Headers {
				if f.Name == hsts.Name {
					h.HSTS = append(h.HSTS, hsts.Parse(f.Value))
				}
			}
		}
	}
	return out
}

// cause tells why next followed h. Browsers show their own upgrades as
// redirects: Chromium as "307 Internal Redirect" with its reason in a header,
// Firefox as one without any status.
func cause(h *Hop, next weburl.URL, document bool) finding.Cause {
	if h.Error != "" && h.Status == 0 {
		return finding.Fallback
	}
	upgrade := next == twin(h.URL)
	upgraded := finding.MixedUpgrade
	if document {
		upgraded = finding.HTTPSFirst
	}
	reason := header(h.Hop, "non-authoritative-reason")
	switch {
	case strings.EqualFold(reason, "HSTS"):
		return finding.HSTS
	case reason != "" || h.Status == 307 && strings.HasSuffix(h.StatusLine, "Internal Redirect"):
		if upgrade {
			return upgraded
		}
		return finding.Extension
	case h.Status == 0 && upgrade:
		return upgraded
	case h.Status == 0:
		return finding.Extension
	}
	return finding.Server
}

// twin is the address that a browser's own upgrade of u leads to.
func twin(u weburl.URL) weburl.URL {
	switch u.Scheme {
	case "http":
		u.Scheme = "https"
	case "ws":
		u.Scheme = "wss"
	}
	return u
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

// At is the time of the visit's navigation.
func (s *Subject) At() fact.Time {
	if len(s.Visit.Navigation.Hops) == 0 {
		return 0
	}
	return s.Visit.Navigation.Hops[0].At
}

// Steps renders a chain as evidence.
func Steps(chain []Hop) []finding.Step {
	steps := make([]finding.Step, len(chain))
	for i, h := range chain {
		steps[i] = finding.Step{URL: h.URL.String(), Status: h.Status, Plain: h.Plain, Cause: h.Cause,
			Address: h.Address, Time: moment(h.At)}
	}
	return steps
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
