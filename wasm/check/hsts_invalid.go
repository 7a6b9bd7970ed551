package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

var hstsInvalid = Check{
	ID:       "hsts-invalid",
	Title:    "Browsers ignore this site's order to encrypt",
	Why:      "The site tries to tell your browser to always use encryption (its HSTS policy, HTTP Strict Transport Security). It says so in a way that browsers ignore. On a hostile network, somebody can keep your next visit unencrypted, and read it.",
	Advice:   "Open this site with https:// in front, or from a bookmark that has it.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-8.1",
	Sentence: "This site asks you to always use encryption, but in a way that browsers ignore.",
	Levels:   always(finding.Notice),
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation, fact.Headers},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for i := range s.Chain {
			h := &s.Chain[i]
			values := strictHeaders(h.Hop)
			if len(values) == 0 || len(h.HSTS) == 0 || site.IP(h.URL.Host) || site.Local(h.URL.Host) {
				continue
			}
			e := finding.Evidence{URL: h.URL.String(), Header: clip(strings.Join(values, " | "))}
			misses := h.HSTS[0].NearMisses()
			switch {
			case h.Plain:
				e.Words = say.Words(hstsSentPlain.With())
			case !h.HSTS[0].Valid:
				e.Words = append(say.Words(hstsIgnored.With()), h.HSTS[0].Problems...)
			case len(misses) > 0:
				e.Words = say.Words(hstsPartIgnored.With(say.T(misses[0][0]), say.T(misses[0][1])))
			case len(values) > 1 && values[1] != values[0]:
				e.Words = say.Words(hstsSentTwice.With())
			default:
				continue
			}
			found = append(found, e)
		}
		return found
	},
}

var (
	hstsSentPlain   = say.New("hsts_invalid_plain", "It was sent without encryption, where anyone could have written it.")
	hstsIgnored     = say.New("hsts_invalid_ignored", "Browsers ignore it.")
	hstsPartIgnored = say.New("hsts_invalid_part", "A part of it is ignored: browsers do not know {name}, but {meant}.")
	hstsSentTwice   = say.New("hsts_invalid_twice", "It is sent twice with different values, and only the first counts.")
)
