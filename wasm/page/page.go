// Package page reads what a document's text names: the places that hold an
// insecure URL, the forms that ask for a credential or submit insecurely, and
// what the document says about itself (its base URL, its wish to be upgraded).
// It neither fetches nor runs anything; what a script would insert is unseen.
//
// The reading is one pass over tokens, without a tree: HTML by tokens.go, the
// only file that knows which tokenizer is used; style sheets by style.go;
// scripts by script.go, which looks only at literals handed to the functions
// that load. Every pass is iterative and linear in the text.
package page

import (
	"bytes"

	"midwatch/wasm/fact"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// Bounds on what one document may make us keep.
const (
	maxKept       = 64 << 20  // bytes of addresses in Refs where all are asked for; 64 MiB
	maxKeptFew    = 128 << 10 // bytes of addresses in Refs, and as many in Forms, where they are limited; 128 KiB
	maxForms      = 200       // forms in fact.Page
	maxCandidates = 1000      // forms and detached fields held until the document's end
	maxSrcdoc     = 3         // documents inside srcdoc attributes, one in the other
	maxNesting    = 64        // svg, math and what brings HTML back inside them
)

// Read reads text, the HTML of the document doc. Refs holds at most maxRefs
// places with 128 KiB of addresses (0: all of them, to 64 MiB of addresses);
// RefCount counts them all. Forms holds at most 200; FormCount counts all that ask for a credential or submit insecurely.
//
// A doc.URL that cannot be parsed leaves only absolute URLs to be judged. text
// is UTF-8 and is changed in place (names are put in lower case): the caller
// reads it no more. With a byte of spare capacity it is not copied.
func Read(text []byte, doc fact.Document, maxRefs int) fact.Page {
	c := &collector{
		page:    fact.Page{Frame: doc.Frame, URL: doc.URL, Bytes: len(text), Truncated: doc.Truncated},
		maxRefs: maxRefs,
	}
	address, err := weburl.Parse(doc.URL)
	if err != nil {
		address = weburl.URL{}
	}
	// Lines are counted in the text as given, before it is changed.
	c.lines = lineCounter{text: text, line: 1}
	if cap(text) == len(text) {
		// The lexers borrow a byte after the text; without one, each copies.
		text = append(text, 0)[:len(text)]
	}
	r := reader{collector: c, address: address, base: address}
	r.read(text)
	return c.page
}

// collector gathers what the document and those inside it name.
type collector struct {
	page    fact.Page
	maxRefs int
	kept    int // bytes of addresses in page.Refs
	lines   lineCounter
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

// lineCounter turns byte offsets into line numbers. It moves from one offset to
// the next, so that offsets in nearly rising order cost one pass.
type lineCounter struct {
	text   []byte
	offset int
	line   int
}

// at is the number of the line that offset lies in, from 1. Reading never
// changes line breaks, so the text may have been changed.
func (l *lineCounter) at(offset int) int {
	if offset >= l.offset {
		l.line += lineBreaks(l.text[l.offset:offset])
	} else {
		l.line -= lineBreaks(l.text[offset:l.offset])
	}
	l.offset = offset
	return l.line
}

// lineBreaks counts line ends as the HTML standard does (section 13.2.3.5):
// LF, CR LF or CR.
func lineBreaks(text []byte) int {
	count := bytes.Count(text, []byte{'\n'})
	if bytes.IndexByte(text, '\r') >= 0 {
		count += bytes.Count(text, []byte{'\r'}) - bytes.Count(text, []byte("\r\n"))
	}
	return count
}

// insecure reports whether somebody on the network could read or change what u
// names.
func insecure(u weburl.URL) bool { return !mixed.TrustworthyURL(u) }
