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
		if len(reason) > 0 {
			r.Unchecked = append(r.Unchecked, finding.Unchecked{Check: c.ID, Title: c.Title, Reason: say.English(reason), Words: reason})
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
	r.Banner = banner(s, counts)
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
	for _, p := range e.Words {
		n += len(p.ID)
		for _, a := range p.Args {
			n += each + len(a.Text)
		}
	}
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

var (
	verdictAlarmed    = say.New("verdict_alarmed", "Somebody on this network came between you and another page. Enter nothing private here, and use another network.")
	verdictNothing    = say.New("verdict_nothing", "Nothing was seen of this page.")
	verdictAsked      = say.New("verdict_asked", "This page did not load. On the way there your browser asked without encryption, so others on this network could see what it asked for.")
	verdictUnloaded   = say.New("verdict_unloaded", "This page did not load, so nothing of yours was sent.")
	verdictPlain      = say.New("verdict_plain", "This page is not encrypted. You trust this network, but beyond it others can read the page.")
	verdictLocal      = say.New("verdict_local", "This page comes from your own computer.")
	verdictImprovable = say.New("verdict_improvable", "This page came encrypted. The site could do better.")
	verdictSecure     = say.New("verdict_secure", "This page came encrypted, and nobody on this network can read it.")
)

// verdict is the worst state that a finding makes of the page, with that
// finding's sentence. Findings are sorted, so the first of a state decides. Where
// there was an alarm on the network, all that comes over it is suspect.
func verdict(s *check.Subject, findings []finding.Finding) finding.Verdict {
	state, words := judge(s, findings)
	return finding.Verdict{State: state, Sentence: say.English(say.Words(words)), Words: say.Words(words)}
}

func judge(s *check.Subject, findings []finding.Finding) (finding.State, say.Phrase) {
	for _, state := range []finding.State{finding.Suspect, finding.Exposed} {
		for _, f := range findings {
			if f.Verdict == state {
				return state, sentence(f)
			}
		}
		if state == finding.Suspect && alarmed(s) {
			return state, verdictAlarmed.With()
		}
	}
	switch {
	case len(s.Chain) == 0:
		return finding.Secure, verdictNothing.With()
	case !s.Reached && slices.ContainsFunc(s.Chain, func(h check.Hop) bool { return h.Plain }):
		return finding.Secure, verdictAsked.With()
	case !s.Reached:
		return finding.Secure, verdictUnloaded.With()
	case !s.Secure:
		// A trusted network ends at its router; the way beyond is as open as ever.
		return finding.Exposed, verdictPlain.With()
	case s.URL.Scheme != "https":
		return finding.Secure, verdictLocal.With()
	case len(findings) > 0:
		return finding.Secure, verdictImprovable.With()
	}
	return finding.Secure, verdictSecure.With()
}

// alarmed reports whether an alarm of the visit's network epoch stands, and the page
// came over that network.
func alarmed(s *check.Subject) bool {
	crossed := len(s.Chain) > 0 && s.Source != fact.HTML && (!s.Secure || s.URL.Scheme == "https")
	return crossed && s.Epoch.ID == s.Network.Epoch &&
		slices.ContainsFunc(s.Epoch.Alarms, func(a fact.Alarm) bool { return a.Dismissed == "" })
}

func sentence(f finding.Finding) say.Phrase {
	for i := range check.All {
		switch c := &check.All[i]; {
		case c.ID != f.Check:
		case c.Exposes != "" && f.Verdict != finding.Suspect:
			return c.Say(check.Exposes)
		default:
			return c.Say(check.Sentence)
		}
	}
	return say.Phrase{}
}
