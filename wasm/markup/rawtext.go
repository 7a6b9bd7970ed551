package markup

import "bytes"

// escape is where in a script's text the tokenizer stands: "<!--" hides a
// "<script" in it, whose "</script>" then does not end the script (sections
// 13.2.5.15 to 13.2.5.31).
type escape uint8

const (
	unescaped escape = iota
	escaped
	doubleEscaped
)

// rawText reads on to the end tag of the element whose text this is.
func (t *Tokenizer) rawText() Kind {
	if t.raw == Plaintext {
		return t.plaintext()
	}
	end, found := t.endTag()
	if !found && !t.last {
		t.scanned = end
		if t.skip {
			t.next = end
		}
		return More
	}
	if !found {
		end = len(t.text)
	}
	t.Content, t.Encoded, t.Start = t.text[t.next:end], t.raw == Textarea || t.raw == Title, t.next
	if t.skip {
		t.Content = nil
	}
	t.Element, t.raw, t.next = t.raw, Unknown, end
	return Raw
}

// plaintext takes all text to the document's end.
func (t *Tokenizer) plaintext() Kind {
	t.Content, t.Encoded, t.Start = t.text[t.next:], false, t.next
	t.Element, t.next = Plaintext, len(t.text)
	if len(t.Content) == 0 {
		return More
	}
	return Raw
}

// endTag looks for the end tag of the raw text from t.scanned on; where it is
// not found, end is from where to look again with more text.
func (t *Tokenizer) endTag() (end int, found bool) {
	text := t.text
	i := t.scanned
	for {
		if t.escape != unescaped {
			return t.endTagEscaped(i)
		}
		if i = int(far(text, uint(i), '<')); i == len(text) {
			return i, false
		}
		rest := text[i+1:]
		switch {
		case len(rest) == 0:
			return i, false
		case rest[0] == '/':
			switch closes(rest[1:], t.rawName) {
			case yes:
				return i, true
			case cut:
				return i, false
			}
		case rest[0] == '!' && t.raw == Script:
			if len(rest) < len("!--") && bytes.HasPrefix(commentOpen[1:], rest) {
				return i, false
			}
			if bytes.HasPrefix(rest, commentOpen[1:]) {
				t.escape = escaped
				// The two dashes may be the ones that end it too.
				i += len("<!")
				continue
			}
		}
		i++
	}
}

// endTagEscaped is endTag inside "<!--" of a script.
func (t *Tokenizer) endTagEscaped(i int) (end int, found bool) {
	text := t.text
	for ; i < len(text); i++ {
		switch text[i] {
		case '-':
			if rest := text[i:]; len(rest) < len("-->") && bytes.HasPrefix([]byte("-->"), rest) {
				return i, false
			} else if bytes.HasPrefix(rest, []byte("-->")) {
				t.escape = unescaped
				t.scanned = i + len("-->")
				return t.endTag()
			}
		case '<':
			rest := text[i+1:]
			slash := len(rest) > 0 && rest[0] == '/'
			if slash {
				rest = rest[1:]
			}
			answer := closes(rest, scriptName)
			if slash && t.escape == escaped {
				answer = closes(rest, t.rawName)
			}
			switch {
			case answer == cut:
				return i, false
			case answer == no:
			case slash && t.escape == escaped:
				return i, true
			case slash:
				t.escape = escaped
			case t.escape == escaped:
				t.escape = doubleEscaped
			}
		}
	}
	return len(text), false
}

var scriptName = []byte("script")

type answer uint8

const (
	no answer = iota
	yes
	cut // the text ends before it can be told
)

// closes reports whether text starts with name, in any case, and with what ends
// a name.
func closes(text, name []byte) answer {
	for i, c := range name {
		if i == len(text) {
			return cut
		}
		if text[i] != c && (text[i]|0x20 != c|0x20 || class[c]&letter == 0) {
			return no
		}
	}
	switch {
	case len(text) == len(name):
		return cut
	case class[text[len(name)]]&endsName != 0:
		return yes
	}
	return no
}
