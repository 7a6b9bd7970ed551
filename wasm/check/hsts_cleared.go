package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// Innocent causes look the same: a site that gives up HTTPS on a host, or moves to
// another provider, first sends max-age=0, as RFC 6797 section 6.1.1 says it
// should. What a network can do is done by one that reads encrypted traffic: with a
// certificate that this computer trusts, an inspecting company or school network,
// or malware. A certificate that was only clicked through clears nothing.
var hstsCleared = Check{
	ID:       "hsts-cleared",
	Title:    "Site takes back its order to use encryption",
	Why:      "The site had told your browser to always use encryption (its HSTS policy, HTTP Strict Transport Security). Now it tells your browser to forget that. From now on somebody on this network can keep your visits there unencrypted, and read them. A site does this when it gives up encryption, which is rare. Somebody who can read your encrypted traffic here can do it in the site's name.",
	Advice:   "Open this site only with https:// in front. Look at it again from another network: if it insists on encryption there, somebody on this one changed its answer.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1",
	Sentence: "This site took back its order to always use encryption.",
	Levels:   Levels{finding.Warning, finding.Danger},
	Grade: func(e finding.Evidence) Levels {
		if e.Destination != "" {
			return always(finding.Notice) // the host of a part; the page itself is another's
		}
		return Levels{finding.Warning, finding.Danger}
	},
	PerHost: true,
	Needs:   []fact.Kind{fact.Navigation, fact.Headers, fact.Loads, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		found := s.clearings(s.Chain, "")
		for _, l := range s.Loads {
			found = append(found, s.clearings(l.Hops, l.Destination)...)
		}
		return found
	},
}

var hstsForgotten = say.New("hsts_cleared_forgotten", "It tells browsers to forget its policy, which was to hold until {until:day}.")

// clearings are the answers of a chain that took their host's policy away.
// destination is what a part was for; a part of a document's own host counts like
// the document.
func (s *Subject) clearings(chain []Hop, destination string) (found []finding.Evidence) {
	for i := range chain {
		h := &chain[i]
		if !s.cleared(h) {
			continue
		}
		e := finding.Evidence{URL: h.URL.String(), Destination: destination, Header: clip(header(h.Hop, hsts.Name)),
			Words: say.Words(hstsForgotten.With(say.D(s.known(h.URL.Host).HSTS.Expires)))}
		if slices.ContainsFunc(s.Chain, func(d Hop) bool { return hostName(&d) == hostName(h) }) {
			e.Destination = ""
		}
		found = append(found, e)
	}
	return found
}

// cleared reports whether a hop took its host's policy away, one that was known
// before the visit and still held, so that nothing covers the host any more.
func (s *Subject) cleared(h *Hop) bool {
	p, ok := s.Policy(h)
	if !ok || p.MaxAge > 0 || site.Local(h.URL.Host) || s.set[hostName(h)] != h || !hsts.InForce(s.known(h.URL.Host).HSTS, h.At) {
		return false
	}
	if s.policies().cover(h.URL.Host, s.end) {
		return false
	}
	name, listed, known := s.listed(h.URL.Host)
	if listed && name == hostName(h) && s.Source == fact.Firefox {
		return true // seen in its source: there max-age=0 overrides the list for the host itself
	}
	return !listed && known
}
