package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

// The redirection rules are Mozilla Observatory's: to HTTPS first, and on the
// same host first. An upgrade within the browser exposes nothing.
var exposedHop = Check{
	ID:       "exposed-hop",
	Title:    "You came here by an unencrypted address",
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
	Needs: []fact.Kind{fact.Navigation, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		if !s.Reached || !s.Secure {
			return nil
		}
		var found []finding.Evidence
		secured := noted{}
		for i := range s.Chain {
			s.note(secured, &s.Chain[i])
		}
		secured.sort()
		end := s.Chain[len(s.Chain)-1]
		seen := map[weburl.URL]bool{} // a loop passes by the same address again
		encrypted := false
		for i, h := range s.Chain[:len(s.Chain)-1] {
			was := encrypted
			encrypted = was || h.Encrypted
			if !h.Plain || seen[h.URL] || s.preloaded(h.URL.Host) {
				continue
			}
			seen[h.URL] = true
			e := finding.Evidence{URL: h.URL.String(), Outcome: finding.Passed}
			if was {
				e.Words = append(e.Words, exposedBehind.With())
			}
			e.Words = append(e.Words, exposedWords(h, onward(s.Chain[i+1:])))
			if secured.cover(h.URL.Host, end.At) {
				e.Outcome = finding.Covered
				e.Words = append(e.Words, exposedCovered.With())
			}
			if len(found) == 0 {
				e.Chain = Steps(s.Chain) // once: it is the same for every hop
			}
			found = append(found, e)
		}
		return found
	},
}

// onward is the first of the hops that left the browser: an address that it
// upgraded was never asked.
func onward(rest []Hop) weburl.URL {
	for _, h := range rest {
		if !h.Cause.Internal() {
			return h.URL
		}
	}
	return weburl.URL{}
}

var (
	exposedBehind  = say.New("exposed_hop_behind", "An encrypted address led here.")
	exposedCovered = say.New("exposed_hop_covered", "From now on the browser goes to this host over HTTPS by itself.")

	exposedPlain   = say.New("exposed_hop_plain", "It led to another address that is not encrypted either.")
	exposedAway    = say.New("exposed_hop_away", "It led to {host} without securing its own host first.")
	exposedSecured = say.New("exposed_hop_secured", "It led to the same host over HTTPS.")

	exposedPagePlain   = say.New("exposed_hop_page_plain", "Its page came without encryption, and led to another address that is not encrypted.")
	exposedPageAway    = say.New("exposed_hop_page_away", "Its page came without encryption, and led to {host} without securing its own host first.")
	exposedPageSecured = say.New("exposed_hop_page_secured", "Its page came without encryption, and led to the same host over HTTPS.")
)

func exposedWords(h Hop, next weburl.URL) say.Phrase {
	plain, away, secured := exposedPlain, exposedAway, exposedSecured
	if h.Client {
		plain, away, secured = exposedPagePlain, exposedPageAway, exposedPageSecured
	}
	switch {
	case next.Scheme != "https":
		return plain.With()
	case next.Host != h.URL.Host:
		return away.With(say.T(clip(next.Host)))
	}
	return secured.With()
}
