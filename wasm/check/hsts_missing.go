package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

var hstsMissing = Check{
	ID:       "hsts-missing",
	Title:    "Site does not insist on encryption",
	Why:      "The site does not tell your browser to always use encryption (its HSTS policy, HTTP Strict Transport Security, is missing). On a hostile network, somebody can keep your next visit unencrypted. Then they can read and change it.",
	Advice:   "Open this site with https:// in front, or from a bookmark that has it.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-7.1",
	Sentence: "A part of your way to this site was not encrypted, and the site does not insist on encryption.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Grade: func(e finding.Evidence) Levels {
		if e.Outcome == finding.Passed {
			return Levels{finding.Notice, finding.Warning}
		}
		return always(finding.Notice)
	},
	PerHost: true,
	Needs:   []fact.Kind{fact.Navigation, fact.Headers, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		h := s.Final()
		if h == nil || !insistsPossible(h) || len(h.HSTS) > 0 && !forgets(h.HSTS[0]) {
			return nil // one that is invalid or short is another check's
		}
		e := finding.Evidence{URL: h.URL.String(), Words: say.Words(hstsAbsent.With())}
		if len(h.HSTS) > 0 {
			e.Header = header(h.Hop, hsts.Name)
			e.Words = say.Words(hstsForgets.With())
		}
		for _, hop := range s.Chain {
			if hop.URL.Host != h.URL.Host {
				continue
			}
			if hop.Cause == finding.HSTS {
				return nil // the browser knows a policy, perhaps from its preload list
			}
			if hop.Plain {
				e.Outcome, e.Chain = finding.Passed, Steps(s.Chain)
			}
		}
		if s.covered(h.URL.Host) || s.cleared(h) {
			return nil
		}
		return []finding.Evidence{e}
	},
}

var (
	hstsAbsent  = say.New("hsts_missing_absent", "The response has no Strict-Transport-Security header.")
	hstsForgets = say.New("hsts_missing_forgets", "The Strict-Transport-Security header tells browsers to forget the policy (max-age=0).")
)

// insistsPossible reports whether a response could have set an HSTS policy: it
// came encrypted, from a host with a name, on a network that is not one's own.
func insistsPossible(h *Hop) bool {
	return h.Encrypted && h.URL.Scheme == "https" && !site.IP(h.URL.Host) && !site.Local(h.URL.Host)
}

func forgets(p hsts.Policy) bool { return p.Valid && p.MaxAge == 0 }

// strictHeaders are the values of a hop's Strict-Transport-Security fields.
func strictHeaders(h *fact.Hop) []string {
	var values []string
	for _, f := range h.Headers {
		if f.Name == hsts.Name {
			values = append(values, f.Value)
		}
	}
	return values
}
