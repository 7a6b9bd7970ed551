package check

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestChecks holds every check to the form that all share.
func TestChecks(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range All {
		if seen[c.ID] {
			t.Errorf("%s stands twice in All", c.ID)
		}
		seen[c.ID] = true
		file := strings.ReplaceAll(c.ID, "-", "_") + ".go"
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), `"`+c.ID+`"`) {
			t.Errorf("%s is not in %s", c.ID, file)
		}
		if n := len(strings.Fields(c.Title)); n == 0 || n > 8 {
			t.Errorf("%s: a title of %d words", c.ID, n)
		}
		for name, words := range map[string]string{"Why": c.Why, "Advice": c.Advice, "Sentence": c.Sentence, "Exposes": c.Exposes} {
			if words == "" && name == "Exposes" {
				continue
			}
			if !strings.HasSuffix(words, ".") || regexp.MustCompile(`(?i)may potentially|might possibly`).MatchString(words) {
				t.Errorf("%s: %s is not a plain sentence: %q", c.ID, name, words)
			}
			if strings.Contains(words, "HSTS") && !strings.Contains(words, "Strict Transport Security") {
				t.Errorf("%s: %s leaves HSTS unexplained", c.ID, name)
			}
		}
		if !strings.HasPrefix(c.Spec, "https://") || c.Find == nil || len(c.Needs) == 0 ||
			c.Levels.Trusted.Rank() == 0 || c.Levels.Untrusted.Rank() < c.Levels.Trusted.Rank() {
			t.Errorf("%s is not complete", c.ID)
		}
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, _ := os.ReadFile(f.Name())
		for _, m := range regexp.MustCompile(`(?m)^\tID:\s+"([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			if !seen[m[1]] {
				t.Errorf("%s is in %s but not in All", m[1], f.Name())
			}
		}
	}
}

var update = flag.Bool("update", false, "rewrite the table in wasm/README.md")

// TestReadme keeps the table of checks in the documentation the list's own.
func TestReadme(t *testing.T) {
	const name, begin, end = "../README.md", "<!-- checks: rewritten by make update -->\n", "<!-- /checks -->"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has no place for the table")
	}
	var table strings.Builder
	table.WriteString("| ID | what it says | T/U | needs |\n| --- | --- | --- | --- |\n")
	for _, c := range All {
		var needs []string
		for _, k := range c.Needs {
			needs = append(needs, string(k))
		}
		fmt.Fprintf(&table, "| %s | %s | %s/%s | %s |\n", c.ID, c.Title, c.Levels.Trusted, c.Levels.Untrusted, strings.Join(needs, ", "))
	}
	want := head + begin + table.String() + end + tail
	if string(data) == want {
		return
	}
	if !*update {
		t.Fatal("the table of checks is stale: run make update")
	}
	if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
