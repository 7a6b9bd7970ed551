package inspect

import (
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/network"
)

// TestBehindPortal: what a captive portal explains is worth knowing, and no evidence
// of somebody else. It counts again once the portal is gone.
func TestBehindPortal(t *testing.T) {
	const minute = 60_000
	altered := fact.Visit{ID: "v", Source: fact.Firefox, Network: fact.Network{Epoch: "e", Trust: fact.Unknown},
		Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: "https://a.test/", At: 100 * minute, Status: 200, Done: true}}},
		Epoch:      fact.Epoch{ID: "e", Canary: fact.Canary{URL: "http://canary.test/", At: 100 * minute, Status: 200, Want: "still here", Got: "still here, with an addition"}}}
	for name, c := range map[string]struct {
		portal   fact.Portal
		level    finding.Level
		strength finding.Strength
		alarms   int
	}{
		"no portal": {fact.Portal{}, finding.Danger, finding.Strong, 1},
		"portal":    {fact.Portal{At: 99 * minute}, finding.Notice, "", 0},
		"opened":    {fact.Portal{At: 95 * minute, Opened: 99 * minute}, finding.Danger, finding.Strong, 1},
		"pretended": {fact.Portal{At: 89 * minute}, finding.Danger, finding.Strong, 1},
	} {
		v := altered
		v.Epoch.Portal = c.portal
		found := false
		r := Visit(v)
		for _, f := range r.Findings {
			if f.Check == "altered-response" {
				found = true
				if f.Level != c.level || f.Strength != c.strength || f.Evidence[0].Strength != c.strength {
					t.Errorf("%s: %s, %q, evidence %q", name, f.Level, f.Strength, f.Evidence[0].Strength)
				}
			}
		}
		if !found || len(r.Noticed.Alarms) != c.alarms {
			t.Errorf("%s: found %v, alarms %v", name, found, r.Noticed.Alarms)
		}
	}
}

// TestAlarmsOfANetwork: one visit's alarm makes the network untrusted and every page
// that comes over it suspect, until it is dismissed or another network is there.
func TestAlarmsOfANetwork(t *testing.T) {
	epoch := network.Next(fact.Networking{Changes: []fact.Change{{Kind: fact.Start, At: 1000, Fresh: "e"}, {Kind: fact.Choose, At: 1001, Trust: fact.Trusted, Scope: "epoch"},
		{Kind: fact.CanaryIs, At: 2000, Canary: fact.Canary{URL: "http://canary.test/", At: 2000, Status: 200, Want: "still here", Got: "still here<script>"}}}})
	judged := func(id, url string) finding.Report {
		v := fact.Visit{ID: id, Source: fact.Chromium, Network: fact.Network{Epoch: epoch.ID, Trust: epoch.Trust}, Epoch: epoch,
			Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: url, At: 3000, Status: 200, Done: true}}}}
		r := Visit(v)
		epoch = network.Next(fact.Networking{Epoch: epoch, Noticed: []fact.Epoch{r.Noticed}})
		return r
	}
	says := func(r finding.Report) (n int) {
		for _, f := range r.Findings {
			if f.Check == "altered-response" {
				n++
			}
		}
		return n
	}
	first := judged("v1", "https://a.test/")
	if first.Verdict.State != finding.Suspect || says(first) != 1 || epoch.Trust != fact.Untrusted {
		t.Fatalf("first: %+v, %+v", first.Verdict, epoch)
	}
	second := judged("v2", "https://b.test/")
	if second.Verdict.State != finding.Suspect || second.Verdict.Sentence == first.Verdict.Sentence || says(second) != 0 {
		t.Errorf("second: %+v, said %d times", second.Verdict, says(second))
	}
	if again := judged("v1", "https://a.test/"); says(again) != 1 || again.Verdict.Sentence != first.Verdict.Sentence {
		t.Errorf("first again: %+v", again.Verdict)
	}
	if own := judged("v3", "http://localhost/"); own.Verdict.State != finding.Secure {
		t.Errorf("own computer: %+v", own.Verdict)
	}
	epoch = network.Next(fact.Networking{Epoch: epoch, Changes: []fact.Change{{Kind: fact.Dismiss, At: 4000,
		Alarm: fact.Alarm{Check: "altered-response", Subject: "canary.test", Dismissed: "my own proxy"}}}})
	if r := judged("v4", "https://b.test/"); r.Verdict.State == finding.Suspect || epoch.Trust != fact.Trusted {
		t.Errorf("dismissed: %+v, %s", r.Verdict, epoch.Trust)
	}
	// The visit that raised the alarm raises it again, and it stays dismissed.
	judged("v1", "https://a.test/")
	if epoch.Trust != fact.Trusted {
		t.Errorf("judged again after that: %+v", epoch.Alarms)
	}
}
