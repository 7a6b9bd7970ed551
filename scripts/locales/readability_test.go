package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"midwatch/wasm/check"
)

const (
	// hard is the grade that no message of more than short words is above: about
	// what people of 13 to 14 years read.
	hard  = 9.0
	short = 10
	// mean is the grade that what a check explains is not above: 13 years.
	mean = 8.0
)

// outliers are the messages that may be harder, with the reason.
var outliers = map[string]string{}

// TestReadability: someone of about 13 years can read what Midwatch says.
func TestReadability(t *testing.T) {
	seen := map[string]bool{}
	n, sum := 0, 0.0
	for _, m := range catalogue() {
		g := grade(plainText(m.English))
		if words(plainText(m.English)) <= short {
			continue
		}
		n++
		sum += g
		if g <= hard {
			continue
		}
		seen[m.ID] = true
		if outliers[m.ID] == "" {
			t.Errorf("%s: grade %.1f: %s", m.ID, g, m.English)
		}
	}
	t.Logf("%d messages of more than %d words: mean grade %.1f", n, short, sum/float64(n))
	for id, reason := range outliers {
		if !seen[id] {
			t.Errorf("%s is no outlier (%s)", id, reason)
		}
	}
	sum = 0
	for _, c := range check.All {
		sum += (grade(c.Why) + grade(c.Advice)) / 2
		if g := (grade(c.Why) + grade(c.Advice)) / 2; g > mean {
			t.Errorf("%s: why and advice have grade %.1f: %.1f, %.1f", c.ID, g, grade(c.Why), grade(c.Advice))
		}
	}
	t.Logf("%d checks, why and advice: mean grade %.1f", len(check.All), sum/float64(len(check.All)))
}

var place = regexp.MustCompile(`\{[^}]*\}`)

// plainText is a message with a short name at each of its places.
func plainText(text string) string { return place.ReplaceAllString(text, "this") }

var sentenceEnd = regexp.MustCompile(`[.!?](\s|$)`)

// grade is the school grade that a text asks for, by Flesch and Kincaid (1975): 8 is
// read by people of 13 to 14 years.
func grade(text string) float64 {
	n, syllables := 0, 0
	for _, word := range strings.Fields(text) {
		if s := syllablesOf(word); s > 0 {
			n++
			syllables += s
		}
	}
	if n == 0 {
		return 0
	}
	sentences := max(1, len(sentenceEnd.FindAllString(text, -1)))
	return 0.39*float64(n)/float64(sentences) + 11.8*float64(syllables)/float64(n) - 15.59
}

func words(text string) int { return len(strings.Fields(text)) }

var (
	notLetters = regexp.MustCompile(`[^a-z]`)
	vowels     = regexp.MustCompile(`[aeiouy]+`)
	silent     = regexp.MustCompile(`([^aeiouyl]|[aeiouy]l)e$|([^aeiouytd])ed$|([^aeiouyszxcg]|[^cs]h)es$`)
)

// compounds have an e inside that is not spoken.
var compounds = strings.NewReplacer("some", "som", "every", "evry")

// syllablesOf counts the syllables of an English word: its groups of vowels, but for
// an e that is not spoken. Of an address, what stands before its first sign counts.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	if strings.HasPrefix(word, "http") {
		return 1 // spelt out it would be four, and is read at a glance
	}
	letters := compounds.Replace(notLetters.ReplaceAllString(word, ""))
	if letters == "" {
		return 0
	}
	n := len(vowels.FindAllString(letters, -1))
	if silent.MatchString(letters) {
		n--
	}
	return max(1, n)
}

// TestGrade holds the measure to texts whose syllables were counted by hand.
func TestGrade(t *testing.T) {
	for word, want := range map[string]int{
		"the": 1, "encryption": 3, "unencrypted": 4, "page": 1, "pages": 2, "used": 1, "wanted": 2, "table": 2, "network": 2,
		"somebody's": 3, "HTTPS": 1, "site": 1, "sites": 1, "certificate": 4, "browser": 2, "browsers": 2, "changed": 1, "–": 0, "rule": 1,
	} {
		if got := syllablesOf(word); got != want {
			t.Errorf("%s: %d syllables, want %d", word, got, want)
		}
	}
	// Six words, six syllables: 0.39*6 + 11.8 - 15.59.
	if got := fmt.Sprintf("%.2f", grade("The cat sat on the mat.")); got != "-1.45" {
		t.Errorf("grade %s", got)
	}
}
