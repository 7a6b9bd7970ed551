package check

import (
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/say"
)

// TestMissingText: what of a text was not judged is told with its true size,
// also where a page was put together from parts.
func TestMissingText(t *testing.T) {
	for _, c := range []struct {
		page fact.Page
		want string // contained in the reason; empty: none
	}{
		{fact.Page{}, ""},
		{fact.Page{Refs: make([]fact.Ref, 2), RefCount: 2, FormCount: 1, Forms: make([]fact.Form, 1), Bytes: 9 << 20}, ""},
		{fact.Page{Truncated: true, Bytes: 8 << 20}, "Megabytes read: 8"},
		{fact.Page{Truncated: true, Bytes: 100}, "its beginning"},
		{fact.Page{Refs: make([]fact.Ref, 2), RefCount: 5}, "Judged: 2 of 5"},
		{fact.Page{FormCount: 3, Forms: make([]fact.Form, 1)}, "Judged: 1 of 3"},
		{fact.Page{Frame: 4}, "The page's text was not read"},
	} {
		s := Of(&fact.Visit{Navigation: navigation("https://a.test/"), Pages: []fact.Page{c.page}})
		got := say.English(s.Missing([]fact.Kind{fact.Text}))
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.page, got, c.want)
		}
	}
}
