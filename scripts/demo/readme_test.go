package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables in README.md")

// TestReadme holds the tables of scenarios in README.md to those in Go.
func TestReadme(t *testing.T) {
	const file = "README.md"
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tour, there := &strings.Builder{}, &strings.Builder{}
	tour.WriteString("| scenario | what happens | what Midwatch says |\n| --- | --- | --- |\n")
	for _, s := range scenarios(8000) {
		fmt.Fprintf(tour, "| %s | %s | %s |\n", s.Name, s.Title, said(s))
	}
	there.WriteString("| scenario | road | what happens | what Midwatch says |\n| --- | --- | --- | --- |\n")
	for _, s := range attacks() {
		name, road := s.Name, s.Road
		if s.Attack {
			name = "**" + name + "**"
		}
		if road == "" {
			road = cleanRoad
		}
		fmt.Fprintf(there, "| %s | %s | %s | %s |\n", name, road, s.Title, said(s))
	}
	text := string(was)
	for mark, table := range map[string]*strings.Builder{"scenarios": tour, "attacks": there} {
		head, rest, ok := strings.Cut(text, "<!-- "+mark+": rewritten by go test ./scripts/demo -update -->\n")
		_, tail, ok2 := strings.Cut(rest, "<!-- /"+mark)
		if !ok || !ok2 {
			t.Fatalf("README.md has lost the marks around its table of %s", mark)
		}
		text = head + "<!-- " + mark + ": rewritten by go test ./scripts/demo -update -->\n" + table.String() + "<!-- /" + mark + tail
	}
	if text == string(was) {
		return
	}
	if !*update {
		t.Fatal("README.md's tables are stale: run make update")
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func said(s Scenario) string {
	words := func(e Expect) string {
		if len(e) == 0 {
			return "nothing"
		}
		var list []string
		for _, id := range slices.Sorted(maps.Keys(e)) {
			list = append(list, fmt.Sprintf("%s (%s)", id, e[id]))
		}
		return strings.Join(list, ", ")
	}
	text := words(s.Expect)
	if s.Suspect {
		text += ": somebody may be there"
	}
	if s.Firefox != nil {
		text += "; Firefox: " + words(s.Firefox)
		if s.FirefoxSuspect {
			text += ": somebody may be there"
		}
	}
	return text
}
