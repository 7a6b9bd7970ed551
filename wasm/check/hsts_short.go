package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
)

var hstsShort = Check{
	ID:       "hsts-short",
	Title:    "Site insists on encryption only briefly",
	Why:      "The site tells your browser to always use encryption (its HSTS policy, HTTP Strict Transport Security). It does so for a short time only. After that, somebody on the network can keep your next visit unencrypted, and read it.",
	Advice:   "Open this site with https:// in front if you have not been there for a while.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-11.2",
	Sentence: "This site insists on encryption only for a short time.",
	Levels:   always(finding.Notice),
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation, fact.Headers, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for i := range s.Chain {
			h := &s.Chain[i]
			if !insistsPossible(h) || len(h.HSTS) == 0 {
				continue
			}
			p := h.HSTS[0]
			if !p.Valid || p.MaxAge == 0 || p.MaxAge >= hsts.Short {
				continue
			}
			if _, listed, known := s.listed(h.URL.Host); listed || !known {
				continue // the browser insists for as long as the list does
			}
			found = append(found, finding.Evidence{URL: h.URL.String(), Header: clip(header(h.Hop, hsts.Name)),
				Words: say.Words(hstsBrief.With(say.S(p.MaxAge)))})
		}
		return found
	},
}

var hstsBrief = say.New("hsts_short_brief", "It asks browsers to remember for {time:span}; six months is the least that protects.")
