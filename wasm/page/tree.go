package page

import (
	"strings"

	"midwatch/wasm/markup"
)

// tree is as much of the document's tree as meaning needs: what the place is
// inside of, where that changes how a tag is read. It follows the HTML standard
// section 13.2.6, but keeps the open elements themselves only inside svg and
// math; around them it counts them.
type tree struct {
	phase   phase
	nest    []nested
	inert   int // templates around this place
	shadow  int // declarative shadow roots around this place
	foreign int // of nest: svg and math
	// parent is the element around this one, as far as the last tags tell:
	// Unknown after an end tag.
	parent markup.Element
}

// phase is the part of the document that the place is in.
type phase uint8

const (
	inHead phase = iota
	inBody
	inFrameset
	afterFrameset
)

// maxNested bounds the open elements kept, which a page can nest as it likes:
// what is deeper counts as part of the last one.
const maxNested = 128

// nested is an open element inside svg, math or a template.
type nested struct {
	code    uint64
	element markup.Element
	kind    nestedKind
	math    bool // of math, where kind says svg or math
}

type nestedKind uint8

const (
	plain     nestedKind = iota // of HTML
	template                    // of HTML, inert
	shadow                      // of HTML, a declarative shadow root
	foreign                     // of svg or math
	textPoint                   // of math, and its inside is HTML
	htmlPoint                   // of svg or math, and its inside is HTML
)

// start reads a start tag.
func (r *reader) start() {
	t := &r.tokens
	e := t.Element
	r.parent = t.Last
	if !void[e] {
		t.Last = e
	}
	switch {
	case len(r.nest) > 0:
		r.startNested()
	case r.phase != inBody && !r.outsideBody(e):
	case opensNest(e):
		r.nestHTML()
		r.element()
	default:
		if !void[e] {
			t.Open[e]++
		}
		if e == markup.A && !t.HasAny(linkMarks) && len(t.Handlers) == 0 && !mayStart(t.Written(markup.Href), 'j') {
			r.leads(markup.Href, "link")
			return // most tags of a page
		}
		if !plainElement[e] || len(t.Handlers) > 0 || t.Has(markup.StyleAttr) {
			r.element()
		}
	}
}

// outsideBody takes account of a tag before the body or in a frameset, and
// reports whether browsers read it there (HTML standard sections 13.2.6.4.1 to
// 13.2.6.4.6 and 13.2.6.4.20).
func (r *reader) outsideBody(e markup.Element) bool {
	switch r.phase {
	case inFrameset:
		return e == markup.Frameset || e == markup.Frame || e == markup.Noframes
	case afterFrameset:
		return e == markup.Noframes
	}
	switch e {
	case markup.HTML, markup.Head, markup.Base, markup.Link, markup.Meta, markup.Title, markup.Noscript, markup.Noframes,
		markup.Style, markup.Script, markup.Template:
	case markup.Frameset:
		r.enter(inFrameset)
	default:
		r.enter(inBody)
	}
	return true
}

func (r *reader) enter(p phase) {
	r.phase = p
	r.nestChanged()
}

// text takes text in the head, where it begins the body, or inside svg.
func (r *reader) text() {
	t := &r.tokens
	if len(r.nest) == 0 {
		for _, c := range t.Content {
			if strings.IndexByte(spaces, c) < 0 {
				r.enter(inBody)
				return
			}
		}
		return
	}
	r.foreignText()
}

// current is the innermost element of nest.
func (r *reader) current() *nested { return &r.nest[len(r.nest)-1] }

// startNested reads a start tag inside svg, math or a template.
func (r *reader) startNested() {
	t := &r.tokens
	if r.readsForeign() {
		if !breaksOut[t.Element] && !(t.Element == markup.Font && t.HasAny(fontMarks)) {
			r.startForeign()
			return
		}
		r.breakOut()
		t.HoldText()
		if len(r.nest) == 0 {
			r.start()
			return
		}
	} else if t.Foreign {
		t.HoldText()
	}
	if !void[t.Element] {
		r.nestHTML()
	}
	if r.inert == 0 {
		r.element()
	}
}

// readsForeign reports whether a start tag is read by the rules of svg and math
// here (section 13.2.6, "tree construction dispatcher").
func (r *reader) readsForeign() bool {
	t := &r.tokens
	switch top := r.current(); top.kind {
	case foreign:
		return !(top.element == markup.AnnotationXML && t.Element == markup.SVG)
	case textPoint:
		name := string(t.Name())
		return strings.EqualFold(name, "mglyph") || strings.EqualFold(name, "malignmark")
	}
	return false
}

// startForeign reads a start tag of svg or math.
func (r *reader) startForeign() {
	t := &r.tokens
	parent := r.current()
	math, within := parent.math, parent.element
	if !t.Closed {
		kind := foreign
		switch t.Element {
		case markup.ForeignObject, markup.Desc, markup.Title:
			if !math {
				kind = htmlPoint
			}
		case markup.Mi, markup.Mn, markup.Mo, markup.Ms, markup.Mtext:
			if math {
				kind = textPoint
			}
		case markup.AnnotationXML:
			encoding := string(t.Lower(markup.Encoding))
			if math && (encoding == "text/html" || encoding == "application/xhtml+xml") {
				kind = htmlPoint
			}
		}
		r.push(kind, math)
	}
	switch {
	case r.inert > 0:
	case math:
		r.styleAndHandlers()
	default:
		r.drawing(within)
	}
}

// nestHTML opens an HTML element that has to be kept account of.
func (r *reader) nestHTML() {
	t := &r.tokens
	switch t.Element {
	case markup.Template:
		mode := string(t.Lower(markup.ShadowRootMode))
		if r.inert == 0 && (mode == "open" || mode == "closed") && shadowHosts[r.parent] {
			r.shadow++
			r.push(shadow, false)
		} else {
			r.inert++
			r.push(template, false)
		}
	case markup.SVG, markup.Math:
		if !t.Closed {
			r.push(foreign, t.Element == markup.Math)
		}
	default:
		if r.foreign > 0 {
			r.push(plain, false)
		}
	}
}

func (r *reader) push(kind nestedKind, math bool) {
	if len(r.nest) == maxNested {
		switch kind {
		case template:
			r.inert--
		case shadow:
			r.shadow--
		}
		return
	}
	if kind >= foreign {
		r.foreign++
	}
	r.nest = append(r.nest, nested{r.tokens.Code, r.tokens.Element, kind, math})
	r.nestChanged()
}

// pop closes the open elements from the n-th on.
func (r *reader) pop(n int) {
	for _, gone := range r.nest[n:] {
		switch gone.kind {
		case template:
			r.inert--
		case shadow:
			r.shadow--
		case plain:
			if gone.element == markup.Form && r.inert == 0 {
				r.closeForm()
			}
		default:
			r.foreign--
		}
	}
	r.nest = r.nest[:n]
	r.nestChanged()
}

func (r *reader) nestChanged() {
	t := &r.tokens
	t.Foreign, t.Text = false, r.phase == inHead
	t.Pass = r.phase == inBody && len(r.nest) == 0 && !r.thorough
	if len(r.nest) > 0 {
		top := r.current()
		t.Foreign = top.kind >= foreign
		t.Text = top.kind == foreign && !top.math && (top.element == markup.Style || top.element == markup.Script)
	}
}

// endTag takes account of an end tag.
func (r *reader) endTag() {
	t := &r.tokens
	e := t.Element
	t.Last = markup.Unknown
	if len(r.nest) > 0 && !r.endNested(e) {
		return
	}
	if t.Open[e] > 0 {
		t.Open[e]--
	}
	switch e {
	case markup.Frameset:
		if r.phase == inFrameset && t.Open[e] == 0 {
			r.enter(afterFrameset)
		}
	case markup.Form:
		r.closeForm()
	case markup.Body, markup.HTML, markup.Br:
		if r.phase == inHead {
			r.enter(inBody)
		}
	}
}

// endNested closes what an end tag closes inside svg, math or a template, and
// reports whether it reaches beyond them (sections 13.2.6.4.7 and 13.2.6.5): by
// the rules of svg and math as far as these go, then by those of HTML from the
// innermost element on.
func (r *reader) endNested(e markup.Element) (beyond bool) {
	t := &r.tokens
	code := t.Code
	if r.current().kind == foreign && (e == markup.P || e == markup.Br) {
		r.breakOut()
		return len(r.nest) == 0
	}
	byHTML, point := false, false
	for i := len(r.nest) - 1; i >= 0; i-- {
		open := &r.nest[i]
		same := open.code == code && open.element == e
		switch {
		case open.kind == template || open.kind == shadow:
			if e == markup.Template {
				r.pop(i)
			}
			return false
		case e == markup.Template:
		case open.kind == plain:
			byHTML = true
			if same && !point {
				r.pop(i)
			}
			if same || point || limitsScope[open.element] {
				return false
			}
		case same && !byHTML:
			r.pop(i)
			return false
		case open.kind != foreign:
			// HTML's end tags do not reach through an integration point.
			if byHTML {
				return false
			}
			point = true
		}
	}
	if point || e == markup.Unknown || t.Open[e] == 0 {
		return false
	}
	r.pop(0)
	return true
}

// breakOut closes svg and math up to an element whose inside is HTML.
func (r *reader) breakOut() {
	n := len(r.nest)
	for n > 0 && r.nest[n-1].kind == foreign {
		n--
	}
	r.pop(n)
}
