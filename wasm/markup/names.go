package markup

// Element is an element whose name matters to somebody who reads a document.
type Element uint8

// The elements.
const (
	Unknown Element = iota
	A
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
	A: "a", AnnotationXML: "annotation-xml", Area: "area", Article: "article", Aside: "aside", Audio: "audio", B: "b",
	Base: "base", Big: "big", Blockquote: "blockquote", Body: "body", Br: "br", Button: "button", Caption: "caption",
	Center: "center", Code: "code", Col: "col", Dd: "dd", Desc: "desc", Details: "details", Dialog: "dialog", Div: "div",
	Dl: "dl", Dt: "dt", Em: "em", Embed: "embed", FeImage: "feimage", Fieldset: "fieldset", Figure: "figure", Font: "font",
	Footer: "footer", ForeignObject: "foreignobject", Form: "form", Frame: "frame", Frameset: "frameset", G: "g", H1: "h1",
	H2: "h2", H3: "h3", H4: "h4", H5: "h5", H6: "h6", Head: "head", Header: "header", Hr: "hr", HTML: "html", I: "i",
	Iframe: "iframe", Image: "image", Img: "img", Input: "input", Label: "label", Li: "li", Link: "link", Listing: "listing",
	Main: "main", Math: "math", Menu: "menu", Meta: "meta", Mi: "mi", Mn: "mn", Mo: "mo", Ms: "ms", Mtext: "mtext", Nav: "nav",
	Nobr: "nobr", Noembed: "noembed", Noframes: "noframes", Noscript: "noscript", Object: "object", Ol: "ol",
	Optgroup: "optgroup", Option: "option", P: "p", Param: "param", Path: "path", Picture: "picture", Plaintext: "plaintext",
	Pre: "pre", Ruby: "ruby", S: "s", Script: "script", Section: "section", Select: "select", Small: "small",
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
	Autocomplete
	Background
	Cite
	Class
	Color
	Content
	Data
	Disabled
	Encoding
	Face
	FormAttr
	FormAction
	FormMethod
	Hidden
	Href
	HTTPEquiv
	ID
	ImageSrcset
	Language
	Longdesc
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
	StyleAttr
	Type
	XlinkHref
	attributeCount
)

var attributeNames = [attributeCount]string{
	Action: "action", As: "as", Autocomplete: "autocomplete", Background: "background", Cite: "cite", Class: "class",
	Color: "color", Content: "content", Data: "data", Disabled: "disabled", Encoding: "encoding", Face: "face",
	FormAttr: "form", FormAction: "formaction", FormMethod: "formmethod", Hidden: "hidden", Href: "href",
	HTTPEquiv: "http-equiv", ID: "id", ImageSrcset: "imagesrcset", Language: "language", Longdesc: "longdesc",
	Method: "method", NameAttr: "name", Nomodule: "nomodule", Ping: "ping", Poster: "poster", Rel: "rel", Sandbox: "sandbox",
	ShadowRootMode: "shadowrootmode", Size: "size", Src: "src", Srcdoc: "srcdoc", Srcset: "srcset", StyleAttr: "style",
	Type: "type", XlinkHref: "xlink:href",
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

// A slot of a table of names: open addressing by the first eight bytes.
type slot struct {
	head uint64
	name string
	id   uint8
}

const tableSize = 512 // slots; a power of two, several times the number of names

type table [tableSize]slot

func newTable(names []string) *table {
	t := new(table)
	for id, name := range names {
		if name == "" {
			continue
		}
		h := head([]byte(name), 0, len(name))
		at := place(h)
		for t[at].name != "" {
			at = (at + 1) % tableSize
		}
		t[at] = slot{h, name, uint8(id)}
	}
	return t
}

// place is where a head is looked for first (Fibonacci hashing).
func place(head uint64) uint64 { return head * 0x9e3779b97f4a7c15 >> (64 - 9) % tableSize }

// find is the id of a name, in any case, whose head is h; false if it is none.
func (t *table) find(h uint64, written []byte) (id uint8, ok bool) {
	for at := place(h); ; at = (at + 1) % tableSize {
		s := &t[at]
		if s.head == h && len(s.name) == len(written) && sameFold(written, s.name) {
			return s.id, true
		}
		if s.name == "" {
			return 0, false
		}
	}
}

// sameFold reports whether written, letters in lower case, is name. Both are of
// the same length.
func sameFold(written []byte, name string) bool {
	if string(written) == name {
		return true
	}
	for i := range name {
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
	elements   = newTable(elementNames[:])
	attributes = newTable(attributeNames[:])
)

func element(head uint64, written []byte) Element {
	id, _ := elements.find(head, written)
	return Element(id)
}

func attribute(head uint64, written []byte) (Attribute, bool) {
	id, ok := attributes.find(head, written)
	return Attribute(id), ok
}
