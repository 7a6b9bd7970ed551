package markup

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// maxHandlers bounds the event handlers kept of one tag; the HTML standard knows
// of fewer names.
const maxHandlers = 128

// Tag is the tag that was read last. Attributes that the names of this package
// do not list are passed over; of duplicates the first counts (section
// 13.2.5.33).
type Tag struct {
	Element Element // Unknown for a name that is not listed
	Start   int     // where the tag, or the content of a Text or Raw token, starts in the text
	// Closed tells that a start tag ends in "/>".
	Closed bool
	// Handlers are the attributes whose names start with "on".
	Handlers []Handler

	// Code tells names apart, listed or not: up to eight bytes of it, letters
	// in lower case.
	Code uint64

	text    []byte
	nameEnd int
	has     uint64 // a bit for each attribute
	values  [attributeCount]span
	lower   []byte
}

// Handler is an attribute that holds code, as written.
type Handler struct {
	Name, Value []byte
	Start       int // where its name starts in the text
}

// span is an attribute's place in the text.
type span struct{ name, from, to int32 }

// Name is the tag's name as written.
func (t *Tag) Name() []byte {
	from := t.Start + 1
	if t.text[from] == '/' {
		from++
	}
	return t.text[from:t.nameEnd]
}

// Has reports whether the tag carries an attribute, whatever its value.
func (t *Tag) Has(a Attribute) bool { return t.has&(1<<a) != 0 }

// HasAny reports whether the tag carries one of a set of attributes.
func (t *Tag) HasAny(set AttributeSet) bool { return t.has&uint64(set) != 0 }

// Written is an attribute's value as written, without its quotes; nil if
// absent.
func (t *Tag) Written(a Attribute) []byte {
	if !t.Has(a) {
		return nil
	}
	return t.text[t.values[a].from:t.values[a].to]
}

// Value is an attribute's value, empty if absent.
func (t *Tag) Value(a Attribute) string { return Decode(t.Written(a)) }

// Lower is an attribute's value in lower case, as keywords are compared; nil if
// absent. It lasts until the next call.
func (t *Tag) Lower(a Attribute) []byte {
	written := t.Written(a)
	if written == nil {
		return nil
	}
	if bytes.IndexByte(written, '&') >= 0 {
		written = AppendDecoded(nil, written, true)
	}
	t.lower = append(t.lower[:0], written...)
	for i, c := range t.lower {
		if c >= 'A' && c <= 'Z' {
			t.lower[i] = c + 'a' - 'A'
		}
	}
	return t.lower
}

// Place is where an attribute starts in the text; the tag itself if absent.
func (t *Tag) Place(a Attribute) int {
	if !t.Has(a) {
		return t.Start
	}
	return int(t.values[a].name)
}

// tag reads the tag at open whose name starts at nameStart; false if the text
// ends inside it (sections 13.2.5.8 and 13.2.5.32 to 13.2.5.40).
//
// Names and values are looked through eight bytes at a time, without a loop
// where they are short: compiled to WebAssembly, Go's loops cost more than all
// else here.
func (t *Tokenizer) tag(open, nameStart int) bool {
	const (
		style = 's' | 't'<<8 | 'y'<<16 | 'l'<<24 | 'e'<<32
		on    = 'o' | 'n'<<8
	)
	text := t.text
	n := uint(len(text))
	i := uint(nameStart)
	var code uint64
	if i+8 <= n {
		v := binary.LittleEndian.Uint64(text[i : i+8])
		ends := delimiters(v)
		length := uint(bits.TrailingZeros64(ends)) &^ 7
		code = (v | blanks) & (1<<length - 1)
		i += length / 8
	}
	if i >= n || class[text[i]]&endsName == 0 {
		for i < n && class[text[i]]&endsName == 0 {
			i++
		}
		code = head(text, nameStart, int(i))
	}
	t.Tag.text, t.Start, t.nameEnd = text, open, int(i)
	t.has = 0
	t.Handlers = t.Handlers[:0]
	t.Code = code
	t.Element = Unknown
	if place := code * elementMultiplier >> (64 - tableBits); elements.heads[place] == code {
		t.Element = element(code, text[nameStart:i])
	}
	quiet := t.Quiet != nil && t.Quiet[t.Element] && !t.Foreign
	for {
		closed := false
		for i < n && class[text[i]]&separates != 0 {
			closed = text[i] == '/'
			i++
		}
		if i >= n {
			return false
		}
		if text[i] == '>' {
			t.Closed = closed
			t.next = int(i) + 1
			return true
		}
		name := i
		if i+8 <= n {
			v := binary.LittleEndian.Uint64(text[i : i+8])
			ends := delimiters(v) &^ 0xff // a "=" here is the name's first character
			length := uint(bits.TrailingZeros64(ends)) &^ 7
			code = (v | blanks) & (1<<length - 1)
			i += length / 8
		} else {
			i++
		}
		if i >= n || class[text[i]]&endsAttribute == 0 || n < name+8 {
			for i < n && class[text[i]]&endsAttribute == 0 {
				i++
			}
			code = head(text, int(name), int(i))
		}
		nameEnd := i
		var from, to uint
		if i+18 <= n && text[i] == '=' && text[i+1] == '"' {
			from = i + 2
			a := binary.LittleEndian.Uint64(text[from:from+8]) ^ '"'*ones
			b := binary.LittleEndian.Uint64(text[from+8:from+16]) ^ '"'*ones
			a, b = (a-ones)&^a&tops, (b-ones)&^b&tops
			switch {
			case a != 0:
				to = from + uint(bits.TrailingZeros64(a))/8
			case b != 0:
				to = from + 8 + uint(bits.TrailingZeros64(b))/8
			default:
				if to = far(text, from+16, '"'); to >= n {
					return false
				}
			}
			i = to + 1
		} else {
			var ok bool
			if from, to, i, ok = value(text, i); !ok {
				return false
			}
		}
		if quiet && code != style && code&0xffff != on {
			continue
		}
		if place := code * attributeMultiplier >> (64 - tableBits); attributes.heads[place] == code || code&0xffff == on || t.every != nil {
			t.keep(code, int(name), int(nameEnd), int(from), int(to))
		}
	}
}

// value reads what follows an attribute's name at i: its value, if it has one,
// and where the tag goes on.
func value(text []byte, i uint) (from, to, next uint, ok bool) {
	n := uint(len(text))
	for i < n && class[text[i]]&space != 0 {
		i++
	}
	if i >= n {
		return 0, 0, 0, false
	}
	if text[i] != '=' {
		return i, i, i, true
	}
	for i++; i < n && class[text[i]]&space != 0; {
		i++
	}
	if i >= n {
		return 0, 0, 0, false
	}
	switch c := text[i]; c {
	case '"', '\'':
		to = near(text, i+1, c)
		return i + 1, to, to + 1, to < n
	case '>':
		return i, i, i, true // no value
	}
	for from = i; i < n && class[text[i]]&endsValue == 0; {
		i++
	}
	return from, i, i, true
}

const (
	ones   = 0x0101010101010101
	tops   = 0x80 * ones
	blanks = 0x20 * ones
)

// delimiters has the top bit set of the first byte of v that may end a name,
// and perhaps of some behind it: white space and controls, "/", and the four
// from "<" to "?".
func delimiters(v uint64) uint64 {
	a := (v | 3*ones) ^ '?'*ones
	b := v ^ '/'*ones
	return ((v-'!'*ones)&^v | (a-ones)&^a | (b-ones)&^b) & tops
}

// near is where c next stands in text from i on; its length if nowhere.
func near(text []byte, i uint, c byte) uint {
	if i+16 <= uint(len(text)) {
		a := binary.LittleEndian.Uint64(text[i:i+8]) ^ ones*uint64(c)
		if a = (a - ones) &^ a & tops; a != 0 {
			return i + uint(bits.TrailingZeros64(a))/8
		}
		b := binary.LittleEndian.Uint64(text[i+8:i+16]) ^ ones*uint64(c)
		if b = (b - ones) &^ b & tops; b != 0 {
			return i + 8 + uint(bits.TrailingZeros64(b))/8
		}
		i += 16
	}
	return far(text, i, c)
}

// far is near for what stands farther off. In WebAssembly it is twice as fast as
// bytes.IndexByte, which looks at four bytes a time there.
func far(text []byte, i uint, c byte) uint {
	pattern := ones * uint64(c)
	for ; i+32 <= uint(len(text)); i += 32 {
		b := (*[32]byte)(text[i : i+32])
		v := binary.LittleEndian.Uint64(b[0:8]) ^ pattern
		w := binary.LittleEndian.Uint64(b[8:16]) ^ pattern
		x := binary.LittleEndian.Uint64(b[16:24]) ^ pattern
		y := binary.LittleEndian.Uint64(b[24:32]) ^ pattern
		v, w, x, y = (v-ones)&^v&tops, (w-ones)&^w&tops, (x-ones)&^x&tops, (y-ones)&^y&tops
		if v|w|x|y == 0 {
			continue
		}
		switch {
		case v != 0:
			return i + uint(bits.TrailingZeros64(v))/8
		case w != 0:
			return i + 8 + uint(bits.TrailingZeros64(w))/8
		case x != 0:
			return i + 16 + uint(bits.TrailingZeros64(x))/8
		}
		return i + 24 + uint(bits.TrailingZeros64(y))/8
	}
	for ; i < uint(len(text)); i++ {
		if text[i] == c {
			return i
		}
	}
	return uint(len(text))
}

// keep takes an attribute if it is one that somebody asks for.
func (t *Tokenizer) keep(code uint64, name, nameEnd, from, to int) {
	if t.every != nil {
		t.every(t.text[name:nameEnd], t.text[from:to])
	}
	if a, ok := attribute(code, t.text[name:nameEnd]); ok {
		if t.has&(1<<a) == 0 {
			t.has |= 1 << a
			t.values[a] = span{int32(name), int32(from), int32(to)}
		}
		return
	}
	if nameEnd-name > 2 && code&0xffff == 'o'|'n'<<8 && len(t.Handlers) < maxHandlers {
		t.Handlers = append(t.Handlers, Handler{t.text[name:nameEnd], t.text[from:to], name})
	}
}

// What a byte does between "<" and ">".
const (
	letter        = 1 << iota // starts a name
	space                     // white space
	separates                 // stands between attributes: white space and "/"
	endsName                  // ends a tag's name: white space, "/", ">"
	endsAttribute             // ends an attribute's name: the same and "="
	endsValue                 // ends a value without quotes: white space and ">"
)

var class = func() (table [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		table[c] |= letter
		table[c-'a'+'A'] |= letter
	}
	for _, c := range " \t\n\r\f" {
		table[c] |= space | separates | endsName | endsAttribute | endsValue
	}
	table['/'] |= separates | endsName | endsAttribute
	table['>'] |= endsName | endsAttribute | endsValue
	table['='] |= endsAttribute
	return table
}()

// head is up to eight bytes of text[from:to] as a number, letters in lower case.
func head(text []byte, from, to int) uint64 {
	if from+8 > len(text) {
		return headAtEnd(text[from:to])
	}
	v := binary.LittleEndian.Uint64(text[from:]) | blanks
	if length := to - from; length < 8 {
		v &= 1<<(8*length) - 1
	}
	return v
}

func headAtEnd(name []byte) (v uint64) {
	for i := min(len(name), 8) - 1; i >= 0; i-- {
		v = v<<8 | uint64(name[i]|0x20)
	}
	return v
}
