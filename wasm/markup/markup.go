// Package markup splits HTML into tags and text as browsers do, following the
// tokenization states of the HTML standard (section 13.2.5,
// https://html.spec.whatwg.org/#tokenization). It builds no tree: who reads the
// tags tells it when they are inside svg or math (Foreign), and which elements
// hold text without markup follows from their names.
//
// It is made to pass over what nobody asks for: of a tag it keeps the places of
// those attributes that are named here and decodes none until asked, text and
// comments are skipped unless wanted, and nothing is allocated for a token. It
// takes a document in pieces: a token that the text so far does not end is left
// for the next Feed.
package markup

import "bytes"

// Kind is a kind of token.
type Kind uint8

// The kinds. Comments and doctypes are never told.
const (
	More  Kind = iota // the text ends here: feed what follows, or it is the end
	Start             // a start tag
	End               // an end tag
	Text              // text, only where Tokenizer.Text is set, and sections of CDATA
	Raw               // the whole text of an element that holds no markup
)

// Tokenizer yields a document's tokens. Its exported fields may be set between
// two of them.
type Tokenizer struct {
	Tag
	// Text asks for text outside of elements without markup.
	Text bool
	// Foreign tells that the current element is one of svg or math, where no
	// element holds raw text and CDATA sections are text.
	Foreign bool
	// Scriptless tells that scripts do not run: then noscript holds markup.
	Scriptless bool
	// Quiet lists elements of HTML of which only style and handlers matter:
	// their other attributes are passed over.
	Quiet *[elementCount]bool
	// Pass lets tags pass untold, but for being counted in Open and remembered
	// in Last: start tags of quiet elements that carry neither, those of links
	// that are only followed, and all end tags but those of forms.
	Pass bool
	// Open counts the start tags of each element less its end tags, where Pass
	// is set; Last is the element that started last.
	Open [elementCount]uint16
	Last Element
	// Secure counts the links to https: addresses that Pass let pass; those to http:
	// ones are told.
	Secure int
	// Content is the text of a Text or Raw token, as written.
	Content []byte
	// Encoded tells that character references in Content are to be decoded.
	Encoded bool

	text []byte
	next int  // where the next token starts in text
	last bool // text ends the document

	raw     Element // the element whose text comes next
	rawName []byte  // its name as written
	skip    bool    // nobody wants that text
	scanned int     // how far of it was looked at
	escape  escape  // a script's state there

	every func(name, value []byte) // in tests: told of all attributes
}

// Feed gives the text from the first byte that is not yet part of a token; last
// tells that the document ends with it. The tokenizer only reads text, and its
// tokens alias it. Unread is what has to be fed again, with more behind it.
func (t *Tokenizer) Feed(text []byte, last bool) {
	t.scanned = max(t.scanned-t.next, 0)
	t.text, t.next, t.last = text, 0, last
}

// Unread is the length of the text's end that is not yet part of a token.
func (t *Tokenizer) Unread() int { return len(t.text) - t.next }

// Offset is where the text of the last Feed stands, in bytes from its start:
// tokens before it are done.
func (t *Tokenizer) Offset() int { return t.next }

// Skip tells that nobody wants the text of the element just started, so that it
// need not be kept together.
func (t *Tokenizer) Skip() { t.skip = true }

// Next is the next token.
func (t *Tokenizer) Next() Kind {
	if t.raw != Unknown {
		if kind := t.rawText(); kind != Raw || len(t.Content) > 0 {
			return kind
		}
	}
	text := t.text
	i := t.next
	for {
		if t.Pass {
			i = int(t.pass(uint(i)))
		}
		open := int(near(text, uint(i), '<'))
		if t.Text && open > i {
			if t.Foreign && open == len(text) && !t.last {
				t.next = i
				return More // a script's text is told whole
			}
			t.Content, t.Encoded, t.Start = text[i:open], true, i
			t.next = open
			return Text
		}
		i = open
		t.next = i
		if i == len(text) {
			return More
		}
		if i+1 >= len(text) {
			return t.loneBracket(i)
		}
		switch c := text[i+1]; {
		case class[c]&letter != 0:
			if !t.tag(i, i+1) {
				return t.cut()
			}
			if t.Pass && t.Quiet[t.Element] && t.has == 0 && len(t.Handlers) == 0 {
				t.Open[t.Element]++
				t.Last = t.Element
				i = t.next
				continue
			}
			t.skip, t.scanned, t.escape = false, t.next, unescaped
			if !t.Foreign {
				t.HoldText()
			}
			return Start
		case c == '/':
			if i+2 >= len(text) {
				return t.loneBracket(i)
			}
			if class[text[i+2]]&letter != 0 {
				if !t.tag(i, i+2) {
					return t.cut()
				}
				if t.Pass && t.Element != Form {
					if t.Open[t.Element] > 0 {
						t.Open[t.Element]--
					}
					t.Last = Unknown
					i = t.next
					continue
				}
				return End
			}
			if text[i+2] == '>' {
				i += 3 // "</>" is nothing
				continue
			}
			fallthrough
		case c == '!' || c == '?':
			end, kind := t.declaration(i)
			if end < 0 {
				return t.cut()
			}
			i = end
			t.next = end
			if kind == Text {
				return Text
			}
		default:
			if t.Text {
				t.Content, t.Encoded, t.Start = text[i:i+1], true, i
				t.next = i + 1
				return Text
			}
			i++
		}
	}
}

// loneBracket ends the text at a "<" or "</" that nothing follows.
func (t *Tokenizer) loneBracket(i int) Kind {
	if t.last {
		t.next = len(t.text)
		if t.Text {
			t.Content, t.Encoded, t.Start = t.text[i:], true, i
			return Text
		}
	}
	return More
}

// cut ends the text inside a token: at the document's end there is none.
func (t *Tokenizer) cut() Kind {
	if t.last {
		t.next = len(t.text)
	}
	return More
}

// HoldText tells that the element just started is one of HTML, although its
// parent is of svg or math: its text may be without markup (section 13.2.6.2).
func (t *Tokenizer) HoldText() {
	if holdsText[t.Element] && !(t.Element == Noscript && t.Scriptless) {
		t.raw = t.Element
		t.rawName = append(t.rawName[:0], t.Name()...)
	}
}

// declaration passes over what starts with "<!", "<?" or a "</" before no name:
// comments, doctypes and what is taken for comments. It tells where that ends,
// -1 if the text does before.
func (t *Tokenizer) declaration(i int) (end int, kind Kind) {
	rest := t.text[i:]
	if bytes.HasPrefix(rest, commentOpen) {
		if end = commentEnd(rest[len(commentOpen):]); end < 0 {
			return -1, More
		}
		return i + len(commentOpen) + end, More
	}
	if t.Foreign && rest[1] == '!' {
		if bytes.HasPrefix(rest, sectionOpen) {
			from := i + len(sectionOpen)
			end = bytes.Index(t.text[from:], sectionClose)
			switch {
			case end >= 0:
				t.Content, end = t.text[from:from+end], from+end+len(sectionClose)
			case t.last:
				t.Content, end = t.text[from:], len(t.text)
			default:
				return -1, More
			}
			t.Encoded, t.Start = false, from
			return end, Text
		}
		if !t.last && bytes.HasPrefix(sectionOpen, rest) {
			return -1, More
		}
	}
	if !t.last && bytes.HasPrefix(commentOpen, rest) {
		return -1, More
	}
	if end = bytes.IndexByte(rest, '>'); end < 0 {
		return -1, More
	}
	return i + end + 1, More
}

var (
	commentOpen  = []byte("<!--")
	dashes       = []byte("--")
	sectionOpen  = []byte("<![CDATA[")
	sectionClose = []byte("]]>")
)

// commentEnd is where the comment ends that text is the inside of; -1 if it does
// not (sections 13.2.5.43 to 13.2.5.52).
func commentEnd(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte(">")):
		return 1
	case bytes.HasPrefix(text, []byte("->")):
		return 2
	}
	for i := 0; ; {
		found := bytes.Index(text[i:], dashes)
		if found < 0 {
			return -1
		}
		i += found + len(dashes)
		for i < len(text) && text[i] == '-' {
			i++
		}
		switch {
		case bytes.HasPrefix(text[i:], []byte(">")):
			return i + 1
		case bytes.HasPrefix(text[i:], []byte("!>")):
			return i + 2
		}
	}
}
