package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/weburl"
)

var downgradeRedirect = Check{
	ID:       "downgrade-redirect",
	Title:    "Encrypted address sends you to an unencrypted one",
	Why:      "The site answered over an encrypted connection, and that answer leads away from encryption: from there on anyone on this network can read and change what passes.",
	Advice:   "Do not go on with anything private. If the site has an https:// address of its own for this page, use that.",
	Spec:     "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/MITM",
	Sentence: "This site led you from an encrypted address to one that others on this network can read.",
	Levels:   Levels{finding.Warning, finding.Danger},
	Grade: func(e finding.Evidence) Levels {
		if e.Outcome != finding.Loaded {
			return always(finding.Notice) // the browser did not follow
		}
		return Levels{finding.Warning, finding.Danger}
	},
	PerHost: true,
	Needs:   []fact.Kind{fact.Navigation, fact.Loads},
	Find: func(s *Subject) []finding.Evidence {
		found := downgrades(s.Chain, "main_frame")
		for _, l := range s.Loads {
			found = append(found, downgrades(l.Hops, l.Destination)...)
		}
		return found
	},
}

func downgrades(chain []Hop, destination string) (found []finding.Evidence) {
	for i, h := range chain {
		if !h.Encrypted || h.Status < 300 || h.Status > 399 {
			continue
		}
		// Chromium's own account of where it went next already shows its
		// upgrade; the Location header shows what the server said.
		target, err := h.URL.Resolve(header(h.Hop, "location"))
		if err != nil || header(h.Hop, "location") == "" {
			target, err = weburl.Parse(h.Next)
		}
		if err != nil || !insecureURL(target) {
			continue
		}
		outcome := finding.Blocked
		if i+1 < len(chain) {
			switch next := chain[i+1]; {
			case next.Plain:
				outcome = finding.Loaded
			case bare(next.URL) == bare(twin(target)),
				next.Cause == finding.HSTS, next.Cause == finding.HTTPSFirst, next.Cause == finding.MixedUpgrade:
				outcome = finding.Upgraded
			}
		}
		found = append(found, finding.Evidence{URL: h.URL.String(), Destination: destination, Outcome: outcome,
			Detail: "It redirects to " + clip(target.String()) + ". " + downgradeWords[outcome], Chain: Steps(chain)})
	}
	return found
}

var downgradeWords = map[finding.Outcome]string{
	finding.Blocked:  "The browser did not go there.",
	finding.Upgraded: "The browser went there over HTTPS instead.",
	finding.Loaded:   "The browser went there without encryption.",
}

// clip keeps an address within a sentence readable.
func clip(s string) string {
	const most = 200 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
