package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/site"
)

// The attack: a browser asks a host that it knows by HSTS over HTTPS only, so tools
// that strip encryption lead it to a host that it does not know. sslstrip2 puts a w
// before www and web before other names in the links of plain pages, and dns2proxy
// answers for the names that come of it; bettercap's hstshijack changes the ending,
// .com to .corn, or to what its user likes. What they have in common: the new name
// looks like one that is known over HTTPS, and its page comes in clear.
//
// Innocent causes look the same: names are given freely, and somebody's own
// web.example.com, social.example.com, example.co or burn.com may be plain and look
// like another that is known. What tells them apart:
//
//   - Some names hardly anybody gives: an extra w, an ending that the Internet does
//     not have, letters of another alphabet. Those are strong; the rest weak.
//   - Who led there: where the known host itself, asked in clear, does so although it
//     used to lead to HTTPS on itself, any such name is strong.
//   - A host that was seen over HTTPS itself, on a trusted network, or on another one
//     before is one of its own. What was strong teaches nothing (Subject.Suspect).
//   - The host that it looks like has to be known over HTTPS at all.
var lookalikeHost = Check{
	ID:         "lookalike-host",
	Title:      "Address imitates a site that you know",
	Why:        "The name of this site looks like that of one that your browser knows over an encrypted connection, and this one came in clear. Somebody on this network may have changed the link that you followed, to bring you to a copy of the site where they can read everything.",
	Advice:     "Do not sign in and do not type anything here. Type the name of the site that you wanted by yourself, with https:// in front.",
	Spec:       "https://www.unicode.org/reports/tr39/",
	Sentence:   "Someone on this network has probably led you to a copy of a site that you know: do not sign in here.",
	Exposes:    "This address looks like that of a site that you know, and is another: do not sign in here.",
	Levels:     Levels{finding.Warning, finding.Danger},
	Grade:      gradeLookalike,
	PerHost:    true,
	Intercepts: true,
	Needs:      []fact.Kind{fact.Navigation, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		shown := map[string]bool{}
		for i := range s.Chain {
			strength, words := s.disguised(s.Chain, i)
			if strength == "" || shown[s.Chain[i].URL.Host] {
				continue
			}
			shown[s.Chain[i].URL.Host] = true
			e := finding.Evidence{URL: s.Chain[i].URL.String(), Strength: strength, Detail: words}
			if len(found) == 0 && len(s.Chain) > 1 {
				e.Chain = Steps(s.Chain)
			}
			found = append(found, e)
		}
		return found
	},
}

// Disguises is site.Disguises, asked once for each host.
func (s *Subject) Disguises(host string) []site.Disguise {
	list, ok := s.alike[host]
	if !ok {
		if s.alike == nil {
			s.alike = map[string][]site.Disguise{}
		}
		list = site.Disguises(host)
		s.alike[host] = list
	}
	return list
}

func gradeLookalike(e finding.Evidence) Levels {
	if e.Strength.Rank() >= finding.Strong.Rank() {
		return Levels{finding.Warning, finding.Danger}
	}
	return always(finding.Notice)
}

// disguised judges the document at i of a chain: how far its host is a disguise of one
// that is known over HTTPS, and of which. The strength is empty where it is none.
func (s *Subject) disguised(chain []Hop, i int) (strength finding.Strength, words string) {
	h := &chain[i]
	name := hostName(h)
	own := s.known(name)
	if !InClear(chain, i) || own.LastSecure > 0 || own.PlainTrusted > 0 || plainElsewhere(own, s.Network.Epoch) > 0 {
		return "", ""
	}
	for _, d := range s.Disguises(name) {
		k := s.known(d.Of)
		if k.LastSecure == 0 || h.At-k.LastSecure > secureFor {
			continue
		}
		led := s.ledBy(d.Of, chain[:i], h.At)
		if strength != "" && !led && !d.By.Sure() {
			continue
		}
		words = name + " looks like " + clip(d.Of) + ", which your browser last saw over HTTPS on " + day(k.LastSecure) + ": " + string(d.By) + "."
		if led {
			words += " Asked without encryption, " + clip(d.Of) + " itself led here."
		}
		if led || d.By.Sure() {
			return finding.Strong, words
		}
		strength = finding.Weak
	}
	return strength, words
}

// ledBy reports whether a host that used to lead to HTTPS on itself led, asked in
// clear, to what follows.
func (s *Subject) ledBy(name string, before []Hop, at fact.Time) bool {
	k := s.known(name)
	order, _ := s.ordered(k, name, at)
	if order == "" && (k.UpgradedAt == 0 || at-k.UpgradedAt > upgradesFor) {
		return false
	}
	for i := len(before) - 1; i >= 0; i-- {
		switch {
		case s.Vouched(&before[i]):
			return false // an answer that nobody could change led on from there
		case before[i].Plain && hostName(&before[i]) == name:
			return true
		}
	}
	return strings.HasPrefix(s.Navigation.Initiator, "http:") && site.Name(hostOf(s.Navigation.Initiator)) == name
}
