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
			secure := s.frameSecure(p.Frame, p.URL)
			if !secure {
				for _, c := range p.Credentials {
					found = append(found, finding.Evidence{URL: p.URL, Detail: asksFor(c) + " in a page that came without encryption."})
				}
			}
			for _, f := range p.Forms {
				sent := !secure || sentInClear(s, p, f)
				for _, c := range f.Credentials {
					switch {
					case !secure:
						found = append(found, finding.Evidence{URL: p.URL, Tag: "form", Line: f.Line,
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

// sentInClear reports whether a form's content would leave without encryption:
// upgrade-insecure-requests covers submissions too.
func sentInClear(s *Subject, p fact.Page, f fact.Form) bool {
	action, err := weburl.Parse(f.Action)
	return err == nil && insecureURL(action) && !s.upgrades(p.Frame)
}
