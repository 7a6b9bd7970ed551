package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
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
	Why:        "Until now one of the issuers that every browser trusts vouched for this site. Here somebody else does, with a root certificate that was added to this computer. Whoever has that root can read and change what you see, and your browser shows a closed lock all the same. It can be your company, your school, an antivirus program, or somebody who should not.",
	Advice:     "Enter nothing here unless you know whose root certificate that is. Ask whoever looks after this computer; if nobody does, remove it in the browser's settings under certificates.",
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
			e := finding.Evidence{URL: u.String(), Destination: destination, Strength: finding.Weak,
				Detail: "The chain of its certificate ends in " + rootName(c) + ", which did not come with your browser."}
			switch {
			case k.BuiltInAt == 0:
				e.Detail += " Before it ended in another one of that kind."
			case s.rootMet(c.Root):
				if destination != "main_frame" {
					continue
				}
				e.Strength = "" // this computer's own, and no sign of anybody
				e.Detail += " Your browser met that root before."
			case s.inspected(c.Root) != nil:
				e.Detail += " So do those of all other sites here."
			default:
				e.Detail += " Before, last on " + day(k.BuiltInAt) + ", it ended in one that did."
				e.Strength = finding.Strong
			}
			found = append(found, e)
		}
		return found
	},
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
