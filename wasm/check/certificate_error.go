package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/site"
)

var certificateError = Check{
	ID:         "certificate-error",
	Title:      "Site could not prove who it is",
	Why:        "Whoever answered did not show a certificate that proves to be this site. Somebody on this network may be answering in its place, or the site's own certificate is faulty: from here the two look alike.",
	Advice:     "Do not go past the browser's warning. Try again on another network; if the warning is gone there, somebody on this one was in between.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc9525",
	Sentence:   "Whoever answered could not prove to be this site: do not go on.",
	Levels:     Levels{finding.Warning, finding.Danger},
	Grade:      gradeCertificate,
	PerHost:    true,
	Intercepts: true,
	Needs:      []fact.Kind{fact.Failures, fact.Certificates},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		// Only where the failure ended the navigation: browsers try HTTPS on
		// plain addresses by themselves, and most such hosts never had it.
		if n := len(s.Chain); n > 0 {
			if e, ok := certificateFailure(s.Chain[n-1]); ok {
				e.Destination = "main_frame"
				found = append(found, e)
			}
		}
		for _, l := range s.Loads {
			if e, ok := certificateFailure(l.Hops[len(l.Hops)-1]); ok {
				e.Destination, e.Outcome = l.Destination, finding.Blocked
				found = append(found, e)
			}
		}
		return found
	},
}

func certificateFailure(h Hop) (finding.Evidence, bool) {
	fault, ok := certificateFaults[h.Error]
	if !ok || h.URL.Host == "localhost" || strings.HasSuffix(h.URL.Host, ".localhost") {
		return finding.Evidence{}, false
	}
	return finding.Evidence{URL: h.URL.String(), Error: h.Error, Detail: fault.words()}, true
}

func gradeCertificate(e finding.Evidence) Levels {
	switch {
	case e.Outcome == finding.Blocked:
		return always(finding.Notice) // a part of a page; the browser left it out
	case site.Local(hostOf(e.URL)):
		return always(finding.Notice) // a router's own page never checks out
	case certificateFaults[e.Error] == faultDate:
		return always(finding.Warning) // far more often forgotten than forged
	}
	return Levels{finding.Warning, finding.Danger}
}
