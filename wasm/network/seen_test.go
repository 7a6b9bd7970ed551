package network

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

func visit(hops ...fact.Hop) fact.Visit {
	return fact.Visit{ID: "v1", Source: fact.Chromium, Network: fact.Network{Epoch: "e1", Trust: fact.Unknown},
		Navigation: fact.Load{Destination: "main_frame", Hops: hops}}
}

func answer(url string, status int) fact.Hop {
	return fact.Hop{URL: url, At: 1000, Status: status, Done: true}
}

// TestSeen: what a visit teaches of its epoch.
func TestSeen(t *testing.T) {
	page := answer("https://a.test/", 200)
	login := answer("http://a.test/", 511)
	proxied := page
	proxied.Proxy = "http proxy.test:3128"
	with := func(v fact.Visit, change func(*fact.Visit)) fact.Visit {
		change(&v)
		return v
	}
	suspect := []finding.Finding{{Check: "c", Verdict: finding.Suspect, Subject: "a.test", Time: 5}, {Check: "d", Verdict: finding.Exposed, Subject: "a.test", Time: 5}}
	for name, c := range map[string]struct {
		visit    fact.Visit
		findings []finding.Finding
		want     string
	}{
		"nothing": {visit(page), nil, `{}`},
		"portal":  {visit(login), nil, `{"id":"e1","portal":{"host":"a.test","at":1000}}`},
		"proxies": {with(visit(proxied), func(v *fact.Visit) { v.Loads = []fact.Load{{Hops: []fact.Hop{proxied}}} }), nil,
			`{"id":"e1","used":[{"mode":"request","address":"http proxy.test:3128"}]}`},
		"alarm":            {visit(page), suspect, `{"id":"e1","alarms":[{"check":"c","subject":"a.test","at":5}]}`},
		"said once":        {visit(page), []finding.Finding{{Check: "proxy-changed", Verdict: finding.Exposed, Subject: "a.test", Time: 5}}, `{"id":"e1","said":[{"check":"proxy-changed","visit":"v1"}]}`},
		"private":          {with(visit(login), func(v *fact.Visit) { v.Private = true }), suspect, `{}`},
		"from memory":      {with(visit(login), func(v *fact.Visit) { v.Restored = true }), suspect, `{}`},
		"a lone file":      {with(visit(login), func(v *fact.Visit) { v.Source = fact.HTML }), suspect, `{}`},
		"no epoch":         {with(visit(login), func(v *fact.Visit) { v.Network.Epoch = "" }), suspect, `{}`},
		"the portal's end": {with(visit(page), func(v *fact.Visit) { v.Epoch = fact.Epoch{ID: "e1", Portal: fact.Portal{Host: "portal.test", At: 500}} }), nil, `{"id":"e1","portal":{"host":"portal.test","at":500,"opened":1000}}`},
		"through a portal": {with(visit(answer("https://pay.portal.test/", 200)), func(v *fact.Visit) { v.Epoch = fact.Epoch{ID: "e1", Portal: fact.Portal{Host: "portal.test", At: 500}} }), nil, `{}`},
		"before the portal": {with(visit(page), func(v *fact.Visit) {
			v.Epoch = fact.Epoch{ID: "e1", Portal: fact.Portal{Host: "portal.test", At: 5000}}
		}), nil, `{}`},
		"Firefox tells itself": {with(visit(page), func(v *fact.Visit) {
			v.Source, v.Epoch = fact.Firefox, fact.Epoch{ID: "e1", Portal: fact.Portal{Host: "portal.test", At: 500}}
		}), nil, `{}`},
	} {
		got, err := json.Marshal(Seen(check.Of(&c.visit), c.findings))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, want %s (%v)", name, got, c.want, err)
		}
	}
}

// TestSeenBound: a page teaches no more than is kept.
func TestSeenBound(t *testing.T) {
	v := visit(answer("https://a.test/", 200))
	var findings []finding.Finding
	for i := range 5000 {
		h := answer("https://a.test/", 200)
		h.Proxy = fmt.Sprint("http ", strings.Repeat("x", 3000), i)
		v.Loads = append(v.Loads, fact.Load{Hops: []fact.Hop{h}})
		findings = append(findings, finding.Finding{Check: "c", Verdict: finding.Suspect, Subject: fmt.Sprint(i, strings.Repeat("y", 3000)), Time: 5})
	}
	kept(t, Seen(check.Of(&v), findings))
}
