package check

import (
	"fmt"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/site"
)

var hstsInvalid = Check{
	ID:       "hsts-invalid",
	Title:    "Site's order to use encryption is ignored",
	Why:      "The site tries to tell your browser to always use encryption (its HSTS policy, HTTP Strict Transport Security), but says it in a way that browsers ignore. On a hostile network your next visit can be kept on plain HTTP.",
	Advice:   "Open this site with https:// in front, or from a bookmark that has it.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-8.1",
	Sentence: "This site's order to always use encryption is one that browsers ignore.",
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
			detail, misses := "", h.HSTS[0].NearMisses()
			switch {
			case h.Plain:
				detail = "It was sent over plain HTTP, where anyone could have written it."
			case !h.HSTS[0].Valid:
				detail = "It is ignored: " + strings.Join(h.HSTS[0].Problems, "; ") + "."
			case len(misses) > 0:
				detail = fmt.Sprintf("A part of it is ignored: browsers do not know %s, but %s.", misses[0][0], misses[0][1])
			case len(values) > 1 && values[1] != values[0]:
				detail = "It is sent twice with different values, and only the first counts."
			default:
				continue
			}
			found = append(found, finding.Evidence{URL: h.URL.String(), Header: clip(strings.Join(values, " | ")), Detail: detail})
		}
		return found
	},
}
