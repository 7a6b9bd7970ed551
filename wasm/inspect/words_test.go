package inspect

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/check"
	"midwatch/wasm/say"
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

// glued tells what shows that a text was put together from pieces of sentences; empty
// if nothing does. Each phrase is one or more whole sentences.
func glued(words []say.Phrase, text string) string {
	if len(words) == 0 {
		return "it has no words"
	}
	if english := say.English(words); english != text {
		return "its words say " + english
	}
	for _, p := range words {
		sentence := say.English(say.Words(p))
		first, _ := utf8.DecodeRuneInString(sentence)
		begins := !unicode.IsLower(first) || len(p.Args) > 0 && strings.HasPrefix(sentence, p.Args[0].Text)
		if !begins || !strings.HasSuffix(sentence, ".") {
			return p.ID + " is no whole sentence"
		}
	}
	return ""
}

// TestGlued: what is missing, other than its words or a part of a sentence is seen.
func TestGlued(t *testing.T) {
	part, whole := say.New("test_part", "led to {host}"), say.New("test_whole", "It led away.")
	for text, words := range map[string][]say.Phrase{
		"It led away.":           nil,
		"It led to another.":     say.Words(whole.With()),
		"It led away. led to a.": say.Words(whole.With(), part.With(say.T("a."))),
		"It led away. led to a":  say.Words(whole.With(), part.With(say.T("a"))),
	} {
		if glued(words, text) == "" {
			t.Errorf("not seen: %q", text)
		}
	}
	if problem := glued(say.Words(whole.With(), whole.With()), "It led away. It led away."); problem != "" {
		t.Error(problem)
	}
}

// TestWords reads all that people would read of every case.
func TestWords(t *testing.T) {
	read := func(where, text string) {
		if problem := unplain(text); problem != "" {
			t.Errorf("%s: %s: %q", where, problem, text)
		}
	}
	whole := func(where string, words []say.Phrase, text string) {
		if problem := glued(words, text); problem != "" {
			t.Errorf("%s: %s: %q", where, problem, text)
		}
		read(where, text)
	}
	worded := map[string]bool{}
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
		whole(name, report.Verdict.Words, report.Verdict.Sentence)
		for _, f := range report.Findings {
			for _, e := range f.Evidence {
				whole(name+" "+f.Check, e.Words, e.Detail)
				worded[f.Check] = true
			}
		}
		for _, u := range report.Unchecked {
			whole(name+" "+u.Check, u.Words, u.Reason)
		}
	}
	for _, c := range check.All {
		if !worded[c.ID] {
			t.Errorf("%s says nothing in any case", c.ID)
		}
	}
}
