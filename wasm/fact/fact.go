// Package fact holds what was seen: one browser's observations about one
// document, as plain structs. Nothing here judges; a fact is copied from the
// browser (or from a HAR file) as it stood, so that the same visit can be
// judged again by a better core.
package fact

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
	// Proxies are what requests went through.
	Proxies Kind = "proxies"
	// Surroundings are what was seen of the network beside the visit.
	Surroundings Kind = "surroundings"
	// Preload is no fact of the visit: the HSTS preload list of browsers.
	Preload Kind = "preload list"
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
	OmittedPages int `json:"omittedPages,omitempty"`
	// Connections are what the browser told of encrypted connections, one a
	// host. Only Firefox tells.
	Connections []Connection `json:"connections,omitempty"`
	Network     Network      `json:"network"`
	// Epoch is what is known of the network epoch, as it was when the visit was
	// last judged.
	Epoch Epoch `json:"epoch,omitzero"`
	// Known is the memory of the visit's hosts and of their parents, as it was
	// before the visit.
	Known []Known `json:"known,omitempty"`
	// Ignored is what the person chose not to be told of.
	Ignored []Ignored `json:"ignored,omitempty"`
}

// Ignored is a check that a person does not want to hear of on pages of one host.
type Ignored struct {
	Check string `json:"check"`
	Host  string `json:"host"`
	// Epoch is the network epoch for which that holds; for good if empty.
	Epoch string `json:"epoch,omitempty"`
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
	// Client is set where a document came, and by itself led on to the next hop:
	// by a refresh or by a script.
	Client bool `json:"client,omitempty"`
	// Refresh is where a refresh in that document's text leads, absolute. One in
	// its header stands in Headers.
	Refresh string `json:"refresh,omitempty"`
	// Proxy is where the request was sent instead of to the server: type, host and
	// port, as in "http proxy.test:3128". Only Firefox tells.
	Proxy string `json:"proxy,omitempty"`
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
	Frame    int    `json:"frame,omitempty"`
	Parent   int    `json:"parent,omitempty"` // as in Load; a frame without an address of its own makes no load
	URL      string `json:"url"`
	Base     string `json:"base,omitempty"` // the document's base URL, if an element sets one
	Refs     []Ref  `json:"refs,omitempty"` // insecure ones only, see package page
	RefCount int    `json:"refCount,omitempty"`
	// SecureLinks counts the links and forms that lead to https: addresses. Links are
	// those that lead to insecure ones, written out with their scheme: the first to
	// each host; LinkCount counts them all.
	SecureLinks int    `json:"secureLinks,omitempty"`
	Links       []Ref  `json:"links,omitempty"`
	LinkCount   int    `json:"linkCount,omitempty"`
	Forms       []Form `json:"forms,omitempty"` // those that ask for a credential or submit insecurely
	FormCount   int    `json:"formCount,omitempty"`
	// Credentials asked for outside any form.
	Credentials []Credential `json:"credentials,omitempty"`
	// Upgrades is set by a meta Content-Security-Policy with
	// upgrade-insecure-requests.
	Upgrades bool `json:"upgrades,omitempty"`
	// Refresh is where the document's text orders the browser to go next (a meta
	// refresh), absolute; empty where it stays.
	Refresh string `json:"refresh,omitempty"`
	// Protocol is the ALPN name of the protocol that the document came by
	// (http/1.1, h2, h3), as the browser tells it to the document.
	Protocol string `json:"protocol,omitempty"`
	Bytes    int    `json:"bytes,omitempty"`
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

// Connection is what a browser tells of the encrypted connection to a host.
type Connection struct {
	Host    string `json:"host"`
	At      Time   `json:"at,omitempty"`
	Version string `json:"version,omitempty"` // of TLS, in the browser's words: TLSv1.3
	Issuer  string `json:"issuer,omitempty"`  // who signed the certificate, as a distinguished name (RFC 4514)
	// Key is the SHA-256 of the certificate's SubjectPublicKeyInfo, in base64
	// (RFC 7469 section 2.4).
	Key string `json:"key,omitempty"`
	// BuiltIn is set where the certificate's chain ends in a root that came with
	// the browser.
	BuiltIn bool `json:"builtIn,omitempty"`
	// Fault is the browser's own word for what is wrong with a certificate that
	// its user told it to accept; empty where it checks out.
	Fault string `json:"fault,omitempty"`
	// HSTS is set where the browser knows the host's policy.
	HSTS bool `json:"hsts,omitempty"`
	// Root is the SHA-256 of the SubjectPublicKeyInfo of the certificate that the
	// chain ends in, in base64, and RootName its subject.
	Root     string `json:"root,omitempty"`
	RootName string `json:"rootName,omitempty"`
	// Cipher, Group and Signature are what the handshake agreed on, in the
	// browser's words: TLS_AES_128_GCM_SHA256, x25519, ECDSA-P256-SHA256. A Group of
	// "none" exchanges no key, and gives no forward secrecy.
	Cipher    string `json:"cipher,omitempty"`
	Group     string `json:"group,omitempty"`
	Signature string `json:"signature,omitempty"`
	Bits      int    `json:"bits,omitempty"` // of the secret key
	// Transparency is whether the certificate was logged publicly, in the browser's
	// words: policy_compliant, policy_not_enough_scts, not_applicable, ...
	Transparency string `json:"transparency,omitempty"`
	// From and Until are when the certificate is valid.
	From  Time `json:"from,omitempty"`
	Until Time `json:"until,omitempty"`
}

// Known is the memory of one host: what it did whenever it was seen.
type Known struct {
	Host string `json:"host"`
	// SeenAt is when the host last answered at all: the least recently seen
	// leaves the memory first.
	SeenAt Time `json:"seenAt,omitempty"`
	// FirstSecure and LastSecure are when it was first and last seen over HTTPS
	// without a certificate error.
	FirstSecure Time `json:"firstSecure,omitempty"`
	LastSecure  Time `json:"lastSecure,omitempty"`
	// UpgradedAt is when it last redirected plain HTTP to HTTPS on itself.
	UpgradedAt Time `json:"upgradedAt,omitempty"`
	// PlainFrom and PlainAt are when it first and last gave a document over plain
	// HTTP, and PlainEpochs when it last did in each network epoch, since it was last
	// seen over HTTPS, newest first. PlainTrusted is when it last did on a trusted
	// network.
	PlainFrom    Time     `json:"plainFrom,omitempty"`
	PlainAt      Time     `json:"plainAt,omitempty"`
	PlainEpochs  []Moment `json:"plainEpochs,omitempty"`
	PlainTrusted Time     `json:"plainTrusted,omitempty"`
	// LinkedAt is when a plain document of it last led to https: addresses.
	LinkedAt Time   `json:"linkedAt,omitempty"`
	HSTS     Policy `json:"hsts"`
	// UnsentAt is when a secure document came without any policy, since one last
	// came, and UnsentEpoch the network epoch of that.
	UnsentAt    Time   `json:"unsentAt,omitempty"`
	UnsentEpoch string `json:"unsentEpoch,omitempty"`
	// Intermittent is set where the host sends its policy with some of its
	// documents only.
	Intermittent bool `json:"intermittent,omitempty"`
	// Protocols are those seen over TLS, by their ALPN names, sorted.
	Protocols []string `json:"protocols,omitempty"`
	// Reach is the class of the address that it last answered from: public,
	// private, loopback, ... (package site).
	Reach string `json:"reach,omitempty"`
	// PublicAt is when it last answered from a public address, and NearAt when it
	// last did from one that is not public on a trusted network.
	PublicAt Time `json:"publicAt,omitempty"`
	NearAt   Time `json:"nearAt,omitempty"`
	// Issuer and Key are of the certificate that it last showed; Firefox only.
	Issuer string `json:"issuer,omitempty"`
	Key    string `json:"key,omitempty"`
	// Root is the key of the root that its certificates last ended in, and
	// BuiltInAt when they last ended in one that came with the browser.
	Root      string `json:"root,omitempty"`
	BuiltInAt Time   `json:"builtInAt,omitempty"`
	// FaultAt is when it last could not prove who it is, and FaultEpoch the
	// network epoch of that. EarlierFaultAt and EarlierFaultEpoch are the same of
	// the last other epoch in which it could not.
	FaultAt           Time   `json:"faultAt,omitempty"`
	FaultEpoch        string `json:"faultEpoch,omitempty"`
	EarlierFaultAt    Time   `json:"earlierFaultAt,omitempty"`
	EarlierFaultEpoch string `json:"earlierFaultEpoch,omitempty"`
	// Epochs counts the network epochs in which it was seen over HTTPS; Recent
	// are the last of them, newest first.
	Epochs int      `json:"epochs,omitempty"`
	Recent []string `json:"recent,omitempty"`
}

// Moment is a time, with the network epoch that it fell in.
type Moment struct {
	At    Time   `json:"at"`
	Epoch string `json:"epoch"`
}

// Memory is records of hosts, with what was seen of hosts since and is not in
// the records yet.
type Memory struct {
	Known []Known `json:"known"`
	Seen  []Known `json:"seen,omitempty"`
}

// Policy is a host's noted HSTS policy (RFC 6797 section 8.1). The zero Policy
// is none.
type Policy struct {
	MaxAge            int64  `json:"maxAge,omitempty"` // seconds
	IncludeSubDomains bool   `json:"includeSubDomains,omitempty"`
	Expires           Time   `json:"expires,omitempty"`
	At                Time   `json:"at,omitempty"`    // when it was last received, or withdrawn
	Epoch             string `json:"epoch,omitempty"` // the network epoch of that
}

// HeaderNames are the response headers that checks read of every response, in
// lower case. The shell passes on these and no others, and of set-cookie never the
// cookie's value.
var HeaderNames = []string{
	"content-security-policy",
	"location",
	"non-authoritative-reason",
	"refresh",
	"set-cookie",
	"strict-transport-security",
}

// DocumentHeaderNames are those that checks read of a document's response only.
var DocumentHeaderNames = []string{
	"age",
	"content-disposition",
	"content-type",
	"date",
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
