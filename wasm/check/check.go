// Package check holds the rules: one file each, all alike. A check reads facts
// that were parsed once, and finds evidence; package inspect makes findings of
// it. Adding one is a new file and a line in All.
package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
)

// Check is one rule that judges a visit.
type Check struct {
	ID     string // also the name of its file, with _ for -
	Title  string // at most eight words
	Why    string // what somebody could do, in plain words
	Advice string // what the visitor can do about it
	Spec   string // where it is written

	// Sentence is the verdict's when this check decides it.
	Sentence string
	// Exposes, if set, is the verdict's sentence where this check decides it without
	// suspecting anybody.
	Exposes string

	// Levels is the level of a finding by the network's trust.
	Levels Levels
	// Grade, if set, gives the levels of one piece of evidence where they
	// depend on it. A finding's level is that of its worst evidence.
	Grade func(finding.Evidence) Levels
	// PerHost makes the subject the host of each piece of evidence, instead of
	// the visited document.
	PerHost bool
	// Intercepts is set where danger means that somebody is there, not only
	// that somebody could be.
	Intercepts bool
	// Behind, if set, is the highest level while a captive portal stands in the way:
	// then what looks like an attack is most likely its doing.
	Behind finding.Level
	// Once is set where the check speaks once a network epoch, in the first visit
	// that shows it.
	Once bool

	// Needs names the facts without which the check has not fully looked.
	Needs []fact.Kind
	// Find gives the evidence in a visit, in the order it was seen. It works
	// with what facts there are.
	Find func(*Subject) []finding.Evidence
}

// Look runs the check: it gives the evidence, and tells why it has not fully looked,
// if it has not.
func (c *Check) Look(s *Subject) (found []finding.Evidence, missing []say.Phrase) {
	s.unlisted = false
	found = c.Find(s)
	return found, s.Missing(c.Needs)
}

// Part is one of a check's own texts.
type Part string

// The parts.
const (
	Title    Part = "title"
	Why      Part = "why"
	Advice   Part = "advice"
	Sentence Part = "sentence"
	Exposes  Part = "exposes"
)

// Say is a part as a phrase.
func (c *Check) Say(p Part) say.Phrase { return say.Phrase{ID: c.message(p)} }

func (c *Check) message(p Part) string {
	return "check_" + strings.ReplaceAll(c.ID, "-", "_") + "_" + string(p)
}

// The checks' own texts are messages.
var _ = func() (list []say.Message) {
	for i := range All {
		c := &All[i]
		for _, part := range []struct {
			name Part
			text string
		}{{Title, c.Title}, {Why, c.Why}, {Advice, c.Advice}, {Sentence, c.Sentence}, {Exposes, c.Exposes}} {
			if part.text != "" {
				list = append(list, say.New(c.message(part.name), part.text))
			}
		}
	}
	return list
}()

// Levels is a level on a trusted network and on any other.
type Levels struct{ Trusted, Untrusted finding.Level }

// On is the level on a network of the given trust.
func (l Levels) On(t fact.Trust) finding.Level {
	if t == fact.Trusted {
		return l.Trusted
	}
	return l.Untrusted
}

// always is one level on every network.
func always(l finding.Level) Levels { return Levels{l, l} }

// MaxRefs is how many references of one document are kept for judging; all are
// counted.
const MaxRefs = 2000

// All lists every check, in the order in which equal findings are shown.
var All = []Check{
	alteredResponse,
	certificateStorm,
	httpsStripped,
	lookalikeHost,
	linksStripped,
	privateAddress,
	certificateError,
	issuerChanged,
	insecureLogin,
	downgradeRedirect,
	insecureDownload,
	mixedContent,
	insecurePage,
	insecureForm,
	insecureSocket,
	exposedHop,
	hstsCleared,
	hstsWithdrawn,
	clockSkew,
	tlsInspected,
	weakTLS,
	hstsInvalid,
	hstsMissing,
	hstsShort,
	hstsPreloadClaim,
	insecureCookie,
	captivePortal,
	proxyChanged,
	protocolFallback,
	insecureLink,
}
