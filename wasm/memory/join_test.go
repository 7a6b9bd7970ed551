package memory

import (
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

// sighting is what one visit can teach of host.test: a record as Seen gives it.
type sighting fact.Known

func (sighting) Generate(r *rand.Rand, _ int) reflect.Value {
	at := fact.Time(1 + r.Intn(30)) // few moments, so that many meet
	// An epoch is a stretch of time: it follows from the moment.
	epoch := fmt.Sprint("e", int(at)/6)
	k := fact.Known{Host: "host.test", SeenAt: at}
	if r.Intn(4) > 0 {
		k.FirstSecure, k.LastSecure = at, at
		k.Epochs, k.Recent = 1, []string{epoch}
		k.Reach = []string{"public", "private"}[r.Intn(2)]
		k.Issuer, k.Key = fmt.Sprint("CN=", r.Intn(3)), fmt.Sprint(r.Intn(3))
		if k.Root = fmt.Sprint(r.Intn(3)); k.Root == "0" {
			k.BuiltInAt = at
		}
		if r.Intn(2) == 0 {
			k.Protocols = [][]string{{"h2"}, {"http/1.1"}, {"h2", "h3"}}[r.Intn(3)]
		}
		switch r.Intn(3) {
		case 0:
			k.HSTS = fact.Policy{At: at, Epoch: epoch, MaxAge: 10, IncludeSubDomains: r.Intn(2) == 0, Expires: at + 10_000}
		case 1:
			k.HSTS = fact.Policy{At: at, Epoch: epoch}
		case 2:
			k.UnsentAt, k.UnsentEpoch = at, epoch
		}
	} else {
		k.Reach = []string{"public", "private"}[r.Intn(2)]
		if r.Intn(3) > 0 {
			k.PlainFrom, k.PlainAt, k.PlainEpochs = at, at, []fact.Moment{{At: at, Epoch: epoch}}
			if r.Intn(3) == 0 {
				k.PlainTrusted = at
			}
			if r.Intn(2) == 0 {
				k.LinkedAt = at
			}
		} else {
			k.UpgradedAt = at
		}
	}
	switch r.Intn(3) {
	case 0:
		k.PublicAt = at
	case 1:
		k.NearAt = at
	}
	if r.Intn(6) == 0 {
		k.FaultAt, k.FaultEpoch = at, epoch
	}
	return reflect.ValueOf(sighting(k))
}

// after is the record once sightings were joined in their order.
func after(seen ...sighting) (k fact.Known) {
	for _, s := range seen {
		m := fact.Memory{Seen: []fact.Known{fact.Known(s)}}
		if k.Host != "" {
			m.Known = []fact.Known{k}
		}
		k = Join(m)[0]
	}
	return k
}

// timeless is a record without what depends on the order in which sightings of one
// time or out of time are joined.
func timeless(k fact.Known) fact.Known {
	k.UnsentAt, k.UnsentEpoch, k.Intermittent = 0, "", false
	slices.Sort(k.Recent)
	return k
}

func TestJoinTwice(t *testing.T) {
	// Whatever came before: joining one again, later, changes nothing.
	if err := quick.Check(func(a, b, c, d sighting) bool {
		once := after(a, b, c, d)
		return reflect.DeepEqual(after(a, b, c, d, d), once) &&
			reflect.DeepEqual(timeless(after(a, b, c, d, a, c, b)), timeless(once))
	}, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

func TestJoinOrder(t *testing.T) {
	if err := quick.Check(func(a, b, c sighting) bool {
		want := timeless(after(a, b, c))
		for _, order := range [][]sighting{{a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
			if !reflect.DeepEqual(timeless(after(order...)), want) {
				t.Logf("%+v\n%+v", timeless(after(order...)), want)
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
	if err := quick.Check(func(a, b, c sighting) bool {
		got := Join(fact.Memory{Known: []fact.Known{after(a)}, Seen: []fact.Known{fact.Known(b), fact.Known(c)}})
		return len(got) == 1 && reflect.DeepEqual(got[0], after(a, b, c))
	}, nil); err != nil {
		t.Error(err)
	}
}

// TestJoinNeverBack: no time goes back, and no policy older than another is there
// after it.
func TestJoinNeverBack(t *testing.T) {
	if err := quick.Check(func(a, b, c sighting) bool {
		x, y := after(a, b), after(a, b, c)
		return y.SeenAt >= x.SeenAt && y.LastSecure >= x.LastSecure && y.HSTS.At >= x.HSTS.At && y.FaultAt >= x.FaultAt &&
			y.EarlierFaultAt >= x.EarlierFaultAt && y.FaultAt >= y.EarlierFaultAt && y.BuiltInAt >= x.BuiltInAt &&
			(y.EarlierFaultAt == 0 || y.EarlierFaultEpoch != y.FaultEpoch) &&
			y.UpgradedAt >= x.UpgradedAt && y.PlainAt >= x.PlainAt && y.Epochs >= x.Epochs &&
			(x.FirstSecure == 0 || y.FirstSecure > 0 && y.FirstSecure <= x.FirstSecure) &&
			(y.HSTS.At > x.HSTS.At || y.HSTS.MaxAge >= x.HSTS.MaxAge) &&
			y.PlainTrusted >= x.PlainTrusted && y.LinkedAt >= x.LinkedAt && y.PublicAt >= x.PublicAt && y.NearAt >= x.NearAt &&
			plainKept(x, y) && (x.PlainFrom == 0 || y.PlainFrom > 0 && y.PlainFrom <= x.PlainFrom) &&
			(!x.Intermittent || y.Intermittent) && len(y.Recent) <= maxRecent && y.Epochs >= len(y.Recent)
	}, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

// plainKept reports whether what x tells of plain documents is in y, a later record,
// unless the host was seen over HTTPS since or it was too long ago.
func plainKept(x, y fact.Known) bool {
	for i, m := range y.PlainEpochs {
		if m.At <= y.LastSecure || i > 0 && m.At > y.PlainEpochs[i-1].At {
			return false
		}
	}
	for _, m := range x.PlainEpochs {
		i := slices.IndexFunc(y.PlainEpochs, func(n fact.Moment) bool { return n.Epoch == m.Epoch })
		if m.At > y.LastSecure && len(y.PlainEpochs) < maxPlain && (i < 0 || y.PlainEpochs[i].At < m.At) {
			return false
		}
	}
	return len(y.PlainEpochs) <= maxPlain && len(y.PlainEpochs) >= min(1, len(x.PlainEpochs)) || y.LastSecure > x.LastSecure
}

// TestJoinPlain counts the networks on which a host was plain since it was last seen
// over HTTPS, in whichever order that is told.
func TestJoinPlain(t *testing.T) {
	plain := func(at fact.Time, epoch string) sighting {
		return sighting{Host: "host.test", SeenAt: at, PlainAt: at, PlainEpochs: []fact.Moment{{At: at, Epoch: epoch}}}
	}
	secure := func(at fact.Time) sighting {
		return sighting{Host: "host.test", SeenAt: at, FirstSecure: at, LastSecure: at, Recent: []string{"s"}}
	}
	for want, seen := range map[string][]sighting{
		"b a":       {plain(100, "a"), plain(200, "b")},
		"a b":       {plain(100, "a"), plain(200, "b"), plain(300, "a")},
		"b":         {plain(100, "a"), secure(150), plain(200, "b")},
		"":          {plain(100, "a"), plain(200, "b"), secure(200)},
		"f e d c":   {plain(1, "a"), plain(2, "b"), plain(3, "c"), plain(4, "d"), plain(5, "e"), plain(6, "f")},
		"g a f e":   {plain(1, "a"), plain(3, "d"), plain(5, "e"), plain(6, "f"), plain(7, "a"), plain(8, "g")},
		"n":         {secure(400), plain(500, "n"), plain(300, "a"), plain(200, "b")},
		"same also": {plain(100, "also"), plain(100, "same"), plain(101, "same")},
	} {
		for range 20 {
			rand.Shuffle(len(seen), func(i, j int) { seen[i], seen[j] = seen[j], seen[i] })
			var epochs []string
			for _, m := range after(seen...).PlainEpochs {
				epochs = append(epochs, m.Epoch)
			}
			if got := strings.Join(epochs, " "); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}

// TestJoinUnsent tells a site that is not consistent from a network that takes the
// policy out.
func TestJoinUnsent(t *testing.T) {
	policy := func(at fact.Time, epoch string) sighting {
		return sighting{Host: "host.test", SeenAt: at, FirstSecure: at, LastSecure: at, Recent: []string{epoch},
			HSTS: fact.Policy{At: at, Epoch: epoch, MaxAge: 10, Expires: at + 10_000}}
	}
	unsent := func(at fact.Time, epoch string) sighting {
		return sighting{Host: "host.test", SeenAt: at, FirstSecure: at, LastSecure: at, Recent: []string{epoch}, UnsentAt: at, UnsentEpoch: epoch}
	}
	cleared := func(at fact.Time, epoch string) sighting {
		s := policy(at, epoch)
		s.HSTS = fact.Policy{At: at, Epoch: epoch}
		return s
	}
	for name, c := range map[string]struct {
		seen         []sighting
		unsentAt     fact.Time
		intermittent bool
	}{
		"no policy":                      {[]sighting{unsent(100, "a")}, 100, false},
		"no policy yet":                  {[]sighting{unsent(100, "a"), policy(200, "b")}, 0, false},
		"before it came, in its network": {[]sighting{unsent(100, "a"), policy(200, "a")}, 0, true},
		"after it came, in its network":  {[]sighting{policy(100, "a"), unsent(200, "a"), unsent(300, "a")}, 300, false},
		"and again there":                {[]sighting{policy(100, "a"), unsent(200, "a"), policy(300, "a")}, 0, true},
		"and again elsewhere":            {[]sighting{policy(100, "a"), unsent(200, "a"), policy(300, "b")}, 0, true},
		"in its network, and in another": {[]sighting{policy(100, "a"), unsent(200, "a"), unsent(300, "b")}, 200, false},
		"in another, and in its network": {[]sighting{policy(100, "a"), unsent(300, "b"), unsent(200, "a")}, 200, false},
		"in another network":             {[]sighting{policy(100, "a"), unsent(200, "b"), unsent(300, "b")}, 300, false},
		"in another network, and again":  {[]sighting{policy(100, "a"), unsent(200, "b"), policy(300, "b")}, 0, true},
		"in another network, and back":   {[]sighting{policy(100, "a"), unsent(200, "b"), policy(300, "a")}, 0, false},
		"in another, third network":      {[]sighting{policy(100, "a"), unsent(200, "b"), policy(300, "c")}, 0, false},
		"older than the policy":          {[]sighting{policy(100, "a"), unsent(50, "a")}, 0, false},
		"after it was cleared":           {[]sighting{policy(100, "a"), cleared(150, "a"), unsent(200, "a")}, 200, false},
		"after it was cleared, in one":   {[]sighting{policy(100, "a"), func() sighting { s := cleared(150, "a"); s.UnsentAt, s.UnsentEpoch = 200, "a"; return s }()}, 200, false},
		"then cleared":                   {[]sighting{policy(100, "a"), unsent(200, "a"), cleared(300, "a")}, 0, false},
	} {
		if k := after(c.seen...); k.UnsentAt != c.unsentAt || k.Intermittent != c.intermittent {
			t.Errorf("%s: unsent at %v, intermittent %v", name, k.UnsentAt, k.Intermittent)
		}
	}
}

// TestJoinFaults: a host's own fault is met in one network after another, and then
// stays told from one of this network alone.
func TestJoinFaults(t *testing.T) {
	fault := func(at fact.Time, epoch string) sighting {
		return sighting{Host: "host.test", SeenAt: at, FaultAt: at, FaultEpoch: epoch}
	}
	for name, c := range map[string]struct {
		seen          []sighting
		last, earlier string
	}{
		"one":               {[]sighting{fault(1, "a"), fault(2, "a")}, "a2", "0"},
		"two":               {[]sighting{fault(1, "a"), fault(2, "b"), fault(3, "b")}, "b3", "a1"},
		"three":             {[]sighting{fault(1, "a"), fault(2, "b"), fault(3, "c")}, "c3", "b2"},
		"back":              {[]sighting{fault(1, "a"), fault(2, "b"), fault(3, "a")}, "a3", "b2"},
		"an old one":        {[]sighting{fault(2, "b"), fault(1, "a")}, "b2", "a1"},
		"an older one":      {[]sighting{fault(3, "c"), fault(2, "b"), fault(1, "a")}, "c3", "b2"},
		"an old one, again": {[]sighting{fault(3, "c"), fault(1, "a"), fault(2, "a")}, "c3", "a2"},
	} {
		k := after(c.seen...)
		if last, earlier := fmt.Sprint(k.FaultEpoch, k.FaultAt), fmt.Sprint(k.EarlierFaultEpoch, k.EarlierFaultAt); last != c.last || earlier != c.earlier {
			t.Errorf("%s: %s, before that %s", name, last, earlier)
		}
	}
}

// TestJoinClears: an older policy cannot come back after max-age=0.
func TestJoinClears(t *testing.T) {
	k := after(
		sighting{Host: "host.test", HSTS: fact.Policy{At: 200, Epoch: "a"}},
		sighting{Host: "host.test", HSTS: fact.Policy{At: 100, Epoch: "a", MaxAge: 10, Expires: 10_100}},
	)
	if k.HSTS != (fact.Policy{At: 200, Epoch: "a"}) {
		t.Errorf("%+v", k.HSTS)
	}
}

func TestJoinEpochs(t *testing.T) {
	var seen []sighting
	for i, epoch := range strings.Fields("a b a c d e f") {
		at := fact.Time(100 + i)
		seen = append(seen, sighting{Host: "host.test", FirstSecure: at, LastSecure: at, Recent: []string{epoch}})
	}
	k := after(seen...)
	if got := strings.Join(k.Recent, " "); got != "f e d c" || k.Epochs != 6 {
		t.Errorf("%s, %d epochs", got, k.Epochs)
	}
	// Two networks at one moment cannot be; joining their visits again changes nothing.
	x, y := seen[0], seen[1]
	y.FirstSecure, y.LastSecure = x.FirstSecure, x.LastSecure
	if once, twice := after(x, y), after(x, y, x); !reflect.DeepEqual(once, twice) {
		t.Errorf("%+v, then %+v", once, twice)
	}
	// An old visit that is judged once more does not count again.
	if again := after(append(seen, seen[1])...); again.Epochs != 6 {
		t.Errorf("%d epochs", again.Epochs)
	}
}

// TestJoinReach: what an encrypted answer told is not undone by a plain one, which
// anybody on the network can give.
func TestJoinReach(t *testing.T) {
	secure := sighting{Host: "host.test", SeenAt: 100, FirstSecure: 100, LastSecure: 100, Recent: []string{"a"}, Reach: "public"}
	bare := secure
	bare.Reach = ""
	plain := sighting{Host: "host.test", SeenAt: 200, Reach: "private"}
	for want, seen := range map[string][][]sighting{
		"public":  {{secure, plain}, {plain, secure}, {secure, bare}},
		"":        {{plain, bare}, {bare, plain}},
		"private": {{plain}},
	} {
		for _, order := range seen {
			if k := after(order...); k.Reach != want {
				t.Errorf("%q, want %q", k.Reach, want)
			}
		}
	}
}

// TestJoinNonsense: whatever a store holds, joining neither fails nor grows it.
func TestJoinNonsense(t *testing.T) {
	long := strings.Repeat("ä", 1<<20)
	many := slices.Repeat([]string{long, "", "h2", "e1", "x"}, 1000)
	for i := range many {
		if i%7 == 0 {
			many[i] = fmt.Sprint(i)
		}
	}
	seen := fact.Known{Host: "host.test", SeenAt: 100, FirstSecure: 100, LastSecure: 100, Recent: []string{"now"}}
	moments := make([]fact.Moment, len(many))
	for i, epoch := range many {
		moments[i] = fact.Moment{At: fact.Time(200 + i), Epoch: epoch}
	}
	wild := fact.Known{Host: "host.test", SeenAt: maxTime, PlainEpochs: moments, Reach: long, Issuer: long, Key: long, Root: long, FaultEpoch: long, EarlierFaultEpoch: long, Epochs: math.MaxInt,
		Protocols: many, Recent: many, HSTS: fact.Policy{MaxAge: math.MaxInt64, Epoch: long, Expires: 1}, UnsentAt: 50}
	k := Join(fact.Memory{Known: []fact.Known{wild}, Seen: []fact.Known{seen}})[0]
	if len(k.Reach) > maxText || len(k.Issuer) > maxText || len(k.Key) > maxText || len(k.Root) > maxText || len(k.FaultEpoch) > maxText ||
		len(k.EarlierFaultEpoch) > maxText || len(k.HSTS.Epoch) > maxText ||
		len(k.Recent) > maxRecent || len(k.PlainEpochs) > maxPlain || !slices.Equal(k.Protocols, []string{"h2"}) || k.Epochs < 0 {
		t.Errorf("%.300s", fmt.Sprintf("%+v", k))
	}
	for _, r := range k.Recent {
		if len(r) > maxText {
			t.Errorf("an epoch of %d bytes", len(r))
		}
	}
	for _, m := range k.PlainEpochs {
		if len(m.Epoch) > maxText {
			t.Errorf("a plain epoch of %d bytes", len(m.Epoch))
		}
	}
	for name, broken := range map[string]fact.Known{
		"plain when":       {Host: "host.test", PlainEpochs: []fact.Moment{{At: fact.Time(math.NaN())}}},
		"plain from":       {Host: "host.test", PlainFrom: fact.Time(math.NaN())},
		"plain trusted":    {Host: "host.test", PlainTrusted: -1},
		"linked":           {Host: "host.test", LinkedAt: fact.Time(math.Inf(1))},
		"public":           {Host: "host.test", PublicAt: maxTime + 1},
		"near":             {Host: "host.test", NearAt: fact.Time(math.NaN())},
		"no host":          {},
		"long host":        {Host: strings.Repeat("a", 256)},
		"dot":              {Host: "host.test."},
		"negative max-age": {Host: "host.test", HSTS: fact.Policy{MaxAge: -1}},
		"not a number":     {Host: "host.test", SeenAt: fact.Time(math.NaN())},
		"endless":          {Host: "host.test", LastSecure: fact.Time(math.Inf(1))},
		"before 1970":      {Host: "host.test", PlainAt: -1},
		"negative count":   {Host: "host.test", Epochs: -1},
		"endless policy":   {Host: "host.test", HSTS: fact.Policy{Expires: fact.Time(math.Inf(1))}},
		"policy's time":    {Host: "host.test", HSTS: fact.Policy{At: fact.Time(math.NaN())}},
		"unsent":           {Host: "host.test", UnsentAt: fact.Time(math.NaN())},
		"fault":            {Host: "host.test", FaultAt: fact.Time(math.NaN())},
		"earlier fault":    {Host: "host.test", EarlierFaultAt: fact.Time(math.NaN())},
		"built in":         {Host: "host.test", BuiltInAt: -1},
		"first":            {Host: "host.test", FirstSecure: 1e300},
		"upgrade":          {Host: "host.test", UpgradedAt: fact.Time(math.Inf(-1))},
	} {
		if Sound(broken) {
			t.Errorf("%s: sound", name)
		}
		if got := Join(fact.Memory{Known: []fact.Known{broken}, Seen: []fact.Known{seen}}); len(got) != 1 || !reflect.DeepEqual(got[0], after(sighting(seen))) {
			t.Errorf("%s: %+v", name, got)
		}
		if got := Join(fact.Memory{Seen: []fact.Known{broken}}); len(got) != 0 {
			t.Errorf("%s was joined: %+v", name, got)
		}
	}
}

// TestJoinAddress: no policy is kept of an IP address (RFC 6797 section 8.1.1),
// wherever one comes from.
func TestJoinAddress(t *testing.T) {
	for _, host := range []string{"192.0.2.1", "2001:db8::1"} {
		k := after(sighting{Host: host, SeenAt: 1, UnsentAt: 1, HSTS: fact.Policy{At: 1, MaxAge: 10, Expires: 10_001, Epoch: "a"}})
		if k.HSTS != (fact.Policy{}) || k.UnsentAt != 0 || k.SeenAt != 1 {
			t.Errorf("%+v", k)
		}
	}
}

func TestPrune(t *testing.T) {
	list := []fact.Known{{Host: "c", SeenAt: 1}, {Host: "a", SeenAt: 3}, {Host: "d", LastSecure: 4}, {Host: "b", SeenAt: 1}}
	var names []string
	for _, k := range Prune(list, 3) {
		names = append(names, k.Host)
	}
	if got := strings.Join(names, " "); got != "a b d" {
		t.Error(got)
	}
	if got := Prune(nil, 3); len(got) != 0 {
		t.Error(got)
	}
}
