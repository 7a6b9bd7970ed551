package check

import (
	"os"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
)

// look is what a check made of a visit that needs the preload list.
type look struct {
	found         []finding.Evidence
	missing       string
	needs         bool
	missedByShort string // a check that has nothing to ask there
}

func looks() map[string]look {
	visit := fact.Visit{Source: fact.Chromium, Navigation: fact.Load{Hops: []fact.Hop{{URL: "https://blog.test/", At: 1000, Status: 200, Done: true,
		Headers: []fact.Header{{Name: "set-cookie", Value: "id="}}}}}}
	list := map[string]look{}
	for _, c := range []*Check{&hstsMissing, &insecureCookie} {
		s := Of(&visit)
		var l look
		found, missing := c.Look(s)
		l.found, l.missing = found, say.English(missing)
		l.needs = s.NeedsPreload
		_, missing = hstsShort.Look(s)
		l.missedByShort = say.English(missing)
		list[c.ID] = l
	}
	return list
}

// unlisted is looks before any test has loaded the list.
var unlisted = looks()

// TestWithoutPreloadList: until the list is there, checks that need it say so, and
// speak of no host that may be on it; then they do.
func TestWithoutPreloadList(t *testing.T) {
	for id, l := range unlisted {
		if len(l.found) > 0 || l.missing == "" || !l.needs || l.missedByShort != "" {
			t.Errorf("%s without the list: %+v", id, l)
		}
	}
	list, err := os.ReadFile("../hsts/preload.bin")
	if err != nil {
		t.Fatal(err)
	}
	if err := hsts.UsePreload(list); err != nil {
		t.Fatal(err)
	}
	for id, l := range looks() {
		if len(l.found) != 1 || l.missing != "" || l.needs || l.missedByShort != "" {
			t.Errorf("%s with the list: %+v", id, l)
		}
	}
}
