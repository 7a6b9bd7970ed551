package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/mixed"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// Innocent: a link that the browser follows over HTTPS anyway, because it knows the
// host's policy or its preload list has it, or because the page asks for upgrades of
// links to its own host (W3C Upgrade Insecure Requests section 3.2). Links to other
// sites are theirs to secure.
var insecureLink = Check{
	ID:       "insecure-link",
	Title:    "Encrypted page has links without encryption",
	Why:      "The page is encrypted, but links to addresses of the same site that are not. If you follow one, somebody on the network can answer in the site's place.",
	Advice:   "Look at the address bar after you follow a link on this site: it should begin with https://.",
	Spec:     "https://www.w3.org/TR/upgrade-insecure-requests/",
	Sentence: "This page came encrypted, but has links that others on this network can answer for.",
	Levels:   always(finding.Notice),
	Needs:    []fact.Kind{fact.Address, fact.Text, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		if !s.Secure || s.URL.Scheme != "https" {
			return nil
		}
		var found []finding.Evidence
		upgraded := s.documentOf(0).upgraded()
		for _, p := range s.Pages {
			if p.Frame != 0 {
				continue
			}
			for _, l := range p.Links {
				u, err := weburl.Parse(l.URL)
				if err != nil || l.Kind != "link" || mixed.TrustworthyURL(u) || !sameSite(u.Host, s.URL.Host) || site.Local(u.Host) ||
					upgraded && u.Host == s.URL.Host || s.covered(u.Host) {
					continue
				}
				found = append(found, finding.Evidence{URL: l.URL, Tag: l.Tag, Attr: l.Attr, Line: l.Line,
					Words: say.Words(linkPlain.With(say.T(clip(u.Host))))})
			}
		}
		return found
	},
}

var linkPlain = say.New("insecure_link_plain", "This link leads to {host} without encryption. There may be more like it.")
