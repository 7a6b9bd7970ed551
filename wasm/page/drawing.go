package page

import (
	"strings"

	"midwatch/wasm/markup"
)

// painting are the attributes that name what an svg element is drawn with, as
// style sheets do.
var painting = []markup.Attribute{
	markup.ClipPath, markup.Cursor, markup.Fill, markup.MarkerEnd, markup.MarkerMid, markup.MarkerStart, markup.Mask,
	markup.Stroke,
}

var paintingSet = markup.Attributes(painting...)

// painted reads what an element of svg is drawn with.
func (r *reader) painted() {
	t := &r.tokens
	if !t.HasAny(paintingSet) {
		return
	}
	for _, a := range painting {
		if value := t.Written(a); len(value) > 0 && value[0]|0x20 != 'n' && value[0] != '#' {
			r.css([]byte(markup.Decode(value)), place{tag: t.Element.String(), attr: a.String(), offset: t.Place(a)}, false)
		}
	}
}

// drawing reads a start tag of svg inside an element.
func (r *reader) drawing(parent markup.Element) {
	t := &r.tokens
	r.styleAndHandlers()
	r.painted()
	at := place{tag: t.Element.String(), kind: "image"}
	switch t.Element {
	case markup.Script:
		r.rawFor = forNobody
		kind := r.scriptKind()
		if kind != classic && kind != module || r.scriptless {
			return
		}
		r.rawFor, at.kind = forScript, "script"
	case markup.Style:
		r.rawFor = forNobody
		if r.holdsCSS() {
			r.rawFor = forStyle
		}
		return
	case markup.A:
		r.code(markup.Href, at)
		r.code(markup.XlinkHref, at)
		return
	case markup.Set, markup.Animate:
		if parent == markup.Image || parent == markup.FeImage {
			r.animation(at)
		}
		return
	case markup.Image, markup.Use:
	case markup.FeImage:
		at.tag = "feImage"
	default:
		return
	}
	// SVG 2 section 16.1.6: href counts before xlink:href.
	for _, a := range []markup.Attribute{markup.Href, markup.XlinkHref} {
		if t.Has(a) {
			r.attribute(a, at)
			r.rawFor = forNobody
			return
		}
	}
}

// animation reads the addresses that an animation gives an image.
func (r *reader) animation(at place) {
	t := &r.tokens
	switch string(t.Lower(markup.AttributeName)) {
	case "href", "xlink:href":
	default:
		return
	}
	for _, a := range []markup.Attribute{markup.From, markup.To, markup.Values} {
		if !t.Has(a) {
			continue
		}
		at.attr, at.offset = a.String(), t.Place(a)
		for value := range strings.SplitSeq(t.Value(a), ";") {
			r.ref(value, at)
		}
	}
}

// foreignText reads the text of a script or a style sheet of svg, which is
// markup's text like any other.
func (r *reader) foreignText() {
	t := &r.tokens
	text := t.Content
	if t.Encoded {
		text = markup.AppendDecoded(make([]byte, 0, len(text)), text, false)
	}
	at := place{tag: r.current().element.String(), attr: "#text", offset: t.Tag.Start}
	switch r.rawFor {
	case forStyle:
		r.css(text, at, false)
	case forScript:
		r.script(text, at, false)
	}
}
