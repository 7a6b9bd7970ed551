package page

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"midwatch/wasm/fact"
	"midwatch/wasm/markup"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// reader reads one document: the page itself, or what is inside it, a document
// in an attribute or the text of a noscript.
type reader struct {
	*collector
	tokens  markup.Tokenizer
	sheet   bool       // the text is a style sheet
	address weburl.URL // the document's own
	within  string     // context given from outside: "srcdoc", "noscript", or empty
	depth   int        // documents around this one
	origin  int        // where its text starts in the page's
	line    int        // for every place in a document that an attribute holds: that attribute's line

	base         weburl.URL // what relative addresses start from
	baseInsecure bool
	baseSeen     bool // the base element that counts is read
	late         []late
	background   bool // the body has one
	upgrades     bool // an upgrade-insecure-requests policy stands before this place
	formless     bool // a sandbox keeps forms from being submitted
	scriptless   bool // a sandbox keeps scripts from running
	refreshes    bool // there is a refresh
	refreshAfter float64

	tree
	rawFor rawFor // what the text of the element just started is read for

	forms forms
	masks []mask
}

// spaces are what URLs and the lists that hold them may be wrapped in.
const spaces = " \t\n\r\f"

// rawFor tells what reads the text of an element without markup.
type rawFor uint8

const (
	forNobody rawFor = iota
	forStyle
	forScript
	forImportMap
	forNoscript
)

// begin makes the reader ready for a text whose relative addresses start from
// base.
func (r *reader) begin(base weburl.URL) {
	r.setBase(base)
	r.tokens.Scriptless = r.scriptless
	r.nestChanged()
	r.tokens.Quiet = &plainElement
}

func (r *reader) setBase(base weburl.URL) {
	r.base = base
	r.baseInsecure = base.Scheme != "" && insecure(base)
}

// feed reads what of text can be read before more of it is known.
func (r *reader) feed(text []byte, last bool) {
	if r.depth == 0 && r.within == "" {
		r.lines.text = text
	}
	t := &r.tokens
	t.Feed(text, last)
	for {
		switch t.Next() {
		case markup.More:
			return
		case markup.Start:
			r.start()
		case markup.End:
			r.endTag()
		case markup.Text:
			r.text()
		case markup.Raw:
			r.rawText()
		}
	}
}

// end reads the document's last text.
func (r *reader) end(text []byte) {
	if r.sheet {
		r.lines.text = text
		r.css(text, place{tag: "style", attr: "#text"}, true)
		return
	}
	r.feed(text, true)
	r.finishForms()
	r.page.SecureLinks += r.tokens.Secure
}

// done tells that the first n bytes of the text are read and go away.
func (r *reader) done(n int) {
	if !r.live {
		r.lines.gone(n)
	}
}

// rawText reads the text of a script, a style sheet or a noscript.
func (r *reader) rawText() {
	t := &r.tokens
	reads := r.rawFor
	r.rawFor = forNobody
	at := place{tag: t.Element.String(), attr: "#text", offset: t.Tag.Start}
	switch reads {
	case forStyle:
		r.css(t.Content, at, true)
	case forScript:
		r.script(t.Content, at, true)
	case forImportMap:
		r.importMap(t.Content, at)
	case forNoscript:
		r.noscript(t.Content, t.Tag.Start)
	}
}

// noscript reads what browsers show where scripts are off (HTML standard
// section 4.12.2): a fragment that changes nothing around it.
func (r *reader) noscript(text []byte, offset int) {
	inside := reader{
		collector: r.collector, address: r.address, within: "noscript", depth: r.depth, origin: r.origin + offset, line: r.line,
		baseSeen: true, upgrades: r.upgrades, formless: r.formless, scriptless: true,
	}
	inside.begin(r.base)
	inside.enter(inBody)
	inside.feed(text, true)
}

// inNoscript reports whether browsers with scripts on pass over this place.
func (r *reader) inNoscript() bool { return r.within == "noscript" }

// context names the place for fact.Ref.
func (r *reader) context() string {
	switch {
	case r.within == "srcdoc" && r.scriptless && r.tokens.Open[markup.Noscript] > 0:
		return "noscript"
	case r.within != "":
		return r.within
	case r.shadow > 0:
		return "shadow"
	}
	return "document"
}

func (r *reader) lineAt(offset int) int {
	switch {
	case r.live:
		return 0
	case r.line > 0:
		return r.line
	}
	return r.lines.at(r.origin + offset)
}

// place is where a URL was found.
type place struct {
	tag, attr string
	kind      string // destination
	// category is the kind to classify where it is not the destination: an
	// image of a srcset is blockable, a lone one upgradable.
	category string
	context  string
	offset   int
	line     int // where offset is no longer known
}

// attribute judges the value of an attribute that names something to load. Most
// name something secure, and that is seen without decoding them.
func (r *reader) attribute(a markup.Attribute, at place) {
	value := r.tokens.Written(a)
	if !r.baseInsecure && !mayBeInsecure(value) {
		return
	}
	at.attr, at.offset = a.String(), r.tokens.Place(a)
	r.ref(markup.Decode(value), at)
}

// ref judges one value that stands where a URL is loaded from, and keeps it if
// insecure. An empty value loads nothing, and one that is only a fragment
// stays inside the document, unless that has another base.
func (r *reader) ref(value string, at place) {
	value = strings.Trim(value, spaces)
	if value == "" || value[0] == '#' && r.base == r.address || !r.baseInsecure && !hasInsecureScheme(value) {
		return
	}
	if r.foreignHosts > maxForeignHosts && !asciiHost(value) {
		r.page.RefCount++ // counted unread: making out such hosts is slow
		return
	}
	base := r.base
	if r.full() && base.Special() {
		// Only to be counted: the path does not matter, and a long one
		// would be copied for each.
		base.Path, base.Query = "/", ""
	}
	u, err := base.Resolve(value)
	if !asciiHost(value) {
		r.foreignHosts++
	}
	if err != nil || !insecure(u) {
		return
	}
	r.keep(u, at)
}

// maxForeignHosts bounds the addresses beyond ASCII that are made out in one
// document: each costs a hundred times as much as another.
const maxForeignHosts = 5000

// asciiHost reports whether the part of an address that can hold its host is
// ASCII.
func asciiHost(value string) bool {
	const longest = 300 // bytes of scheme and host that any name can have
	for i := range min(len(value), longest) {
		if value[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// keep takes an insecure address.
func (r *reader) keep(u weburl.URL, at place) {
	if r.full() {
		r.page.RefCount++
		return
	}
	category := at.category
	if category == "" {
		category = at.kind
	}
	if at.context == "" {
		at.context = r.context()
	}
	if at.tag == "" {
		at.tag = strings.ToLower(string(r.tokens.Name()))
	}
	if at.line == 0 {
		at.line = r.lineAt(at.offset)
	}
	r.add(fact.Ref{
		Tag: at.tag, Attr: at.attr, URL: u.String(), Kind: at.kind, Context: at.context,
		Mixed: string(mixed.Classify(category)), Upgraded: r.upgrades, Later: r.later, Line: at.line,
	})
}

// maxLate bounds the relative addresses held for a base that may follow.
const maxLate = 50

// late is a relative address whose element asks only when the document is
// whole, and then from the base that came after it.
type late struct {
	value string
	at    place
}

// lateAttribute is attribute for such an element: browsers resolve most
// addresses when they meet them, these at the end.
func (r *reader) lateAttribute(a markup.Attribute, at place) {
	r.attribute(a, at)
	if r.baseSeen || r.baseInsecure || len(r.late) == maxLate {
		return
	}
	if value := r.tokens.Written(a); len(value) > 0 && bytes.IndexByte(value, ':') < 0 {
		at.attr, at.line = a.String(), r.lineAt(r.tokens.Place(a))
		r.late = append(r.late, late{markup.Decode(value), at})
	}
}

// baseElement takes the first base element with an address: it counts for what
// stands behind it, and for what is only asked for when the document is whole
// (HTML standard sections 2.4.3 and 4.2.3). One with an unusable address counts
// as the first too.
func (r *reader) baseElement() {
	t := &r.tokens
	if t.Has(markup.Target) && r.forms.target == "" && r.shadow == 0 {
		r.forms.target = string(t.Lower(markup.Target))
	}
	if r.baseSeen || !t.Has(markup.Href) || r.shadow > 0 {
		return
	}
	r.baseSeen = true
	u, err := r.address.Resolve(t.Value(markup.Href))
	if err != nil || u.Scheme == "data" || u.Scheme == "javascript" {
		return
	}
	if insecure(u) {
		r.keep(u, place{tag: "base", attr: "href", kind: "base", offset: t.Place(markup.Href)})
	}
	if r.within == "" {
		r.page.Base = u.String()
	}
	r.setBase(u)
	for _, l := range r.late {
		r.ref(l.value, l.at)
	}
	r.late = nil
	r.rebaseForms()
}

// insecure reports whether somebody on the network could read or change what u
// names.
func insecure(u weburl.URL) bool { return !mixed.TrustworthyURL(u) }
