package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// The attack: somebody got a root certificate of their own into this browser (a
// program, an "install this profile to use the Wi-Fi", a moment alone with the
// computer), and reads the sites they care about. No warning of the browser shows it:
// mitmproxy's certificates check out once mitmproxy-ca-cert is installed.
//
// What is never a finding: a new certificate, key or public issuer. Sites renew every
// few weeks, and large ones show certificates of several issuers at once.
//
// Innocent causes look the same. A company's or a school's proxy and an antivirus
// program have a root of their own too: one that was met before, or on a trusted
// network, is this computer's, and one that all sites end in is told of by
// tls-inspected. A company that renews the root of its own servers: those never ended
// in one that came with the browser.
var issuerChanged = Check{
	ID:         "issuer-changed",
	Title:      "Somebody else vouches for this site here",
	Why:        "Until now one of the issuers that every browser trusts vouched for this site. Here somebody else does, with a root certificate that was added to this computer: one that can vouch for any site. Whoever has it can read and change what you see, and your browser shows a closed lock all the same. It can be your company, your school, an antivirus program, or somebody who should not.",
	Advice:     "Enter nothing here unless you know whose root certificate that is. Ask whoever looks after this computer. If nobody does, remove it in the browser's settings under certificates.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc5280#section-6",
	Sentence:   "Somebody who is not this site can read what you do here, with a certificate that was added to this computer.",
	Levels:     Levels{finding.Warning, finding.Danger},
	Grade:      byStrength(Levels{finding.Warning, finding.Danger}),
	PerHost:    true,
	Intercepts: true,
	Needs:      []fact.Kind{fact.Certificates},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		seen := map[string]bool{}
		for c := range s.chains() {
			name := site.Name(c.Host)
			k := s.known(name)
			if c.BuiltIn || seen[name] || k.BuiltInAt == 0 && (k.Root == "" || k.Root == c.Root) {
				continue
			}
			seen[name] = true
			u, destination := s.connected(c.Host)
			e := finding.Evidence{URL: u.String(), Destination: destination, Strength: finding.Weak, Words: say.Words(issuer(c))}
			switch {
			case k.BuiltInAt == 0:
				e.Words = append(e.Words, issuerAnother.With())
			case s.rootMet(c.Root):
				if destination != "main_frame" {
					continue
				}
				e.Strength = "" // this computer's own, and no sign of anybody
				e.Words = append(e.Words, rootKnown.With())
			case s.inspected(c.Root) != nil:
				e.Words = append(e.Words, issuerOfAll.With())
			default:
				e.Words = append(e.Words, issuerBefore.With(say.D(k.BuiltInAt)))
				e.Strength = finding.Strong
			}
			found = append(found, e)
		}
		return found
	},
}

var (
	issuerNamed    = say.New("issuer_changed_named", "The root certificate that vouches for this site here is called “{root}”, and did not come with your browser.")
	issuerNameless = say.New("issuer_changed_nameless", "The root certificate that vouches for this site here has no name, and did not come with your browser.")
	issuerAnother  = say.New("issuer_changed_another", "Before, another one that did not come with your browser vouched for this site.")
	issuerOfAll    = say.New("issuer_changed_of_all", "It vouches for all other sites here too.")
	issuerBefore   = say.New("issuer_changed_before", "Before, last on {day:day}, one that came with your browser vouched for this site.")
)

// issuer tells what vouches for a host.
func issuer(c fact.Connection) say.Phrase {
	if name := rootName(c); name != "" {
		return issuerNamed.With(say.T(name))
	}
	return issuerNameless.With()
}

// byStrength grades evidence that is more than weak by l, and other as a notice.
func byStrength(l Levels) func(finding.Evidence) Levels {
	return func(e finding.Evidence) Levels {
		if e.Strength.Rank() > finding.Weak.Rank() {
			return l
		}
		return always(finding.Notice)
	}
}
