package check

import (
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// The attack: sslstrip, and bettercap's http.proxy with it, answer a plain request
// in the site's place. They fetch the page over HTTPS themselves and hand it on in
// clear, without the redirect to HTTPS and without an HSTS header. Where a browser
// tries HTTPS first, they hang up on that, and it falls back.
//
// Innocent causes look the same, and memory tells them apart:
//
//   - A site that serves both, as it is asked: it gave plain documents before it was
//     last seen over HTTPS, and has led nobody up since. So does one whose own
//     encrypted answer leads to the plain one. Silent.
//   - A site that gave up HTTPS: it was plain on other networks too, or on a trusted
//     one, or was last seen over HTTPS over a year ago. Networks on which it looked
//     like this attack are not counted (Subject.Suspect): the same network is no
//     witness the next day.
//     A host that was never seen over HTTPS but on this network may be another such.
//   - A page that leads on to HTTPS by a script or a refresh, without a redirect.
//   - A server of its own at another port of the host. Memory is by host; only a
//     browser that knows the host's policy would have gone there over HTTPS too.
//   - A portal: it redirects, or takes the place of every page. See captive-portal.
//
// There is no innocent cause that is common for a browser to ask a host in clear
// that it knows by HSTS or by its preload list. Private windows do not share what
// other windows noted; a recording may be of a browser that never saw the site, or of
// a time when the site was not on the list.
var httpsStripped = Check{
	ID:         "https-stripped",
	Title:      "Encrypted site comes without encryption here",
	Why:        "This site was encrypted when your browser visited it before. On this network its page comes without encryption. Somebody here may be answering in the site's place: they take the encryption away, read everything that you send, and can change what you see.",
	Advice:     "Do not sign in and do not type anything here. Open the site with https:// in front, or wait until you are on another network. If it comes without encryption on a network that you trust too, the site itself gave encryption up.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc6797#section-2.3.1.1",
	Sentence:   "Someone on this network is probably keeping you off the encrypted version of this site: do not sign in here.",
	Exposes:    "This site was encrypted before, and here it is not: others on this network can read and change this page.",
	Levels:     Levels{finding.Warning, finding.Danger},
	Grade:      gradeSuspicion,
	PerHost:    true,
	Intercepts: true,
	Behind:     finding.Warning,
	Needs:      []fact.Kind{fact.Navigation, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		shown := map[string]bool{}
		for i := range s.Chain {
			strength, words := s.stripped(s.Chain, i)
			if strength == "" || shown[s.Chain[i].URL.String()] {
				continue
			}
			shown[s.Chain[i].URL.String()] = true
			e := finding.Evidence{URL: s.Chain[i].URL.String(), Strength: strength, Words: words}
			if len(found) == 0 && len(s.Chain) > 1 {
				e.Chain = Steps(s.Chain)
			}
			found = append(found, e)
		}
		return found
	},
}

var (
	strippedUntil     = say.New("https_stripped_until", "The site told your browser to use nothing but encryption until {day:day}, and here it came without.")
	strippedParent    = say.New("https_stripped_parent", "The site {host} told your browser to use nothing but encryption there and at all addresses that belong to it. Here this one came without.")
	strippedPreloaded = say.New("https_stripped_preloaded", "Browsers come with the order to open this site with nothing but encryption, and here it came without.")
	strippedHere      = say.New("https_stripped_here", "Before, last on {day:day}, this site led your browser on to its encrypted version (HTTPS). Here it did not.")
	strippedLedUp     = say.New("https_stripped_led_up", "Before, last on {day:day}, this site led your browser on to its encrypted version (HTTPS).")
	strippedFellBack  = say.Plural("https_stripped_fell_back",
		"Your browser tried the encrypted version (HTTPS) first, and got no answer. On {networks:number} other network, the site answered with encryption, last on {day:day}.",
		"Your browser tried the encrypted version (HTTPS) first, and got no answer. On {networks:number} other networks, the site answered with encryption, last on {day:day}.")
	strippedSecure    = say.New("https_stripped_secure", "Before, last on {day:day}, this site came with encryption (HTTPS).")
	strippedPlainOnce = say.New("https_stripped_plain_once", "It came without encryption on another network too.")
	strippedPlain     = say.New("https_stripped_plain", "It came without encryption on other networks too.")
)

// gradeSuspicion is the grade of checks that suspect somebody where the evidence is
// strong, and else tell that the visitor is exposed.
func gradeSuspicion(e finding.Evidence) Levels {
	if e.Strength.Rank() >= finding.Strong.Rank() {
		return Levels{finding.Warning, finding.Danger}
	}
	return Levels{finding.Notice, finding.Warning}
}

// How long what a host did before counts, in milliseconds.
const (
	dayLong     fact.Time = 24 * 60 * 60 * 1000
	upgradesFor           = 180 * dayLong // that it led from HTTP to HTTPS
	triedFor              = 90 * dayLong  // that it answered over HTTPS, where that failed now
	secureFor             = 365 * dayLong // that it was seen over HTTPS at all
)

// InClear reports whether the chain's hop at i brought a document over the network
// without encryption: the last of the chain, or one that led on by itself.
func InClear(chain []Hop, i int) bool {
	h := &chain[i]
	return (i == len(chain)-1 || h.Client) && h.Plain && h.Done && h.URL.Scheme == "http" && !h.Cached && h.Error == "" &&
		(h.Status >= 200 && h.Status < 300 || h.Status == 304)
}

// stripped judges the document at i of a chain: how far it shows that somebody
// keeps a host known over HTTPS from being reached so, and by what. The strength is
// empty where nothing does.
func (s *Subject) stripped(chain []Hop, i int) (finding.Strength, []say.Phrase) {
	h := &chain[i]
	name := hostName(h)
	if !InClear(chain, i) || site.Local(name) || site.IP(name) {
		return "", nil
	}
	k := s.known(name)
	order, unshared := s.ordered(k, name, h.At)
	onward := ownUpgrade(chain, i)
	plain, trusted := plainElsewhere(k, s.Network.Epoch), k.PlainTrusted > k.LastSecure
	switch {
	case order == nil && (k.LastSecure == 0 || h.URL.Port != "" || trusted),
		leadsDown(s, chain[:i], name):
		return "", nil
	case order != nil && !unshared && !onward && !trusted && plain == 0:
		return finding.Conclusive, order
	case order != nil:
		words := append(order, plainWords(plain)...)
		if plain > 1 || trusted || onward || k.LastSecure == 0 {
			return finding.Weak, words
		}
		return finding.Strong, words
	case plain > 1, servesBoth(k), h.At-max(k.LastSecure, k.UpgradedAt) > secureFor:
		return "", nil
	case k.UpgradedAt > 0 && h.At-k.UpgradedAt <= upgradesFor:
		if plain == 0 && !onward {
			return finding.Strong, say.Words(strippedHere.With(say.D(k.UpgradedAt)))
		}
		return finding.Weak, append(say.Words(strippedLedUp.With(say.D(k.UpgradedAt))), plainWords(plain)...)
	case onward:
		return "", nil
	case k.Epochs > 1 && plain == 0 && h.At-k.LastSecure <= triedFor && fellBack(chain[:i], name):
		return finding.Strong, say.Words(strippedFellBack.With(say.N(k.Epochs), say.D(k.LastSecure)))
	case k.UpgradedAt == 0 && len(k.Recent) == 1 && k.Recent[0] == s.Network.Epoch:
		return "", nil // no other network showed it any other way
	case k.UpgradedAt == 0 && hostOf(s.Navigation.Initiator) == h.URL.Host && strings.HasPrefix(s.Navigation.Initiator, "https:"):
		return "", nil // its own encrypted page leads here
	}
	return finding.Weak, append(say.Words(strippedSecure.With(say.D(k.LastSecure))), plainWords(plain)...)
}

// Suspect reports whether the document in clear at i of a chain is most likely not
// the host's own: somebody on a network that is not trusted stands in between.
// Nothing is learned of the host from it. Where the preload list is not there, every
// such document may be one.
func (s *Subject) Suspect(chain []Hop, i int) bool {
	if s.Network.Trust == fact.Trusted || !InClear(chain, i) {
		return false
	}
	for _, judge := range []func([]Hop, int) (finding.Strength, []say.Phrase){s.stripped, s.disguised, s.nearby} {
		if strength, _ := judge(chain, i); strength.Rank() >= finding.Strong.Rank() {
			return true
		}
	}
	name := hostName(&chain[i])
	if site.Local(name) || site.IP(name) {
		return false
	}
	_, _, known := s.listed(name)
	return !known
}

// ordered tells, in words, by what a browser was to reach a host over HTTPS only
// before this visit; nil if by nothing. unshared is set where the browser that
// made the visit may not know of that.
func (s *Subject) ordered(k fact.Known, name string, at fact.Time) (words []say.Phrase, unshared bool) {
	recorded := s.Source == fact.HAR
	switch by := s.remembered(k, name, at); {
	case by == name:
		return say.Words(strippedUntil.With(say.D(k.HSTS.Expires))), s.Private || recorded
	case by != "":
		return say.Words(strippedParent.With(say.T(by))), s.Private || recorded
	case !recorded && s.preloaded(name):
		return say.Words(strippedPreloaded.With()), false
	}
	return nil, false
}

// remembered is the name whose policy, noted before this visit, covers a host at a
// time (RFC 6797 section 8.2); empty if none.
func (s *Subject) remembered(k fact.Known, name string, at fact.Time) string {
	if hsts.InForce(k.HSTS, at) {
		return name
	}
	for _, parent := range site.Parents(name) {
		if p := s.known(parent).HSTS; p.IncludeSubDomains && hsts.InForce(p, at) {
			return parent
		}
	}
	return ""
}

// plainElsewhere counts the other network epochs in which a host gave plain
// documents since it was last seen over HTTPS.
func plainElsewhere(k fact.Known, epoch string) int {
	n := 0
	for _, m := range k.PlainEpochs {
		if m.Epoch != epoch {
			n++
		}
	}
	if len(k.PlainEpochs) == 0 && k.PlainAt > k.LastSecure {
		n++ // told before epochs were
	}
	return n
}

// servesBoth reports whether a host gave plain documents before it was last seen over
// HTTPS, and has led nobody up since.
func servesBoth(k fact.Known) bool {
	since := k.PlainFrom
	if k.PlainAt <= k.LastSecure {
		since = k.PlainAt
	}
	return since > 0 && since <= k.LastSecure && k.UpgradedAt < since
}

func plainWords(elsewhere int) []say.Phrase {
	switch elsewhere {
	case 0:
		return nil
	case 1:
		return say.Words(strippedPlainOnce.With())
	}
	return say.Words(strippedPlain.With())
}

// leadsDown reports whether a host's own encrypted answer redirected here.
func leadsDown(s *Subject, before []Hop, name string) bool {
	return slices.ContainsFunc(before, func(h Hop) bool {
		return h.Cause == finding.Server && h.URL.Scheme == "https" && hostName(&h) == name && s.Vouched(&h)
	})
}

// ownUpgrade reports whether a document led on by itself to HTTPS on its own host.
func ownUpgrade(chain []Hop, i int) bool {
	to := onward(chain[i+1:])
	return chain[i].Client && to.Scheme == "https" && site.Name(to.Host) == hostName(&chain[i])
}

// fellBack reports whether the browser tried a host over HTTPS and failed.
func fellBack(before []Hop, name string) bool {
	return slices.ContainsFunc(before, func(h Hop) bool { return h.Cause == finding.Fallback && hostName(&h) == name })
}
