package page

import (
	"bytes"
	"encoding/base64"
	"strings"

	"midwatch/wasm/markup"
	"midwatch/wasm/weburl"
)

// frame reads an iframe or a frame: what it shows, or the document that its
// attribute holds.
func (r *reader) frame(at place) {
	t := &r.tokens
	at.kind = "frame"
	r.frameName()
	if t.Has(markup.Srcdoc) && t.Element == markup.Iframe {
		if !r.live {
			// Its base URL is this document's (HTML standard section 2.4.3,
			// "fallback base URL").
			r.inside([]byte(t.Value(markup.Srcdoc)), r.base, r.base, t.Tag.Start)
		}
		return
	}
	r.attribute(markup.Src, at)
	r.document(markup.Src, at)
	r.code(markup.Src, at)
}

// inside reads a document that an attribute holds.
func (r *reader) inside(text []byte, address, base weburl.URL, offset int) {
	if r.depth >= maxInside {
		return
	}
	d := reader{
		collector: r.collector, address: address, within: "srcdoc", depth: r.depth + 1, line: r.lineAt(offset),
		upgrades: r.upgrades, formless: r.formless, scriptless: r.scriptless,
	}
	if r.within == "noscript" {
		d.within, d.scriptless = "noscript", false
	}
	if t := &r.tokens; t.Has(markup.Sandbox) {
		allowed := t.Lower(markup.Sandbox)
		d.scriptless = d.scriptless || !allows(allowed, "allow-scripts")
		d.formless = d.formless || !allows(allowed, "allow-forms")
	}
	d.begin(base)
	d.feed(text, true)
	d.finishForms()
}

// allows reports whether a list of sandbox flags has one (HTML standard section
// 7.1.5).
func allows(list []byte, flag string) bool {
	for word := range bytes.FieldsSeq(list) {
		if string(word) == flag {
			return true
		}
	}
	return false
}

// document reads the HTML document that a data: URL holds (RFC 2397, Fetch
// standard section 6).
func (r *reader) document(a markup.Attribute, at place) {
	t := &r.tokens
	written := t.Written(a)
	if r.live || !mayStart(written, 'd') {
		return
	}
	value, ok := cutFold(strings.TrimLeft(markup.Decode(written), spaces), "data:")
	if !ok {
		return
	}
	kind, body, ok := strings.Cut(value, ",")
	if !ok {
		return
	}
	kind = strings.ToLower(strings.Trim(kind, spaces))
	if kind != "text/html" && !strings.HasPrefix(kind, "text/html;") && !strings.HasPrefix(kind, "application/xhtml+xml") {
		return
	}
	body, _, _ = strings.Cut(body, "#")
	text := weburl.PercentDecoded(body)
	if strings.HasSuffix(strings.TrimRight(kind, " "), ";base64") {
		decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.Map(notSpace, text), "="))
		if err != nil {
			return
		}
		text = string(decoded)
	}
	r.inside([]byte(text), weburl.URL{}, weburl.URL{}, t.Tag.Start)
}

func notSpace(c rune) rune {
	if strings.ContainsRune(spaces, c) {
		return -1
	}
	return c
}

// code reads the script that a javascript: URL holds.
func (r *reader) code(a markup.Attribute, at place) {
	t := &r.tokens
	written := t.Written(a)
	if r.scriptless || !mayStart(written, 'j') {
		return
	}
	value := strings.Map(notBreak, markup.Decode(written))
	if text, ok := cutFold(strings.TrimLeft(value, spaces), "javascript:"); ok {
		at.attr, at.offset = a.String(), t.Place(a)
		r.script([]byte(weburl.PercentDecoded(text)), at, false)
	}
}

func notBreak(c rune) rune {
	if c == '\t' || c == '\n' || c == '\r' {
		return -1
	}
	return c
}

// mayStart is a cheap look: whether a value as written may start with a letter,
// in any case, once it is decoded.
func mayStart(written []byte, first byte) bool {
	return len(written) > 0 && (written[0]|0x20 == first || written[0] <= ' ' || written[0] == '&')
}

// cutFold cuts a prefix, in lower case, off s in any case.
func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}
