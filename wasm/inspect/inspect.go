// Package inspect is the core's one verb: a visit in, a report out. It is a
// pure function; time is a fact of the visit.
package inspect

import (
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/memory"
	"midwatch/wasm/network"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

// Visit judges a visit by every check. Its findings are sorted worst first, behind
// all others those that the person chose to ignore, which count for nothing.
// Whatever the facts are, there is a report; what they cannot show stands in
// Unchecked.
func Visit(v fact.Visit) finding.Report {
	s := check.Of(&v)
	r := finding.Report{Visit: v.ID, URL: s.URL.String(), Findings: []finding.Finding{}}
	if len(s.Chain) == 0 {
		r.URL = ""
	}
	for i := range check.All {
		c := &check.All[i]
		found, reason := c.Look(s)
		if c.Once && said(s, c.ID) {
			found = nil
		}
		r.Findings = append(r.Findings, findings(c, s, found)...)
		if reason != "" {
			r.Unchecked = append(r.Unchecked, finding.Unchecked{Check: c.ID, Title: c.Title, Reason: reason})
		}
	}
	for i := range r.Findings {
		r.Findings[i].Ignored = ignored(s, &r.Findings[i])
	}
	order(r.Findings)
	counts := counted(r.Findings)
	for _, f := range counts {
		if f.Level.Rank() >= finding.Warning.Rank() {
			r.Warnings++
		}
	}
	r.Verdict = verdict(s, counts)
	if len(counts) < len(r.Findings) && r.Verdict.State == finding.Exposed && s.Network.Trust != fact.Trusted && !slices.ContainsFunc(counts, exposes) {
		r.Verdict.Words = say.Words(openIgnored.With())
		r.Verdict.Sentence = say.English(r.Verdict.Words)
	}
	r.Upgrade = s.Upgrade()
	r.Remember = memory.Seen(s)
	r.Noticed = network.Seen(s, counts)
	r.Wanted = memory.Wanted(s)
	r.NeedsPreload = s.NeedsPreload
	return r
}

// maxEvidence bounds the evidence that a finding keeps, in bytes: pages make
// addresses as long as they like, and findings are kept for long.
const maxEvidence = 32 << 10

// findings makes a finding of a check's evidence on each subject.
func findings(c *check.Check, s *check.Subject, found []finding.Evidence) []finding.Finding {
	var list []finding.Finding
	var sizes []int // of the evidence kept
	at := map[string]int{}
	behind := c.Behind != "" && len(found) > 0 && s.Behind()
	for _, e := range found {
		graded := e
		if behind {
			e.Strength = "" // a portal's doing is no evidence of somebody else
		}
		subject := document(s.URL)
		if c.PerHost {
			u, _ := weburl.Parse(e.URL)
			subject = u.HostPort()
		}
		i, ok := at[subject]
		if !ok {
			i = len(list)
			at[subject] = i
			sizes = append(sizes, 0)
			list = append(list, finding.Finding{
				Check: c.ID, Subject: subject, URL: s.URL.String(), Tab: s.Tab, Time: s.At(), Network: s.Network, Private: s.Private,
				Title: c.Title, Explanation: c.Why, Advice: c.Advice, Reference: c.Spec,
			})
		}
		f := &list[i]
		f.Count++
		if len(f.Evidence) < finding.MaxEvidence && len(e.Words) > 0 {
			e.Detail = say.English(e.Words)
		}
		if n := size(e); len(f.Evidence) == 0 || len(f.Evidence) < finding.MaxEvidence && sizes[i]+n <= maxEvidence {
			f.Evidence = append(f.Evidence, e)
			sizes[i] += n
		}
		if e.Strength.Rank() > f.Strength.Rank() {
			f.Strength = e.Strength
		}
		if l := level(c, s, graded, behind); l.Rank() > f.Level.Rank() {
			f.Level = l
			f.Verdict = state(c, l)
		}
	}
	return list
}

// level is that of a piece of evidence. A captive portal lowers it, if the check
// says so.
func level(c *check.Check, s *check.Subject, e finding.Evidence, behind bool) finding.Level {
	levels := c.Levels
	if c.Grade != nil {
		levels = c.Grade(e)
	}
	l := levels.On(s.Network.Trust)
	if behind && l.Rank() > c.Behind.Rank() {
		l = c.Behind
	}
	return l
}

// said reports whether a check that speaks once in a network epoch did so in
// another visit.
func said(s *check.Subject, id string) bool {
	return s.Epoch.ID == s.Network.Epoch &&
		slices.ContainsFunc(s.Epoch.Said, func(said fact.Said) bool { return said.Check == id && said.Visit != s.ID })
}

// size is about how many bytes a piece of evidence takes.
func size(e finding.Evidence) int {
	const each = 100 // of the short fields
	n := each + len(e.URL) + len(e.Detail) + len(e.Header)
	for _, step := range e.Chain {
		n += each + len(step.URL)
	}
	return n
}

// document is an address without what differs between two visits to it.
func document(u weburl.URL) string { return u.WithoutQuery().String() }

// exposes reports whether a finding by itself makes a page exposed.
func exposes(f finding.Finding) bool { return f.Verdict == finding.Exposed }

func state(c *check.Check, l finding.Level) finding.State {
	switch {
	case l == finding.Danger && c.Intercepts:
		return finding.Suspect
	case l.Rank() >= finding.Warning.Rank():
		return finding.Exposed
	}
	return finding.Secure
}

// verdict is the worst state that a finding makes of the page, with that
// finding's sentence. Findings are sorted, so the first of a state decides. Where
// there was an alarm on the network, all that comes over it is suspect.
func verdict(s *check.Subject, findings []finding.Finding) finding.Verdict {
	v := finding.Verdict{State: finding.Secure}
	for _, state := range []finding.State{finding.Suspect, finding.Exposed} {
		for _, f := range findings {
			if f.Verdict == state {
				return finding.Verdict{State: state, Sentence: sentence(f)}
			}
		}
		if state == finding.Suspect && alarmed(s) {
			return finding.Verdict{State: state, Sentence: "Somebody on this network interfered with another page: enter nothing private here, and use another network."}
		}
	}
	switch {
	case len(s.Chain) == 0:
		v.Sentence = "Nothing was seen of this page."
	case !s.Reached && slices.ContainsFunc(s.Chain, func(h check.Hop) bool { return h.Plain }):
		v.Sentence = "This page did not load. On the way there your browser asked without encryption, so others on this network could see for what."
	case !s.Reached:
		v.Sentence = "This page did not load, so nothing of yours was sent."
	case !s.Secure:
		// A trusted network ends at its router; the way beyond is as open as ever.
		v.State = finding.Exposed
		v.Sentence = "This page is not encrypted. You trust this network, but beyond it others can read the page."
	case s.URL.Scheme != "https":
		v.Sentence = "This page comes from your own computer."
	case len(findings) > 0:
		v.Sentence = "This page came encrypted. The site could do better."
	default:
		v.Sentence = "This page came encrypted, and nobody on this network can read it."
	}
	return v
}

// alarmed reports whether an alarm of the visit's network epoch stands, and the page
// came over that network.
func alarmed(s *check.Subject) bool {
	crossed := len(s.Chain) > 0 && s.Source != fact.HTML && (!s.Secure || s.URL.Scheme == "https")
	return crossed && s.Epoch.ID == s.Network.Epoch &&
		slices.ContainsFunc(s.Epoch.Alarms, func(a fact.Alarm) bool { return a.Dismissed == "" })
}

func sentence(f finding.Finding) string {
	for i := range check.All {
		switch c := &check.All[i]; {
		case c.ID != f.Check:
		case c.Exposes != "" && f.Verdict != finding.Suspect:
			return c.Exposes
		default:
			return c.Sentence
		}
	}
	return ""
}
