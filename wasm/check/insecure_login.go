package check

import (
	"fmt"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/weburl"
)

var insecureLogin = Check{
	ID:       "insecure-login",
	Title:    "A secret would be readable by others",
	Why:      "This page asks for a secret, such as a password or a card number, where anyone on this network can read it as you send it, or can change the page so that it is sent to them.",
	Advice:   "Do not fill it in. If you must sign in, type the site's address with https:// in front, or wait until you are on a network you trust.",
	Spec:     "https://www.w3.org/TR/secure-contexts/",
	Sentence: "Do not type a password or card number here: others on this network can read it.",
	Levels:   Levels{finding.Warning, finding.Danger},
	Needs:    []fact.Kind{fact.Address, fact.Text},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for _, p := range s.Pages {
			d := s.documentOf(p.Frame)
			if !d.Secure {
				for _, c := range p.Credentials {
					found = append(found, finding.Evidence{URL: d.address.String(), Detail: asksFor(c) + " in a page that came without encryption."})
				}
			}
			for _, f := range p.Forms {
				sent := d.Secure && sentInClear(d, f)
				for _, c := range f.Credentials {
					switch {
					case !d.Secure:
						found = append(found, finding.Evidence{URL: d.address.String(), Tag: "form", Line: f.Line,
							Detail: asksFor(c) + " in a page that came without encryption."})
					case sent:
						found = append(found, finding.Evidence{URL: f.Action, Tag: "form", Attr: "action", Line: f.Line,
							Detail: asksFor(c) + " in a form that sends it without encryption."})
					}
				}
			}
		}
		return found
	},
}

func asksFor(c fact.Credential) string {
	switch c {
	case fact.Card:
		return "A payment card field"
	case fact.OneTime:
		return "A one-time code field"
	}
	return fmt.Sprintf("A %s field", c)
}

// sentInClear reports whether a form's content would leave without encryption.
func sentInClear(d document, f fact.Form) bool { return namesClear(d, f) && !heldBack(d, f) }

// namesClear reports whether a form is to be sent to an address in clear, and the
// site's own policy does not change that: upgrade-insecure-requests covers
// submissions too, and a sandbox may forbid them.
func namesClear(d document, f fact.Form) bool {
	action, err := weburl.Parse(f.Action)
	return err == nil && insecureURL(action) && !d.upgraded() && !d.policy.NoForms
}

// heldBack reports whether browsers block a form's submission: an answer in a
// frame is a part of the page around it, and so blockable mixed content.
func heldBack(d document, f fact.Form) bool { return f.Stays && d.mixes() }
