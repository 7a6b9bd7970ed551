// Package fact holds what was seen: one browser's observations about one
// document, as plain structs. Nothing here judges; a fact is copied from the
// browser (or from a HAR file) as it stood, so that the same visit can be
// judged again by a better core.
package fact

// Time is a moment in milliseconds since the Unix epoch, fractions kept. It
// always comes from the browser: the core has no clock of its own.
type Time float64

// Source names who observed a visit. It decides what could be seen at all.
type Source string

// The sources. HAR is a recorded session, HTML a lone file without network.
const (
	Chromium Source = "chromium"
	Firefox  Source = "firefox"
	HAR      Source = "har"
	HTML     Source = "html"
)

// Sources lists every Source.
var Sources = []Source{Chromium, Firefox, HAR, HTML}

// Kind is a kind of fact that a check may need to see.
type Kind string

// The kinds of facts.
const (
	Address    Kind = "address"    // the document's own
	Navigation Kind = "navigation" // how the document was reached, hop by hop
	Headers    Kind = "headers"    // the head of the document's response
	Loads      Kind = "loads"      // what the document requested
	Text       Kind = "text"       // what the document's text names
	Failures   Kind = "failures"   // why a connection failed
	// Certificates are the details of those that the browser let through.
	Certificates Kind = "certificates"
)

// Visit is everything observed about one document and its frames, from its
// navigation to its last load, with what was known before.
type Visit struct {
	ID      string `json:"id"`
	Source  Source `json:"source"`
	Tab     int    `json:"tab,omitempty"`
	Private bool   `json:"private,omitempty"` // seen in a private window
	// Restored is set when the browser showed the document from its memory
	// (back/forward cache), so that no request was seen for it.
	Restored   bool   `json:"restored,omitempty"`
	Navigation Load   `json:"navigation"`
	Loads      []Load `json:"loads,omitempty"`
	Omitted    int    `json:"omitted,omitempty"` // loads left out of Loads because there were too many
	Pages      []Page `json:"pages,omitempty"`
	// OmittedPages counts the frames' documents left out of Pages.
	OmittedPages int     `json:"omittedPages,omitempty"`
	Network      Network `json:"network"`
	Known        []Known `json:"known,omitempty"` // memory of the visit's hosts and their parents
}

// Load is one request with everything it was redirected through.
type Load struct {
	// Destination is the browser's own word for what the response is used as:
	// a webRequest ResourceType (main_frame, sub_frame, script, image, ...).
	Destination string `json:"destination"`
	Frame       int    `json:"frame,omitempty"` // 0 is the top document
	// Parent is the frame around Frame: 0 where that is the top document, and
	// where it is not known.
	Parent int `json:"parent,omitempty"`
	// Initiator is the URL or the origin of the document that asked; empty if
	// not known.
	Initiator string `json:"initiator,omitempty"`
	Hops      []Hop  `json:"hops,omitempty"` // at least one, in order
}

// Hop is one request and what came back for it.
type Hop struct {
	URL        string   `json:"url"`
	At         Time     `json:"at,omitempty"`
	Status     int      `json:"status,omitempty"` // 0: the browser reported none
	StatusLine string   `json:"statusLine,omitempty"`
	Headers    []Header `json:"headers,omitempty"` // the response's, those a check reads, in order
	Next       string   `json:"next,omitempty"`    // where this hop was redirected to, absolute
	Address    string   `json:"address,omitempty"` // IP address of the server
	Cached     bool     `json:"cached,omitempty"`
	Done       bool     `json:"done,omitempty"` // a response head came back over the network or from the cache
	// Error is the browser's own code for the failure, never a translated
	// sentence: "net::ERR_CERT_DATE_INVALID", "Error code 2153390069".
	Error string `json:"error,omitempty"`
}

// Header is one response header field; Name in lower case.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Page is what one document's text names. The text itself is not kept.
type Page struct {
	Frame     int    `json:"frame,omitempty"`
	Parent    int    `json:"parent,omitempty"` // as in Load; a frame without an address of its own makes no load
	URL       string `json:"url"`
	Base      string `json:"base,omitempty"` // the document's base URL, if an element sets one
	Refs      []Ref  `json:"refs,omitempty"` // insecure ones only, see package page
	RefCount  int    `json:"refCount,omitempty"`
	Forms     []Form `json:"forms,omitempty"` // those that ask for a credential or submit insecurely
	FormCount int    `json:"formCount,omitempty"`
	// Credentials asked for outside any form.
	Credentials []Credential `json:"credentials,omitempty"`
	// Upgrades is set by a meta Content-Security-Policy with
	// upgrade-insecure-requests.
	Upgrades bool `json:"upgrades,omitempty"`
	Bytes    int  `json:"bytes,omitempty"`
	// Truncated is set when the text was longer than is read.
	Truncated bool `json:"truncated,omitempty"`
}

// Ref is one place in a document that names a URL whose scheme is not secure.
type Ref struct {
	Tag  string `json:"tag"`
	Attr string `json:"attr"`
	URL  string `json:"url"`  // absolute
	Kind string `json:"kind"` // destination: script, style, image, font, media, frame, object, form, link, ...
	// Context is document, noscript, srcdoc, shadow, or script: code or data of
	// a script that may load it, and may never do so.
	Context string `json:"context"`
	Mixed   string `json:"mixed"` // blockable, upgradable, none
	// Upgraded is set where an upgrade-insecure-requests policy stands in the
	// text before this place: a browser asks for it over HTTPS.
	Upgraded bool `json:"upgraded,omitempty"`
	// Later is set where the place came after the document's text: in a part that
	// was added, or in a style sheet that it loaded.
	Later bool `json:"later,omitempty"`
	Line  int  `json:"line,omitempty"` // 0 in a live document, whose text is not what was sent
}

// Form is a form that asks for a credential or submits insecurely.
type Form struct {
	// Action is the absolute URL that the form submits to: its action, or a
	// submit button's formaction where that one is insecure.
	Action      string       `json:"action"`
	Method      string       `json:"method,omitempty"` // get, post, dialog
	Credentials []Credential `json:"credentials,omitempty"`
	// Stays is set where the answer is shown in a frame: then what is sent is a
	// part of the page around it, and not a page of its own.
	Stays bool `json:"stays,omitempty"`
	Line  int  `json:"line,omitempty"` // as in Ref
}

// Credential is a secret that a field asks for.
type Credential string

// The credentials told apart.
const (
	Password Credential = "password"
	Card     Credential = "card" // payment card number or security code
	OneTime  Credential = "one-time-code"
)

// Credentials lists every Credential.
var Credentials = []Credential{Password, Card, OneTime}

// Trust is how far the network of a visit is trusted.
type Trust string

// The trusts. Unknown is judged as untrusted.
const (
	Trusted   Trust = "trusted"
	Unknown   Trust = "unknown"
	Untrusted Trust = "untrusted"
)

// Trusts lists every Trust.
var Trusts = []Trust{Trusted, Unknown, Untrusted}

// Network is the network epoch that a visit happened in.
type Network struct {
	Epoch string `json:"epoch"`
	Trust Trust  `json:"trust"`
}

// Known is the memory of one host.
type Known struct {
	Host     string `json:"host"`
	SecureAt Time   `json:"secureAt,omitempty"` // last seen over HTTPS without a certificate error
	HSTS     Policy `json:"hsts"`
}

// Policy is a host's noted HSTS policy (RFC 6797 section 8.1). The zero Policy
// is none.
type Policy struct {
	MaxAge            int64 `json:"maxAge,omitempty"` // seconds
	IncludeSubDomains bool  `json:"includeSubDomains,omitempty"`
	Expires           Time  `json:"expires,omitempty"`
}

// HeaderNames are the response headers that checks read, in lower case. The
// shell passes on these and no others.
var HeaderNames = []string{
	"content-security-policy",
	"location",
	"non-authoritative-reason",
	"strict-transport-security",
}

// Document says which document a text belongs to.
type Document struct {
	Frame int    `json:"frame,omitempty"`
	URL   string `json:"url"`
	// Base is the document's base URL where the text does not tell it by
	// itself: that of a part, or of a document without an address of its own
	// (about:srcdoc, about:blank).
	Base      string `json:"base,omitempty"`
	Truncated bool   `json:"truncated,omitempty"` // the text is only the document's beginning
	// Live is set where a browser wrote out a document that it shows: its lines
	// are not those that were sent, and the documents of its frames are read by
	// themselves.
	Live bool `json:"live,omitempty"`
	// Part is set where the text is what was added to a document after it was
	// read: elements of its body.
	Part bool `json:"part,omitempty"`
	// Sheet is set where the text is a style sheet.
	Sheet bool `json:"sheet,omitempty"`
}

// Untranslated stands in Hop.Error for a failure that Firefox told only as a
// sentence in the reader's language.
const Untranslated = "untranslated"
