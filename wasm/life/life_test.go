// Package life is the proof that Midwatch is right about silence: ten thousand
// page loads of an ordinary life, in which nobody attacks and much goes wrong, and
// the same life with attacks in it. It holds tests only.
package life

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

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
	if err := hsts.UsePreload(hsts.Builtin); err != nil {
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
				l.watch.judge(l.visit(p, typed{url: p.starts[0]}, l.ask))
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
			l.arrive(pick(l.random, local, tunnel), fact.Online)
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
	r := l.watch.judge(v)
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
}

func (c *tally) count(r finding.Report) {
	for _, f := range r.Findings {
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
		text += fmt.Sprintf("%-22s %8d %8d %8d\n", name, n[finding.Notice], n[finding.Warning], n[finding.Danger])
	}
	return text
}

var sources = []fact.Source{fact.Chromium, fact.Firefox}

// TestOrdinaryLife: nobody attacks, and Midwatch never says that somebody does.
func TestOrdinaryLife(t *testing.T) {
	for _, source := range sources {
		t.Run(string(source), func(t *testing.T) {
			var all tally
			l := newLife(source, *seed)
			l.each = func(l *life, p place, v fact.Visit, r finding.Report) {
				all.count(r)
				if intercepts(r) {
					all.alarms = append(all.alarms, fmt.Sprintf("%s: %s (%s), visit %s, %s: %s", l.on.name, p.host, p.kind, v.ID, l.watch.epoch.ID, words(r)))
				}
			}
			l.live()
			t.Logf("%d page loads in %d epochs, %d hosts known, seed %d\n%s", l.visits, l.epochs, len(l.watch.known), *seed, all.table())
			for _, alarm := range all.alarms[:min(len(all.alarms), 12)] {
				t.Errorf("false alarm at %s", alarm)
			}
			if len(all.alarms) > 0 {
				t.Errorf("%d false alarms", len(all.alarms))
			}
		})
	}
}
