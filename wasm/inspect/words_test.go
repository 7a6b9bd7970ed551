package inspect

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/check"
)

// meanings are what people are told of an abbreviation in the same line. HTTP and
// HTTPS are what an address begins with.
var meanings = map[string]string{
	"HTTP":  "",
	"HTTPS": "",
	"HTML":  "",
	"HSTS":  "Strict Transport Security",
	"TLS":   "Transport Layer Security",
	"CBC":   "cipher block chaining",
	"VPN":   "virtual private network",
}

var (
	// Not a part of a name that a browser gives, as in RSA-PKCS1-SHA1.
	abbreviation = regexp.MustCompile(`(?:^|[\s(“])([A-Z]{2,}s?)(?:[\s).,;:]|$)`)
	empty        = regexp.MustCompile(`(?i)may potentially|might possibly|could potentially|please note|in order to|your fault|you should have`)
)

// unplain tells what in a text is not as people are to be spoken to; empty if
// nothing is.
func unplain(text string) string {
	if said := empty.FindString(text); said != "" {
		return said
	}
	for _, match := range abbreviation.FindAllStringSubmatch(text, -1) {
		word := match[1]
		meaning, ok := meanings[word]
		if !ok || !strings.Contains(text, meaning) {
			return word + " is not explained"
		}
	}
	return ""
}

// TestWords reads all that people would read of every case.
func TestWords(t *testing.T) {
	read := func(where, text string) {
		if problem := unplain(text); problem != "" {
			t.Errorf("%s: %s: %q", where, problem, text)
		}
	}
	for _, c := range check.All {
		for _, text := range []string{c.Title, c.Why, c.Advice, c.Sentence, c.Exposes} {
			read(c.ID, text)
		}
	}
	names, _ := filepath.Glob(filepath.Join(visits, "*.txtar"))
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		report := Visit(readCase(t, archive))
		read(name, report.Verdict.Sentence)
		for _, f := range report.Findings {
			for _, e := range f.Evidence {
				read(name+" "+f.Check, e.Detail)
			}
		}
		for _, u := range report.Unchecked {
			read(name, u.Reason)
		}
	}
}
