package check

import (
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// The attack: mitmproxy, bettercap's https.proxy and sslsplit answer in a site's
// place with a certificate that they make on the spot. Its issuer is unknown to the
// browser (ERR_CERT_AUTHORITY_INVALID, SEC_ERROR_UNKNOWN_ISSUER) unless somebody
// installed it. A rogue portal, or DNS that leads elsewhere, shows another site's
// certificate, or one that vouches for itself.
//
// Innocent causes look the same. The site's own certificate ran out, misses a name or
// vouches for itself: then it fails on every network, so a fault that was met on
// another one, and not mended since, is the site's. A captive portal before its login:
// Behind lowers while it lasts; and in the first minutes on a network one may stand in
// the way that was not known for one yet. It shows its own certificate, under its own
// name: tools make theirs under the site's (Subject.arriving). A resolver that answers
// for hosts of advertisements: the page around them came well. A router or a device at home, whose certificate never
// checks out: local names and addresses. Old pages ask for parts from hosts that are
// long gone; the browser leaves those out.
//
// Memory tells them apart: a host that proved who it is, or that browsers only ever
// open encrypted, does not stop doing so without anybody noticing.
var certificateError = Check{
	ID:         "certificate-error",
	Title:      "Site could not prove who it is",
	Why:        "Sites show a certificate to prove who they are. Whoever answered here showed none that proves to be this site. Somebody on this network may be answering in its place, or the site's own certificate is faulty: from here the two look alike.",
	Advice:     "Do not go past the browser's warning. Try again on another network: if the warning is gone there, somebody on this one was in between.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc9525",
	Sentence:   "Whoever answered could not prove to be this site: do not go on.",
	Levels:     Levels{finding.Warning, finding.Danger},
	Grade:      gradeCertificate,
	PerHost:    true,
	Intercepts: true,
	Behind:     finding.Notice,
	Needs:      []fact.Kind{fact.Failures, fact.Certificates, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for _, f := range s.certificateFailures() {
			found = append(found, s.weigh(f))
		}
		return append(found, s.clickedAway()...)
	},
}

var (
	certificateAccepted  = say.New("certificate_error_accepted", "Your browser was told to accept it.")
	certificateClicked   = say.New("certificate_error_clicked_away", "A while ago on this network its certificate did not check out, and now the page came. Chrome does not show whether the certificate is a good one now, or one that you told it to accept.")
	certificateBehind    = say.New("certificate_error_clock_behind", "This computer's clock is about {off:span} behind.")
	certificateAhead     = say.New("certificate_error_clock_ahead", "This computer's clock is about {off:span} ahead.")
	certificateElsewhere = say.New("certificate_error_elsewhere", "This site could not prove who it is on another network either: most likely the fault is its own.")
	certificateArriving  = say.New("certificate_error_arriving", "You came to this network only minutes ago. Most likely its login page answers for every site.")
	certificateProven    = say.New("certificate_error_proven", "Before, last on {day:day}, this site did prove who it is.")
	certificateDue       = say.New("certificate_error_due", "Browsers open this site only with a certificate that checks out, so one that does not is hardly its own.")
)

// clickedAway tells of a document in Chromium whose host could not prove who it is a
// while ago on this network. Most likely its certificate was clicked away, which
// Chromium does not show. It may have been mended: by the end of a captive portal, in
// whose epoch nothing is said; of a host that insists on encryption for certain, since
// Chromium lets nobody past there.
func (s *Subject) clickedAway() []finding.Evidence {
	h := s.Final()
	if s.Source != fact.Chromium || h == nil || s.Restored || !h.Encrypted || h.Cached || s.Epoch.Portal.At > 0 || ownComputer(h.URL.Host) {
		return nil
	}
	k := s.known(h.URL.Host)
	if k.FaultAt == 0 || k.FaultAt > h.At || k.FaultEpoch != s.Network.Epoch || s.insists(h.URL.Host, h.At) {
		return nil
	}
	return []finding.Evidence{{URL: h.URL.String(), Destination: "main_frame", Outcome: finding.Loaded, Strength: finding.Weak,
		Words: say.Words(certificateClicked.With())}}
}

// failure is a host's certificate that did not check out.
type failure struct {
	fault       certificateFault
	code        string // the browser's
	url         weburl.URL
	at          fact.Time
	destination string
	outcome     finding.Outcome // blocked or loaded, of a part; loaded too of a document that its reader accepted
}

// certificateFailures are the visit's: where the failure ended the navigation, and
// those of parts; then those that Firefox was told to accept. Not where the browser
// went on by itself: browsers try HTTPS on plain addresses, and most such hosts never
// had it.
func (s *Subject) certificateFailures() (list []failure) {
	if n := len(s.Chain); n > 0 {
		list = append(list, failures(&s.Chain[n-1], "main_frame", "")...)
	}
	for i := range s.Loads {
		l := &s.Loads[i]
		list = append(list, failures(&l.Hops[len(l.Hops)-1], l.Destination, finding.Blocked)...)
	}
	for _, c := range s.Connections {
		if c.Fault == "" || ownComputer(c.Host) {
			continue
		}
		f := failure{fault: acceptedFault(c.Fault), code: c.Fault, at: max(c.At, s.At()), outcome: finding.Loaded}
		f.url, f.destination = s.connected(c.Host)
		list = append(list, f)
	}
	return list
}

func failures(h *Hop, destination string, outcome finding.Outcome) []failure {
	fault := faultOf(h.Error)
	if fault == 0 || ownComputer(h.URL.Host) {
		return nil
	}
	return []failure{{fault, h.Error, h.URL, h.At, destination, outcome}}
}

// ownComputer reports whether a host is this computer, by its own name or address.
func ownComputer(host string) bool {
	host = site.Name(host)
	return site.Class(host) == site.LoopbackAddress || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// connected is the address that an encrypted connection to a host was for, the
// document's own first, with its destination.
func (s *Subject) connected(host string) (u weburl.URL, destination string) {
	name := site.Name(host)
	for i := len(s.Chain) - 1; i >= 0; i-- {
		if h := &s.Chain[i]; h.Encrypted && hostName(h) == name {
			return h.URL, "main_frame"
		}
	}
	for i := range s.Loads {
		for j := range s.Loads[i].Hops {
			if h := &s.Loads[i].Hops[j]; h.Encrypted && hostName(h) == name {
				return h.URL, s.Loads[i].Destination
			}
		}
	}
	return weburl.URL{Scheme: "https", Host: host, Path: "/"}, ""
}

// weigh makes evidence of a failure, and tells how far it shows that somebody is
// there.
func (s *Subject) weigh(f failure) finding.Evidence {
	e := finding.Evidence{URL: f.url.String(), Error: f.code, Destination: f.destination, Outcome: f.outcome, Words: say.Words(f.fault.words().With()), Strength: finding.Weak}
	if f.outcome == finding.Loaded {
		e.Words = append(e.Words, certificateAccepted.With())
	}
	switch {
	case f.fault == faultInterceptor, f.fault == faultIntercepted:
		e.Strength = finding.Strong
		return e
	case site.Local(f.url.Host):
		e.Strength = ""
		return e
	case f.fault == faultDate:
		if clocks := s.skewed(); len(clocks) > 0 {
			e.Words = append(e.Words, off(clocks[0], certificateBehind, certificateAhead))
		}
	}
	switch s.proof(f.url, f.at) {
	case failing:
		e.Strength = ""
		e.Words = append(e.Words, certificateElsewhere.With())
	case proven:
		switch {
		case !f.fault.identity():
			return e
		case f.fault == faultName && s.arriving(f):
			e.Strength = ""
			e.Words = append(e.Words, certificateArriving.With())
			return e
		case f.outcome == finding.Blocked && s.vouches():
			e.Strength = ""
			return e // whoever answers for all answers for the page too; a resolver that blocks does not
		}
		e.Strength = finding.Strong
		if k := s.known(f.url.Host); k.LastSecure > 0 {
			e.Words = append(e.Words, certificateProven.With(say.D(k.LastSecure)))
		} else {
			e.Words = append(e.Words, certificateDue.With())
		}
	}
	return e
}

// arrival is how long it may take until a captive portal is known for one, in
// milliseconds: browsers without a detection of their own show one only once a page
// was asked for in clear.
const arrival fact.Time = 5 * 60 * 1000

// arriving reports whether a failure came in the first minutes on a network on which
// its host has not proved who it is.
func (s *Subject) arriving(f failure) bool {
	since := f.at - s.Epoch.Began
	return s.Epoch.ID == s.Network.Epoch && s.Epoch.Began > 0 && since >= 0 && since < arrival &&
		!slices.Contains(s.known(f.url.Host).Recent, s.Network.Epoch)
}

func gradeCertificate(e finding.Evidence) Levels {
	fault := acceptedFault(e.Error)
	switch {
	case e.Outcome == finding.Blocked:
		return always(finding.Notice) // a part of a page; the browser left it out
	case fault == faultInterceptor:
		return always(finding.Danger) // whatever network that is
	case fault != faultIntercepted && site.Local(hostOf(e.URL)):
		return always(finding.Notice) // a router's own page never checks out
	case e.Strength == finding.Strong:
		return Levels{finding.Warning, finding.Danger}
	}
	return always(finding.Warning)
}
