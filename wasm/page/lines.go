package page

import (
	"encoding/binary"
	"math/bits"
)

// lineCounter turns byte offsets into line numbers. It moves from one offset to
// the next, so that offsets in nearly rising order cost one pass.
type lineCounter struct {
	text   []byte
	offset int
	breaks int // before offset, those of text that is gone included
}

// at is the number of the line that offset lies in, from 1.
func (l *lineCounter) at(offset int) int {
	if offset >= l.offset {
		l.breaks += lineBreaks(l.text[l.offset:offset])
	} else {
		l.breaks -= lineBreaks(l.text[offset:l.offset])
	}
	l.offset = offset
	return l.breaks + 1
}

// lineBreaks counts line ends as the HTML standard does (section 13.2.3.5):
// LF, CR LF or CR.
func lineBreaks(text []byte) int {
	count, i := 0, 0
	for ; i+8 <= len(text); i += 8 {
		v := binary.LittleEndian.Uint64(text[i:])
		if bytesEqual(v, '\r') != 0 {
			break
		}
		count += bits.OnesCount64(bytesEqual(v, '\n'))
	}
	for ; i < len(text); i++ {
		if c := text[i]; c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			count++
		}
	}
	return count
}

// bytesEqual has the top bit set of each byte of v that is c, and no other.
func bytesEqual(v uint64, c byte) uint64 {
	const ones, low = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f
	v ^= ones * uint64(c)
	return ^((v&low + low) | v | low)
}
