// Package life is the proof that Midwatch is right about silence: ten thousand
// page loads of an ordinary life, in which nobody attacks and much goes wrong, and
// the same life with attacks in it. It holds tests only.
package life

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
)

var seed = flag.Uint64("seed", 1, "of the lives that are lived")

const (
	loads = 10_000
	// In these days software against malware looks into what is encrypted, and signs
	// it with a root of its own.
	guardedFrom, guardedUntil = 45, 55
)

func TestMain(m *testing.M) {
	flag.Parse()
	list, err := os.ReadFile("../hsts/preload.bin")
	if err == nil {
		err = hsts.UsePreload(list)
	}
	if err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func timeOf(t fact.Time) time.Time { return time.UnixMilli(int64(t)).UTC() }

// life is a person with a browser in which Midwatch watches.
type life struct {
	pcg      *rand.PCG // its source
	random   *rand.Rand
	web      *web
	browser  *browser
	watch    midwatch
	now      fact.Time
	on       *spot
	held     bool // the portal stands in the way
	met      bool // its root, on a network of one's own
	guarded  bool // software on the computer signs everything anew
	visits   int
	changes  int // told, that may begin an epoch
	epochs   int
	networks map[string]int
	// each is told of every visit and what Midwatch said of it.
	each func(l *life, p place, v fact.Visit, r finding.Report)
	// flash is told of what was said of a visit too early, and taken back.
	flash func(finding.Report)
	// before is asked before every visit on a network that is not held.
	before func(l *life)
}

func newLife(source fact.Source, seed uint64) *life {
	pcg := rand.NewPCG(seed, digest(string(source)))
	random := rand.New(pcg)
	return &life{
		pcg: pcg, random: random, web: newWeb(random), now: began, networks: map[string]int{},
		browser: newBrowser(source),
		watch:   midwatch{known: map[string]fact.Known{}},
	}
}

func (l *life) chance(ofHundred int) bool { return l.random.IntN(100) < ofHundred }

// remember goes, long before, to sites that have changed since.
func (l *life) remember() {
	for _, ago := range []fact.Time{420, 400, 250} {
		l.now = began - ago*day
		l.arrive(home, fact.Start)
		for _, p := range l.web.places {
			if s := l.web.servers[p.host]; len(s.manners) > 1 && s.manners[1].from == gaveUp && (ago > 300 || l.chance(50)) {
				l.now += minute
				l.watch.judge(l.visit(p, typed{url: p.starts[0]}, l.ask), map[string]fact.Known{})
			}
		}
	}
	clear(l.networks)
}

// live lives for ten weeks.
func (l *life) live() {
	l.remember()
	for d := range days {
		l.now = began + fact.Time(d)*day
		l.browser.gone = map[string]bool{} // Chromium forgets it with time
		l.guarded = d >= guardedFrom && d < guardedUntil
		l.arrive(home, fact.Start)
		l.browse(30)
		if weekday := d%7 < 5; weekday {
			l.arrive(hotspot, fact.Online)
			l.browse(8)
			l.arrive(office, fact.Online)
			l.browse(40)
			if l.chance(50) {
				l.arrive(pick(l.random, cafe, street, motel, airport, library), fact.Online)
				l.browse(8)
				l.arrive(office, fact.Online)
			} else {
				l.change(fact.Change{Kind: fact.Woke})
			}
			l.browse(25)
			l.arrive(pick(l.random, train, hotspot, tunnel), fact.Online)
			l.browse(12)
		} else {
			l.arrive(pick(l.random, friends, hotel, motel, cafe), fact.Online)
			l.browse(40)
			l.arrive(pick(l.random, local, tunnel, campus), fact.Online)
			l.browse(35)
		}
		l.arrive(home, fact.Online)
		l.browse(loads)
	}
}

// arrive comes to a network.
func (l *life) arrive(on *spot, kind fact.ChangeKind) {
	if l.on != nil {
		l.told(fact.Change{Kind: fact.Offline})
	}
	l.now += fact.Time(5+l.random.IntN(30)) * minute
	l.on = on
	l.networks[on.name]++
	l.change(fact.Change{Kind: kind})
	state := map[bool]string{true: "cellular", false: "wifi"}[on == hotspot]
	l.change(fact.Change{Kind: fact.Reconnect, State: state})
	proxy := on.proxy
	if proxy.Mode == "" {
		proxy.Mode = "system"
	}
	l.change(fact.Change{Kind: fact.ProxyIs, Proxy: proxy})
	if on.portal != noPortal {
		l.portal()
	}
	first := l.networks[on.name] == 1
	if on.marked > 0 && (first || l.guarded && !l.met || l.random.IntN(10) < on.marked) {
		l.met = l.guarded
		l.told(fact.Change{Kind: fact.Choose, Trust: fact.Trusted, Scope: "epoch"})
	}
}

// portal meets a login page, if the system's own window does not before.
func (l *life) portal() {
	firefox := l.browser.source == fact.Firefox
	if firefox {
		l.change(fact.Change{Kind: fact.PortalIs, State: "locked_portal"})
	}
	if l.chance(60) {
		l.held = true
		for range 1 + l.random.IntN(3) {
			l.load()
		}
		l.held = false
	}
	l.now += 20 * second
	if firefox {
		l.change(fact.Change{Kind: fact.PortalIs, State: "unlocked_portal"})
	}
}

// change tells of something that may begin an epoch.
func (l *life) change(c fact.Change) {
	l.changes++
	c.Fresh = fmt.Sprint("e", l.changes)
	l.told(c)
}

func (l *life) told(c fact.Change) {
	l.now += 400
	c.At = l.now
	before := l.watch.epoch.ID
	l.watch.told(c)
	if l.watch.epoch.ID != before {
		l.epochs++
	}
}

// browse loads some pages, or what is left of the day.
func (l *life) browse(n int) {
	for range n {
		if perDay := loads / days; l.visits >= int((l.now-began)/day+1)*perDay+loads%days {
			return
		}
		if l.before != nil {
			l.before(l)
		}
		l.load()
	}
}

// load goes to a page and has it judged.
func (l *life) load() {
	l.now += fact.Time(3+l.random.IntN(100)) * second
	p := l.choose()
	v := l.visit(p, l.typed(p), l.ask)
	known := map[string]fact.Known{}
	if l.chance(10) {
		early := v // before its text was read and its parts were asked for
		early.Pages, early.Loads = nil, nil
		if r := l.watch.judge(early, known); intercepts(r) && l.flash != nil {
			defer l.flash(r)
		}
	}
	r := l.watch.judge(v, known)
	l.visits++
	if s := l.web.servers[p.host]; !l.held && s != nil && s.now(l.now).fault != 0 && l.chance(map[bool]int{true: 80, false: 15}[p.kind == "router"]) {
		l.browser.accepted[p.host] = true // "advanced", "continue"
	}
	if l.each != nil {
		l.each(l, p, v, r)
	}
}

func (l *life) choose() place {
	sum := 0.0
	for _, p := range l.web.places {
		if p.only == "" || p.only == l.on.name {
			sum += p.weight
		}
	}
	at := l.random.Float64() * sum
	for _, p := range l.web.places {
		if p.only == "" || p.only == l.on.name {
			if at -= p.weight; at <= 0 {
				return p
			}
		}
	}
	return l.web.places[0]
}

func (l *life) typed(p place) typed {
	return typed{
		url: p.starts[l.random.IntN(len(p.starts))], tries: l.chance(50),
		private: l.chance(3), restored: l.chance(3), cached: l.chance(5),
	}
}

func (l *life) visit(p place, t typed, ask func(request) answer) fact.Visit {
	v := l.browser.visit(fmt.Sprint("v", l.visits), l.now, l.on, t, ask)
	if l.chance(2) && len(v.Pages) > 0 {
		file := l.web.files[l.random.IntN(len(l.web.files))].starts[0]
		w := watched{browser: l.browser, visit: &v, on: l.on, ask: ask, at: l.now + 5*second}
		r := w.request(file)
		v.Loads = append(v.Loads, fact.Load{Destination: "main_frame", Initiator: v.Navigation.Hops[len(v.Navigation.Hops)-1].URL, Hops: []fact.Hop{w.hop(r, ask(r))}})
	}
	return v
}

// ask is how a request fares where the person is.
func (l *life) ask(r request) answer {
	if l.held {
		return l.on.held(l, r)
	}
	web := func(r request) answer {
		s, ok := l.web.servers[r.host]
		if !ok {
			return answer{dead: unknownName}
		}
		return s.answer(l, r)
	}
	a := answer{}
	if l.on.passes == nil {
		a = web(r)
	} else {
		a = l.on.passes(l, r, web)
	}
	if l.guarded && a.dead == 0 && a.fault == 0 && a.leaf.issuer != "" {
		a.leaf, a.protocol = ownLeaf("Shield Root", r.host), "http/1.1"
	}
	return a
}

// tally counts findings.
type tally struct {
	checks map[string]map[finding.Level]int
	alarms []string
	untold int               // alarms that no fact tells from an attack
	early  int               // alarms that a visit's next facts took back
	signs  []finding.Finding // that somebody is there, however weak
}

func (c *tally) count(r finding.Report) {
	for _, f := range r.Findings {
		if f.Strength != "" {
			c.signs = append(c.signs, f)
		}
		if c.checks == nil {
			c.checks = map[string]map[finding.Level]int{}
		}
		if c.checks[f.Check] == nil {
			c.checks[f.Check] = map[finding.Level]int{}
		}
		c.checks[f.Check][f.Level]++
	}
}

func (c *tally) table() string {
	text := fmt.Sprintf("%-22s %8s %8s %8s\n", "", "notice", "warning", "danger")
	var names []string
	for name := range c.checks {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		n := c.checks[name]
		text += fmt.Sprintf("%-22s %8d %8d %8d   %5.2f warnings in 100 loads\n", name, n[finding.Notice], n[finding.Warning], n[finding.Danger],
			100*float64(n[finding.Warning]+n[finding.Danger])/loads)
	}
	return text
}

// often is how many times in 100 page loads a check may warn, where that is more than
// two: what is plain in this life is seen to be.
var often = map[string]float64{"insecure-page": 15, "exposed-hop": 6, "hsts-missing": 6, "insecure-login": 10}

// maxEarly bounds the alarms of a page in clear, from a proxy's address, before any of
// its parts shows that there is one.
const maxEarly = 5

// maxUntold bounds the alarms that cannot be told from an attack: a few in ten weeks
// with a hotel every other weekend.
const maxUntold = 10

var sources = []fact.Source{fact.Chromium, fact.Firefox}

// untellable reports whether an alarm is of the one thing that nothing tells from an
// attack: a login page that answers in a site's place, without leading anywhere, and
// that Chromium knows nothing of. Firefox detects it.
func untellable(l *life, r finding.Report) bool {
	return l.browser.source == fact.Chromium && l.held && l.on.portal == inPlace &&
		slices.ContainsFunc(r.Findings, func(f finding.Finding) bool {
			return (f.Check == "https-stripped" || f.Check == "private-address") && f.Verdict == finding.Suspect
		})
}

// dismiss sets the alarms of the epoch aside: "that was the login page".
func (l *life) dismiss() {
	for _, a := range l.watch.epoch.Alarms {
		a.Dismissed = "the login page"
		l.told(fact.Change{Kind: fact.Dismiss, Alarm: a})
	}
}

// TestOrdinaryLife: nobody attacks, and Midwatch never says that somebody does.
func TestOrdinaryLife(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: too much for the browser's own machine, and the same there")
	}
	for _, source := range sources {
		t.Run(string(source), func(t *testing.T) {
			var all tally
			l := newLife(source, *seed)
			l.each = func(l *life, p place, v fact.Visit, r finding.Report) {
				if untellable(l, r) {
					all.untold++
					l.dismiss()
					return
				}
				all.count(r)
				if l.on.portal == noPortal && slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Check == "captive-portal" }) {
					t.Errorf("a portal where there is none, at %s: %s (%s), visit %s: %s", l.on.name, p.host, p.kind, v.ID, words(r))
				}
				if intercepts(r) || len(l.watch.standing()) > 0 {
					all.alarms = append(all.alarms, fmt.Sprintf("%s: %s (%s), visit %s, %s: %s", l.on.name, p.host, p.kind, v.ID, l.watch.epoch.ID, words(r)))
				}
			}
			l.flash = func(finding.Report) { all.early++ }
			l.live()
			t.Logf("%d page loads in %d epochs, %d hosts known, %d alarms of login pages that nothing tells from an attack, %d that were taken back, seed %d\n%s",
				l.visits, l.epochs, len(l.watch.known), all.untold, all.early, *seed, all.table())
			if all.early > maxEarly {
				t.Errorf("%d alarms that were taken back", all.early)
			}
			if all.untold > maxUntold {
				t.Errorf("%d alarms of login pages that nothing tells from an attack", all.untold)
			}
			for name, n := range all.checks {
				if per := 100 * float64(n[finding.Warning]+n[finding.Danger]) / float64(l.visits); per > cmp.Or(often[name], 2) {
					t.Errorf("%s warns %.1f times in 100 page loads", name, per)
				}
			}
			for _, in := range export.New(export.Request{Findings: all.signs}).Incidents {
				t.Errorf("an incident in %s: %s %v", in.Epoch, in.Sentence, in.Pieces)
			}
			for _, alarm := range all.alarms[:min(len(all.alarms), 12)] {
				t.Errorf("false alarm at %s", alarm)
			}
			if len(all.alarms) > 0 {
				t.Errorf("%d false alarms", len(all.alarms))
			}
		})
	}
}
