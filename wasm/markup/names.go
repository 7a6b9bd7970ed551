package markup

// Element is an element whose name matters to somebody who reads a document.
type Element uint8

// The elements.
const (
	Unknown Element = iota
	A
	Animate
	AnnotationXML
	Area
	Article
	Aside
	Audio
	B
	Base
	Big
	Blockquote
	Body
	Br
	Button
	Caption
	Center
	Code
	Col
	Colgroup
	Dd
	Desc
	Details
	Dialog
	Div
	Dl
	Dt
	Em
	Embed
	FeImage
	Fieldset
	Figure
	Font
	Footer
	ForeignObject
	Form
	Frame
	Frameset
	G
	H1
	H2
	H3
	H4
	H5
	H6
	Head
	Header
	Hr
	HTML
	I
	Iframe
	Image
	Img
	Input
	Label
	Li
	Link
	Listing
	Main
	Math
	Menu
	Meta
	Mi
	Mn
	Mo
	Ms
	Mtext
	Nav
	Nobr
	Noembed
	Noframes
	Noscript
	Object
	Ol
	Optgroup
	Option
	P
	Param
	Path
	Picture
	Plaintext
	Pre
	Ruby
	S
	Script
	Section
	Select
	Set
	Small
	Source
	Span
	Strike
	Strong
	Style
	Sub
	Summary
	Sup
	SVG
	Symbol
	Table
	Tbody
	Td
	Template
	Textarea
	Tfoot
	Th
	Thead
	Title
	Tr
	Track
	Tt
	U
	Ul
	Use
	Var
	Video
	Wbr
	Xmp
	elementCount
)

// ElementCount is one more than the largest Element.
const ElementCount = int(elementCount)

var elementNames = [elementCount]string{
	A: "a", Animate: "animate", AnnotationXML: "annotation-xml", Area: "area", Article: "article", Aside: "aside", Audio: "audio", B: "b",
	Base: "base", Big: "big", Blockquote: "blockquote", Body: "body", Br: "br", Button: "button", Caption: "caption",
	Center: "center", Code: "code", Col: "col", Colgroup: "colgroup", Dd: "dd", Desc: "desc", Details: "details", Dialog: "dialog", Div: "div",
	Dl: "dl", Dt: "dt", Em: "em", Embed: "embed", FeImage: "feimage", Fieldset: "fieldset", Figure: "figure", Font: "font",
	Footer: "footer", ForeignObject: "foreignobject", Form: "form", Frame: "frame", Frameset: "frameset", G: "g", H1: "h1",
	H2: "h2", H3: "h3", H4: "h4", H5: "h5", H6: "h6", Head: "head", Header: "header", Hr: "hr", HTML: "html", I: "i",
	Iframe: "iframe", Image: "image", Img: "img", Input: "input", Label: "label", Li: "li", Link: "link", Listing: "listing",
	Main: "main", Math: "math", Menu: "menu", Meta: "meta", Mi: "mi", Mn: "mn", Mo: "mo", Ms: "ms", Mtext: "mtext", Nav: "nav",
	Nobr: "nobr", Noembed: "noembed", Noframes: "noframes", Noscript: "noscript", Object: "object", Ol: "ol",
	Optgroup: "optgroup", Option: "option", P: "p", Param: "param", Path: "path", Picture: "picture", Plaintext: "plaintext",
	Pre: "pre", Ruby: "ruby", S: "s", Script: "script", Section: "section", Select: "select", Set: "set", Small: "small",
	Source: "source", Span: "span", Strike: "strike", Strong: "strong", Style: "style", Sub: "sub", Summary: "summary",
	Sup: "sup", SVG: "svg", Symbol: "symbol", Table: "table", Tbody: "tbody", Td: "td", Template: "template",
	Textarea: "textarea", Tfoot: "tfoot", Th: "th", Thead: "thead", Title: "title", Tr: "tr", Track: "track", Tt: "tt",
	U: "u", Ul: "ul", Use: "use", Var: "var", Video: "video", Wbr: "wbr", Xmp: "xmp",
}

// String is the element's name in lower case, empty for Unknown.
func (e Element) String() string { return elementNames[e] }

// holdsText lists the HTML elements whose content is text without markup.
var holdsText = [elementCount]bool{
	Iframe: true, Noembed: true, Noframes: true, Noscript: true, Plaintext: true, Script: true, Style: true, Textarea: true,
	Title: true, Xmp: true,
}

// Attribute is an attribute whose value matters to somebody who reads a
// document.
type Attribute uint8

// The attributes.
const (
	Action Attribute = iota
	As
	AttributeName
	Autocomplete
	Background
	Cite
	Class
	ClipPath
	Color
	Content
	Cursor
	Data
	Disabled
	Encoding
	Face
	Fill
	FormAttr
	FormAction
	FormMethod
	FormTarget
	From
	Hidden
	Href
	HTTPEquiv
	ID
	ImageSrcset
	Language
	Longdesc
	MarkerEnd
	MarkerMid
	MarkerStart
	Mask
	Method
	NameAttr
	Nomodule
	Ping
	Poster
	Rel
	Sandbox
	ShadowRootMode
	Size
	Src
	Srcdoc
	Srcset
	Stroke
	StyleAttr
	Target
	To
	Type
	Values
	XlinkHref
	attributeCount
)

var attributeNames = [attributeCount]string{
	Action: "action", As: "as", AttributeName: "attributename", Autocomplete: "autocomplete", Background: "background", Cite: "cite", Class: "class",
	ClipPath: "clip-path", Color: "color", Content: "content", Cursor: "cursor", Data: "data", Disabled: "disabled", Encoding: "encoding", Face: "face", Fill: "fill",
	FormAttr: "form", FormAction: "formaction", FormMethod: "formmethod", FormTarget: "formtarget", From: "from", Hidden: "hidden", Href: "href",
	HTTPEquiv: "http-equiv", ID: "id", ImageSrcset: "imagesrcset", Language: "language", Longdesc: "longdesc", MarkerEnd: "marker-end", MarkerMid: "marker-mid", MarkerStart: "marker-start", Mask: "mask",
	Method: "method", NameAttr: "name", Nomodule: "nomodule", Ping: "ping", Poster: "poster", Rel: "rel", Sandbox: "sandbox",
	ShadowRootMode: "shadowrootmode", Size: "size", Src: "src", Srcdoc: "srcdoc", Srcset: "srcset", Stroke: "stroke", StyleAttr: "style",
	Target: "target", To: "to", Type: "type", Values: "values", XlinkHref: "xlink:href",
}

// String is the attribute's name in lower case.
func (a Attribute) String() string { return attributeNames[a] }

// AttributeSet is a set of attributes.
type AttributeSet uint64

// Attributes makes a set.
func Attributes(list ...Attribute) AttributeSet {
	var set AttributeSet
	for _, a := range list {
		set |= 1 << a
	}
	return set
}

// table finds the ids of names: a perfect hash of their heads, by multiplication.
type table struct {
	multiplier uint64
	heads      [tableSize]uint64
	lengths    [tableSize]uint8
	ids        [tableSize]uint8
}

const (
	tableBits = 10
	tableSize = 1 << tableBits // several times the number of names
)

// newTable makes a table of names. The multiplier is one that keeps their heads
// apart, which is found by trying odd ones.
func newTable(names []string, multiplier uint64) *table {
	t := &table{multiplier: multiplier}
	for id, name := range names {
		if name == "" {
			continue
		}
		h := headAtEnd([]byte(name))
		at := h * multiplier >> (64 - tableBits)
		if t.heads[at] != 0 {
			panic("markup: two names in one place: " + name)
		}
		t.heads[at], t.lengths[at], t.ids[at] = h, uint8(len(name)), uint8(id)
	}
	return t
}

// find is the id of a name of some length whose head is h; false if there is
// none. Names beyond eight bytes are still to be compared.
func (t *table) find(h uint64, length int) (id uint8, ok bool) {
	at := h * t.multiplier >> (64 - tableBits)
	return t.ids[at], t.heads[at] == h && int(t.lengths[at]) == length
}

// sameFold reports whether written, letters in lower case, is name. Both are of
// the same length.
func sameFold(written []byte, name string) bool {
	for i := range written {
		c := written[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != name[i] {
			return false
		}
	}
	return true
}

var (
	elements   = newTable(elementNames[:], elementMultiplier)
	attributes = newTable(attributeNames[:], attributeMultiplier)
)

const (
	elementMultiplier   = 0x090b20bb257e8455
	attributeMultiplier = 0x177219d30e7a269f
)

func element(head uint64, written []byte) Element {
	id, ok := elements.find(head, len(written))
	if !ok || len(written) > 8 && !sameFold(written, elementNames[id]) {
		return Unknown
	}
	return Element(id)
}

func attribute(head uint64, written []byte) (Attribute, bool) {
	id, ok := attributes.find(head, len(written))
	if !ok || len(written) > 8 && !sameFold(written, attributeNames[id]) {
		return 0, false
	}
	return Attribute(id), true
}
