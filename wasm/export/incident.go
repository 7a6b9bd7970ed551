package export

import (
	"cmp"
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
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

// account is what is said of an incident, by how many hosts there are to name.
type account struct {
	title            say.Message
	none, some, more say.Message
	counts           bool // the signs, first of all
}

// The accounts of an incident, and its advices.
var (
	incidentCertain = account{
		title: say.New("incident_certain_title", "Somebody on this network is interfering"),
		none:  say.New("incident_certain", "Somebody on this network interferes with pages. They can read and change what you send there. Nothing innocent explains what was seen."),
		some:  say.New("incident_certain_hosts", "Somebody on this network interferes with {hosts:list}. They can read and change what you send there. Nothing innocent explains what was seen."),
		more: say.Plural("incident_certain_more",
			"Somebody on this network interferes with {hosts:list}, and with {more:number} other site. They can read and change what you send there. Nothing innocent explains what was seen.",
			"Somebody on this network interferes with {hosts:list}, and with {more:number} other sites. They can read and change what you send there. Nothing innocent explains what was seen."),
	}
	incidentProbable = account{
		title: say.New("incident_probable_title", "Somebody on this network is probably interfering"),
		none:  say.New("incident_probable", "Somebody on this network probably interferes with pages. They can then read and change what you send there. Innocent causes of what was seen are rare."),
		some:  say.New("incident_probable_hosts", "Somebody on this network probably interferes with {hosts:list}. They can then read and change what you send there. Innocent causes of what was seen are rare."),
		more: say.Plural("incident_probable_more",
			"Somebody on this network probably interferes with {hosts:list}, and with {more:number} other site. They can then read and change what you send there. Innocent causes of what was seen are rare.",
			"Somebody on this network probably interferes with {hosts:list}, and with {more:number} other sites. They can then read and change what you send there. Innocent causes of what was seen are rare."),
	}
	incidentSigns = account{
		title: say.New("incident_signs_title", "Several signs of somebody interfering"),
		none: say.Plural("incident_signs",
			"{signs:number} sign was seen on this network. It has innocent causes: somebody may be reading and changing what you send and see.",
			"{signs:number} different signs came together on this network. Each of them has innocent causes, but hardly all at once: somebody may be reading and changing what you send and see."),
		some: say.Plural("incident_signs_hosts",
			"{signs:number} sign was seen on this network, at {hosts:list}. It has innocent causes: somebody may be reading and changing what you send and see.",
			"{signs:number} different signs came together on this network, at {hosts:list}. Each of them has innocent causes, but hardly all at once: somebody may be reading and changing what you send and see."),
		more: say.Plural("incident_signs_more",
			"{signs:number} sign was seen on this network, at {hosts:list}, and elsewhere. It has innocent causes: somebody may be reading and changing what you send and see.",
			"{signs:number} different signs came together on this network, at {hosts:list}, and elsewhere. Each of them has innocent causes, but hardly all at once: somebody may be reading and changing what you send and see."),
		counts: true,
	}
	incidentCompare = say.New("incident_compare", "Enter nothing private here until you know the cause. Open the same pages on another network, and compare.")
	incidentLeave   = say.New("incident_leave", "Enter nothing private on this network, and leave it. If you signed in or paid here, change that password from another network, and tell your bank.")
)

// sentence says what a number of signs at hosts come to.
func (a account) sentence(signs int, hosts []string) say.Phrase {
	message, args := a.none, []say.Arg(nil)
	if a.counts {
		args = append(args, say.N(signs))
	}
	more := len(hosts) - maxNamed
	switch {
	case more > 0:
		message, args = a.more, append(args, say.L(hosts[:maxNamed]))
		if !a.counts {
			args = append(args, say.N(more))
		}
	case len(hosts) > 0:
		message, args = a.some, append(args, say.L(hosts))
	}
	return message.With(args...)
}

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
	hosts := hostsOf(strongest)
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
	says := incidentProbable
	switch {
	case in.Strength == finding.Conclusive:
		says = incidentCertain
	case signs > 0:
		says = incidentSigns
	}
	advice := incidentCompare
	if in.Level == finding.Danger {
		advice = incidentLeave
	}
	in.Words = say.Words(says.title.With(), says.sentence(signs, hosts), advice.With())
	in.Title, in.Sentence, in.Advice = say.English(in.Words[:1]), say.English(in.Words[1:2]), say.English(in.Words[2:])
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
		piece := finding.Piece{Check: m.Check, Subject: m.Subject, Title: m.Title, Level: m.Level, Strength: m.Strength,
			Time: m.Time.RFC3339(), Count: m.Count}
		if len(m.Evidence) > 0 {
			strongest := slices.MaxFunc(m.Evidence, func(a, b finding.Evidence) int { return a.Strength.Rank() - b.Strength.Rank() })
			piece.Detail, piece.Words = strongest.Detail, strongest.Words
		}
		list = append(list, piece)
	}
	return list
}

// hostsOf lists the hosts that pieces are about.
func hostsOf(pieces []merged) (hosts []string) {
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
	return hosts
}
