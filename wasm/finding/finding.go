// Package finding holds what was concluded from a visit, as plain structs.
//
// Three outcomes have three types and never stand for one another: a Finding
// is the site's or the network's doing, an Unchecked is something that this
// browser could not show, and an error (a Go error, or an error of the
// boundary) is Midwatch's own.
package finding

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/say"
)

// Level says how much a finding matters.
type Level string

// The levels, rising.
const (
	Notice  Level = "notice"  // worth knowing
	Warning Level = "warning" // you are exposed
	Danger  Level = "danger"  // act now
)

// Levels lists every Level, rising.
var Levels = []Level{Notice, Warning, Danger}

// Rank orders levels: 1 for Notice to 3 for Danger, 0 for anything else.
func (l Level) Rank() int {
	for i, known := range Levels {
		if l == known {
			return i + 1
		}
	}
	return 0
}

// State is the verdict's one word. Exposed means that anyone on the path could
// read or change what passes; suspect means that someone probably does.
type State string

// The states, worsening.
const (
	Secure  State = "secure"
	Exposed State = "exposed"
	Suspect State = "suspect"
)

// States lists every State, worsening.
var States = []State{Secure, Exposed, Suspect}

// Outcome says what became of the thing that a piece of evidence shows. It is
// empty where there is nothing to tell apart.
type Outcome string

// The outcomes.
const (
	Blocked  Outcome = "blocked"  // the browser stopped it
	Upgraded Outcome = "upgraded" // the browser asked over HTTPS instead
	Loaded   Outcome = "loaded"   // it went over the network in clear
	Covered  Outcome = "covered"  // it went in clear, but an HSTS policy prevents the next time
	Passed   Outcome = "passed"   // the visit itself passed over plain HTTP
)

// Outcomes lists every Outcome.
var Outcomes = []Outcome{Blocked, Upgraded, Loaded, Covered, Passed}

// Strength is how far a piece of evidence shows that somebody is there.
type Strength string

// The strengths, rising.
const (
	Weak       Strength = "weak"       // innocent causes look the same, and are common
	Strong     Strength = "strong"     // innocent causes are rare
	Conclusive Strength = "conclusive" // there is none
)

// Strengths lists every Strength, rising.
var Strengths = []Strength{Weak, Strong, Conclusive}

// Rank orders strengths: 1 for Weak to 3 for Conclusive, 0 for none.
func (s Strength) Rank() int { return 1 + slices.Index(Strengths, s) }

// MaxEvidence is how many pieces of evidence a finding keeps; Count tells how
// many there were.
const MaxEvidence = 20

// Evidence is one thing that was seen.
type Evidence struct {
	URL    string `json:"url"`
	Detail string `json:"detail,omitempty"` // what was seen there, in plain English
	// Words is the same as Detail, to be said in another language. Exported files
	// have it not.
	Words []say.Phrase `json:"words,omitempty"`
	// Strength is set where the evidence is of somebody being there.
	Strength    Strength `json:"strength,omitempty"`
	Outcome     Outcome  `json:"outcome,omitempty"`
	Destination string   `json:"destination,omitempty"` // what the resource was for: script, image, ...
	Mixed       string   `json:"mixed,omitempty"`       // blockable or upgradable (W3C Mixed Content)
	Tag         string   `json:"tag,omitempty"`         // the element that names it
	Attr        string   `json:"attr,omitempty"`
	Line        int      `json:"line,omitempty"`
	Header      string   `json:"header,omitempty"` // the header's value as sent, clipped
	Error       string   `json:"error,omitempty"`  // the browser's code for a failure
	Chain       []Step   `json:"chain,omitempty"`  // the whole redirect chain
}

// Step is one hop of a redirect chain as judged.
type Step struct {
	URL     string `json:"url"`
	Status  int    `json:"status,omitempty"`
	Plain   bool   `json:"plain,omitempty"`   // it crossed the network without encryption
	Cause   Cause  `json:"cause,omitempty"`   // why the next step followed
	Address string `json:"address,omitempty"` // IP address of the server
	Time    string `json:"time,omitempty"`    // RFC 3339, UTC
}

// Cause is why one hop followed another.
type Cause string

// The causes. A hop that HSTS, HTTPSFirst, UpgradeInsecure, MixedUpgrade or
// Extension ended never left the browser.
const (
	Server          Cause = "server"                    // the response told so
	HSTS            Cause = "hsts"                      // a known HSTS host (RFC 6797 section 8.3)
	HTTPSFirst      Cause = "https-first"               // the browser tries HTTPS before HTTP
	UpgradeInsecure Cause = "upgrade-insecure-requests" // the page's own policy (W3C Upgrade Insecure Requests)
	MixedUpgrade    Cause = "mixed-content-upgrade"     // W3C Mixed Content section 4.1
	Extension       Cause = "extension"                 // something else within the browser, most likely another extension
	Fallback        Cause = "fallback"                  // HTTPS was tried first, failed, and the browser went on in clear
	Refresh         Cause = "meta-refresh"              // the document's own order, in its text or its Refresh header
	Script          Cause = "script"                    // the document went on by itself in another way
)

// Causes lists every Cause.
var Causes = []Cause{Server, HSTS, HTTPSFirst, UpgradeInsecure, MixedUpgrade, Extension, Fallback, Refresh, Script}

// Internal reports whether a hop ended within the browser, so that nothing of
// it crossed the network.
func (c Cause) Internal() bool {
	switch c {
	case HSTS, HTTPSFirst, UpgradeInsecure, MixedUpgrade, Extension:
		return true
	}
	return false
}

// Finding is one judged observation.
type Finding struct {
	Check   string `json:"check"`
	Level   Level  `json:"level"`
	Verdict State  `json:"verdict"` // what this finding alone makes of the page
	// Strength is that of the strongest evidence; empty where none is of somebody
	// being there.
	Strength    Strength     `json:"strength,omitempty"`
	Subject     string       `json:"subject"` // a host, or a document's URL without query and fragment
	URL         string       `json:"url"`     // the document that was visited
	Tab         int          `json:"tab,omitempty"`
	Time        fact.Time    `json:"time"`
	Network     fact.Network `json:"network"`
	Evidence    []Evidence   `json:"evidence"` // the first MaxEvidence pieces
	Count       int          `json:"count"`    // of all evidence
	Title       string       `json:"title"`
	Explanation string       `json:"explanation"`
	Advice      string       `json:"advice"`
	Reference   string       `json:"reference"`
	Private     bool         `json:"private,omitempty"`
	// Ignored is set where the person chose not to be told of this: it counts for
	// nothing, and is still there to be read.
	Ignored bool `json:"ignored,omitempty"`
}

// Verdict is the page's state with the sentence that explains it.
type Verdict struct {
	State    State        `json:"state"`
	Sentence string       `json:"sentence"` // in English
	Words    []say.Phrase `json:"words,omitempty"`
}

// Unchecked names a check that could not look, and why.
type Unchecked struct {
	Check  string       `json:"check"`
	Title  string       `json:"title"`
	Reason string       `json:"reason"` // in English
	Words  []say.Phrase `json:"words,omitempty"`
}

// Report is all that the core concludes from a visit.
type Report struct {
	Visit     string      `json:"visit"`
	URL       string      `json:"url"`
	Verdict   Verdict     `json:"verdict"`
	Findings  []Finding   `json:"findings"` // worst first, behind them those that are ignored
	Unchecked []Unchecked `json:"unchecked,omitempty"`
	// Remember is what this visit alone teaches of its hosts, by host: package
	// memory joins it with what is known of them.
	Remember []fact.Known `json:"remember,omitempty"`
	// Noticed is what this visit alone teaches of its network epoch: package
	// network joins it with what is known of it.
	Noticed fact.Epoch `json:"noticed,omitzero"`
	// Wanted are hosts whose memory bears on this visit and did not come with it:
	// with what there is of them it is judged better.
	Wanted   []string `json:"wanted,omitempty"`
	Warnings int      `json:"warnings"` // findings at warning or above, for the badge
	// NeedsPreload is set where the HSTS preload list was asked for and was not
	// there: with it the visit is judged better.
	NeedsPreload bool `json:"needsPreload,omitempty"`
	// Upgrade is the encrypted version of a page that came in clear, if it may have
	// one.
	Upgrade Upgrade `json:"upgrade,omitzero"`
}

// Upgrade is the encrypted version of a page.
type Upgrade struct {
	URL string `json:"url,omitempty"`
	// Known is set where the host is known to answer over HTTPS: without it that has
	// to be tried.
	Known bool `json:"known,omitempty"`
}

// Incident is what points at one thing: that somebody is there, on one network.
// Its pieces are findings that may each have an innocent cause.
type Incident struct {
	Epoch    string   `json:"epoch"`
	Level    Level    `json:"level"`
	Strength Strength `json:"strength"` // of all pieces together
	Title    string   `json:"title"`
	Sentence string   `json:"sentence"` // what it comes to, in plain English
	Advice   string   `json:"advice"`
	// Words are Title, Sentence and Advice, to be said in another language.
	Words    []say.Phrase `json:"words,omitempty"`
	Began    string       `json:"began"` // RFC 3339, UTC
	LastSeen string       `json:"lastSeen"`
	Pieces   []Piece      `json:"pieces"` // in order of time
	Count    int          `json:"count"`  // of all pieces, also of those left out
}

// Piece is one finding as a part of an incident.
type Piece struct {
	Check    string   `json:"check"`
	Subject  string   `json:"subject"`
	Title    string   `json:"title"`
	Level    Level    `json:"level"`
	Strength Strength `json:"strength"`
	Time     string   `json:"time"` // first seen; RFC 3339, UTC
	Count    int      `json:"count"`
	Detail   string   `json:"detail,omitempty"` // of its strongest evidence
	// Words is the same as Detail.
	Words []say.Phrase `json:"words,omitempty"`
}
