package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
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
	Why:        "The name of this site looks like that of another that your browser knows as encrypted. This one came without encryption. Somebody on this network may have changed the link that you followed, to bring you to a copy of the site where they can read everything.",
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
			e := finding.Evidence{URL: s.Chain[i].URL.String(), Strength: strength, Words: words}
			if len(found) == 0 && len(s.Chain) > 1 {
				e.Chain = Steps(s.Chain)
			}
			found = append(found, e)
		}
		return found
	},
}

// tricks say how a name is made to look like another.
var tricks = map[site.Trick]say.Message{
	site.ExtraW:      say.New("lookalike_host_extra_w", "{name} looks like {known}, with one w more."),
	site.WebPrefix:   say.New("lookalike_host_web_prefix", "{name} looks like {known}, with “web” in front."),
	site.OtherWord:   say.New("lookalike_host_other_word", "{name} looks like {known}, with another word in front."),
	site.NoSuchEnd:   say.New("lookalike_host_no_such_end", "{name} looks like {known}, with an ending that the Internet does not have."),
	site.OtherEnd:    say.New("lookalike_host_other_end", "{name} looks like {known}, with another ending."),
	site.Alphabet:    say.New("lookalike_host_alphabet", "{name} looks like {known}, with letters of another alphabet."),
	site.Likeness:    say.New("lookalike_host_likeness", "{name} looks like {known}, with other letters that are easy to mistake."),
	site.DoubledOnce: say.New("lookalike_host_doubled_once", "{name} looks like {known}, with a letter doubled."),
	site.MoreLabels:  say.New("lookalike_host_more_labels", "{name} looks like {known}, with another site's name behind it."),
}

var (
	lookalikeKnown = say.New("lookalike_host_known", "Your browser last saw {known} with encryption (HTTPS) on {day:day}.")
	lookalikeLed   = say.New("lookalike_host_led", "It was {known} itself that led here, when asked without encryption.")
)

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
func (s *Subject) disguised(chain []Hop, i int) (strength finding.Strength, words []say.Phrase) {
	h := &chain[i]
	name := hostName(h)
	own := s.known(name)
	if !InClear(chain, i) || own.LastSecure > 0 || own.PlainTrusted > 0 || plainElsewhere(own, s.Network.Epoch) > 0 {
		return "", nil
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
		known := say.T(clip(d.Of))
		words = say.Words(tricks[d.By].With(say.T(name), known), lookalikeKnown.With(known, say.D(k.LastSecure)))
		if led {
			words = append(words, lookalikeLed.With(known))
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
	if order == nil && (k.UpgradedAt == 0 || at-k.UpgradedAt > upgradesFor) {
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
