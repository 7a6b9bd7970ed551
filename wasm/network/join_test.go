package network

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"midwatch/wasm/fact"
)

// noticed is what one visit can teach of its epoch: an Epoch as Seen gives it.
type noticed fact.Epoch

func (noticed) Generate(r *rand.Rand, _ int) reflect.Value {
	when := func() fact.Time { return fact.Time(1 + r.Intn(9)) } // few moments, so that many meet
	word := func(s string) string { return fmt.Sprint(s, r.Intn(4)) }
	e := fact.Epoch{ID: "e"}
	if r.Intn(5) == 0 {
		e.ID = word("e")
	}
	for range r.Intn(3) {
		e.Faults = append(e.Faults, fact.Fault{Host: word("f"), At: when()})
		e.Sites = append(e.Sites, word("s"))
		e.Clocks = append(e.Clocks, fact.Clock{Site: word("c"), At: when()}) // of one moment there is one reading
		e.Used = append(e.Used, fact.Proxy{Mode: "request", Address: word("p")})
		e.Alarms = append(e.Alarms, fact.Alarm{Check: word("a"), Subject: word("b"), At: when()})
		e.Said = append(e.Said, fact.Said{Check: word("x"), Visit: word("v")})
		e.Roots = append(e.Roots, fact.Root{Key: word("k"), Sites: []string{word("s")}, Epochs: []string{e.ID}, Trusted: when()})
	}
	if r.Intn(4) == 0 {
		e.Portal = fact.Portal{Host: word("h"), At: when()}
	}
	return reflect.ValueOf(noticed(e))
}

func after(seen ...noticed) fact.Epoch {
	n := fact.Networking{Epoch: fact.Epoch{ID: "e", Began: 1}}
	for _, s := range seen {
		n.Noticed = []fact.Epoch{fact.Epoch(s)}
		n.Epoch = Next(n)
	}
	return n.Epoch
}

// orderless is an epoch without what the order of joining decides: which visit goes
// on saying what is said once, and when a portal was first told of.
func orderless(e fact.Epoch) fact.Epoch {
	e.Portal, e.Said = fact.Portal{}, nil
	e.Used, e.Proxies, e.Roots = slices.Clone(e.Used), slices.Clone(e.Proxies), slices.Clone(e.Roots)
	for _, list := range [][]fact.Proxy{e.Used, e.Proxies} {
		slices.SortFunc(list, func(a, b fact.Proxy) int { return strings.Compare(a.Address, b.Address) })
	}
	slices.SortFunc(e.Roots, func(a, b fact.Root) int { return strings.Compare(a.Key, b.Key) })
	for i := range e.Roots {
		slices.Sort(e.Roots[i].Epochs)
	}
	return e
}

func TestJoinTwice(t *testing.T) {
	if err := quick.Check(func(a, b, c, d noticed) bool {
		once := after(a, b, c, d)
		return reflect.DeepEqual(after(a, b, c, d, d, a, c, b), once)
	}, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

func TestJoinOrder(t *testing.T) {
	if err := quick.Check(func(a, b, c noticed) bool {
		want := orderless(after(a, b, c))
		for _, order := range [][]noticed{{a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
			if !reflect.DeepEqual(orderless(after(order...)), want) {
				t.Logf("%+v\n%+v", orderless(after(order...)), want)
				return false
			}
		}
		return true
	}, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

// TestJoinAtOnce: joining several in one message is joining one after another.
func TestJoinAtOnce(t *testing.T) {
	if err := quick.Check(func(a, b, c noticed) bool {
		got := Next(fact.Networking{Epoch: after(a), Noticed: []fact.Epoch{fact.Epoch(b), fact.Epoch(c)}})
		return reflect.DeepEqual(got, after(a, b, c))
	}, nil); err != nil {
		t.Error(err)
	}
}

// TestJoinOtherEpoch: a visit that outlives its network teaches the next one only
// what goes on from one to the next.
func TestJoinOtherEpoch(t *testing.T) {
	e := Next(fact.Networking{Epoch: fact.Epoch{ID: "e", Began: 1}, Noticed: []fact.Epoch{{ID: "before", Faults: []fact.Fault{{Host: "a.test", At: 5}},
		Alarms: []fact.Alarm{{Check: "c", At: 5}}, Portal: fact.Portal{At: 5}, Sites: []string{"b.test"}, Said: []fact.Said{{Check: "c"}},
		Used: []fact.Proxy{{Mode: "request", Address: "p"}}, Roots: []fact.Root{{Key: "k", Sites: []string{"c.test"}, Epochs: []string{"before"}}}}}})
	want := fact.Epoch{ID: "e", Began: 1, Trust: fact.Unknown, Proxies: []fact.Proxy{{Mode: "request", Address: "p"}}, Roots: []fact.Root{{Key: "k", Epochs: []string{"before"}}}}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("%+v", e)
	}
	if e := Next(fact.Networking{Noticed: []fact.Epoch{{ID: "e", Sites: []string{"b.test"}}}}); len(e.Sites) > 0 {
		t.Errorf("no epoch yet: %+v", e)
	}
}

// change is one that may come from a browser, within half a minute.
type change fact.Change

func (change) Generate(r *rand.Rand, _ int) reflect.Value {
	pick := func(words ...string) string { return words[r.Intn(len(words))] }
	c := fact.Change{Kind: fact.ChangeKinds[r.Intn(len(fact.ChangeKinds))], At: fact.Time(100_000 + 1000*r.Intn(30)), Fresh: fmt.Sprint("n", r.Intn(1000))}
	switch c.Kind {
	case fact.Reconnect:
		c.State = pick("wifi", "cellular", "")
	case fact.PortalIs:
		c.State = pick("locked_portal", "unlocked_portal", "not_captive", "unknown")
	case fact.ProxyIs:
		c.Proxy = fact.Proxy{Mode: pick("system", "pac", "nonsense"), Address: pick("http://a.test/", "http://b.test/")}
	case fact.Choose:
		c.Trust, c.Scope = fact.Trust(pick("trusted", "untrusted", "", "nonsense")), pick("epoch", "network", "everywhere")
	case fact.Dismiss:
		c.Alarm = fact.Alarm{Check: "a0", Subject: "b0", Dismissed: pick("mine", "")}
	case fact.CanaryIs:
		c.Canary = fact.Canary{URL: "http://canary.test/", At: c.At, Status: 200}
	}
	return reflect.ValueOf(change(c))
}

// TestToldTwice: what is told again, last of all, changes nothing.
func TestToldTwice(t *testing.T) {
	if err := quick.Check(func(a, b, c change) bool {
		n := fact.Networking{Epoch: fact.Epoch{ID: "e", Began: 1, At: 50_000}, Changes: []fact.Change{fact.Change(a), fact.Change(b), fact.Change(c)}}
		once := Next(n)
		last := slices.MaxFunc(n.Changes, func(a, b fact.Change) int { return int(a.At - b.At) })
		for _, other := range n.Changes {
			if other.At == last.At && !reflect.DeepEqual(other, last) {
				return true // of one moment: which is the last cannot be told
			}
		}
		twice := Next(fact.Networking{Epoch: once, Changes: []fact.Change{last}})
		if !reflect.DeepEqual(once, twice) {
			t.Logf("%+v\n%+v", once, twice)
		}
		return reflect.DeepEqual(once, twice)
	}, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

// TestTrustIsRecomputed: whatever was stored, trust and distinct follow from the
// rest, and no alarm that stands leaves a network trusted.
func TestTrustIsRecomputed(t *testing.T) {
	if err := quick.Check(func(a noticed, b, c change, stored string) bool {
		e := after(a)
		e.Trust, e.Distinct = fact.Trust(stored), !e.Distinct
		e = Next(fact.Networking{Epoch: e, Changes: []fact.Change{fact.Change(b), fact.Change(c)}})
		stands := slices.ContainsFunc(e.Alarms, func(a fact.Alarm) bool { return a.Dismissed == "" })
		return e.Trust == trust(e) && (!stands || e.Trust == fact.Untrusted) && e.Distinct == (Signature(e) != "")
	}, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

// wild is a record that no visit taught.
func wild() fact.Epoch {
	long := strings.Repeat("ä", 1<<12)
	e := fact.Epoch{ID: "e", Connection: long, Choice: fact.Trust(long), Earlier: math.MaxInt, Portal: fact.Portal{Host: long, At: 1, Opened: 2},
		Proxy: fact.Proxy{Mode: "pac", Address: long}, Canary: fact.Canary{URL: "http://canary.test/", At: 1, Want: long, Got: long, Final: long, Error: long}}
	for i := range 100 {
		name := fmt.Sprint("h", i)
		e.Faults = append(e.Faults, fact.Fault{Host: name, At: fact.Time(i)}, fact.Fault{Host: long, At: 5}, fact.Fault{Host: "x", At: fact.Time(math.NaN())})
		e.Sites = append(e.Sites, name, long, "")
		e.Clocks = append(e.Clocks, fact.Clock{Site: name, At: fact.Time(i)}, fact.Clock{Site: "x", At: 7, Ahead: math.Inf(1)})
		e.Roots = append(e.Roots, fact.Root{Key: name, Name: long, Sites: slices.Repeat([]string{name, long}, 10), Epochs: slices.Repeat([]string{name, long, ""}, 10)})
		e.Used = append(e.Used, fact.Proxy{Mode: "request", Address: long + name})
		e.Proxies = append(e.Proxies, fact.Proxy{Mode: "request", Address: name}, fact.Proxy{Mode: long})
		e.Alarms = append(e.Alarms, fact.Alarm{Check: "c", Subject: name + long, At: 5}, fact.Alarm{Check: "c", Subject: name, At: 5, Dismissed: long}, fact.Alarm{At: 9})
		e.Said = append(e.Said, fact.Said{Check: name, Visit: "v"}, fact.Said{Visit: long})
		e.Marks = append(e.Marks, fact.Mark{Signature: name, Trust: fact.Trusted}, fact.Mark{Signature: long + name, Trust: "fully"})
	}
	return e
}

// check that a record is as records are kept.
func kept(t *testing.T, e fact.Epoch) {
	t.Helper()
	if !Sound(e) {
		t.Errorf("not sound: %.300s", fmt.Sprintf("%+v", e))
	}
	for name, c := range map[string]struct{ got, most int }{
		"faults": {len(e.Faults), 20}, "roots": {len(e.Roots), 20}, "sites": {len(e.Sites), 20}, "clocks": {len(e.Clocks), 20}, "used": {len(e.Used), 10},
		"proxies": {len(e.Proxies), 10}, "alarms": {len(e.Alarms), 50}, "said": {len(e.Said), 20}, "marks": {len(e.Marks), 50},
	} {
		if c.got > c.most {
			t.Errorf("%d %s", c.got, name)
		}
	}
	for _, r := range e.Roots {
		if len(r.Sites) > 5 || len(r.Epochs) > 4 {
			t.Errorf("a root with %d sites and %d epochs", len(r.Sites), len(r.Epochs))
		}
	}
	text, err := json.Marshal(e)
	if err != nil {
		t.Error(err) // a number that is none, too
	}
	if most := 1 << 19; len(text) > most {
		t.Errorf("%d bytes", len(text))
	}
	if !reflect.DeepEqual(bound(e), e) {
		t.Errorf("bounded again it differs:\n%.2000s\n%.2000s", fmt.Sprintf("%+v", e), fmt.Sprintf("%+v", bound(e)))
	}
}

// TestNonsense: whatever a store or a visit holds, the record neither fails nor grows.
func TestNonsense(t *testing.T) {
	for name, n := range map[string]fact.Networking{
		"stored":  {Epoch: wild()},
		"noticed": {Epoch: fact.Epoch{ID: "e"}, Noticed: []fact.Epoch{wild(), wild()}},
		"both":    {Epoch: wild(), Noticed: []fact.Epoch{wild()}, Changes: []fact.Change{{Kind: fact.Woke, At: 1e12, Fresh: "n"}}},
		"changes": {Changes: slices.Repeat([]fact.Change{{}, {Kind: "magic", At: 1}, {Kind: fact.Start, At: fact.Time(math.NaN()), Fresh: "x"}, {Kind: fact.Start, At: 1e300, Fresh: "x"},
			{Kind: fact.Start, At: 5, Fresh: strings.Repeat("n", 1<<20)}, {Kind: fact.CanaryIs, At: 6, Canary: wild().Canary}}, 100)},
	} {
		e := Next(n)
		t.Run(name, func(t *testing.T) { kept(t, e) })
	}
	for name, broken := range map[string]fact.Epoch{
		"a time that is none":  {ID: "e", Began: fact.Time(math.NaN())},
		"a time without end":   {ID: "e", At: fact.Time(math.Inf(1))},
		"less than none":       {ID: "e", Earlier: -1},
		"a name without end":   {ID: strings.Repeat("x", 2*maxText)},
		"before there was any": {ID: "e", Began: -5},
	} {
		if Sound(broken) {
			t.Errorf("%s: sound", name)
		}
		if e := Next(fact.Networking{Epoch: broken, Noticed: []fact.Epoch{broken}}); !reflect.DeepEqual(e, fact.Epoch{Trust: fact.Unknown}) {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// TestLeavesInputAlone: records of several messages share nothing that changes.
func TestLeavesInputAlone(t *testing.T) {
	if err := quick.Check(func(a, b, c noticed, d, e change) bool {
		n := fact.Networking{Epoch: after(a, b), Noticed: []fact.Epoch{fact.Epoch(c)}, Changes: []fact.Change{fact.Change(d), fact.Change(e)}}
		before := fmt.Sprintf("%+v", n)
		Next(n)
		return fmt.Sprintf("%+v", n) == before
	}, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// FuzzNext takes whatever a store and a message may hold.
func FuzzNext(f *testing.F) {
	f.Add(`{"epoch":{"id":"a","began":1,"roots":[{"key":"k","epochs":["a",""]}],"alarms":[{"check":"c","at":1}],"marks":[{"signature":"|","trust":"trusted"}]},"noticed":[{"id":"a","said":[{"check":"c"}]}],"changes":[{"kind":"woke","at":5e10,"fresh":"b"}]}`)
	f.Add(`{"epoch":{"proxy":{"mode":"pac","address":"::"},"portal":{"host":"a.","at":5,"opened":1}},"changes":[{"kind":"choose","at":2,"scope":"network","trust":"trusted"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		var n fact.Networking
		if json.Unmarshal([]byte(text), &n) != nil {
			return
		}
		kept(t, Next(n))
	})
}
