package check

import (
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
