package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
)

var insecurePage = Check{
	ID:       "insecure-page",
	Title:    "Page came without encryption",
	Why:      "Anyone on this network can read what this page shows and what you do on it, and can change it before it reaches you.",
	Advice:   "Do not type anything here that others must not see, and do not trust downloads from it. Try the same address with https:// in front.",
	Spec:     "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/MITM",
	Sentence: "Anyone on this network can read and change this page.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Needs:    []fact.Kind{fact.Address},
	Find: func(s *Subject) []finding.Evidence {
		if !s.Reached || s.Secure {
			return nil
		}
		e := finding.Evidence{URL: s.URL.String(), Words: say.Words(pagePlain.With(say.T(strings.ToUpper(s.URL.Scheme))))}
		if len(s.Chain) > 1 {
			e.Chain = Steps(s.Chain)
		}
		return []finding.Evidence{e}
	},
}

var pagePlain = say.New("insecure_page_plain", "The page was fetched over plain {protocol}.")
