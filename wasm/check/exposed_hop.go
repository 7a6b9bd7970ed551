package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
)

// The redirection rules are Mozilla Observatory's: to HTTPS first, and on the
// same host first. An upgrade within the browser exposes nothing.
var exposedHop = Check{
	ID:       "exposed-hop",
	Title:    "The way here passed over plain HTTP",
	Why:      "Before the encrypted page, your browser asked for an unencrypted address. Anyone on this network can answer that request in the site's place and keep you on a copy of the site.",
	Advice:   "Check that the address bar shows the name you expect. Next time open the site with https:// in front, or from a bookmark of this page.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-2.3.1.1",
	Sentence: "You reached this encrypted page by way of an address that others on this network can answer for.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Grade: func(e finding.Evidence) Levels {
		if e.Outcome == finding.Covered {
			return always(finding.Notice)
		}
		return Levels{finding.Notice, finding.Warning}
	},
	Needs: []fact.Kind{fact.Navigation},
	Find: func(s *Subject) []finding.Evidence {
		if !s.Reached || !s.Secure {
			return nil
		}
		var found []finding.Evidence
		for i, h := range s.Chain {
			if !h.Plain || i == len(s.Chain)-1 {
				continue
			}
			e := finding.Evidence{URL: h.URL.String(), Outcome: finding.Passed}
			if len(found) == 0 {
				e.Chain = Steps(s.Chain) // once: it is the same for every hop
			}
			next := s.Chain[i+1]
			switch {
			case next.URL.Scheme != "https":
				e.Detail = "It led to another address that is not encrypted either."
			case next.URL.Host != h.URL.Host:
				e.Detail = "It led to " + next.URL.Host + " without securing its own host first."
			default:
				e.Detail = "It led to the same host over HTTPS."
			}
			if _, ok := hsts.Cover(h.URL.Host, s.At(), s.Policies); ok {
				e.Outcome = finding.Covered
				e.Detail += " From now on the browser goes to this host over HTTPS by itself."
			}
			found = append(found, e)
		}
		return found
	},
}
