package inspect

import (
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// TestBanner: the page tells of the worst danger on it, in the check's own words, and
// of nothing less.
func TestBanner(t *testing.T) {
	login := func(trust fact.Trust, ignored ...fact.Ignored) fact.Visit {
		return fact.Visit{
			ID: "v", Source: fact.Chromium, Network: fact.Network{Epoch: "e", Trust: trust}, Ignored: ignored,
			Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: "http://a.test:81/in?q", At: 1, Status: 200, Done: true}}},
			Pages:      []fact.Page{{URL: "http://a.test:81/in?q", Forms: []fact.Form{{Action: "http://a.test:81/", Credentials: []fact.Credential{fact.Password}}}}},
		}
	}
	got := Visit(login(fact.Unknown)).Banner
	if got.Check != "insecure-login" || got.Host != "a.test" || got.Title == "" || got.Sentence == "" || got.Advice == "" || len(got.Words) != 3 ||
		got.Words[0].ID != "check_insecure_login_title" {
		t.Errorf("at danger: %+v", got)
	}
	for name, v := range map[string]fact.Visit{
		"at warning": login(fact.Trusted),
		"ignored":    login(fact.Unknown, fact.Ignored{Check: "insecure-login", Host: "a.test"}),
	} {
		if got := Visit(v).Banner; got.Check != "" || len(got.Words) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestBannerSuspects: that somebody is there is told before that somebody could be.
func TestBannerSuspects(t *testing.T) {
	v := fact.Visit{Navigation: fact.Load{Hops: []fact.Hop{{URL: "http://a.test/"}}}}
	s := check.Of(&v)
	could := finding.Finding{Check: "insecure-login", Level: finding.Danger, Verdict: finding.Exposed}
	is := finding.Finding{Check: "https-stripped", Level: finding.Danger, Verdict: finding.Suspect}
	less := finding.Finding{Check: "insecure-page", Level: finding.Warning, Verdict: finding.Exposed}
	for _, c := range []struct {
		findings []finding.Finding
		want     string
	}{
		{[]finding.Finding{could, is, less}, "https-stripped"},
		{[]finding.Finding{is, could}, "https-stripped"},
		{[]finding.Finding{could, less}, "insecure-login"},
		{[]finding.Finding{less}, ""},
		{nil, ""},
	} {
		if got := banner(s, c.findings); got.Check != c.want {
			t.Errorf("%+v: %s, want %s", c.findings, got.Check, c.want)
		}
	}
}
