package life

import (
	"maps"
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/inspect"
	"midwatch/wasm/memory"
	"midwatch/wasm/network"
)

// midwatch is what the shell keeps between visits: the memory of hosts, and the
// record of the network epoch.
type midwatch struct {
	known map[string]fact.Known
	epoch fact.Epoch
}

func (m *midwatch) clone() midwatch { return midwatch{maps.Clone(m.known), m.epoch} }

const maxKnown = 20_000 // as the shell's

// told changes the epoch by what was told of the network.
func (m *midwatch) told(changes ...fact.Change) {
	m.epoch = network.Next(fact.Networking{Epoch: m.epoch, Changes: changes})
}

// judge judges a visit as the shell does: with what is known of the hosts that the
// core asks for, and keeps what it teaches. It may be judged several times, with each
// fact more; known is what was known of its hosts before it, to be given again.
func (m *midwatch) judge(v fact.Visit, known map[string]fact.Known) finding.Report {
	v.Network = fact.Network{Epoch: m.epoch.ID, Trust: m.epoch.Trust}
	v.Epoch = m.epoch
	for {
		v.Known = nil
		for _, host := range slices.Sorted(maps.Keys(known)) {
			if k := known[host]; k.Host != "" {
				v.Known = append(v.Known, k)
			}
		}
		r := inspect.Visit(v)
		fresh := false
		for _, host := range r.Wanted {
			if _, asked := known[host]; !asked {
				known[host] = m.known[host]
				fresh = fresh || known[host].Host != ""
			}
		}
		if !fresh {
			m.keep(r)
			return r
		}
	}
}

func (m *midwatch) keep(r finding.Report) {
	before := fact.Memory{Seen: r.Remember}
	for _, k := range r.Remember {
		if known, ok := m.known[k.Host]; ok {
			before.Known = append(before.Known, known)
		}
	}
	for _, k := range memory.Join(before) {
		m.known[k.Host] = k
	}
	if len(m.known) > maxKnown {
		kept := memory.Prune(slices.Collect(maps.Values(m.known)), maxKnown)
		clear(m.known)
		for _, k := range kept {
			m.known[k.Host] = k
		}
	}
	m.epoch = network.Next(fact.Networking{Epoch: m.epoch, Noticed: []fact.Epoch{r.Noticed}})
}

// standing are the epoch's alarms that nobody set aside.
func (m *midwatch) standing() (list []fact.Alarm) {
	for _, a := range m.epoch.Alarms {
		if a.Dismissed == "" {
			list = append(list, a)
		}
	}
	return list
}

// intercepts reports whether a report says that somebody is there.
func intercepts(r finding.Report) bool {
	return r.Verdict.State == finding.Suspect || slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Verdict == finding.Suspect })
}

// words are a report in a few lines.
func words(r finding.Report) string {
	var b strings.Builder
	b.WriteString(string(r.Verdict.State) + ": " + r.Verdict.Sentence)
	for _, f := range r.Findings {
		b.WriteString("\n    " + string(f.Level) + " " + f.Check + " (" + string(f.Strength) + ") " + f.Subject)
		for _, e := range f.Evidence[:min(2, len(f.Evidence))] {
			b.WriteString("\n        " + e.URL + " " + e.Error + " " + e.Detail)
		}
	}
	return b.String()
}
