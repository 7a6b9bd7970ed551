package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

const (
	// maxPieces is how many findings an incident keeps; its Count tells how many
	// there were.
	maxPieces = 50
	// enoughSigns is how many checks have to find weak evidence on one network, within
	// a time in milliseconds, until that is as good as strong: each has innocent
	// causes, and over a day all of them occur, but hardly at once. Three did so about
	// once in ten weeks in which nobody attacked (package life), four never.
	enoughSigns = 4
	atOnce      = 10 * 60_000
	// maxNamed is how many hosts an incident's sentence names, and maxName how many
	// bytes of each.
	maxNamed = 3
	maxName  = 100
)

// incidents adds up, for each network epoch, what points at somebody being there:
// findings with a strength that are not ignored. There is one where that comes to strong at least, and to
// a warning: what has weight on other networks only is none on a trusted one, and
// weak signs do not add up there. The list is sorted worst first, and so are they.
func incidents(list []merged) []finding.Incident {
	at := map[string]int{}
	var epochs [][]merged
	for _, m := range list {
		if m.Strength.Rank() == 0 || m.Ignored {
			continue
		}
		i, ok := at[m.Network.Epoch]
		if !ok {
			i = len(epochs)
			at[m.Network.Epoch] = i
			epochs = append(epochs, nil)
		}
		epochs[i] = append(epochs[i], m)
	}
	var out []finding.Incident
	for _, pieces := range epochs {
		if in, ok := incident(pieces); ok {
			out = append(out, in)
		}
	}
	return out
}

// incident adds up the pieces of one network epoch; ok is false where they come to
// nothing.
func incident(pieces []merged) (in finding.Incident, ok bool) {
	in = finding.Incident{Epoch: pieces[0].Network.Epoch, Count: len(pieces)}
	began, last := pieces[0].Time, pieces[0].last
	for _, m := range pieces {
		if m.Level.Rank() > in.Level.Rank() {
			in.Level = m.Level
		}
		if m.Strength.Rank() > in.Strength.Rank() {
			in.Strength = m.Strength
		}
		began, last = min(began, m.Time), max(last, m.last)
	}
	in.Began, in.LastSeen = began.RFC3339(), last.RFC3339()
	strongest := slices.DeleteFunc(slices.Clone(pieces), func(m merged) bool { return m.Strength != in.Strength })
	where := named(strongest)
	signs := 0
	if in.Strength == finding.Weak {
		if signs = together(pieces); signs >= enoughSigns {
			in.Strength = finding.Strong
		}
	}
	// Strong evidence that is no danger has an innocent cause as well: a company that
	// reads what passes does so on a network that is trusted too.
	enough := finding.Danger
	if signs > 0 || in.Strength == finding.Conclusive {
		enough = finding.Warning
	}
	if in.Strength.Rank() < finding.Strong.Rank() || in.Level.Rank() < enough.Rank() {
		return in, false
	}
	switch {
	case in.Strength == finding.Conclusive:
		in.Title = "Somebody on this network is interfering"
		in.Sentence = "Somebody on this network interferes with " + where + ", and can read and change what you send there. Nothing innocent explains what was seen."
	case signs > 0:
		in.Title = "Several signs of somebody interfering"
		in.Sentence = fmt.Sprintf("%d different signs came together on this network, at %s. Each of them has innocent causes, but hardly all at once: somebody may be reading and changing what passes.", signs, where)
	default:
		in.Title = "Somebody on this network is probably interfering"
		in.Sentence = "Somebody on this network probably interferes with " + where + ", and can then read and change what you send there. Innocent causes of what was seen are rare."
	}
	in.Advice = "Enter nothing private here until you know the cause: open the same pages on another network, and compare."
	if in.Level == finding.Danger {
		in.Advice = "Enter nothing private on this network, and leave it. If you signed in or paid here, change that password from another network, and tell your bank."
	}
	in.Pieces = kept(pieces)
	return in, true
}

// together is how many checks found something at once, on a network that is not
// trusted, where that were the most.
func together(pieces []merged) (most int) {
	pieces = slices.DeleteFunc(slices.Clone(pieces), func(m merged) bool { return m.Network.Trust == fact.Trusted })
	slices.SortStableFunc(pieces, func(a, b merged) int { return cmp.Compare(a.Time, b.Time) })
	checks := map[string]int{} // those of the pieces from first on
	first := 0
	for _, m := range pieces {
		checks[m.Check]++
		for ; m.Time-pieces[first].Time > atOnce; first++ {
			if gone := pieces[first].Check; checks[gone] == 1 {
				delete(checks, gone)
			} else {
				checks[gone]--
			}
		}
		most = max(most, len(checks))
	}
	return most
}

// kept are the pieces that an incident keeps, the strongest, in the order of time.
func kept(pieces []merged) []finding.Piece {
	pieces = slices.Clone(pieces)
	byTime := func(a, b merged) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), strings.Compare(a.Check, b.Check), strings.Compare(a.Subject, b.Subject))
	}
	slices.SortStableFunc(pieces, func(a, b merged) int {
		return cmp.Or(b.Strength.Rank()-a.Strength.Rank(), byTime(a, b))
	})
	pieces = pieces[:min(len(pieces), maxPieces)]
	slices.SortStableFunc(pieces, byTime)
	var list []finding.Piece
	for _, m := range pieces {
		list = append(list, finding.Piece{Check: m.Check, Subject: m.Subject, Title: m.Title, Level: m.Level, Strength: m.Strength,
			Time: m.Time.RFC3339(), Count: m.Count, Detail: detail(m.Evidence)})
	}
	return list
}

// detail is that of the strongest evidence.
func detail(list []finding.Evidence) string {
	if len(list) == 0 {
		return ""
	}
	return slices.MaxFunc(list, func(a, b finding.Evidence) int { return a.Strength.Rank() - b.Strength.Rank() }).Detail
}

// named names the hosts that pieces are about: "a.test, b.test and 3 more".
func named(pieces []merged) string {
	var hosts []string
	for _, m := range pieces {
		host := m.Subject
		if _, rest, ok := strings.Cut(host, "://"); ok {
			host, _, _ = strings.Cut(rest, "/")
		}
		if len(host) > maxName {
			host = strings.ToValidUTF8(host[:maxName], "") + "…"
		}
		if host != "" && !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	switch n := len(hosts); {
	case n == 0:
		return "pages"
	case n == 1:
		return hosts[0]
	case n <= maxNamed:
		return strings.Join(hosts[:n-1], ", ") + " and " + hosts[n-1]
	default:
		return fmt.Sprintf("%s and %d more", strings.Join(hosts[:maxNamed], ", "), n-maxNamed)
	}
}
