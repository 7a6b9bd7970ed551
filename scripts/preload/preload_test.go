package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"midwatch/wasm/hsts"
)

// TestCommitted shows that the list in the repository is what its table gives.
func TestCommitted(t *testing.T) {
	text, err := os.ReadFile("../../../shared/data/preload.tsv")
	if err != nil {
		t.Skip("skipped: the table of the preload list is not beside this repository")
	}
	l, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	data, err := l.build()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, hsts.Builtin) {
		t.Error("wasm/hsts/preload.bin is not what scripts/preload makes of the table: run it again")
	}
}

const chromium = `// Copyright
{
  "pinsets": [{"name": "google", "static_spki_hashes": ["a//b"]}], // of keys
  "entries": [
    // A comment with "a quotation mark
    { "name": "example.com", "policy": "custom", "mode": "force-https", "include_subdomains": true },
    { "name": "www.example.com", "policy": "bulk-1-year", "mode": "force-https" },
    { "name": "pinned.example", "policy": "custom", "include_subdomains_for_pinning": true, "pins": "google" },
    { "name": "half.example", "policy": "custom", "mode": "force-https", "include_subdomains_for_pinning": true, "pins": "a\"//b" } // the last
  ]
}
`

func TestBothForms(t *testing.T) {
	l, err := read([]byte(chromium))
	if err != nil {
		t.Fatal(err)
	}
	l.origin, l.date = "here", "2026-11-02"
	fromJSON, err := l.build()
	if err != nil {
		t.Fatal(err)
	}
	l, err = read([]byte("#name\tinclude_subdomains\tsource\n" +
		"www.example.com\t0\there/2026-11-02\nhalf.example\t0\there/2026-11-02\nexample.com\t1\there/2026-11-02\n"))
	if err != nil {
		t.Fatal(err)
	}
	fromTable, err := l.build()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fromJSON, fromTable) {
		t.Error("the JSON and the table give different lists")
	}
	p, err := hsts.OpenPreload(fromJSON)
	if err != nil {
		t.Fatal(err)
	}
	if p.Origin() != "here" || p.Date() != "2026-11-02" {
		t.Errorf("the list is from %q, of %q", p.Origin(), p.Date())
	}
	for host, want := range map[string]string{
		"example.com":       "example.com",
		"a.example.com":     "example.com",
		"www.example.com":   "www.example.com",
		"a.www.example.com": "", // the nearest one decides
		"pinned.example":    "",
		"half.example":      "half.example",
		"a.half.example":    "",
	} {
		if name, _ := p.Cover(host); name != want {
			t.Errorf("Cover(%q) = %q, want %q", host, name, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	const head = "#name\tinclude_subdomains\tsource\n"
	for text, want := range map[string]string{
		"":                                     "neither Chromium's JSON nor a table",
		"example.com\t1\there/2026-11-02\n":    "neither Chromium's JSON nor a table",
		`{"entries": [`:                        "unexpected end of JSON input",
		`{"entries": []}`:                      "no name",
		`{"entries": [{"name": "a.example"}]}`: "no name",
		strings.Replace(chromium, "force", "f", 1): `unknown mode "f-https"`,
		chromium: "use -origin",
		head:     "no name",
		head + "example.com\t2\there/2026-11-02\n":               "line 2",
		head + "example.com\t1\n":                                "line 2",
		head + "example.com\t1\there\n":                          "use -date",
		head + "a\t1\there/2026-11-02\nb\t1\tthere/2026-11-02\n": "line 3",
		head + "a\t1\there/2026-11-02\na\t0\there/2026-11-02\n":  `"a" is there twice`,
		head + "A.example\t1\there/2026-11-02\n":                 `"A.example" is no domain name`,
	} {
		l, err := read([]byte(text))
		if err == nil {
			_, err = l.build()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want %s", text, err, want)
		}
	}
}
