package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/mixed"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

// A form that asks for a secret is insecure-login's: one cause, one finding.
var insecureForm = Check{
	ID:       "insecure-form",
	Title:    "Form sends its content without encryption",
	Why:      "The page is encrypted, but what you fill in here is sent without encryption. Anyone on this network can read it, and can answer in the site's place.",
	Advice:   "Leave the form alone, or fill in only what anyone may know.",
	Spec:     "https://www.w3.org/TR/mixed-content/#requirements-forms",
	Sentence: "What you fill in here is sent so that others on this network can read it.",
	Levels:   always(finding.Warning),
	Grade: func(e finding.Evidence) Levels {
		if e.Outcome == finding.Blocked {
			return always(finding.Notice)
		}
		return always(finding.Warning)
	},
	Needs: []fact.Kind{fact.Address, fact.Text},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for _, p := range s.Pages {
			d := s.documentOf(p.Frame)
			if !d.Secure {
				continue
			}
			for _, f := range p.Forms {
				e := finding.Evidence{URL: f.Action, Tag: "form", Attr: "action", Line: f.Line}
				switch {
				case !namesClear(d, f):
					continue
				case heldBack(d, f):
					e.Outcome = finding.Blocked
					e.Words = say.Words(formBlocked.With())
				case len(f.Credentials) > 0:
					continue
				default:
					e.Words = say.Words(formPlain.With())
				}
				found = append(found, e)
			}
		}
		return found
	},
}

var (
	formBlocked = say.New("insecure_form_blocked", "This form would be sent without encryption, with the answer shown in a frame. The browser does not let that happen.")
	formPlain   = say.New("insecure_form_plain", "This form is sent without encryption.")
)

// insecureURL reports whether a request for u would cross the network without
// encryption. Schemes that never do, such as mailto, are not it.
func insecureURL(u weburl.URL) bool {
	switch u.Scheme {
	case "http", "ws", "ftp":
		return !mixed.TrustworthyURL(u)
	}
	return false
}
