package inspect

import (
	"slices"
	"strings"

	"midwatch/wasm/check"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
)

// banner tells of the worst of the findings at danger, which are sorted: one by which
// somebody is there before one by which somebody could be.
func banner(s *check.Subject, counts []finding.Finding) finding.Banner {
	at := -1
	for i := range counts {
		if counts[i].Level == finding.Danger && (at < 0 || counts[i].Verdict == finding.Suspect && counts[at].Verdict != finding.Suspect) {
			at = i
		}
	}
	if at < 0 {
		return finding.Banner{}
	}
	f := &counts[at]
	c := &check.All[slices.IndexFunc(check.All, func(c check.Check) bool { return c.ID == f.Check })]
	part, sentence := "sentence", c.Sentence
	if c.Exposes != "" && f.Verdict != finding.Suspect {
		part, sentence = "exposes", c.Exposes
	}
	phrase := func(part string) say.Phrase {
		return say.Phrase{ID: "check_" + strings.ReplaceAll(c.ID, "-", "_") + "_" + part}
	}
	return finding.Banner{
		Check: c.ID, Host: s.URL.Host, Title: c.Title, Sentence: sentence, Advice: c.Advice,
		Words: say.Words(phrase("title"), phrase(part), phrase("advice")),
	}
}
