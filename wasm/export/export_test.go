package export

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

var update = flag.Bool("update", false, "rewrite the goldens and the schema")

const goldens = "../../testdata/export"

// golden compares got with a file, or rewrites that.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is stale (go test ./wasm/export -update); now\n%s", filepath.Base(file), got)
	}
}

// found makes a finding; its words follow from the check.
func found(check string, level finding.Level, subject string, at fact.Time, evidence ...finding.Evidence) finding.Finding {
	verdict := finding.Exposed
	if level == finding.Notice {
		verdict = finding.Secure
	}
	return finding.Finding{
		Check: check, Level: level, Verdict: verdict, Subject: subject, URL: "https://" + subject + "/?q=1", Time: at,
		Network: fact.Network{Epoch: "e1", Trust: fact.Unknown}, Evidence: evidence, Count: len(evidence),
		Title: "Title of " + check, Explanation: "Anyone on this network can read it.", Advice: "Leave.", Reference: "https://spec.test/" + check,
	}
}

// session is a session with one of everything, and with what a hostile page
// can put into it.
func session() Request {
	redirect := finding.Evidence{URL: "https://shop.test/", Detail: "It redirects to http://shop.test/a. The browser went there without encryption.",
		Destination: "main_frame", Outcome: finding.Loaded,
		Chain: []finding.Step{{URL: "https://shop.test/", Status: 302, Cause: finding.Server}, {URL: "http://shop.test/a", Status: 200}}}
	part := finding.Evidence{URL: "http://cdn.test/a.js", Detail: "The browser blocked it.", Outcome: finding.Blocked, Destination: "script",
		Mixed: "blockable", Tag: "script", Attr: "src", Line: 12}
	other := part
	other.Line = 13
	hostile := finding.Evidence{URL: "http://evil.test/<script>&\"'", Detail: "=HYPERLINK(\"http://evil.test\",\"x\")",
		Header: "max-age=1\x1b[2J\u2028\u202e\xff", Error: "@net"}
	private := found("insecure-page", finding.Warning, "secret.test", 3000, finding.Evidence{URL: "http://secret.test/"})
	private.Private = true
	withTab := found("downgrade-redirect", finding.Danger, "shop.test", 5000.75, redirect)
	withTab.Tab = 7
	return Request{Session: "s1", Generated: 1772359200123, Version: "0.1.0", Findings: []finding.Finding{
		found("mixed-content", finding.Notice, "news.test", 2000, part, other),
		found("hsts-invalid", finding.Notice, "evil.test", 1000, hostile),
		private, withTab,
		found("mixed-content", finding.Warning, "news.test", 4000, part),
	}}
}

func TestGoldens(t *testing.T) {
	d := New(session())
	for name, write := range map[string]func() ([]byte, error){
		"session.json":   func() ([]byte, error) { return AppendJSON(nil, d) },
		"session.ndjson": func() ([]byte, error) { return AppendNDJSON(nil, d) },
		"session.csv":    func() ([]byte, error) { return AppendCSV(nil, d) },
		"session.txt":    func() ([]byte, error) { return AppendText(nil, d), nil },
	} {
		t.Run(name, func(t *testing.T) {
			got, err := write()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(goldens, name), got)
		})
	}
}

func TestNew(t *testing.T) {
	r := session()
	before := fmt.Sprint(r)
	d := New(r)
	if fmt.Sprint(r) != before {
		t.Error("the findings were changed")
	}
	var order []string
	for _, f := range d.Findings {
		order = append(order, f.Check)
	}
	if want := []string{"downgrade-redirect", "mixed-content", "hsts-invalid"}; !reflect.DeepEqual(order, want) {
		t.Fatalf("order %v, want %v", order, want)
	}
	m := d.Findings[1]
	if m.Level != finding.Warning || m.Verdict != finding.Exposed || m.Count != 3 || len(m.Evidence) != 2 ||
		m.Time != "1970-01-01T00:00:02.000Z" || m.LastSeen != "1970-01-01T00:00:04.000Z" {
		t.Errorf("merged: %+v", m)
	}
	if d.Generated != "2026-03-01T10:00:00.123Z" {
		t.Errorf("generated %s", d.Generated)
	}
	r.Private = true
	if d := New(r); len(d.Findings) != 4 || !d.Findings[2].Private {
		t.Errorf("with private ones: %+v", d.Findings)
	}
	if d := New(Request{}); d.Findings == nil {
		t.Error("no findings are null instead of an empty list")
	}
}

func TestMergeApart(t *testing.T) {
	base := found("insecure-page", finding.Warning, "a.test", 1)
	epoch, subject, private := base, base, base
	epoch.Network.Epoch = "e2"
	subject.Subject = "b.test"
	private.Private = true
	for name, other := range map[string]finding.Finding{"epoch": epoch, "subject": subject, "private": private} {
		r := Request{Private: true, Findings: []finding.Finding{base, other}}
		if n := len(New(r).Findings); n != 2 {
			t.Errorf("another %s: %d findings, want 2", name, n)
		}
	}
}

func TestEvidenceBound(t *testing.T) {
	var many []finding.Evidence
	for i := range 100 {
		many = append(many, finding.Evidence{URL: fmt.Sprint("http://a.test/", i/2)})
	}
	f := found("mixed-content", finding.Notice, "a.test", 1, many...)
	d := New(Request{Findings: []finding.Finding{f, f}})
	got := d.Findings[0]
	if len(got.Evidence) != finding.MaxEvidence || got.Count != 200 || got.Evidence[19].URL != "http://a.test/19" {
		t.Errorf("%d pieces of %d, last %v", len(got.Evidence), got.Count, got.Evidence[19])
	}
	if !strings.Contains(string(AppendText(nil, d)), "… 200 times in all") {
		t.Error("the text does not tell of the evidence left out")
	}
}

// TestJSONAsJavaScript: the extension's export is JSON.stringify's, and the two
// must not differ.
func TestJSONAsJavaScript(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil || runtime.GOOS == "js" {
		t.Skip("no JavaScript at hand: ", err)
	}
	hostile := session()
	for i := range 0x250 {
		hostile.Session += string(rune(i))
	}
	hostile.Session += "\\u2028 \\\\u2029 \u2028\u2029\ufffd\xff\xc0 😀 </script>"
	for name, d := range map[string]Document{"session": New(hostile), "attacked": New(attacked()), "nothing": New(Request{}), "no evidence": New(Request{
		Findings: []finding.Finding{found("insecure-page", finding.Notice, "a.test", 1)}})} {
		text, err := AppendJSON(nil, d)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(node, "-e", `process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")), null, 2))`)
		cmd.Stdin = strings.NewReader(string(text))
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if string(out) != string(text) {
			t.Errorf("%s: JavaScript writes\n%s\nnot\n%s", name, out, text)
		}
		var back Document
		if err := json.Unmarshal(text, &back); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNDJSON(t *testing.T) {
	d := New(session())
	text, err := AppendNDJSON([]byte("before\n"), d)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 1+len(d.Findings) {
		t.Fatalf("%d lines", len(lines))
	}
	for i, line := range lines[1:] {
		var f Finding
		if err := json.Unmarshal([]byte(line), &f); err != nil || f.Check != d.Findings[i].Check {
			t.Errorf("line %d: %v, %v", i, f, err)
		}
	}
}

// TestCSVInert: a spreadsheet must not run what a page wrote.
func TestCSVInert(t *testing.T) {
	d := New(session())
	for _, start := range []string{"=1", "+1", "-1", "@a", "\tx", "\rx"} {
		f := d.Findings[0]
		f.Subject = start
		f.Evidence = nil
		d.Findings = append(d.Findings, f)
	}
	text, err := AppendCSV(nil, d)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+1+2+1+6 {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("cell %q", cell)
			}
		}
	}
}

func TestTextIsInert(t *testing.T) {
	text := string(AppendText(nil, New(session())))
	for _, bad := range []string{"\x1b", "\u202e", "\u2028", "\r", "\x00"} {
		if strings.Contains(text, bad) {
			t.Errorf("the text holds %q", bad)
		}
	}
	if got := string(AppendText(nil, New(Request{}))); got != "No findings.\n" {
		t.Errorf("of nothing: %q", got)
	}
}
