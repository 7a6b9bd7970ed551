package overview

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"midwatch/wasm/check"
	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

var update = flag.Bool("update", false, "rewrite the golden")

// found makes a finding of a check as package inspect would.
func found(id, subject string, level finding.Level, trust fact.Trust, at fact.Time) finding.Finding {
	f := finding.Finding{
		Check: id, Subject: subject, URL: "https://" + subject + "/", Level: level, Time: at, Count: 1, Title: "Title of " + id,
		Network: fact.Network{Epoch: "e1", Trust: trust}, Evidence: []finding.Evidence{{URL: "http://" + subject + "/a"}},
	}
	for _, c := range check.All {
		if c.ID == id && c.Intercepts && level == finding.Danger {
			f.Strength = finding.Strong
			f.Evidence[0].Strength = finding.Strong
		}
	}
	return f
}

func basis(list ...finding.Finding) Basis { return Basis{Export: export.Request{Findings: list}} }

func TestGrades(t *testing.T) {
	const host = "www.shop.test"
	ignored := found("insecure-page", host, finding.Warning, fact.Unknown, 1)
	ignored.Ignored = true
	notice := func(id string) finding.Finding { return found(id, host, finding.Notice, fact.Unknown, 1) }
	for name, c := range map[string]struct {
		list  []finding.Finding
		grade string
	}{
		"one notice":                         {[]finding.Finding{notice("hsts-missing")}, "B"},
		"three notices":                      {[]finding.Finding{notice("hsts-missing"), notice("insecure-cookie"), notice("insecure-link")}, "C"},
		"three of one check":                 {[]finding.Finding{notice("hsts-missing"), notice("hsts-missing"), notice("hsts-missing")}, "B"},
		"exposed":                            {[]finding.Finding{found("insecure-page", host, finding.Warning, fact.Unknown, 1)}, "D"},
		"exposed, on a trusted network":      {[]finding.Finding{found("insecure-page", host, finding.Notice, fact.Trusted, 1)}, "D"},
		"danger":                             {[]finding.Finding{found("insecure-login", host, finding.Danger, fact.Unknown, 1)}, "F"},
		"danger, on a trusted network":       {[]finding.Finding{found("insecure-login", host, finding.Warning, fact.Trusted, 1)}, "F"},
		"ignored":                            {[]finding.Finding{ignored}, "A"},
		"somebody between":                   {[]finding.Finding{found("https-stripped", host, finding.Danger, fact.Unknown, 1)}, "A"},
		"somebody between, and a notice":     {[]finding.Finding{found("https-stripped", host, finding.Danger, fact.Unknown, 1), notice("hsts-missing")}, "B"},
		"a check that is not known any more": {[]finding.Finding{found("bygone", host, finding.Warning, fact.Unknown, 1)}, "D"},
	} {
		o := New(basis(c.list...))
		if len(o.Sites) != 1 || o.Sites[0].Grade != c.grade || o.Sites[0].Name != "shop.test" {
			t.Errorf("%s: %+v, want %s", name, o.Sites, c.grade)
		}
	}
}

func TestSentence(t *testing.T) {
	dismissed := basis(found("https-stripped", "shop.test", finding.Danger, fact.Unknown, 1))
	dismissed.Epoch = fact.Epoch{ID: "e1", Alarms: []fact.Alarm{{Check: "https-stripped", Subject: "shop.test", Dismissed: "my own test"}}}
	for name, c := range map[string]struct {
		basis Basis
		state finding.State
		words string
	}{
		"nothing":   {basis(), finding.Secure, "overview_nothing"},
		"notice":    {basis(found("hsts-missing", "a.test", finding.Notice, fact.Unknown, 1)), finding.Secure, "overview_notices"},
		"exposed":   {basis(found("insecure-page", "a.test", finding.Warning, fact.Unknown, 1)), finding.Exposed, "overview_exposed"},
		"danger":    {basis(found("insecure-login", "a.test", finding.Danger, fact.Unknown, 1)), finding.Exposed, "overview_danger"},
		"suspect":   {basis(found("https-stripped", "a.test", finding.Danger, fact.Unknown, 1)), finding.Suspect, "overview_suspect"},
		"set aside": {dismissed, finding.Secure, "overview_notices"},
	} {
		o := New(c.basis)
		if o.State != c.state || o.Words[0].ID != c.words || o.Sentence == "" {
			t.Errorf("%s: %s, %v", name, o.State, o.Words)
		}
	}
}

func TestTimeline(t *testing.T) {
	const start = 1772359200000
	for name, c := range map[string]struct {
		times   []fact.Time
		step    fact.Time
		buckets int
	}{
		"none":         {nil, 0, 0},
		"one":          {[]fact.Time{start}, minute, 1},
		"an hour":      {[]fact.Time{start, start + hour}, minute, 61},
		"a day":        {[]fact.Time{start, start + day}, 15 * minute, 97},
		"thirty days":  {[]fact.Time{start, start + 30*day}, 12 * hour, 61},
		"ten years":    {[]fact.Time{start, start + 3650*day}, day, maxBuckets},
		"broken times": {[]fact.Time{fact.Time(math.NaN()), fact.Time(math.Inf(1)), -5, start}, minute, 1},
	} {
		var list []finding.Finding
		for i, at := range c.times {
			list = append(list, found("insecure-page", fmt.Sprintf("s%d.test", i), finding.Warning, fact.Unknown, at))
		}
		line := New(basis(list...)).Timeline
		if line.Step != c.step || len(line.Buckets) != c.buckets {
			t.Errorf("%s: step %v, %d buckets", name, line.Step, len(line.Buckets))
		}
		sum := 0
		for _, b := range line.Buckets {
			sum += b.Warning
		}
		if want := len(c.times); name != "broken times" && sum != want {
			t.Errorf("%s: %d counted, want %d", name, sum, want)
		}
	}
}

// many is a database that is full: every finding is as large as they get.
func many(n int) Basis {
	ids := []string{"insecure-page", "mixed-content", "hsts-missing", "https-stripped", "insecure-login"}
	var list []finding.Finding
	long := strings.Repeat("x", 1500)
	for i := range n {
		f := found(ids[i%len(ids)], fmt.Sprintf("www%d.site%d.test", i, i%1000), finding.Levels[i%3], fact.Unknown, fact.Time(1772359200000+i*60_000))
		f.Network.Epoch = fmt.Sprint("e", i/500)
		for range finding.MaxEvidence {
			f.Evidence = append(f.Evidence, finding.Evidence{URL: "http://x.test/" + long, Detail: long})
		}
		list = append(list, f)
	}
	return basis(list...)
}

// TestBounded: all that can be kept fits into one message to a page (64 MiB).
func TestBounded(t *testing.T) {
	b := many(10_000)
	began := time.Now()
	o := New(b)
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows, %d sites, %d stories, %.1f MB, %v", len(o.Rows), len(o.Sites), len(o.Stories), float64(len(text))/1e6, time.Since(began))
	if len(o.Rows) != 10_000 || len(text) > 60<<20 {
		t.Errorf("%d rows, %d bytes", len(o.Rows), len(text))
	}
}

func BenchmarkOverview(b *testing.B) {
	full := many(10_000)
	for b.Loop() {
		New(full)
	}
}

func TestGolden(t *testing.T) {
	b := basis(
		found("insecure-login", "http://www.shop.test/pay", finding.Danger, fact.Unknown, 1772359200000),
		found("https-stripped", "bank.test", finding.Danger, fact.Unknown, 1772359260000),
		found("hsts-missing", "bank.test", finding.Notice, fact.Unknown, 1772359270000),
		found("insecure-page", "192.0.2.7", finding.Warning, fact.Unknown, 1772359900000),
	)
	b.Export.Findings[3].Network.Epoch = "e2"
	got, err := json.MarshalIndent(New(b), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../testdata/overview.json"
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != string(got)+"\n" {
		t.Errorf("%s is stale (go test ./wasm/overview -update); now\n%s", file, got)
	}
}

func FuzzOverview(f *testing.F) {
	f.Add("insecure-page", "www.a.test", "http://www.a.test/", 5.0, "danger")
	f.Add("", "http://", "data:x", -1.0, "")
	f.Fuzz(func(t *testing.T, id, subject, url string, at float64, level string) {
		one := found(id, subject, finding.Level(level), fact.Trust(level), fact.Time(at))
		one.URL = url
		other := found("insecure-page", "b.test", finding.Warning, fact.Unknown, 1772359200000)
		o := New(basis(one, other))
		if len(o.Rows) == 0 || len(o.Timeline.Buckets) > maxBuckets || o.Sentence == "" {
			t.Error(o)
		}
	})
}
