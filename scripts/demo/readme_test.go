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

var update = flag.Bool("update", false, "rewrite the table in README.md")

// TestReadme holds the table of scenarios in README.md to the one in Go.
func TestReadme(t *testing.T) {
	const file, begin, end = "README.md", "-update -->\n", "<!-- /scenarios"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has lost the marks around its table")
	}
	table := &strings.Builder{}
	table.WriteString("| scenario | what happens | what Midwatch says |\n| --- | --- | --- |\n")
	for _, s := range scenarios(8000) {
		fmt.Fprintf(table, "| %s | %s | %s |\n", s.Name, s.Title, said(s))
	}
	want := head + begin + table.String() + end + tail
	if want == string(text) {
		return
	}
	if !*update {
		t.Fatal("README.md's table is stale: run make update")
	}
	if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
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
	if s.Firefox != nil {
		return words(s.Expect) + "; Firefox: " + words(s.Firefox)
	}
	return words(s.Expect)
}
