package memory

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
)

func TestMain(m *testing.M) {
	list, err := os.ReadFile("../hsts/preload.bin")
	if err == nil {
		err = hsts.UsePreload(list)
	}
	if err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func answer(url string, at fact.Time, headers ...string) fact.Hop {
	h := fact.Hop{URL: url, At: at, Status: 200, StatusLine: "HTTP/1.1 200 OK", Done: true}
	for i := 0; i < len(headers); i += 2 {
		h.Headers = append(h.Headers, fact.Header{Name: headers[i], Value: headers[i+1]})
	}
	return h
}

func redirect(from, to string, at fact.Time) fact.Hop {
	h := answer(from, at, "location", to)
	h.Status, h.StatusLine, h.Next = 301, "HTTP/1.1 301 Moved Permanently", to
	return h
}

func visit(source fact.Source, hops ...fact.Hop) fact.Visit {
	return fact.Visit{Source: source, Navigation: fact.Load{Destination: "main_frame", Hops: hops}, Network: fact.Network{Epoch: "e1"}}
}

func part(destination string, hops ...fact.Hop) fact.Load {
	return fact.Load{Destination: destination, Frame: 1, Hops: hops}
}

func seen(v fact.Visit) map[string]fact.Known {
	records := map[string]fact.Known{}
	for _, k := range Seen(check.Of(&v)) {
		records[k.Host] = k
	}
	return records
}

// TestSeen holds what each kind of answer teaches, as a record in JSON.
func TestSeen(t *testing.T) {
	upgrade := redirect("http://a.test/", "https://a.test/", 100)
	upgrade.Status, upgrade.StatusLine = 307, "HTTP/1.1 307 Internal Redirect"
	upgrade.Headers = append(upgrade.Headers, fact.Header{Name: "non-authoritative-reason", Value: "HSTS"})
	cached := answer("https://a.test/", 100, "strict-transport-security", "max-age=10")
	cached.Cached = true
	at := func(h fact.Hop, address string) fact.Hop { h.Address = address; return h }
	line := func(h fact.Hop, text string) fact.Hop { h.StatusLine = text; return h }
	status := func(h fact.Hop, n int) fact.Hop { h.Status = n; return h }
	client := func(h fact.Hop) fact.Hop { h.Client = true; return h }
	failed := func(url, code string, at fact.Time) fact.Hop { return fact.Hop{URL: url, At: at, Error: code} }
	const certificate = "net::ERR_CERT_AUTHORITY_INVALID"
	secure := `"firstSecure":100,"lastSecure":100,"hsts":{},"unsentAt":100,"unsentEpoch":"e1","epochs":1,"recent":["e1"]}`
	for name, c := range map[string]struct {
		visit fact.Visit
		want  []string
	}{
		"encrypted": {visit(fact.Chromium, answer("https://a.test/", 100)), []string{`{"host":"a.test","seenAt":100,` + secure}},
		"policy": {visit(fact.Chromium, answer("https://a.test./", 100, "strict-transport-security", "max-age=10; includeSubDomains", "strict-transport-security", "max-age=0")), []string{
			`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"hsts":{"maxAge":10,"includeSubDomains":true,"expires":10100,"at":100,"epoch":"e1"},"epochs":1,"recent":["e1"]}`}},
		"policy cleared": {visit(fact.Chromium, answer("https://a.test/", 100, "strict-transport-security", "max-age=0")), []string{
			`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"hsts":{"at":100,"epoch":"e1"},"epochs":1,"recent":["e1"]}`}},
		"policy over http": {visit(fact.Chromium, answer("http://a.test/", 100, "strict-transport-security", "max-age=10")), []string{
			`{"host":"a.test","seenAt":100,"plainFrom":100,"plainAt":100,"plainEpochs":[{"at":100,"epoch":"e1"}],"hsts":{}}`}},
		"policy of an address": {visit(fact.Chromium, answer("https://192.0.2.1/", 100, "strict-transport-security", "max-age=10")), []string{
			`{"host":"192.0.2.1","seenAt":100,"firstSecure":100,"lastSecure":100,"hsts":{},"epochs":1,"recent":["e1"]}`}},
		"redirect": {visit(fact.Chromium, redirect("http://a.test/", "https://a.test:8443/x", 50), answer("https://a.test:8443/x", 100)), []string{
			`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"upgradedAt":50,"hsts":{},"unsentAt":100,"unsentEpoch":"e1","epochs":1,"recent":["e1"]}`}},
		"redirect whose end is not seen": {visit(fact.Chromium, redirect("http://a.test/", "https://a.test/", 50)), []string{`{"host":"a.test","seenAt":50,"upgradedAt":50,"hsts":{}}`}},
		"redirect to another host": {visit(fact.Chromium, redirect("http://a.test/", "https://b.test/", 50), answer("https://b.test/", 100)), []string{
			`{"host":"a.test","seenAt":50,"hsts":{}}`, `{"host":"b.test","seenAt":100,` + secure}},
		"redirect that the browser upgraded": {func() fact.Visit {
			h := redirect("http://a.test/x", "http://a.test/y", 50)
			h.Next = "https://a.test/y"
			return visit(fact.Chromium, h, answer("https://a.test/y", 100))
		}(), []string{`{"host":"a.test","seenAt":100,` + secure}},
		"upgrade within the browser":                  {visit(fact.Chromium, upgrade, answer("https://a.test/", 100)), []string{`{"host":"a.test","seenAt":100,` + secure}},
		"upgrade within the browser, and no more yet": {visit(fact.Chromium, upgrade), nil},
		"upgrade by a script": {visit(fact.Chromium, client(answer("http://a.test/", 50)), answer("https://a.test/", 100)), []string{
			`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"plainFrom":50,"plainAt":50,"hsts":{},"unsentAt":100,"unsentEpoch":"e1","epochs":1,"recent":["e1"]}`}},
		"plain error":      {visit(fact.Chromium, status(answer("http://a.test/", 100), 503)), []string{`{"host":"a.test","seenAt":100,"hsts":{}}`}},
		"plain, unchanged": {visit(fact.Chromium, status(answer("http://a.test/", 100), 304)), []string{`{"host":"a.test","seenAt":100,"plainFrom":100,"plainAt":100,"plainEpochs":[{"at":100,"epoch":"e1"}],"hsts":{}}`}},
		"this computer":    {visit(fact.Chromium, answer("http://localhost:8080/", 100)), nil},
		"cache":            {visit(fact.Chromium, cached), nil},
		"failure":          {visit(fact.Chromium, failed("https://a.test/", "net::ERR_CONNECTION_REFUSED", 100)), nil},
		"bad certificate":  {visit(fact.Chromium, failed("https://a.test/", certificate, 100)), []string{`{"host":"a.test","seenAt":100,"hsts":{},"faultAt":100,"faultEpoch":"e1"}`}},
		"clicked through": {visit(fact.Chromium, failed("https://a.test/", certificate, 100), answer("https://a.test/", 200, "strict-transport-security", "max-age=10")), []string{
			`{"host":"a.test","seenAt":200,"hsts":{},"faultAt":100,"faultEpoch":"e1"}`}},
		"clicked through, and failed again": {func() fact.Visit {
			v := visit(fact.Chromium, failed("https://a.test/", certificate, 100), answer("https://a.test/", 200))
			v.Loads = []fact.Load{part("image", failed("https://a.test/i", certificate, 300))}
			return v
		}(), []string{`{"host":"a.test","seenAt":300,"hsts":{},"faultAt":300,"faultEpoch":"e1"}`}},
		"accepted in Firefox": {func() fact.Visit {
			v := visit(fact.Firefox, line(answer("https://a.test/", 100, "strict-transport-security", "max-age=10"), "HTTP/2.0 200 OK"))
			v.Connections = []fact.Connection{{Host: "a.test", At: 101, Issuer: "CN=Mallory", Fault: "trust_error"}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"hsts":{},"faultAt":101,"faultEpoch":"e1"}`}},
		"certificate in Firefox": {func() fact.Visit {
			v := visit(fact.Firefox, line(at(answer("https://a.test/", 100, "strict-transport-security", "max-age=10"), "2606:4700::1"), "HTTP/2.0 200 OK"))
			v.Connections = []fact.Connection{{Host: "a.test", At: 101, Issuer: "CN=Authority", Key: "a2V5", Root: "cm9vdA", BuiltIn: true}, {Host: "b.test", Issuer: "CN=Other"}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"hsts":{"maxAge":10,"expires":10100,"at":100,"epoch":"e1"},"protocols":["h2"],"reach":"public","publicAt":100,"issuer":"CN=Authority","key":"a2V5","root":"cm9vdA","builtInAt":100,"epochs":1,"recent":["e1"]}`}},
		"protocol in Chromium": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100, "strict-transport-security", "max-age=1x"))
			v.Pages = []fact.Page{{URL: "https://a.test/#now", Protocol: "h3"}, {URL: "https://b.test/", Frame: 1, Protocol: "h2"}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"hsts":{},"protocols":["h3"],"epochs":1,"recent":["e1"]}`}},
		"protocol nobody knows": {func() fact.Visit {
			v := visit(fact.Firefox, line(answer("https://a.test/", 100), "GOPHER/9"))
			v.Pages = []fact.Page{{URL: "https://a.test/", Protocol: "spdy/3.1"}, {URL: "http://a.test/", Protocol: "h2"}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,` + secure}},
		"addresses": {visit(fact.HAR, at(redirect("http://a.test/", "https://a.test/", 50), "192.168.1.1"), at(answer("https://a.test/", 100), "::ffff:8.8.8.8")), []string{
			`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"upgradedAt":50,"hsts":{},"unsentAt":100,"unsentEpoch":"e1","protocols":["http/1.1"],"reach":"public","publicAt":100,"epochs":1,"recent":["e1"]}`}},
		"address of the plain answer only": {visit(fact.Chromium, at(redirect("http://a.test/", "https://a.test/", 50), "192.168.1.1"), answer("https://a.test/", 100)), []string{
			`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"upgradedAt":50,"hsts":{},"unsentAt":100,"unsentEpoch":"e1","epochs":1,"recent":["e1"]}`}},
		"address of a plain answer": {visit(fact.HAR, at(answer("http://a.test/", 100), "192.168.1.1")), []string{`{"host":"a.test","seenAt":100,"plainFrom":100,"plainAt":100,"plainEpochs":[{"at":100,"epoch":"e1"}],"hsts":{},"reach":"private"}`}},
		"plain, on a trusted network": {func() fact.Visit {
			v := visit(fact.HAR, at(answer("http://a.test/", 100), "192.168.1.1"))
			v.Network.Trust = fact.Trusted
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"plainFrom":100,"plainAt":100,"plainEpochs":[{"at":100,"epoch":"e1"}],"plainTrusted":100,"hsts":{},"reach":"private","nearAt":100}`}},
		"plain from an address for documentation, and linking to encrypted ones": {func() fact.Visit {
			v := visit(fact.HAR, at(answer("http://a.test/", 100), "203.0.113.1"))
			v.Pages = []fact.Page{{URL: "http://a.test/", SecureLinks: 2}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"plainFrom":100,"plainAt":100,"plainEpochs":[{"at":100,"epoch":"e1"}],"linkedAt":100,"hsts":{},"reach":"documentation","publicAt":100}`}},
		"links of a frame, and of an encrypted document": {func() fact.Visit {
			v := visit(fact.HAR, answer("https://a.test/", 100))
			v.Pages = []fact.Page{{URL: "https://a.test/", SecureLinks: 2}, {Frame: 1, URL: "http://b.test/", SecureLinks: 1}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"firstSecure":100,"lastSecure":100,"hsts":{},"unsentAt":100,"unsentEpoch":"e1","protocols":["http/1.1"],"epochs":1,"recent":["e1"]}`}},
		"plain, and most likely somebody else's": {func() fact.Visit {
			v := visit(fact.Chromium, answer("http://a.test/", 100))
			v.Pages = []fact.Page{{URL: "http://a.test/", SecureLinks: 2}}
			v.Known = []fact.Known{{Host: "a.test", FirstSecure: 1, LastSecure: 1, UpgradedAt: 1}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"hsts":{}}`}},
		"the same on a trusted network": {func() fact.Visit {
			v := visit(fact.Chromium, answer("http://a.test/", 100))
			v.Network.Trust = fact.Trusted
			v.Known = []fact.Known{{Host: "a.test", FirstSecure: 1, LastSecure: 1, UpgradedAt: 1}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"plainFrom":100,"plainAt":100,"plainEpochs":[{"at":100,"epoch":"e1"}],"plainTrusted":100,"hsts":{}}`}},
		"a frame's plain document": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100, "strict-transport-security", "max-age=0"))
			v.Loads = []fact.Load{part("sub_frame", answer("http://a.test/f", 200))}
			return v
		}(), []string{`{"host":"a.test","seenAt":200,"firstSecure":100,"lastSecure":100,"plainFrom":200,"plainAt":200,"plainEpochs":[{"at":200,"epoch":"e1"}],"hsts":{"at":100,"epoch":"e1"},"epochs":1,"recent":["e1"]}`}},
		"parts": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100, "strict-transport-security", "max-age=10"))
			v.Loads = []fact.Load{part("image", answer("https://b.test/", 200)), part("image", answer("http://c.test/", 200)), part("script", answer("wss://d.test/", 200)),
				part("image", answer("https://a.test/i", 300)), part("sub_frame", answer("https://e.test/", 210)), part("image", failed("https://f.test/", certificate, 220))}
			return v
		}(), []string{
			`{"host":"a.test","seenAt":300,"firstSecure":100,"lastSecure":300,"hsts":{"maxAge":10,"expires":10100,"at":100,"epoch":"e1"},"epochs":1,"recent":["e1"]}`,
			`{"host":"b.test","seenAt":200,"firstSecure":200,"lastSecure":200,"hsts":{},"epochs":1,"recent":["e1"]}`,
			`{"host":"e.test","seenAt":210,"firstSecure":210,"lastSecure":210,"hsts":{},"epochs":1,"recent":["e1"]}`,
			`{"host":"f.test","seenAt":220,"hsts":{},"faultAt":220,"faultEpoch":"e1"}`}},
		"private window": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100))
			v.Private = true
			return v
		}(), nil},
		"restored": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100))
			v.Restored = true
			return v
		}(), nil},
		"lone file": {visit(fact.HTML, answer("https://a.test/", 100)), nil},
		"bad certificate on this network before": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100, "strict-transport-security", "max-age=10"))
			v.Known = []fact.Known{{Host: "a.test", FaultAt: 1, FaultEpoch: "e1"}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,"hsts":{}}`}},
		"bad certificate on another network": {func() fact.Visit {
			v := visit(fact.Chromium, answer("https://a.test/", 100))
			v.Known = []fact.Known{{Host: "a.test", FaultAt: 1, FaultEpoch: "e0"}}
			return v
		}(), []string{`{"host":"a.test","seenAt":100,` + secure}},
	} {
		var got []string
		for _, k := range Seen(check.Of(&c.visit)) {
			text, err := json.Marshal(k)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(text))
			if !Sound(k) || !reflect.DeepEqual(bound(k), k) {
				t.Errorf("%s: not as records are kept: %s", name, text)
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s\n got %s\nwant %s", name, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

// TestSeenBound: a page that asks thousands of hosts is remembered with some of
// them, and with all that its document came by.
func TestSeenBound(t *testing.T) {
	v := visit(fact.Chromium, redirect("http://first.test/", "https://second.test/", 1), answer("https://second.test/", 2))
	for i := range 5000 {
		v.Loads = append(v.Loads, part("image", answer(fmt.Sprintf("https://h%d.test/", i), 3)))
	}
	records := seen(v)
	if len(records) != maxParts+2 {
		t.Errorf("%d records", len(records))
	}
	for _, host := range []string{"first.test", "second.test", "h0.test"} {
		if _, ok := records[host]; !ok {
			t.Errorf("%s is not remembered", host)
		}
	}
}
