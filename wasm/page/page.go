// Package page reads what a document's text names: the places that hold an
// insecure URL, the forms that ask for a credential or submit insecurely, and
// what the document says about itself (its base URL, its wish to be upgraded).
// It neither fetches nor runs anything; what a script would insert is unseen.
//
// The reading is one pass over the tags that package markup finds, without a
// tree: reader.go takes them, tree.go knows where they stand, elements.go what
// they load, form.go what they ask for. Style sheets are read by style.go,
// scripts by script.go, with lexers that look.go lets in only where something
// stands that could matter. Every pass is iterative and linear in the text.
package page

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/weburl"
)

// Bounds on what one document may make us keep.
const (
	maxKept       = 64 << 20  // bytes of addresses in Refs where all are asked for; 64 MiB
	maxKeptFew    = 128 << 10 // bytes of addresses in Refs, and as many in Forms, where they are limited; 128 KiB
	maxForms      = 200       // forms in fact.Page
	maxCandidates = 1000      // forms and detached fields held until the document's end
	maxInside     = 8         // documents inside srcdoc attributes and data: URLs, one in the other
)

// Reader reads one document, given in pieces.
type Reader struct {
	document reader
	text     []byte // from the first byte not yet read
	enough   int    // bytes that text has to hold before it is looked at again
}

// NewReader begins to read the document doc, in room that may be given from a
// reader before it. Its page's Refs hold at most
// maxRefs places with 128 KiB of addresses (0: all of them, to 64 MiB of
// addresses); RefCount counts them all. Forms holds at most 200; FormCount
// counts all that ask for a credential or submit insecurely.
//
// A doc.URL that cannot be parsed leaves only absolute URLs to be judged.
func NewReader(doc fact.Document, maxRefs int, room []byte) *Reader {
	return &Reader{document: newReader(doc, maxRefs), text: room[:0]}
}

// Room is where the next n bytes of the document's text, in UTF-8, are to be
// written.
func (r *Reader) Room(n int) []byte {
	used := len(r.text)
	if cap(r.text)-used < n {
		r.text = append(make([]byte, 0, 2*used+n), r.text...)
	}
	return r.text[used : used+n]
}

// Written tells that n bytes were written to the room that was given last.
func (r *Reader) Written(n int) {
	r.text = r.text[:len(r.text)+n]
	r.document.page.Bytes += n
	// A token that is cut is looked at again only once the text has doubled:
	// so many pieces cost no more than one.
	if len(r.text) < r.enough || r.document.sheet {
		return
	}
	r.document.feed(r.text, false)
	left := r.document.tokens.Unread()
	r.document.done(len(r.text) - left)
	r.text = r.text[:copy(r.text, r.text[len(r.text)-left:])]
	r.enough = 2 * left
}

// Close ends the document and tells what it names, and gives back the room that
// its text was in.
func (r *Reader) Close() (found fact.Page, room []byte) {
	r.document.end(r.text)
	return r.document.page, r.text
}

// Read reads text, all of the document doc at once, as a Reader does. It leaves
// text as it is.
func Read(text []byte, doc fact.Document, maxRefs int) fact.Page {
	r := newReader(doc, maxRefs)
	r.page.Bytes = len(text)
	r.end(text)
	return r.page
}

func newReader(doc fact.Document, maxRefs int) reader {
	c := &collector{
		page:    fact.Page{Frame: doc.Frame, URL: doc.URL, Truncated: doc.Truncated},
		maxRefs: maxRefs,
		live:    doc.Live,
		later:   doc.Part || doc.Sheet,
	}
	r := reader{collector: c, sheet: doc.Sheet}
	if address, err := weburl.Parse(doc.URL); err == nil {
		r.address = address
	}
	base := r.address
	if doc.Base != "" && (doc.Part || !base.Special()) {
		if given, err := weburl.Parse(doc.Base); err == nil {
			base = given
		}
	}
	r.begin(base)
	if doc.Part {
		r.baseSeen = true
		r.enter(inBody)
	}
	return r
}

// collector gathers what the document and those inside it name.
type collector struct {
	page    fact.Page
	maxRefs int
	live    bool
	later   bool
	kept    int // bytes of addresses in page.Refs
	links   links
	lines   lineCounter
	// foreignHosts counts the addresses beyond ASCII that were made out.
	foreignHosts int

	thorough bool // in tests: enter every lexer, whatever look.go says
}

// add keeps a place, or only counts it.
func (c *collector) add(ref fact.Ref) {
	c.page.RefCount++
	if !c.full() {
		c.page.Refs = append(c.page.Refs, ref)
		c.kept += len(ref.URL)
	}
}

// full reports whether further places are only counted.
func (c *collector) full() bool {
	if c.maxRefs > 0 {
		return len(c.page.Refs) >= c.maxRefs || c.kept > maxKeptFew
	}
	return c.kept > maxKept
}

func (c *collector) credential(found fact.Credential) {
	c.page.Credentials = with(c.page.Credentials, found)
}

// with is set with one more credential, each kept once.
func with(set []fact.Credential, found fact.Credential) []fact.Credential {
	for _, known := range set {
		if known == found {
			return set
		}
	}
	return append(set, found)
}
