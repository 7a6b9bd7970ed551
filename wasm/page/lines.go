package page

import (
	"encoding/binary"
	"math/bits"
)

// lineCounter turns byte offsets into line numbers. It moves from one offset to
// the next, so that offsets in nearly rising order cost one pass.
type lineCounter struct {
	text   []byte
	before byte // the last byte of text that is gone
	offset int
	breaks int // before offset, those of text that is gone included
}

// at is the number of the line that offset lies in, from 1.
func (l *lineCounter) at(offset int) int {
	if offset >= l.offset {
		l.breaks += l.between(l.offset, offset)
	} else {
		l.breaks -= l.between(offset, l.offset)
	}
	l.offset = offset
	return l.breaks + 1
}

// gone tells that the first n bytes of the text go away.
func (l *lineCounter) gone(n int) {
	if n > 0 {
		l.at(n)
		l.offset, l.before = 0, l.text[n-1]
	}
}

func (l *lineCounter) between(from, to int) int {
	before := l.before
	if from > 0 {
		before = l.text[from-1]
	}
	return lineBreaks(before, l.text[from:to])
}

// lineBreaks counts line ends as the HTML standard does (section 13.2.3.5):
// LF, CR LF or CR, in a text that stands behind the byte before.
func lineBreaks(before byte, text []byte) int {
	count := 0
	for len(text) >= 8 {
		v := binary.LittleEndian.Uint64(text)
		if before == '\r' || bytesEqual(v, '\r') != 0 {
			count += lineBreaksSlowly(before, text[:8])
		} else {
			count += bits.OnesCount64(bytesEqual(v, '\n'))
		}
		before, text = text[7], text[8:]
	}
	return count + lineBreaksSlowly(before, text)
}

func lineBreaksSlowly(before byte, text []byte) (count int) {
	for _, c := range text {
		if c == '\r' || c == '\n' && before != '\r' {
			count++
		}
		before = c
	}
	return count
}

// bytesEqual has the top bit set of each byte of v that is c, and no other.
func bytesEqual(v uint64, c byte) uint64 {
	const ones, low = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f
	v ^= ones * uint64(c)
	return ^((v&low + low) | v | low)
}
