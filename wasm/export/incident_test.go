package export

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// sign is a finding of somebody being there.
func sign(check string, level finding.Level, strength finding.Strength, subject string, at fact.Time) finding.Finding {
	f := found(check, level, subject, at, finding.Evidence{URL: "http://" + subject + "/", Detail: "Seen at " + subject + ".", Strength: strength})
	f.Strength = strength
	return f
}

// attacked is a session with an evening in a café where somebody strips HTTPS, a
// day at a network that looks odd in several ways, and a morning without anything.
func attacked() Request {
	later := func(f finding.Finding, epoch string) finding.Finding {
		f.Network.Epoch = epoch
		return f
	}
	return Request{Session: "s2", Generated: 1772359200123, Version: "0.1.0", Findings: []finding.Finding{
		sign("https-stripped", finding.Danger, finding.Strong, "bank.test", 4000),
		sign("https-stripped", finding.Danger, finding.Conclusive, "mail.test", 6000),
		sign("protocol-fallback", finding.Notice, finding.Weak, "news.test", 2000),
		sign("https-stripped", finding.Danger, finding.Strong, "bank.test", 9000),
		found("insecure-page", finding.Warning, "blog.test", 1000),
		later(sign("certificate-error", finding.Warning, finding.Weak, "shop.test", 12_000), "odd"),
		later(sign("proxy-changed", finding.Warning, finding.Weak, "shop.test", 11_000), "odd"),
		later(sign("protocol-fallback", finding.Notice, finding.Weak, "shop.test", 13_000), "odd"),
		later(sign("https-stripped", finding.Warning, finding.Weak, "club.test", 14_000), "odd"),
		later(sign("certificate-error", finding.Warning, finding.Weak, "old.test", 20_000), "calm"),
		later(sign("certificate-error", finding.Warning, finding.Weak, "older.test", 21_000), "calm"),
		later(sign("proxy-changed", finding.Warning, finding.Weak, "old.test", 22_000), "calm"),
	}}
}

func TestIncidentGoldens(t *testing.T) {
	d := New(attacked())
	text, err := AppendJSON(nil, d)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join(goldens, "incidents.json"), text)
	golden(t, filepath.Join(goldens, "incidents.txt"), AppendText(nil, d))
}

// TestIncidents: what adds up to an incident, and what does not.
func TestIncidents(t *testing.T) {
	trusted := func(list ...finding.Finding) []finding.Finding {
		for i := range list {
			list[i].Network.Trust = fact.Trusted
		}
		return list
	}
	weak := func(check string) finding.Finding { return sign(check, finding.Warning, finding.Weak, "a.test", 1) }
	elsewhere := weak("c")
	elsewhere.Network.Epoch = "e2"
	hidden := sign("c", finding.Danger, finding.Strong, "a.test", 1)
	hidden.Private = true
	for name, c := range map[string]struct {
		findings []finding.Finding
		want     string
	}{
		"nothing":                        {nil, ""},
		"exposed, and nobody is there":   {[]finding.Finding{found("insecure-login", finding.Danger, "a.test", 1)}, ""},
		"one strong":                     {[]finding.Finding{sign("c", finding.Danger, finding.Strong, "a.test", 1)}, "danger strong 1"},
		"one conclusive":                 {[]finding.Finding{sign("c", finding.Danger, finding.Conclusive, "a.test", 1)}, "danger conclusive 1"},
		"one weak":                       {[]finding.Finding{weak("c")}, ""},
		"four of one check":              {[]finding.Finding{weak("c"), sign("c", finding.Warning, finding.Weak, "b.test", 2), sign("c", finding.Warning, finding.Weak, "d.test", 3), sign("c", finding.Warning, finding.Weak, "e.test", 4)}, ""},
		"three checks":                   {[]finding.Finding{weak("c"), weak("d"), weak("f")}, ""},
		"four checks":                    {[]finding.Finding{weak("c"), weak("d"), weak("f"), weak("g")}, "warning strong 4"},
		"four checks over a day":         {[]finding.Finding{weak("c"), weak("d"), weak("f"), sign("g", finding.Warning, finding.Weak, "a.test", 86_400_000)}, ""},
		"four checks, late in the day":   {[]finding.Finding{weak("c"), sign("d", finding.Warning, finding.Weak, "a.test", 80_000_000), sign("f", finding.Warning, finding.Weak, "a.test", 80_060_000), sign("g", finding.Warning, finding.Weak, "a.test", 80_120_000), sign("h", finding.Warning, finding.Weak, "a.test", 80_180_000)}, "warning strong 5"},
		"four checks on two networks":    {[]finding.Finding{elsewhere, weak("d"), weak("f"), weak("g")}, ""},
		"four checks, trusted":           {trusted(weak("c"), weak("d"), weak("f"), weak("g")), ""},
		"four notices":                   {[]finding.Finding{sign("c", finding.Notice, finding.Weak, "a.test", 1), sign("d", finding.Notice, finding.Weak, "a.test", 1), sign("f", finding.Notice, finding.Weak, "a.test", 1), sign("g", finding.Notice, finding.Weak, "a.test", 1)}, ""},
		"strong, trusted":                {trusted(sign("c", finding.Warning, finding.Strong, "a.test", 1)), ""},
		"strong, and no danger":          {[]finding.Finding{sign("c", finding.Warning, finding.Strong, "a.test", 1)}, ""},
		"conclusive, trusted":            {trusted(sign("c", finding.Warning, finding.Conclusive, "a.test", 1)), "warning conclusive 1"},
		"strong, and only worth knowing": {trusted(sign("c", finding.Notice, finding.Strong, "a.test", 1)), ""},
		"weak beside strong":             {[]finding.Finding{weak("d"), sign("c", finding.Danger, finding.Strong, "a.test", 1)}, "danger strong 2"},
		"in a private window, not asked": {[]finding.Finding{hidden}, ""},
		"stronger the second time":       {[]finding.Finding{weak("c"), sign("c", finding.Danger, finding.Strong, "a.test", 9)}, "danger strong 1"},
	} {
		got := ""
		for _, in := range New(Request{Findings: c.findings}).Incidents {
			got += fmt.Sprint(in.Level, " ", in.Strength, " ", in.Count)
			if n := len(strings.Fields(in.Title)); n > 8 || !strings.HasSuffix(in.Sentence, ".") || !strings.HasSuffix(in.Advice, ".") {
				t.Errorf("%s: %q %q %q", name, in.Title, in.Sentence, in.Advice)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestIncidentBound: of many pieces the strongest are kept, and all are counted.
func TestIncidentBound(t *testing.T) {
	var list []finding.Finding
	for i := range 200 {
		list = append(list, sign("c", finding.Warning, finding.Weak, fmt.Sprint("w", i, ".test"), fact.Time(i+1)))
	}
	list = append(list, sign("d", finding.Danger, finding.Strong, strings.Repeat("x", 500), 1000))
	in := New(Request{Findings: list}).Incidents[0]
	if len(in.Pieces) != maxPieces || in.Count != 201 || in.Pieces[maxPieces-1].Check != "d" || in.Pieces[0].Subject != "w0.test" || len(in.Sentence) > 500 {
		t.Errorf("%d pieces of %d, %+v ... %.200s: %q", len(in.Pieces), in.Count, in.Pieces[0], in.Pieces[maxPieces-1].Subject, in.Sentence)
	}
}

// TestIgnored: what the person chose not to be told of is exported, and points at
// nobody.
func TestIgnored(t *testing.T) {
	r := attacked()
	for i := range r.Findings {
		r.Findings[i].Ignored = r.Findings[i].Check == "https-stripped"
	}
	d := New(r)
	if len(d.Incidents) != 0 {
		t.Errorf("incidents: %+v", d.Incidents)
	}
	for _, f := range d.Findings {
		if f.Ignored != (f.Check == "https-stripped") {
			t.Errorf("%s: ignored is %v", f.Check, f.Ignored)
		}
	}
	// Where it was not ignored everywhere, it counts.
	r.Findings[0].Ignored = false
	if d := New(r); len(d.Incidents) != 1 {
		t.Errorf("not ignored everywhere: %+v", d.Incidents)
	}
}
