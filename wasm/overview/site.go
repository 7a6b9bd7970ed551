package overview

import (
	"cmp"
	"slices"
	"strings"

	"midwatch/wasm/check"
	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
)

// Site is what was found of one site: a registrable domain, or a host without one.
type Site struct {
	Name string `json:"name"`
	// Grade is A, B, C, D or F, by what the site itself does, on whatever network it
	// was met: what findings come to on one that is not trusted.
	//
	//	A  nothing of its own stands against it
	//	B  one or two things worth knowing
	//	C  three or more of them
	//	D  others can read or change what people see or send there
	//	F  others can steal passwords there, or swap what people get
	//
	// What people ignore does not count, and neither does what somebody between them
	// and the site did.
	Grade    string       `json:"grade"`
	Sentence string       `json:"sentence"` // what the grade means, in English
	Words    []say.Phrase `json:"words,omitempty"`
	Reasons  []Reason     `json:"reasons"`           // of the grade, worst first
	Network  []Reason     `json:"network,omitempty"` // what was done to it on the way
	Ignored  int          `json:"ignored,omitempty"` // findings that do not count
	Count    int          `json:"count"`             // of all findings
	First    fact.Time    `json:"first"`
	Last     fact.Time    `json:"last"`
}

// Reason is a check that found something of a site.
type Reason struct {
	Check string        `json:"check"`
	Title string        `json:"title"`
	Level finding.Level `json:"level"`
	Count int           `json:"count"` // of findings
}

// manyNotices is from how many checks on a site could do better in many ways.
const manyNotices = 3

var (
	gradeA = say.New("grade_a", "Nothing of the site's own stands against it.")
	gradeB = say.New("grade_b", "It protects people, and could do a little better.")
	gradeC = say.New("grade_c", "It protects people, and could do better in several ways.")
	gradeD = say.New("grade_d", "Others on the way can read or change what people see or send there.")
	gradeF = say.New("grade_f", "Others on the way can steal passwords, or swap downloads and parts of the page.")
)

var grades = map[string]say.Message{"A": gradeA, "B": gradeB, "C": gradeC, "D": gradeD, "F": gradeF}

// summary gathers what a Site tells.
type summary struct {
	own, between []Reason
	ignored      int
	count        int
	first, last  fact.Time
}

func (s *summary) add(f *export.Finding, row Row, c *check.Check) {
	if s.count == 0 {
		s.first, s.last = row.First, row.Last
	}
	s.count++
	s.first, s.last = min(s.first, row.First), max(s.last, row.Last)
	switch {
	case row.Ignored:
		s.ignored++
	case row.Between:
		s.between = addReason(s.between, Reason{row.Check, row.Title, row.Level, 1})
	default:
		s.own = addReason(s.own, Reason{row.Check, row.Title, onAnyNetwork(f, c), 1})
	}
}

func addReason(list []Reason, r Reason) []Reason {
	for i := range list {
		if known := &list[i]; known.Check == r.Check {
			known.Count += r.Count
			if r.Level.Rank() > known.Level.Rank() {
				known.Level = r.Level
			}
			return list
		}
	}
	return append(list, r)
}

// onAnyNetwork is the level that a finding has where the network is not trusted:
// what a site does is the same on every one.
func onAnyNetwork(f *export.Finding, c *check.Check) finding.Level {
	level := f.Level
	if c == nil || f.Network.Trust != fact.Trusted {
		return level
	}
	raise := func(l check.Levels) {
		if other := l.On(fact.Unknown); other.Rank() > level.Rank() {
			level = other
		}
	}
	if c.Grade == nil {
		raise(c.Levels)
		return level
	}
	for _, e := range f.Evidence {
		raise(c.Grade(e))
	}
	return level
}

func (s *summary) site(name string) Site {
	sortReasons(s.own)
	sortReasons(s.between)
	grade := "A"
	switch {
	case len(s.own) == 0:
	case s.own[0].Level == finding.Danger:
		grade = "F"
	case s.own[0].Level == finding.Warning:
		grade = "D"
	case len(s.own) >= manyNotices:
		grade = "C"
	default:
		grade = "B"
	}
	out := Site{Name: name, Grade: grade, Words: say.Words(grades[grade].With()), Reasons: s.own, Network: s.between,
		Ignored: s.ignored, Count: s.count, First: s.first, Last: s.last}
	if out.Reasons == nil {
		out.Reasons = []Reason{}
	}
	out.Sentence = say.English(out.Words)
	return out
}

func sortReasons(list []Reason) {
	slices.SortFunc(list, func(a, b Reason) int {
		return cmp.Or(b.Level.Rank()-a.Level.Rank(), b.Count-a.Count, strings.Compare(a.Check, b.Check))
	})
}
