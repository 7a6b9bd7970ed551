package page

import (
	"bytes"
	"strings"

	"midwatch/wasm/markup"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// set marks elements in a table.
func set(list ...markup.Element) (table [markup.ElementCount]bool) {
	for _, e := range list {
		table[e] = true
	}
	return table
}

var (
	// void elements have no content (HTML standard section 13.1.2).
	void = set(markup.Area, markup.Base, markup.Br, markup.Col, markup.Embed, markup.Frame, markup.Hr, markup.Image, markup.Img,
		markup.Input, markup.Link, markup.Meta, markup.Param, markup.Source, markup.Track, markup.Wbr)
	// limitsScope are those that HTML's end tags do not reach out of (section
	// 13.2.4.2, "has an element in scope").
	limitsScope = set(markup.Button, markup.Caption, markup.HTML, markup.Object, markup.Table, markup.Td, markup.Th)
	// breaksOut are the start tags that end all svg and math around them
	// (section 13.2.6.5).
	breaksOut = set(markup.B, markup.Big, markup.Blockquote, markup.Body, markup.Br, markup.Center, markup.Code, markup.Dd,
		markup.Div, markup.Dl, markup.Dt, markup.Em, markup.Embed, markup.H1, markup.H2, markup.H3, markup.H4, markup.H5,
		markup.H6, markup.Head, markup.Hr, markup.I, markup.Img, markup.Li, markup.Listing, markup.Menu, markup.Meta,
		markup.Nobr, markup.Ol, markup.P, markup.Pre, markup.Ruby, markup.S, markup.Small, markup.Span, markup.Strong,
		markup.Strike, markup.Sub, markup.Sup, markup.Table, markup.Tt, markup.U, markup.Ul, markup.Var)
	// fontMarks make a font element one of them too.
	fontMarks = markup.Attributes(markup.Color, markup.Face, markup.Size)
	// linkMarks are what makes a link more than one.
	linkMarks = markup.Attributes(markup.Ping, markup.StyleAttr)
	// shadowHosts may carry a declarative shadow root, as may all elements
	// whose names are the page's own (DOM standard, "valid shadow host name").
	shadowHosts = set(markup.Unknown, markup.Article, markup.Aside, markup.Blockquote, markup.Body, markup.Div, markup.Footer,
		markup.H1, markup.H2, markup.H3, markup.H4, markup.H5, markup.H6, markup.Header, markup.Main, markup.Nav, markup.P,
		markup.Section, markup.Span)
	// plainElement are those of which only styles and handlers are read.
	plainElement = func() (table [markup.ElementCount]bool) {
		for e := range table {
			table[e] = true
		}
		for _, e := range []markup.Element{
			markup.A, markup.Area, markup.Audio, markup.Base, markup.Body, markup.Button, markup.Col, markup.Colgroup, markup.Embed, markup.Form, markup.Frame,
			markup.Iframe, markup.Image, markup.Img, markup.Input, markup.Link, markup.Meta, markup.Noscript, markup.Object,
			markup.Math, markup.Script, markup.Select, markup.Source, markup.Style, markup.SVG, markup.Table, markup.Tbody, markup.Td, markup.Textarea,
			markup.Template, markup.Tfoot, markup.Th, markup.Thead, markup.Title, markup.Tr, markup.Track, markup.Video, markup.Noembed,
			markup.Noframes, markup.Plaintext, markup.Xmp,
		} {
			table[e] = false
		}
		return table
	}()
)

// opensNest reports whether an element's inside is kept account of.
func opensNest(e markup.Element) bool {
	return e == markup.Template || e == markup.SVG || e == markup.Math
}

// element reads the start tag of an HTML element: which of its attributes name
// something to load, and what else it says.
func (r *reader) element() {
	t := &r.tokens
	if t.Has(markup.StyleAttr) || len(t.Handlers) > 0 {
		r.styleAndHandlers()
	}
	at := place{tag: t.Element.String()}
	load := func(a markup.Attribute, kind string) {
		if t.Has(a) {
			at.kind = kind
			r.attribute(a, at)
		}
	}
	switch t.Element {
	case markup.A, markup.Area:
		if t.Has(markup.Ping) && t.Has(markup.Href) {
			r.pings(at)
		}
		r.leads(markup.Href, "link")
		r.code(markup.Href, at)
	case markup.Script:
		r.scriptElement(at)
	case markup.Style:
		r.styleElement()
	case markup.Noscript:
		r.rawFor = forNoscript
	case markup.Img, markup.Image:
		at.tag = "img" // section 13.2.6.4.7 on image: "Don't ask."
		// Where the page offers a choice, the one in src is part of it (Mixed
		// Content section 3.1).
		if t.Has(markup.Srcset) || r.childOf(markup.Picture) {
			at.category = imageSet
		}
		load(markup.Src, "image")
		r.srcset(markup.Srcset, at)
	case markup.Source:
		// It counts where its parent asks for it.
		switch {
		case r.childOf(markup.Picture):
			at.category = imageSet
			r.srcset(markup.Srcset, at)
		case r.childOf(markup.Video), r.childOf(markup.Audio):
			load(markup.Src, "media")
		}
	case markup.Audio:
		load(markup.Src, "media")
	case markup.Video:
		load(markup.Src, "media")
		load(markup.Poster, "image")
	case markup.Track:
		if t.Open[markup.Video]+t.Open[markup.Audio] > 0 {
			load(markup.Src, "track")
		}
	case markup.Embed:
		at.kind = "embed"
		r.document(markup.Src, at)
		r.lateAttribute(markup.Src, at)
	case markup.Object:
		at.kind = "object"
		r.document(markup.Data, at)
		r.lateAttribute(markup.Data, at)
	case markup.Iframe:
		t.Skip()
		r.frame(at)
	case markup.Frame:
		if r.phase == inFrameset {
			r.frame(at)
		}
	case markup.Body:
		// A second one only gives the first what it lacks.
		if t.Has(markup.Background) && !r.background {
			r.background = true
			load(markup.Background, "image")
		}
	case markup.Col, markup.Colgroup, markup.Table, markup.Thead, markup.Tbody, markup.Tfoot, markup.Tr, markup.Td, markup.Th:
		load(markup.Background, "image")
	case markup.Input:
		if string(t.Lower(markup.Type)) == "image" {
			load(markup.Src, "image")
		}
		r.field()
	case markup.Button, markup.Select:
		r.field()
	case markup.Textarea:
		t.Skip()
		r.field()
	case markup.Form:
		r.openForm()
	case markup.Link:
		r.link(at)
	case markup.Base:
		r.baseElement()
	case markup.Meta:
		r.meta(at)
	case markup.SVG:
		r.painted()
	case markup.Title, markup.Noembed, markup.Noframes, markup.Plaintext, markup.Xmp:
		t.Skip()
	}
}

// childOf reports whether e is around this element with nothing between, as far
// as can be told.
func (r *reader) childOf(e markup.Element) bool {
	return r.tokens.Open[e] > 0 && (r.parent == e || r.parent == markup.Unknown)
}

// styleAndHandlers reads what any element may carry.
func (r *reader) styleAndHandlers() {
	t := &r.tokens
	if t.Has(markup.StyleAttr) {
		r.styleAttribute()
	}
	if len(t.Handlers) > 0 && !r.scriptless {
		for i := range t.Handlers {
			r.handler(&t.Handlers[i])
		}
	}
}

// scriptElement tells what a script element loads, or what its text is.
func (r *reader) scriptElement(at place) {
	t := &r.tokens
	kind := r.scriptKind()
	if kind == notScript || r.scriptless && r.within != "noscript" {
		t.Skip()
		return
	}
	if t.Has(markup.Src) {
		t.Skip()
		if kind == classic || kind == module {
			at.kind = "script"
			r.attribute(markup.Src, at)
		}
		return
	}
	switch {
	case r.scriptless:
		// Nothing runs what a noscript holds where scripts are on, and
		// nothing at all does where they are off.
		t.Skip()
	case kind == importMap:
		r.rawFor = forImportMap
	default:
		r.rawFor = forScript
	}
}

// What browsers make of a script element by its type (HTML standard section
// 4.12.1.1, "prepare the script element"). Speculation rules are data here: no
// browser follows them to an insecure address.
type scriptKind uint8

const (
	notScript scriptKind = iota // data, or for browsers of the past
	classic
	module
	importMap
)

func (r *reader) scriptKind() scriptKind {
	t := &r.tokens
	name := t.Lower(markup.Type)
	if !t.Has(markup.Type) {
		if language := t.Lower(markup.Language); len(language) > 0 {
			name = append([]byte("text/"), language...)
		}
	}
	switch string(name) {
	case "module":
		return module
	case "importmap":
		return importMap
	}
	if len(name) > 0 {
		if name = bytes.Trim(name, spaces); len(name) == 0 {
			return notScript
		}
	}
	switch string(name) {
	case "",
		// JavaScript MIME types (WHATWG MIME Sniffing section 4.6).
		"application/ecmascript", "application/javascript", "application/x-ecmascript", "application/x-javascript",
		"text/ecmascript", "text/javascript", "text/javascript1.0", "text/javascript1.1", "text/javascript1.2",
		"text/javascript1.3", "text/javascript1.4", "text/javascript1.5", "text/jscript", "text/livescript",
		"text/x-ecmascript", "text/x-javascript":
		if t.Has(markup.Nomodule) {
			return notScript
		}
		return classic
	}
	return notScript
}

// styleElement reads on into a style sheet.
func (r *reader) styleElement() {
	if r.holdsCSS() {
		r.rawFor = forStyle
	} else {
		r.tokens.Skip()
	}
}

// holdsCSS reports whether a style element's type is that of a style sheet (HTML
// standard section 4.2.6).
func (r *reader) holdsCSS() bool {
	kind := string(r.tokens.Lower(markup.Type))
	return kind == "" || kind == "text/css"
}

// link reads a link element: the first of its rel words that loads something
// (HTML standard section 4.6.7).
func (r *reader) link(at place) {
	t := &r.tokens
	late := false
	for word := range bytes.FieldsFuncSeq(t.Lower(markup.Rel), isSpace) {
		switch string(word) {
		case "stylesheet":
			if !r.linksCSS() {
				continue
			}
			at.kind = "style"
		case "icon", "apple-touch-icon", "apple-touch-icon-precomposed":
			at.kind, late = "image", true
		case "modulepreload":
			at.kind = "script"
		case "prefetch", "prerender", "compression-dictionary":
			at.kind = "prefetch"
		case "manifest":
			at.kind, late = "manifest", true
		case "preconnect", "dns-prefetch":
			at.kind = "connect"
		case "preload":
			at.kind = preloaded(t.Lower(markup.As))
			if at.kind == "image" {
				r.srcset(markup.ImageSrcset, at)
			}
		default:
			continue
		}
		break
	}
	switch {
	case at.kind == "" || !t.Has(markup.Href):
	case late:
		r.lateAttribute(markup.Href, at)
	default:
		r.attribute(markup.Href, at)
	}
}

// preloaded is the destination that a preload's as attribute asks for, empty
// where the preload is ignored.
func preloaded(as []byte) string {
	switch string(as) {
	case "script":
		return "script"
	case "style":
		return "style"
	case "image":
		return "image"
	case "font":
		return "font"
	case "track":
		return "track"
	case "fetch":
		return "fetch"
	}
	return ""
}

// linksCSS reports whether a link's type may be that of a style sheet.
func (r *reader) linksCSS() bool {
	kind, _, _ := bytes.Cut(r.tokens.Lower(markup.Type), []byte{';'})
	kind = bytes.Trim(kind, spaces)
	return len(kind) == 0 || string(kind) == "text/css"
}

// pings reads the addresses that a link tells when it is followed (HTML standard
// section 4.6.4).
func (r *reader) pings(at place) {
	t := &r.tokens
	if !r.baseInsecure && !mayHoldInsecure(t.Written(markup.Ping)) {
		return
	}
	at.attr, at.kind, at.offset = markup.Ping.String(), "ping", t.Place(markup.Ping)
	for url := range strings.FieldsFuncSeq(t.Value(markup.Ping), isSpace) {
		r.ref(url, at)
	}
}

func (r *reader) meta(at place) {
	t := &r.tokens
	at.attr, at.kind, at.offset = markup.Content.String(), "refresh", t.Place(markup.Content)
	switch string(t.Lower(markup.HTTPEquiv)) {
	case "refresh":
		if r.shadow > 0 {
			return
		}
		if order, ok := weburl.ParseRefresh(t.Value(markup.Content)); ok {
			r.ref(order.Address, at)
			r.refresh(order)
		}
	case "content-security-policy":
		// A policy counts in the head only (HTML standard section 4.2.5.3).
		if r.phase == inHead && r.shadow == 0 {
			r.policy(t.Value(markup.Content))
		}
	}
}

// maxRefresh bounds the address of a refresh, in bytes, as those of requests
// are: 16 KiB.
const maxRefresh = 16 << 10

// refresh takes where the document orders the browser to go next. Of several
// orders the soonest counts, and of those the last, as Chromium has it; by the
// standard the first, whatever its time.
func (r *reader) refresh(order weburl.Refresh) {
	address := strings.Trim(order.Address, spaces)
	foreign := !asciiHost(address)
	if r.within != "" || r.refreshes && order.After > r.refreshAfter || foreign && r.foreignHosts > maxForeignHosts {
		return
	}
	if foreign {
		r.foreignHosts++
	}
	var to weburl.URL
	if address != "" && len(address) <= maxRefresh {
		var err error
		if to, err = r.base.Resolve(address); err != nil || to.Scheme == "javascript" {
			return
		}
	}
	r.refreshes, r.refreshAfter, r.page.Refresh = true, order.After, ""
	if to.Scheme != "http" && to.Scheme != "https" {
		return // browsers ask for the document again, or hand it to another program
	}
	if place := to; to.Fragment != "" {
		if place.Fragment = r.address.Fragment; place == r.address {
			return // a place in the document at hand
		}
	}
	if url := to.String(); len(url) <= maxRefresh {
		r.page.Refresh = url
	}
}

// policy takes what changes how that which follows is loaded. Browsers read a
// list of policies here too.
func (r *reader) policy(content string) {
	if mixed.ParsePolicies(content).Upgrade {
		r.upgrades = true
		r.page.Upgrades = r.page.Upgrades || r.within == ""
	}
}
