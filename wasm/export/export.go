// Package export turns findings into what people take away: text, JSON, NDJSON
// and CSV. It knows only findings and facts.
package export

import (
	"cmp"
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// Schema names the form of a Document. It changes when a reader of the old
// form would misread the new one.
const Schema = "midwatch-findings-1"

// Request is what is asked to be exported.
type Request struct {
	Session   string    `json:"session"`
	Generated fact.Time `json:"generated"`
	Version   string    `json:"version"`           // Midwatch's own
	Private   bool      `json:"private,omitempty"` // findings of private windows too
	// Words keeps what is said in a form that can be said in other languages. Files
	// are in English.
	Words    bool              `json:"words,omitempty"`
	Findings []finding.Finding `json:"findings"`
}

// Document is all that is exported of a session.
type Document struct {
	Schema    string `json:"schema"`
	Version   string `json:"version"`
	Generated string `json:"generated"` // RFC 3339, UTC
	Session   string `json:"session"`
	// Incidents are what findings come to together, one a network epoch at most.
	Incidents []finding.Incident `json:"incidents,omitempty"`
	Findings  []Finding          `json:"findings"` // worst first, never null
}

// Finding is a finding.Finding as it is exported: times are RFC 3339 in UTC,
// and those of one check on one subject in one network epoch are one.
type Finding struct {
	Check       string             `json:"check"`
	Level       finding.Level      `json:"level"`
	Verdict     finding.State      `json:"verdict"`
	Subject     string             `json:"subject"`
	URL         string             `json:"url"`
	Tab         int                `json:"tab,omitempty"`
	Time        string             `json:"time"`     // first seen
	LastSeen    string             `json:"lastSeen"` // equal to Time if seen once
	Network     fact.Network       `json:"network"`
	Evidence    []finding.Evidence `json:"evidence"` // the first finding.MaxEvidence distinct pieces
	Count       int                `json:"count"`    // of all evidence
	Title       string             `json:"title"`
	Explanation string             `json:"explanation"`
	Advice      string             `json:"advice"`
	Reference   string             `json:"reference"`
	Private     bool               `json:"private,omitempty"`
	// Ignored is set where the person chose not to be told of this.
	Ignored bool `json:"ignored,omitempty"`
}

// New merges a request's findings into a Document. It never fails.
func New(r Request) Document {
	d := Document{Schema: Schema, Version: r.Version, Generated: r.Generated.RFC3339(), Session: r.Session, Findings: []Finding{}}
	list := merge(r.Findings, r.Private)
	d.Incidents = incidents(list)
	if !r.Words {
		unsaid(list, d.Incidents)
	}
	for _, m := range list {
		d.Findings = append(d.Findings, Finding{
			Check: m.Check, Level: m.Level, Verdict: m.Verdict, Subject: m.Subject, URL: m.URL, Tab: m.Tab,
			Time: m.Time.RFC3339(), LastSeen: m.last.RFC3339(), Network: m.Network, Evidence: m.Evidence, Count: m.Count,
			Title: m.Title, Explanation: m.Explanation, Advice: m.Advice, Reference: m.Reference, Private: m.Private, Ignored: m.Ignored,
		})
	}
	return d
}

// unsaid takes out what is there for other languages. Evidence was copied when it
// was merged.
func unsaid(list []merged, incidents []finding.Incident) {
	for i := range list {
		for j := range list[i].Evidence {
			list[i].Evidence[j].Words = nil
		}
	}
	for i := range incidents {
		incidents[i].Words = nil
		for j := range incidents[i].Pieces {
			incidents[i].Pieces[j].Words = nil
		}
	}
}

type merged struct {
	finding.Finding
	last fact.Time
}

// merge makes one finding of all that one check found about one subject in one
// network epoch, worst first and then in the order of time. What was seen in a
// private window stays apart. The findings are left as they are.
func merge(findings []finding.Finding, private bool) []merged {
	type key struct {
		check, subject, epoch string
		private               bool
	}
	at := map[key]int{}
	var list []merged
	for _, f := range findings {
		if f.Private && !private {
			continue
		}
		k := key{f.Check, f.Subject, f.Network.Epoch, f.Private}
		i, ok := at[k]
		if !ok {
			at[k] = len(list)
			f.Evidence = addDistinct([]finding.Evidence{}, f.Evidence)
			list = append(list, merged{f, f.Time})
			continue
		}
		m := &list[i]
		m.Count += f.Count
		m.last = max(m.last, f.Time)
		m.Time = min(m.Time, f.Time)
		m.Ignored = m.Ignored && f.Ignored
		if f.Level.Rank() > m.Level.Rank() {
			m.Level, m.Verdict = f.Level, f.Verdict
		}
		if f.Strength.Rank() > m.Strength.Rank() {
			m.Strength = f.Strength
		}
		m.Evidence = addDistinct(m.Evidence, f.Evidence)
	}
	slices.SortStableFunc(list, func(a, b merged) int {
		return cmp.Or(
			b.Level.Rank()-a.Level.Rank(),
			cmp.Compare(a.Time, b.Time),
			strings.Compare(a.Subject, b.Subject),
		)
	})
	return list
}

// addDistinct adds evidence that is not there yet, up to finding.MaxEvidence.
func addDistinct(kept, more []finding.Evidence) []finding.Evidence {
	for _, e := range more {
		if len(kept) >= finding.MaxEvidence {
			break
		}
		if !slices.ContainsFunc(kept, func(k finding.Evidence) bool { return same(k, e) }) {
			kept = append(kept, e)
		}
	}
	return kept
}

func same(a, b finding.Evidence) bool {
	return a.URL == b.URL && a.Detail == b.Detail && a.Outcome == b.Outcome && a.Destination == b.Destination &&
		a.Mixed == b.Mixed && a.Tag == b.Tag && a.Attr == b.Attr && a.Line == b.Line &&
		a.Header == b.Header && a.Error == b.Error && slices.EqualFunc(a.Chain, b.Chain, sameStep)
}

// sameStep leaves out what differs from one time to the next.
func sameStep(a, b finding.Step) bool {
	a.Address, a.Time, b.Address, b.Time = "", "", "", ""
	return a == b
}
