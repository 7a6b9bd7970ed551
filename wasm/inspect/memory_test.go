package inspect

import (
	"encoding/json"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/memory"
)

// FuzzMemory judges a visit by whatever a store may hold of its hosts, and joins
// what it teaches: neither fails, and what is kept then is sound.
func FuzzMemory(f *testing.F) {
	f.Add(`[{"host":"bank.test","seenAt":1,"hsts":{"maxAge":9,"expires":9e12,"at":1,"epoch":"e1"},"recent":["e1"]}]`, "max-age=0", "id=; Domain=test")
	f.Add(`[{"host":"bank.test.","hsts":{"maxAge":-1}},{"host":"bank.test"},{"host":"test","hsts":{"maxAge":1e18,"expires":1e300}}]`, "max-age=1;preload", "=")
	f.Add(`[{"host":"bank.test","unsentAt":5,"unsentEpoch":"","protocols":["h2","h2",""],"recent":["","",""],"epochs":-3}]`, "", "a;;")
	f.Add(`[{"host":"bank.test","lastSecure":5e11,"upgradedAt":1e300,"plainFrom":-1,"plainAt":1,"plainEpochs":[{"at":9,"epoch":"e1"},{"at":1e300,"epoch":""}],"hsts":{}},{"host":"www.bank.test","lastSecure":1e12,"epochs":-1,"hsts":{}}]`, "max-age=1", "x")
	f.Add(`[{"host":"bank.test","lastSecure":9e11,"publicAt":1e12,"nearAt":-5,"linkedAt":1e12,"hsts":{},"recent":["e2"]},{"host":"www.bank.test","lastSecure":9e11,"upgradedAt":9e11,"hsts":{}}]`, "10.0.0.1", "http://www.bank.test/")
	f.Fuzz(func(t *testing.T, stored, policy, cookie string) {
		var known []fact.Known
		if json.Unmarshal([]byte(stored), &known) != nil {
			return
		}
		v := fact.Visit{Source: fact.Firefox, Known: known, Network: fact.Network{Epoch: "e2"},
			Connections: []fact.Connection{{Host: "www.bank.test", Issuer: stored, Key: policy}},
			Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{
				{URL: "http://bank.test/", At: 1e12, Status: 301, Done: true, Next: "https://bank.test/", Address: stored},
				{URL: "https://bank.test/", At: 1e12 + 1, Status: 200, Done: true, Client: true, Address: policy},
				{URL: "https://www.bank.test/", At: 1e12 + 2, Status: 200, Done: true, Headers: []fact.Header{
					{Name: "strict-transport-security", Value: policy}, {Name: "set-cookie", Value: cookie}}},
			}}}
		clear := fact.Visit{Source: fact.Chromium, Known: known, Network: fact.Network{Epoch: "e2"},
			Navigation: fact.Load{Destination: "main_frame", Initiator: cookie, Hops: []fact.Hop{
				{URL: "http://bank.test/", At: 1e12, Status: 200, Done: true, Client: true, Address: policy},
				{URL: "http://wwww.bank.test/", At: 1e12 + 1, Status: 200, Done: true, Address: policy}}},
			Pages: []fact.Page{{URL: "http://wwww.bank.test/", Links: []fact.Ref{{URL: cookie}, {URL: "http://www.bank.test/"}}}}}
		for _, k := range memory.Join(fact.Memory{Known: known, Seen: Visit(clear).Remember}) {
			if !memory.Sound(k) {
				t.Errorf("not sound: %+v", k)
			}
		}
		report := Visit(v)
		joined := memory.Join(fact.Memory{Known: known, Seen: report.Remember})
		if len(joined) != 2 {
			t.Fatalf("%d records", len(joined))
		}
		for _, k := range joined {
			if !memory.Sound(k) {
				t.Errorf("not sound: %+v", k)
			}
		}
	})
}
