package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

var insecureLogin = Check{
	ID:       "insecure-login",
	Title:    "Others can read a secret typed here",
	Why:      "This page asks for a secret, such as a password or a card number. Anyone on this network can read it as you send it. They can also change the page so that your secret goes to them.",
	Advice:   "Do not fill it in. If you must sign in, type the site's address with https:// in front. Or wait until you are on a network that you trust.",
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
					found = append(found, finding.Evidence{URL: d.address.String(), Words: say.Words(asking(loginPage, c))})
				}
			}
			for _, f := range p.Forms {
				sent := d.Secure && sentInClear(d, f)
				for _, c := range f.Credentials {
					switch {
					case !d.Secure:
						found = append(found, finding.Evidence{URL: d.address.String(), Tag: "form", Line: f.Line,
							Words: say.Words(asking(loginPage, c))})
					case sent:
						found = append(found, finding.Evidence{URL: f.Action, Tag: "form", Attr: "action", Line: f.Line,
							Words: say.Words(asking(loginForm, c))})
					}
				}
			}
		}
		return found
	},
}

var (
	loginPage = map[fact.Credential]say.Message{
		fact.Password: say.New("insecure_login_page_password", "This page came without encryption and asks for a password."),
		fact.Card:     say.New("insecure_login_page_card", "This page came without encryption and asks for a payment card."),
		fact.OneTime:  say.New("insecure_login_page_code", "This page came without encryption and asks for a one-time code."),
		"":            say.New("insecure_login_page_secret", "This page came without encryption and asks for a secret."),
	}
	loginForm = map[fact.Credential]say.Message{
		fact.Password: say.New("insecure_login_form_password", "This form asks for a password and sends it without encryption."),
		fact.Card:     say.New("insecure_login_form_card", "This form asks for a payment card and sends it without encryption."),
		fact.OneTime:  say.New("insecure_login_form_code", "This form asks for a one-time code and sends it without encryption."),
		"":            say.New("insecure_login_form_secret", "This form asks for a secret and sends it without encryption."),
	}
)

// asking says what is asked for: facts may name a secret that is not known here.
func asking(where map[fact.Credential]say.Message, c fact.Credential) say.Phrase {
	if _, known := where[c]; !known {
		c = ""
	}
	return where[c].With()
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
