package page

import (
	"midwatch/wasm/markup"
)

// foreignElement reads a start tag of svg or math.
func (r *reader) foreignElement() {
	t := &r.tokens
	r.styleAndHandlers()
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

// foreignText reads the text of a script or a style sheet of svg, which is
// markup's text like any other.
func (r *reader) foreignText() {
	t := &r.tokens
	text := t.Content
	if t.Encoded {
		text = decodedText(text)
	}
	at := place{tag: t.Element.String(), attr: "#text", offset: t.Tag.Start}
	at.tag = r.current().element.String()
	switch r.rawFor {
	case forStyle:
		r.css(text, at, false)
	case forScript:
		r.script(text, at, false)
	}
}
