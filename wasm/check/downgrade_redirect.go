package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

var downgradeRedirect = Check{
	ID:       "downgrade-redirect",
	Title:    "Encrypted address sends you to an unencrypted one",
	Why:      "The site answered over an encrypted connection, and sent your browser on to an address without encryption. From there on, anyone on this network can read and change what passes.",
	Advice:   "Do nothing private here. Try the address of this page with https:// in front.",
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
		shown := 0
		found := downgrades(s.Chain, "main_frame", &shown)
		for _, l := range s.Loads {
			found = append(found, downgrades(l.Hops, l.Destination, &shown)...)
		}
		return found
	},
}

// maxDowngradeSteps bounds the steps of all chains shown. A page can make
// thousands of requests that are redirected to and fro.
const maxDowngradeSteps = 2000

// downgrades finds the encrypted answers in a chain that lead to an unencrypted
// address: by a redirect, or by a document that goes on by itself. The first at
// each host, which makes a finding of its own, shows the whole chain.
func downgrades(chain []Hop, destination string, shown *int) (found []finding.Evidence) {
	hosts, seen := map[string]bool{}, map[downgrade]bool{} // a loop tells the same again
	for i, h := range chain {
		if !h.Encrypted {
			continue
		}
		target, way := weburl.URL{}, downgradeRedirects
		switch {
		case !h.Client:
			for _, t := range h.targets() {
				target = t
			}
		case i+1 < len(chain):
			target = chain[i+1].URL
			way = downgradeLeads
		}
		if !insecureURL(target) {
			continue
		}
		outcome := downgradeOutcome(chain[i+1:], destination)
		e := finding.Evidence{URL: h.URL.String(), Destination: destination, Outcome: outcome,
			Words: say.Words(way.With(say.T(clip(target.String()))), downgradeOutcomes[outcome].With())}
		at := downgrade{from: e.URL, way: way.ID, to: target, outcome: outcome}
		if seen[at] {
			continue
		}
		seen[at] = true
		if !hosts[h.URL.HostPort()] && *shown < maxDowngradeSteps {
			hosts[h.URL.HostPort()] = true
			e.Chain = Steps(chain)
			*shown += len(e.Chain)
		}
		found = append(found, e)
	}
	return found
}

// downgrade is one step away from encryption.
type downgrade struct {
	from, way string
	to        weburl.URL
	outcome   finding.Outcome
}

// downgradeOutcome tells what became of the way to an unencrypted address, by
// the hops that followed.
func downgradeOutcome(rest []Hop, destination string) finding.Outcome {
	if len(rest) == 0 {
		return finding.Blocked
	}
	switch next := rest[0]; {
	case next.Plain:
		return finding.Loaded
	case next.Cause.Internal() && upgrades(next.URL, rest[1].URL):
		return finding.Upgraded
	case !insecureURL(next.URL):
		return finding.Blocked // it went elsewhere
	case next.Error == "", destination == "main_frame" && !browserBlocked[next.Error]:
		return ""
	}
	return finding.Blocked
}

var (
	downgradeRedirects = say.New("downgrade_redirect_redirects", "It redirects to {address}.")
	downgradeLeads     = say.New("downgrade_redirect_leads", "Its page goes on by itself to {address}.")
	downgradeOutcomes  = map[finding.Outcome]say.Message{
		finding.Blocked:  say.New("downgrade_redirect_blocked", "The browser did not go there."),
		finding.Upgraded: say.New("downgrade_redirect_upgraded", "The browser went there over HTTPS instead."),
		finding.Loaded:   say.New("downgrade_redirect_loaded", "The browser went there without encryption."),
		"":               say.New("downgrade_redirect_unanswered", "The browser asked there without encryption, and no answer came."),
	}
)

// clip keeps an address within a sentence readable.
func clip(s string) string {
	const most = 200 // bytes
	return cut(s, most)
}
