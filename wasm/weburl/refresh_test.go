package weburl

import (
	"strings"
	"testing"
)

// TestParseRefresh takes the HTML standard's "shared declarative refresh
// steps", by step.
func TestParseRefresh(t *testing.T) {
	for _, c := range []struct {
		step, content string
		want          Refresh
		ok            bool
	}{
		{"the usual form", "0; url=http://a/", Refresh{0, "http://a/"}, true},
		{"the usual form", "5;URL='http://a/'", Refresh{5, "http://a/"}, true},
		{"3", " \t\n\f\r7", Refresh{After: 7}, true},
		{"3, no other space", "\u00a00;url=a", Refresh{}, false},
		{"6", "", Refresh{}, false},
		{"6", "x", Refresh{}, false},
		{"6", "-1;url=a", Refresh{}, false},
		{"6, a fraction alone", ".5;url=a", Refresh{.5, "a"}, true},
		{"8", "0.5.5;url=a", Refresh{.5, "a"}, true},
		{"8, which browsers do not drop", "1.25", Refresh{After: 1.25}, true},
		{"10.1", "0x", Refresh{}, false},
		{"10.1", "0url=a", Refresh{}, false},
		{"10.2", "0 a", Refresh{0, "a"}, true},
		{"10.3", "0 , a", Refresh{0, "a"}, true},
		{"10.3, once", "0;;a", Refresh{0, ";a"}, true},
		{"11.1", "0;", Refresh{}, true},
		{"11.2", "0;uri=a", Refresh{0, "uri=a"}, true},
		{"11.5", "0;url a", Refresh{0, "url a"}, true},
		{"11.6", "0;url \t= a", Refresh{0, "a"}, true},
		{"11.6", "0;url=", Refresh{}, true},
		{"11.7", `0;url="a'b" c`, Refresh{0, "a'b"}, true},
		{"11.7", "0;'a", Refresh{0, "a"}, true},
		{"11.7", "0;url=''", Refresh{}, true},
		{"a long time", strings.Repeat("9", 400) + ";url=a", Refresh{seconds(strings.Repeat("9", 400)), "a"}, true},
	} {
		if got, ok := ParseRefresh(c.content); got != c.want || ok != c.ok {
			t.Errorf("ParseRefresh(%q) = %+v, %v, want %+v, %v (step %s)", c.content, got, ok, c.want, c.ok, c.step)
		}
	}
}

func FuzzParseRefresh(f *testing.F) {
	for _, seed := range []string{"5; url=http://a/", "0,'http://b/' x", ".5 ; URL = \"http://c/", "1url=x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := ParseRefresh(s)
		if !strings.Contains(s, r.Address) || r.After < 0 || !ok && r != (Refresh{}) || ok && !strings.ContainsAny(s, "0123456789.") {
			t.Errorf("%+v of %q, %v", r, s, ok)
		}
	})
}
