package page

import (
	"bytes"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// reader reads one document: the page itself or one in a srcdoc attribute.
type reader struct {
	*collector
	address weburl.URL // the document's own
	base    weburl.URL // what its relative addresses start from
	within  string     // context given from outside: "srcdoc", "noscript", or empty
	depth   int        // documents around this one
	line    int        // for every place in a srcdoc: the line of its iframe

	inert    int    // templates around this place
	shadow   int    // declarative shadow roots around this place
	noscript bool   // inside <noscript>
	picture  bool   // inside <picture>
	skip     string // an element whose content browsers do not read, up to its end tag
	foreign  []byte // svg and math around this place, see enter
	raw      string // the element that the next rawText belongs to
	rawType  string // its type attribute
	baseSeen bool   // the base element that counts is read

	forms forms
}

// read reads text to its end.
func (r *reader) read(text []byte) {
	r.findBase(text)
	tokens := newTokenizer(text)
	defer tokens.close()
	for {
		tokens.foreign = r.inForeign()
		t, ok := tokens.next()
		if !ok {
			break
		}
		switch t.kind {
		case startTag:
			r.raw = ""
			r.start(&t)
		case endTag:
			r.raw = ""
			r.end(t.name)
		case rawText:
			r.text(&t)
		}
	}
	r.finishForms()
}

// findBase sets the base URL. The first base element with a href counts for
// the whole document, also for what stands before it (HTML standard section
// 2.4.3), so it is looked for first, in the rare text that may hold one.
func (r *reader) findBase(text []byte) {
	if !containsFold(text, "<base") {
		return
	}
	look := reader{collector: &collector{}}
	tokens := newTokenizer(text)
	defer tokens.close()
	for {
		tokens.foreign = look.inForeign()
		t, ok := tokens.next()
		if !ok {
			return
		}
		if t.kind == endTag {
			look.end(t.name)
		}
		if t.kind != startTag {
			continue
		}
		if look.enter(&t) && string(t.name) == "base" && t.has("href") && !look.noscript && look.shadow == 0 && !look.inForeign() {
			base, err := r.address.Resolve(t.value("href"))
			if err != nil || base.Scheme == "data" || base.Scheme == "javascript" {
				return
			}
			r.base = base
			if r.within == "" {
				r.page.Base = base.String()
			}
			return
		}
	}
}

// enter keeps account of where a start tag leads and reports whether the tag
// itself is read by browsers.
func (r *reader) enter(t *token) bool {
	if r.skip != "" {
		return false
	}
	if r.inForeign() {
		r.enterForeign(t)
		return r.inert == 0
	}
	switch string(t.name) {
	case "template":
		switch mode := strings.ToLower(t.value("shadowrootmode")); {
		case r.inert == 0 && (mode == "open" || mode == "closed"):
			r.shadow++
		default:
			r.inert++
		}
	case "noscript":
		r.noscript = true
	case "noembed", "noframes":
		r.skip = string(t.name)
	case "picture":
		r.picture = true
	case "svg", "math":
		if !t.closed && len(r.foreign) < maxNesting {
			r.foreign = append(r.foreign, t.name[0])
		}
	}
	return r.inert == 0
}

// foreign is a stack of first letters: s for svg, m for math, and in upper
// case those of foreignObject, desc, title and annotation-xml, which bring
// HTML back. inForeign looks at its top.
func (r *reader) inForeign() bool {
	return len(r.foreign) > 0 && r.foreign[len(r.foreign)-1]|0x20 == r.foreign[len(r.foreign)-1]
}

func (r *reader) enterForeign(t *token) {
	name := string(t.name)
	switch name {
	case "svg", "math", "foreignobject", "desc", "title", "annotation-xml":
		if t.closed || len(r.foreign) >= maxNesting {
			return
		}
		letter := name[0]
		if name != "svg" && name != "math" {
			letter -= 'a' - 'A'
		}
		r.foreign = append(r.foreign, letter)
	case "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3",
		"h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s",
		"small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var":
		// These end all svg and math around them (HTML standard section
		// 13.2.6.5).
		for r.inForeign() {
			r.foreign = r.foreign[:len(r.foreign)-1]
		}
	}
}

// end takes account of an end tag.
func (r *reader) end(name []byte) {
	if r.skip != "" {
		if string(name) == r.skip {
			r.skip = ""
		}
		return
	}
	switch string(name) {
	case "template":
		switch {
		case r.inert > 0:
			r.inert--
		case r.shadow > 0:
			r.shadow--
		}
	case "noscript":
		r.noscript = false
	case "picture":
		r.picture = false
	case "form":
		if r.inert == 0 && !r.inNoscript() {
			r.closeForm()
		}
	case "svg", "math":
		r.leave(name[0])
	case "foreignobject", "desc", "title", "annotation-xml":
		r.leave(name[0] - ('a' - 'A'))
	}
}

// leave ends the innermost open element with that letter and what is open
// inside it.
func (r *reader) leave(letter byte) {
	if i := bytes.LastIndexByte(r.foreign, letter); i >= 0 {
		r.foreign = r.foreign[:i]
	}
}

// inNoscript reports whether browsers with scripts on pass over this place.
func (r *reader) inNoscript() bool { return r.noscript || r.within == "noscript" }

// context names the place for fact.Ref.
func (r *reader) context() string {
	switch {
	case r.noscript:
		return "noscript"
	case r.within != "":
		return r.within
	case r.shadow > 0:
		return "shadow"
	}
	return "document"
}

func (r *reader) lineAt(offset int) int {
	if r.depth > 0 {
		return r.line
	}
	return r.lines.at(offset)
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
}

// ref judges one value that stands where a URL is loaded from, and keeps it if
// insecure. An empty value loads nothing, and one that is only a fragment
// stays inside the document.
func (r *reader) ref(value string, at place) {
	value = strings.Trim(value, spaces)
	if value == "" || value[0] == '#' || !r.mayBeInsecure(value) {
		return
	}
	base := r.base
	if r.full() && base.Special() {
		// Only to be counted: the path does not matter, and a long one
		// would be copied for each.
		base.Path, base.Query = "/", ""
	}
	u, err := base.Resolve(value)
	if err != nil || !insecure(u) {
		return
	}
	r.keep(u, at)
}

// attribute is ref for an attribute's value as written. Most name something
// secure, and that is seen without decoding them.
func (r *reader) attribute(value []byte, at place) {
	if bytes.IndexByte(value, '&') >= 0 || r.baseInsecure() || hasInsecureScheme(value) {
		r.ref(decoded(value), at)
	}
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
	r.add(fact.Ref{
		Tag: at.tag, Attr: at.attr, URL: u.String(), Kind: at.kind, Context: at.context,
		Mixed: string(mixed.Classify(category)), Line: r.lineAt(at.offset),
	})
}

// spaces are what URLs and the lists that hold them may be wrapped in.
const spaces = " \t\n\r\f"

// mayBeInsecure is a cheap look that spares most values a full parse: under a
// secure base only an insecure scheme written out makes an insecure URL.
func (r *reader) mayBeInsecure(value string) bool {
	return r.baseInsecure() || hasInsecureScheme(value)
}

func (r *reader) baseInsecure() bool { return r.base.Scheme != "" && insecure(r.base) }

// hasInsecureScheme reports whether s starts with http:, ws:, ftp: or blob: as
// the URL standard reads it: after control characters and spaces, in any case,
// with tabs and line breaks anywhere.
func hasInsecureScheme[text string | []byte](s text) bool {
	for len(s) > 0 && s[0] <= ' ' {
		s = s[1:]
	}
	var scheme [4]byte
	count := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t' || c == '\n' || c == '\r':
		case c == ':':
			switch string(scheme[:count]) {
			case "http", "ws", "ftp", "blob":
				return true
			}
			return false
		case count == len(scheme):
			return false
		default:
			scheme[count] = c | 0x20
			count++
		}
	}
	return false
}

// containsFold reports whether text holds word, ASCII in lower case, in any
// case.
func containsFold(text []byte, word string) bool {
	for {
		i := bytes.IndexByte(text, word[0])
		if i < 0 || len(text)-i < len(word) {
			return false
		}
		if bytes.EqualFold(text[i:i+len(word)], []byte(word)) {
			return true
		}
		text = text[i+1:]
	}
}
