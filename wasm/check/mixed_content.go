package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/mixed"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

var mixedContent = Check{
	ID:       "mixed-content",
	Title:    "Encrypted page uses unencrypted parts",
	Why:      "Some parts of this encrypted page, such as pictures or scripts, have addresses without encryption. Anyone on this network can read or swap a part that is loaded that way. A swapped script can take over the whole page.",
	Advice:   "Parts that your browser blocked, or fetched over https://, are no risk to you. If a part was loaded without encryption, do not use this page on a network that you do not trust.",
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
		found, judged := namedParts(s)
		for i := range s.Loads {
			l := &s.Loads[i]
			first := l.Hops[0]
			category := mixed.Classify(l.Destination)
			if category == mixed.None || !insecureURL(first.URL) || judged[part{bare(first.URL), category}] {
				continue
			}
			d := s.asker(*l)
			outcome := loadOutcome(*l)
			if outcome == "" || !d.mixes() || outcome == finding.Upgraded && d.upgraded() {
				continue
			}
			found = append(found, finding.Evidence{URL: first.URL.String(), Outcome: outcome, Error: l.Hops[len(l.Hops)-1].Error,
				Destination: l.Destination, Mixed: string(category), Words: say.Words(outcomeWords[outcome].With())})
		}
		return found
	},
}

var (
	outcomeWords = map[finding.Outcome]say.Message{
		finding.Blocked:  say.New("mixed_content_blocked", "The browser blocked it."),
		finding.Upgraded: say.New("mixed_content_upgraded", "The browser asked for it over HTTPS instead."),
		finding.Loaded:   say.New("mixed_content_loaded", "It was loaded without encryption."),
		"":               say.New("mixed_content_named", "It is named in the page but was not asked for."),
	}
	// Of a lone file, in which no browser was seen.
	mixedBlocks   = say.New("mixed_content_blocks", "A browser blocks it.")
	mixedUpgrades = say.New("mixed_content_upgrades", "A browser asks for it over HTTPS instead.")
)

// part is what a document is made of: an address, and what it is used as. The
// text's words for that and the browser's differ; the category is common.
type part struct {
	url      weburl.URL // without its fragment
	category mixed.Category
}

// parts are the first load of each part.
type parts map[part]*Load

func (s *Subject) parts() parts {
	first := make(parts, len(s.Loads))
	for i := range s.Loads {
		l := &s.Loads[i]
		at := part{bare(l.Hops[0].URL), mixed.Classify(l.Destination)}
		if first[at] == nil {
			first[at] = l
		}
	}
	return first
}

// of is the load of a part that a text names as the given kind, and the part
// that the browser took it for: what is blockable in the text may be one image
// or medium like any other in the browser's words.
func (loads parts) of(named part, kind string) (*Load, part) {
	l := loads[named]
	if l == nil && named.category == mixed.Blockable {
		switch kind {
		case "image", "track", "object", "embed":
			named.category = mixed.Upgradable
			l = loads[named]
		}
	}
	return l, named
}

// namedParts judges what the text of secure documents names, and gives the
// parts that it judged. What scripts may load is left to what was seen: only
// the browser knows whether it was, and as what.
func namedParts(s *Subject) (found []finding.Evidence, judged map[part]bool) {
	judged = map[part]bool{}
	var loads parts
	for _, p := range s.Pages {
		d := s.documentOf(p.Frame)
		if len(p.Refs) == 0 || !d.mixes() {
			continue
		}
		if loads == nil {
			loads = s.parts()
		}
		for _, r := range p.Refs {
			u, err := weburl.Parse(r.URL)
			if err != nil || r.Mixed == string(mixed.None) || r.Context == "script" || r.Context == "noscript" && !d.policy.NoScripts {
				continue
			}
			named := part{bare(u), mixed.Category(r.Mixed)}
			l, taken := loads.of(named, r.Kind)
			outcome, seen := finding.Outcome(""), false
			if l != nil {
				outcome = loadOutcome(*l)
				seen = outcome != ""
			}
			if !seen {
				outcome, seen = s.unseenOutcome(named, r, loads)
			}
			upgraded := d.policy.Upgrade || r.Upgraded || r.Later && p.Upgrades
			if !seen && !upgraded && !s.asks(r, d) {
				continue
			}
			judged[named], judged[taken] = true, true
			if upgraded && (!seen || outcome == finding.Upgraded) {
				continue // the site's own defence holds
			}
			found = append(found, finding.Evidence{URL: r.URL, Outcome: outcome, Destination: r.Kind, Mixed: r.Mixed,
				Tag: r.Tag, Attr: r.Attr, Line: r.Line, Words: say.Words(s.partWords(outcome))})
		}
	}
	return found, judged
}

func (s *Subject) partWords(o finding.Outcome) say.Phrase {
	switch {
	case s.Source != fact.HTML:
		return outcomeWords[o].With()
	case o == finding.Blocked:
		return mixedBlocks.With()
	}
	return mixedUpgrades.With()
}

// unseenOutcome tells what became of a part for whose address no load speaks.
// Chromium upgrades before it tells of a request, so only the https twin is
// seen; neither browser tells of a request that it blocked. block-all-mixed-content
// changes nothing: both browsers ignore it (see mixed.Policy).
func (s *Subject) unseenOutcome(named part, r fact.Ref, loads parts) (o finding.Outcome, seen bool) {
	twins, _ := loads.of(part{twin(named.url), named.category}, r.Kind)
	switch {
	case twins != nil && (named.category == mixed.Upgradable || r.Kind == "image"):
		return finding.Upgraded, true
	case named.category == mixed.Blockable, s.Source != fact.Firefox && !mixed.Upgrades(named.url, named.category):
		return finding.Blocked, false
	case s.Source == fact.HTML:
		return finding.Upgraded, false // what the standard asks of a browser
	}
	return "", false
}

// asks reports whether a browser that shows a document asks for what is named
// there, as far as it may: what it never wanted, it did not block.
func (s *Subject) asks(r fact.Ref, d document) bool {
	switch {
	case r.Kind == "ping":
		return false // when the link is followed, and in Firefox not even then
	case r.Kind == "manifest":
		return s.Source != fact.Firefox // which asks when the page is installed
	case r.Kind == "script" && r.Tag == "script" && d.policy.NoScripts:
		return s.Source == fact.Chromium // which looks ahead and asks for what it will not run
	}
	return true
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

// browserBlocked are the codes for "the browser did not let it out".
var browserBlocked = map[string]bool{
	"net::ERR_ABORTED":           true, // Chromium: an insecure frame in a secure page
	"net::ERR_BLOCKED_BY_CLIENT": true,
	"net::ERR_BLOCKED_BY_CSP":    true,
	"Error code 2153644038":      true, // Firefox: NS_ERROR_CONTENT_BLOCKED
}
