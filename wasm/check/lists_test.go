package check

import (
	"os"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
)

// TestWithoutPreloadList: until the list is there, checks that need it say so, and
// speak of no host that may be on it; then they do. Nothing else in these tests
// loads it.
func TestWithoutPreloadList(t *testing.T) {
	visit := fact.Visit{Source: fact.Chromium, Navigation: fact.Load{Hops: []fact.Hop{{URL: "https://blog.test/", At: 1000, Status: 200, Done: true,
		Headers: []fact.Header{{Name: "set-cookie", Value: "id="}}}}}}
	for _, c := range []*Check{&hstsMissing, &insecureCookie} {
		s := Of(&visit)
		found, missing := c.Look(s)
		if len(found) > 0 || missing == "" || !s.NeedsPreload {
			t.Errorf("%s without the list: %v, %q, needed: %v", c.ID, found, missing, s.NeedsPreload)
		}
		// One that had nothing to ask has missed nothing.
		if _, missing := hstsShort.Look(s); missing != "" {
			t.Errorf("hsts-short missed something: %s", missing)
		}
	}
	list, err := os.ReadFile("../hsts/preload.bin")
	if err != nil {
		t.Fatal(err)
	}
	if err := hsts.UsePreload(list); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Check{&hstsMissing, &insecureCookie} {
		s := Of(&visit)
		if found, missing := c.Look(s); len(found) != 1 || missing != "" || s.NeedsPreload {
			t.Errorf("%s with the list: %v, %q, needed: %v", c.ID, found, missing, s.NeedsPreload)
		}
	}
}
