package memory

import (
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
)

// TestWantedDisguises: with a document in clear, the memory of the hosts is wanted that
// its host may imitate, and of what those may have been told from above; not with one
// that came encrypted.
func TestWantedDisguises(t *testing.T) {
	v := visit(fact.Chromium, answer("http://wwww.login.bank.corn/", 100))
	got := Wanted(check.Of(&v))
	for _, host := range []string{"wwww.login.bank.corn", "login.bank.corn", "www.login.bank.corn", "wwww.login.bank.com", "bank.com", "www.bank.com"} {
		if !slices.Contains(got, host) {
			t.Errorf("%s is not wanted: %v", host, got)
		}
	}
	v = visit(fact.Chromium, answer("https://wwww.bank.com/", 100))
	if got := Wanted(check.Of(&v)); slices.Contains(got, "www.bank.com") {
		t.Error(got)
	}
}

// TestWantedLinks: the memory of the hosts that a page leads to in clear is wanted.
func TestWantedLinks(t *testing.T) {
	v := visit(fact.Chromium, answer("http://news.test/", 100))
	v.Pages = []fact.Page{{URL: "http://news.test/", Links: []fact.Ref{{URL: "http://www.bank.test/login"}}, Refs: []fact.Ref{{URL: "http://img.test/a.png"}},
		Forms: []fact.Form{{Action: "http://shop.test/"}}}}
	got := Wanted(check.Of(&v))
	for _, host := range []string{"www.bank.test", "bank.test", "img.test", "shop.test"} {
		if !slices.Contains(got, host) {
			t.Errorf("%s is not wanted: %v", host, got)
		}
	}
}

// TestWantedBound: however many hosts a visit has, and whatever their names, not many
// are asked for.
func TestWantedBound(t *testing.T) {
	long := strings.Repeat("rn0.", 50) + "corn"
	var hops []fact.Hop
	for i := range 200 {
		h := answer("http://"+strings.Repeat("a", i%60+1)+long+"/", fact.Time(100+i))
		h.Client = true
		hops = append(hops, h)
	}
	v := visit(fact.Chromium, hops...)
	if got := Wanted(check.Of(&v)); len(got) > maxWanted {
		t.Errorf("%d hosts", len(got))
	}
}
