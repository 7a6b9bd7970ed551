package inspect

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/say"
)

// kinds are all kinds of facts that checks need.
func kinds() (list []fact.Kind) {
	for _, c := range check.All {
		for _, k := range c.Needs {
			if !slices.Contains(list, k) {
				list = append(list, k)
			}
		}
	}
	return list
}

// blind tells in plain words which of some facts a source never shows; empty if it
// can show them all.
func blind(source fact.Source, needs []fact.Kind) string {
	const address = "https://site.test/"
	v := fact.Visit{
		Source:      source,
		Navigation:  fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: address, At: 1, Status: 200, Done: true, Address: "203.0.113.5"}}},
		Pages:       []fact.Page{{URL: address, Protocol: "h2", Bytes: 1}},
		Connections: []fact.Connection{{Host: "site.test", At: 1, Version: "TLSv1.3", Issuer: "CN=A", Key: "a", BuiltIn: true, Root: "r", RootName: "CN=R", Cipher: "TLS_AES_128_GCM_SHA256", Group: "x25519", Signature: "ECDSA-P256-SHA256", Bits: 128}},
		Network:     fact.Network{Epoch: "e1", Trust: fact.Unknown},
	}
	if source != fact.Firefox {
		v.Connections = nil
	}
	return say.English(check.Of(&v).Missing(needs))
}

// sight is how much a check sees by a source.
func sight(c *check.Check, source fact.Source, speaks bool) string {
	switch {
	case blind(source, c.Needs) == "":
		return "yes"
	case speaks:
		return "part"
	}
	return "–"
}

// spoken are the checks that speak in some case of testdata/visits, by source.
func spoken(t *testing.T) map[fact.Source]map[string]bool {
	t.Helper()
	said := map[fact.Source]map[string]bool{}
	for _, s := range fact.Sources {
		said[s] = map[string]bool{}
	}
	names, _ := filepath.Glob(filepath.Join(visits, "*.txtar"))
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		v := readCase(t, archive)
		for _, f := range Visit(v).Findings {
			said[v.Source][f.Check] = true
		}
	}
	return said
}

// TestSeen: what the documentation says that a check sees in a browser, a case
// from that browser shows.
func TestSeen(t *testing.T) {
	said := spoken(t)
	for i := range check.All {
		c := &check.All[i]
		for _, source := range []fact.Source{fact.Chromium, fact.Firefox} {
			if sight(c, source, false) == "yes" && !said[source][c.ID] {
				t.Errorf("%s is said to see all that it needs in %s, and speaks in no case from there", c.ID, source)
			}
		}
		if !slices.ContainsFunc(fact.Sources, func(s fact.Source) bool { return said[s][c.ID] }) {
			t.Errorf("%s speaks nowhere", c.ID)
		}
	}
}

// TestReadme keeps the tables of checks in the documentation the list's own.
func TestReadme(t *testing.T) {
	const name, begin, end = "../README.md", "<!-- checks: rewritten by make update -->\n", "<!-- /checks -->"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the tables")
	}
	want := head + begin + checksTable() + "\n" + sightTable(spoken(t)) + end + tail
	if string(data) == want {
		return
	}
	if !*update {
		t.Fatal("the tables of checks are stale: run make update")
	}
	if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func checksTable() string {
	var b strings.Builder
	b.WriteString("| ID | what it says | T/U | needs |\n| --- | --- | --- | --- |\n")
	for _, c := range check.All {
		var needs []string
		for _, k := range c.Needs {
			needs = append(needs, string(k))
		}
		fmt.Fprintf(&b, "| %s | %s | %s/%s | %s |\n", c.ID, c.Title, c.Levels.Trusted, c.Levels.Untrusted, strings.Join(needs, ", "))
	}
	return b.String()
}

// sightTable tells where each check can look, and what a source does not show.
func sightTable(said map[fact.Source]map[string]bool) string {
	var b strings.Builder
	b.WriteString("Where each can look. *Part*: something that it needs is not shown there, and it tells of what is shown.\n\n| ID |")
	for _, s := range fact.Sources {
		fmt.Fprintf(&b, " %s |", s)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(fact.Sources)) + "\n")
	for i := range check.All {
		c := &check.All[i]
		fmt.Fprintf(&b, "| %s |", c.ID)
		for _, s := range fact.Sources {
			fmt.Fprintf(&b, " %s |", sight(c, s, said[s][c.ID]))
		}
		b.WriteString("\n")
	}
	b.WriteString("\nWhat is not shown, in the words that people read:\n\n")
	for _, s := range fact.Sources {
		for _, k := range kinds() {
			if reason := blind(s, []fact.Kind{k}); reason != "" {
				fmt.Fprintf(&b, "- %s, %s: %s\n", s, k, reason)
			}
		}
	}
	return b.String()
}
