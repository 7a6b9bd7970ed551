// Package overview makes of many findings what a person reads first: one sentence,
// the sites with a grade each, when it happened, and a line for each finding.
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
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// Basis is what an Overview is made of.
type Basis struct {
	// Export is the same as for an export: the findings, and whether those of private
	// windows count.
	Export export.Request `json:"export"`
	// Epoch is what is known of the network now: which of its alarms are set aside.
	Epoch fact.Epoch `json:"epoch,omitzero"`
}

// Overview is what a Basis comes to.
type Overview struct {
	State    finding.State `json:"state"`
	Sentence string        `json:"sentence"` // in English
	Words    []say.Phrase  `json:"words,omitempty"`
	// Notice, Warning and Danger count the findings of each level, and Ignored those
	// that the person chose not to be told of, which are not among them.
	Notice  int `json:"notice"`
	Warning int `json:"warning"`
	Danger  int `json:"danger"`
	Ignored int `json:"ignored"`

	Stories  []Story  `json:"stories"`  // worst first
	Sites    []Site   `json:"sites"`    // worst first
	Networks []Stay   `json:"networks"` // in order of time
	Timeline Timeline `json:"timeline"`
	Rows     []Row    `json:"rows"` // worst first, as in an export
}

// Story is an incident and what the person said of it.
type Story struct {
	Incident finding.Incident `json:"incident"`
	// Aside is set where they set aside all that raised an alarm.
	Aside bool `json:"aside,omitempty"`
	// Alarms are those of the incident's pieces that are known still.
	Alarms []fact.Alarm `json:"alarms,omitempty"`
}

// Stay is a network epoch in which something was found.
type Stay struct {
	Epoch string     `json:"epoch"`
	Trust fact.Trust `json:"trust"`
	First fact.Time  `json:"first"`
	Last  fact.Time  `json:"last"`
	Count int        `json:"count"` // of findings
}

// Row is a finding without its evidence.
type Row struct {
	Check   string        `json:"check"`
	Title   string        `json:"title"`
	Level   finding.Level `json:"level"`
	Subject string        `json:"subject"`
	Site    string        `json:"site"` // as a Site's Name
	URL     string        `json:"url"`
	Network int           `json:"network"` // its index
	First   fact.Time     `json:"first"`
	Last    fact.Time     `json:"last"`
	Count   int           `json:"count"`
	// Text is what else of it can be searched, cut short.
	Text    string `json:"text,omitempty"`
	Private bool   `json:"private,omitempty"`
	Ignored bool   `json:"ignored,omitempty"`
	// Between is set where somebody between the visitor and the site did this, and not
	// the site.
	Between bool `json:"between,omitempty"`
}

// maxText bounds what a row has of an address, and of the text to be searched, in
// bytes: pages make addresses as long as they like, and all rows cross in one
// message.
const maxText = 400

// New makes an Overview. It never fails.
func New(r Basis) Overview {
	r.Export.Words = true
	d, times := export.Timed(r.Export)
	o := Overview{Stories: []Story{}, Sites: []Site{}, Networks: []Stay{}, Rows: []Row{}}
	checks := map[string]*check.Check{}
	for i := range check.All {
		checks[check.All[i].ID] = &check.All[i]
	}
	sites := map[string]*summary{}
	networks := map[string]int{}
	for i := range d.Findings {
		f := &d.Findings[i]
		row := rowOf(f, times[i], checks[f.Check])
		at, met := networks[f.Network.Epoch]
		if !met {
			at = len(o.Networks)
			networks[f.Network.Epoch] = at
			o.Networks = append(o.Networks, Stay{Epoch: f.Network.Epoch, Trust: f.Network.Trust, First: row.First, Last: row.Last})
		}
		n := &o.Networks[at]
		n.First, n.Last, n.Count = min(n.First, row.First), max(n.Last, row.Last), n.Count+1
		if row.Last == n.Last {
			n.Trust = f.Network.Trust // the last word said of it
		}
		row.Network = at
		o.count(row)
		o.Rows = append(o.Rows, row)
		s := sites[row.Site]
		if s == nil {
			s = &summary{}
			sites[row.Site] = s
		}
		s.add(f, row, checks[f.Check])
	}
	o.sortNetworks()
	for name, s := range sites {
		o.Sites = append(o.Sites, s.site(name))
	}
	slices.SortFunc(o.Sites, func(a, b Site) int {
		return cmp.Or(strings.Compare(b.Grade, a.Grade), len(b.Network)-len(a.Network), b.Count-a.Count, strings.Compare(a.Name, b.Name))
	})
	for _, in := range d.Incidents {
		o.Stories = append(o.Stories, story(in, r.Epoch))
	}
	o.Timeline = timeline(o.Rows)
	o.judge()
	return o
}

func rowOf(f *export.Finding, seen export.Span, c *check.Check) Row {
	row := Row{
		Check: f.Check, Title: f.Title, Level: f.Level, Subject: cut(f.Subject), URL: cut(f.URL), Site: siteOf(f),
		First: moment(seen.First), Last: moment(seen.Last), Count: f.Count, Private: f.Private, Ignored: f.Ignored,
		Between: c != nil && c.Intercepts,
	}
	var b strings.Builder
	for _, e := range f.Evidence {
		if b.Len() > maxText {
			break
		}
		b.WriteString(cut(e.URL) + " " + cut(e.Detail) + " ")
	}
	row.Text = cut(b.String())
	return row
}

// siteOf is the registrable domain that a finding is about, or the host where there
// is none.
func siteOf(f *export.Finding) string {
	for _, address := range []string{"http://" + f.Subject + "/", f.Subject, f.URL} {
		if strings.HasPrefix(address, "http://http") {
			continue
		}
		u, err := weburl.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		if domain := site.RegistrableDomain(site.Name(u.Host)); domain != "" {
			return domain
		}
		return u.Host
	}
	return ""
}

// count counts a row by its level.
func (o *Overview) count(row Row) {
	switch {
	case row.Ignored:
		o.Ignored++
	case row.Level == finding.Danger:
		o.Danger++
	case row.Level == finding.Warning:
		o.Warning++
	default:
		o.Notice++
	}
}

// sortNetworks brings networks into the order of time.
func (o *Overview) sortNetworks() {
	order := make([]int, len(o.Networks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(o.Networks[a].First, o.Networks[b].First) })
	sorted := make([]Stay, len(order))
	place := make([]int, len(order))
	for to, from := range order {
		sorted[to] = o.Networks[from]
		place[from] = to
	}
	o.Networks = sorted
	for i := range o.Rows {
		o.Rows[i].Network = place[o.Rows[i].Network]
	}
}

func story(in finding.Incident, epoch fact.Epoch) Story {
	s := Story{Incident: in}
	if in.Epoch != epoch.ID {
		return s
	}
	for _, p := range in.Pieces {
		for _, a := range epoch.Alarms {
			if a.Check == p.Check && a.Subject == p.Subject {
				s.Alarms = append(s.Alarms, a)
			}
		}
	}
	s.Aside = len(s.Alarms) > 0 && !slices.ContainsFunc(s.Alarms, func(a fact.Alarm) bool { return a.Dismissed == "" })
	return s
}

var (
	saidNothing = say.New("overview_nothing", "Nothing was found by which others could read or change what you saw.")
	saidSmall   = say.New("overview_notices", "Others could not read what you saw. Some sites could do better.")
	saidExposed = say.Plural("overview_exposed",
		"On {n:number} site, others on the network could read or change what you saw or sent.",
		"On {n:number} sites, others on the network could read or change what you saw or sent.")
	saidDanger = say.Plural("overview_danger",
		"On {n:number} site, others on the network could steal what you type or swap what you get.",
		"On {n:number} sites, others on the network could steal what you type or swap what you get.")
	saidSuspect = say.Plural("overview_suspect",
		"On {n:number} network, somebody seems to have been between you and the sites that you visited.",
		"On {n:number} networks, somebody seems to have been between you and the sites that you visited.")
	saidOne = say.New("overview_suspect_once", "One thing points at somebody between you and a site that you visited.")
)

// judge finds the one sentence.
func (o *Overview) judge() {
	networks := map[string]bool{}
	for _, s := range o.Stories {
		if !s.Aside {
			networks[s.Incident.Epoch] = true
		}
	}
	between := slices.ContainsFunc(o.Rows, func(r Row) bool {
		return r.Between && r.Level == finding.Danger && !r.Ignored && !o.aside(r)
	})
	exposed, dangers := map[string]bool{}, map[string]bool{}
	for _, r := range o.Rows {
		if r.Ignored || r.Between {
			continue
		}
		if r.Level == finding.Danger {
			dangers[r.Site] = true
		}
		if r.Level.Rank() >= finding.Warning.Rank() {
			exposed[r.Site] = true
		}
	}
	switch {
	case len(networks) > 0:
		o.State, o.Words = finding.Suspect, say.Words(saidSuspect.With(say.N(len(networks))))
	case between:
		o.State, o.Words = finding.Suspect, say.Words(saidOne.With())
	case len(dangers) > 0:
		o.State, o.Words = finding.Exposed, say.Words(saidDanger.With(say.N(len(dangers))))
	case len(exposed) > 0:
		o.State, o.Words = finding.Exposed, say.Words(saidExposed.With(say.N(len(exposed))))
	case o.Notice+o.Warning+o.Danger > 0:
		o.State, o.Words = finding.Secure, say.Words(saidSmall.With())
	default:
		o.State, o.Words = finding.Secure, say.Words(saidNothing.With())
	}
	o.Sentence = say.English(o.Words)
}

// aside reports whether a row belongs to what the person set aside.
func (o *Overview) aside(r Row) bool {
	for _, s := range o.Stories {
		if s.Aside && o.Networks[r.Network].Epoch == s.Incident.Epoch {
			return true
		}
	}
	return false
}

// moment is a time that JavaScript's dates know.
func moment(t fact.Time) fact.Time {
	if !(t > 0 && t <= latest) {
		return 0
	}
	return t
}

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}
