package markup

import (
	"encoding/binary"
	"math/bits"
)

// pass moves from i over text and over tags that Pass lets through, and gives
// where it stopped: in front of a tag that has to be told, or of anything that
// is not spelled as nearly all is. It is the loop that nine tags of ten go
// through, and calls nothing for them.
func (t *Tokenizer) pass(i uint) uint {
	text := t.text
	n := uint(len(text))
	for i+16 <= n {
		if text[i] != '<' {
			a := binary.LittleEndian.Uint64(text[i:i+8]) ^ '<'*ones
			b := binary.LittleEndian.Uint64(text[i+8:i+16]) ^ '<'*ones
			a, b = (a-ones)&^a&tops, (b-ones)&^b&tops
			switch {
			case a != 0:
				i += uint(bits.TrailingZeros64(a)) / 8
			case b != 0:
				i += 8 + uint(bits.TrailingZeros64(b))/8
			default:
				i = far(text, i+16, '<')
			}
			if i+16 > n {
				return i
			}
		}
		v := binary.LittleEndian.Uint64(text[i+1 : i+9])
		end := byte(v) == '/'
		name := i + 1
		if end {
			name++
			v = binary.LittleEndian.Uint64(text[i+2 : i+10])
		}
		ends := delimiters(v)
		if ends == 0 || class[byte(v)]&letter == 0 {
			return i
		}
		length := uint(bits.TrailingZeros64(ends)) &^ 7
		code := (v | blanks) & (1<<length - 1)
		at := name + length/8
		place := code * elementMultiplier >> (64 - tableBits)
		e := Unknown
		if elements.heads[place] == code && uint(elements.lengths[place])*8 == length {
			e = Element(elements.ids[place])
		}
		if end {
			if e == Form || text[at] != '>' {
				return i
			}
			if t.Open[e] > 0 {
				t.Open[e]--
			}
			t.Last = Unknown
			i = at + 1
			continue
		}
		if !t.Quiet[e] && e != A {
			return i
		}
		secure, addressed := 0, false
		for text[at] != '>' {
			at++
			if class[text[at-1]]&space == 0 || at+10 > n {
				return i
			}
			v := binary.LittleEndian.Uint64(text[at : at+8])
			ends := delimiters(v)
			if ends&0x80 != 0 {
				// More white space, or the tag's end.
				if class[byte(v)]&space == 0 && byte(v) != '>' {
					return i
				}
				continue
			}
			switch byte(v) | 0x20 {
			case 's', 'o': // style, on...
				return i
			case 'p': // ping
				if e == A {
					return i
				}
			}
			href := e == A && ends&(1<<39) != 0 && ends&(1<<32-1) == 0 && (v|blanks)&(1<<32-1) == hrefName
			value := at
			if ends != 0 {
				value += uint(bits.TrailingZeros64(ends)) / 8
			} else {
				for value += 8; value < n && class[text[value]]&endsAttribute == 0; {
					value++
				}
			}
			if value+18 > n || text[value] != '=' {
				return i
			}
			quote := text[value+1]
			value += 2
			if quote != '"' && quote != '\'' || e == A && byte(v)|0x20 == 'h' && matters[text[value]] {
				return i
			}
			if href {
				start := binary.LittleEndian.Uint64(text[value : value+8])
				switch {
				case addressed:
					return i
				case start == secureStart:
					secure = 1
				case (start|blanks)&(1<<32-1) == secureStart&(1<<32-1):
					return i // http: in any case
				}
				addressed = true
			}
			a := binary.LittleEndian.Uint64(text[value:value+8]) ^ uint64(quote)*ones
			b := binary.LittleEndian.Uint64(text[value+8:value+16]) ^ uint64(quote)*ones
			a, b = (a-ones)&^a&tops, (b-ones)&^b&tops
			switch {
			case a != 0:
				at = value + uint(bits.TrailingZeros64(a))/8 + 1
			case b != 0:
				at = value + uint(bits.TrailingZeros64(b))/8 + 9
			default:
				at = far(text, value+16, quote) + 1
			}
			if at >= n {
				return i
			}
		}
		t.Secure += secure
		t.Open[e]++
		t.Last = e
		i = at + 1
	}
	return i
}

// hrefName is "href", and secureStart "https://", as numbers.
const (
	hrefName    = 'f'<<24 | 'e'<<16 | 'r'<<8 | 'h'
	secureStart = 's'<<32 | ':'<<40 | '/'<<48 | '/'<<56 | 'p'<<24 | 't'<<16 | 't'<<8 | 'h'
)

// matters holds the bytes with which a link's address, as written, may start
// that is more than an address to go to: javascript: in any spelling.
var matters = func() (table [256]bool) {
	for c := range ' ' + 1 {
		table[c] = true
	}
	table['j'], table['J'], table['&'] = true, true, true
	return table
}()
