package inspect

import (
	"fmt"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"midwatch/wasm/fact"
)

// hosts are some that look like each other; none is on the preload list.
var hosts = []string{"www.bank.example", "bank.example", "wwww.bank.example", "web.bank.example", "bank.exarnple", "bank.com.example", "bankk.example",
	"www.harbourlight-savings.com", "wwww.harbourlight-savings.com", "harbourlight-savings.corn", "xn--brbourlight-savings-kcg.com", "login.harbourlight-savings.com"}

// plainWorld is a visit in a world without HTTPS, whatever else is remembered of it:
// no host was ever seen encrypted, and none told browsers to encrypt.
type plainWorld struct{ fact.Visit }

func (plainWorld) Generate(r *rand.Rand, _ int) reflect.Value {
	at := func() fact.Time { return fact.Time(1 + r.Int63n(1<<41)) }
	pick := func(list ...string) string { return list[r.Intn(len(list))] }
	v := fact.Visit{ID: "v", Source: fact.Sources[r.Intn(3)], Private: r.Intn(4) == 0,
		Network: fact.Network{Epoch: "e1", Trust: fact.Trusts[r.Intn(3)]}}
	for range 1 + r.Intn(4) {
		h := fact.Hop{URL: pick("http", "http", "https") + "://" + pick(hosts...) + pick("", "", ":8080", ".") + "/", At: at()}
		if h.Status = []int{0, 200, 200, 302, 304, 404}[r.Intn(6)]; h.Status > 0 {
			h.Done, h.Client = true, r.Intn(2) == 0
		} else if r.Intn(2) == 0 {
			h.Error = "net::ERR_CONNECTION_CLOSED"
		}
		v.Navigation.Hops = append(v.Navigation.Hops, h)
	}
	v.Navigation.Destination, v.Navigation.Initiator = "main_frame", pick("", "http://www.bank.example", "https://www.bank.example")
	for _, host := range hosts {
		k := fact.Known{Host: host, SeenAt: at()}
		if r.Intn(2) == 0 {
			k.UpgradedAt = at()
		}
		if r.Intn(2) == 0 {
			k.PlainAt = at()
			k.PlainEpochs = []fact.Moment{{At: k.PlainAt, Epoch: pick("e0", "e1")}}
		}
		if r.Intn(2) == 0 {
			k.LinkedAt, k.PublicAt, k.NearAt, k.FaultAt, k.FaultEpoch = at(), at(), at(), at(), pick("e0", "e1")
		}
		if r.Intn(2) == 0 {
			v.Known = append(v.Known, k)
		}
	}
	return reflect.ValueOf(plainWorld{v})
}

// TestNeverSecure: of a host that was never known over HTTPS nobody takes encryption
// away.
func TestNeverSecure(t *testing.T) {
	if err := quick.Check(func(w plainWorld) bool {
		for _, f := range Visit(w.Visit).Findings {
			if f.Check == "https-stripped" || f.Check == "lookalike-host" {
				t.Logf("%+v", f)
				return false
			}
		}
		return true
	}, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

// TestStrippedTomorrow: where a strong suspicion is, the same visit on the next day's
// network is judged the same, whatever was learned; and on the same network again.
func TestStrippedTomorrow(t *testing.T) {
	known := []fact.Known{{Host: "www.bank.example", FirstSecure: 1000, LastSecure: 1000, UpgradedAt: 1000, Epochs: 1, Recent: []string{"e0"}}}
	for _, address := range []string{"http://www.bank.example/", "http://wwww.bank.example/"} {
		kept := known
		for day := range 5 {
			v := fact.Visit{ID: "v", Source: fact.Chromium, Network: fact.Network{Epoch: fmt.Sprint("e", 1+day/2), Trust: fact.Unknown}, Known: kept,
				Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: address, At: fact.Time(2000 + day), Status: 200, Done: true}}}}
			r := Visit(v)
			if r.Verdict.State != "suspect" {
				t.Errorf("%s, %d: %+v", address, day, r.Verdict)
			}
			kept = joined(kept, r.Remember)
		}
	}
}

// joined is the memory once a report is remembered.
func joined(known, seen []fact.Known) []fact.Known {
	return kept(append([]fact.Known(nil), known...), seen)
}
