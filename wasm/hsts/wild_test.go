package hsts

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the diagnoses")

// TestWild holds what is said of header values that real sites sent, a line each.
// The values themselves are not part of the repository: testdata/wild.txt has the
// diagnoses by the values' line numbers.
func TestWild(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/hsts-headers-wild.jsonl")
	if err != nil {
		t.Skip("skipped: the header values of real sites are not beside this repository")
	}
	var got strings.Builder
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		var seen struct {
			Header  string
			Headers []string
			Strict  string `json:"strict_rfc6797"`
		}
		if err := json.Unmarshal([]byte(line), &seen); err != nil {
			t.Fatal(err)
		}
		p := Parse(seen.Header)
		if len(seen.Headers) > 0 {
			p = Parse(seen.Headers[0]) // RFC 6797 section 8.1: only the first field counts
		}
		if len(seen.Headers) == 0 && p.Valid != (seen.Strict == "ok") {
			t.Errorf("line %d: valid %v, of which another reader says %q", n, p.Valid, seen.Strict)
		}
		fmt.Fprintf(&got, "%d %s\n", n, p.Explain())
	}
	const name = "testdata/wild.txt"
	want, err := os.ReadFile(name)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if *update && got.String() != string(want) {
		if err := os.WriteFile(name, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got.String() != string(want) {
		t.Errorf("the diagnoses have changed: run make update and read the difference\n%s", got.String())
	}
	if n != 186 {
		t.Errorf("%d values, want 186", n)
	}
}

func TestExplain(t *testing.T) {
	for value, want := range map[string]string{
		"max-age=31536000; includeSubDomains; preload": "for 1 year, subdomains too; asks for the preload list",
		"max-age=0":                            "to be forgotten at once",
		"max-age=0; includeSubDomains":         "to be forgotten at once",
		"max-age=300":                          "for 5 minutes, this host only",
		"max-age=46915200; includesSubDomains": "for 543 days, this host only; includesSubDomains means nothing to browsers (includeSubDomains would)",
		"max-age=60; always":                   "for 1 minute, this host only; always means nothing to browsers",
		"max-age=60; Pre-Load":                 "for 1 minute, this host only; Pre-Load means nothing to browsers (preload would)",
		"max_age=60":                           "ignored: it has no max-age; it says max_age, which browsers do not know: they know max-age",
		"'max-age=60'":                         "ignored: it has no max-age; it says 'max-age, which browsers do not know: they know max-age",
		"max-age:60":                           `ignored: it has a colon where an equals sign should be: "max-age:60"`,
	} {
		if got := Parse(value).Explain(); got != want {
			t.Errorf("%q\n got %s\nwant %s", value, got, want)
		}
	}
}
