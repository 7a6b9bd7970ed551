package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

var mixedContent = Check{
	ID:       "mixed-content",
	Title:    "Encrypted page uses unencrypted parts",
	Why:      "Parts of this encrypted page are named with plain HTTP addresses. Whoever is on the path can read and swap a part that is loaded so; a swapped script can take over the whole page.",
	Advice:   "Parts that your browser blocked or fetched encrypted are no risk to you, only a fault of the site. Where a part was loaded in clear, do not use the page on a network you do not trust.",
	Spec:     "https://www.w3.org/TR/mixed-content/",
	Sentence: "Parts of this page came without encryption: others on this network could have changed them.",
	Levels:   always(finding.Danger), // loaded and blockable
	Grade: func(e finding.Evidence) Levels {
		switch {
		case e.Outcome != finding.Loaded:
			return always(finding.Notice)
		case e.Mixed == string(mixed.Upgradable):
			return always(finding.Warning)
		}
		return always(finding.Danger)
	},
	Needs: []fact.Kind{fact.Loads, fact.Text},
	Find: func(s *Subject) []finding.Evidence {
		found, named := namedParts(s)
		for _, l := range s.Loads {
			first := l.Hops[0]
			if !insecureURL(first.URL) || named[bare(first.URL)] || !s.restrictsMixed(l.Frame, s.initiator(l)) {
				continue
			}
			outcome := loadOutcome(l)
			category := mixed.Classify(l.Destination)
			if outcome == "" || category == mixed.None || outcome == finding.Upgraded && s.upgrades(l.Frame) {
				continue
			}
			found = append(found, finding.Evidence{URL: first.URL.String(), Outcome: outcome, Error: l.Hops[len(l.Hops)-1].Error,
				Destination: l.Destination, Mixed: string(category), Detail: outcomeWords[outcome]})
		}
		return found
	},
}

var outcomeWords = map[finding.Outcome]string{
	finding.Blocked:  "The browser blocked it.",
	finding.Upgraded: "The browser asked for it over HTTPS instead.",
	finding.Loaded:   "It was loaded without encryption.",
	"":               "It is named in the page but was not asked for.",
}

// namedParts judges what the text of secure documents names, and gives the
// addresses that it judged.
func namedParts(s *Subject) (found []finding.Evidence, named map[weburl.URL]bool) {
	named = map[weburl.URL]bool{}
	var loads map[weburl.URL]*Load
	for _, p := range s.Pages {
		if len(p.Refs) == 0 || !s.restrictsMixed(p.Frame, p.URL) {
			continue
		}
		if loads == nil {
			loads = make(map[weburl.URL]*Load, len(s.Loads))
			for i := range s.Loads {
				u := bare(s.Loads[i].Hops[0].URL)
				if loads[u] == nil {
					loads[u] = &s.Loads[i]
				}
			}
		}
		upgraded := s.upgrades(p.Frame)
		for _, r := range p.Refs {
			u, err := weburl.Parse(r.URL)
			if err != nil || r.Mixed == string(mixed.None) {
				continue
			}
			u = bare(u)
			outcome := s.refOutcome(u, r, loads)
			switch {
			case outcome == finding.Loaded:
			case upgraded: // the site's own defence holds
				named[u] = true
				continue
			case r.Context == "noscript" || r.Context == "script":
				// Not shown while scripts run, and code that may never run: only
				// what was really asked for counts.
				continue
			}
			named[u] = true
			found = append(found, finding.Evidence{URL: r.URL, Outcome: outcome, Destination: r.Kind, Mixed: r.Mixed,
				Tag: r.Tag, Attr: r.Attr, Line: r.Line, Detail: s.outcomeDetail(outcome)})
		}
	}
	return found, named
}

func (s *Subject) outcomeDetail(o finding.Outcome) string {
	if s.Source != fact.HTML {
		return outcomeWords[o]
	}
	if o == finding.Blocked {
		return "A browser blocks it."
	}
	return "A browser asks for it over HTTPS instead."
}

// refOutcome tells what became of a reference. Chromium upgrades before it
// tells of a request, so only the https twin is seen; Firefox shows the plain
// address and its own redirect; neither tells of a request that it blocked.
func (s *Subject) refOutcome(u weburl.URL, r fact.Ref, loads map[weburl.URL]*Load) finding.Outcome {
	if l := loads[u]; l != nil {
		if o := loadOutcome(*l); o != "" {
			return o
		}
	}
	if loads[twin(u)] != nil {
		return finding.Upgraded
	}
	if r.Mixed == string(mixed.Blockable) {
		return finding.Blocked
	}
	if s.Source == fact.HTML {
		return finding.Upgraded // what the standard asks of a browser
	}
	return ""
}

// loadOutcome tells what became of a request for an insecure address; empty if
// it failed on its own before anything passed.
func loadOutcome(l Load) finding.Outcome {
	switch h := l.Hops[0]; {
	case h.Plain:
		return finding.Loaded
	case len(l.Hops) > 1 && h.Cause != finding.Server && h.Cause != finding.Fallback:
		return finding.Upgraded
	case browserBlocked[h.Error]:
		return finding.Blocked
	}
	return ""
}

// restrictsMixed reports whether browsers restrict mixed content for the
// document at address in the given frame: it, or the top document, came over
// HTTPS. A page of this computer's own is trusted, but may load what it likes.
func (s *Subject) restrictsMixed(frame int, address string) bool {
	if !s.frameSecure(frame, address) {
		return false
	}
	u, err := weburl.Parse(address)
	return s.URL.Scheme == "https" || err == nil && u.Scheme == "https"
}

// browserBlocked are the codes for "the browser did not let it out".
var browserBlocked = map[string]bool{
	"net::ERR_ABORTED":           true, // Chromium: an insecure frame in a secure page
	"net::ERR_BLOCKED_BY_CLIENT": true,
	"net::ERR_BLOCKED_BY_CSP":    true,
	"Error code 2153644038":      true, // Firefox: NS_ERROR_CONTENT_BLOCKED
}

// initiator is the address of the document that made a load: that of its
// frame, or whatever the browser named.
func (s *Subject) initiator(l Load) string {
	if l.Destination != "sub_frame" {
		for _, p := range s.Pages {
			if p.Frame == l.Frame {
				return p.URL
			}
		}
	}
	if l.Initiator == "null" || l.Initiator == "" {
		return s.URL.String()
	}
	return l.Initiator
}
