// Package domains keeps a large set of domain names, each with a small tag, in
// few bytes, and finds those that a host lies in without unpacking the set. The
// names themselves are stored, not hashes of them: no host can be made up that
// seems to be in the set.
//
// # The form
//
// Names are written backwards (moc.elpmaxe), so that all subdomains of a name
// follow it, and sorted with the dot before everything else. They are front
// coded: each says how much of its predecessor it shares, then spells the rest
// and ends with its tag. Every part is Huffman coded by what stands before it,
// in codes of at most 8 bits. Blocks have the same number of bytes each and the
// first name of a block is spelled in full, so that blocks need no index: a
// lookup is one binary search for the last block that begins at or before the
// host, and a walk through that one.
//
// That one walk is enough. Whatever sorts between a superdomain of a host and
// the host lies in that superdomain too, so the host's predecessor in the set
// lies in each superdomain of the host that the set has: they are in its block,
// or are superdomains of the name that the block begins with, which marks them.
//
// In bytes: lines of text that say what the set is, up to an empty one; the
// dimensions; the lengths of the codes, two to a byte; the blocks, padded with
// ones.
package domains

import (
	"bytes"
	"errors"
	"iter"
	"strings"
)

const (
	magic = "Domain names, form 1\n"
	// maxHeader bounds the text, in bytes.
	maxHeader = 4 << 10
	maxName   = 253 // bytes, by RFC 1035 section 2.3.4
	block     = 64  // bytes
	maxCode   = 8   // bits: what a code table looks at
	// sharings is how many contexts there are for the number of symbols shared:
	// the number before, up to this.
	sharings = 13
)

// A Set is an immutable set of domain names. The zero Set is empty, and so is nil.
type Set struct {
	text   string // the lines that say what it is
	blocks []byte
	// chars are numbered from 0 in their order; what is no char of any name
	// comes after all of them. A symbol is a char, or the end of a name: chars+tag.
	number [256]byte
	chars  int
	ends   int // symbols of the sharing codes; the last one stands for the end of the block
	tables []table
}

// A table gives for the next 8 bits the symbol whose code they begin with, times
// 16, plus the bits of that code. What begins with no code is the last symbol.
type table [1 << maxCode]uint16

const dot = 0 // the dot's number

var (
	errForm = errors.New("domains: not a set of domain names in a known form")
	errSize = errors.New("domains: the set is cut off or damaged")
)

// Open reads a set that Build wrote. It keeps data, which must not change any
// more, and builds some 50 kB of code tables; it does not look at the names. If
// they are damaged, lookups give wrong answers, and nothing worse.
func Open(data []byte) (*Set, error) {
	end := bytes.Index(data[:min(len(data), maxHeader)], []byte("\n\n")) + 1
	if end == 0 || !bytes.HasPrefix(data[:end], []byte(magic)) {
		return nil, errForm
	}
	text, rest := string(data[:end]), data[end+1:]
	if len(rest) < 3 {
		return nil, errSize
	}
	s := &Set{text: text, chars: int(rest[0]), ends: int(rest[2])}
	symbols := s.chars + int(rest[1]) // the tags
	rest = rest[3:]
	if s.chars == 0 || s.ends == 0 || symbols > 256 || len(rest) < s.chars || rest[0] != '.' {
		return nil, errSize
	}
	for i := range s.number {
		s.number[i] = 255
	}
	for i, c := range rest[:s.chars] {
		s.number[c] = byte(i)
	}
	rest = rest[s.chars:]
	contexts := s.sharing(0)
	size := (contexts*symbols + sharings*s.ends + 1) / 2
	if len(rest) < size || (len(rest)-size)%block != 0 {
		return nil, errSize
	}
	lengths := rest[:size]
	s.blocks = rest[size:]
	s.tables = make([]table, contexts+sharings)
	at := 0
	for i := range s.tables {
		n := symbols
		if i >= contexts {
			n = s.ends
		}
		if !s.tables[i].fill(lengths, at, n) {
			return nil, errSize
		}
		at += n
	}
	return s, nil
}

// fill makes the table of a canonical Huffman code from the lengths of its n
// codes, of which the first is the half byte number at. It reports whether there
// is such a code.
func (t *table) fill(lengths []byte, at, n int) bool {
	next := 0
	for length := 1; length <= maxCode; length++ {
		for symbol := range n {
			if half(lengths, at+symbol) != length {
				continue
			}
			end := next + 1<<(maxCode-length)
			if end > len(t) {
				return false
			}
			for ; next < end; next++ {
				t[next] = uint16(symbol<<4 | length)
			}
		}
	}
	for ; next < len(t); next++ { // so that every reading takes some bits
		t[next] = uint16((n-1)<<4 | maxCode)
	}
	return true
}

func half(data []byte, i int) int { return int(data[i/2]>>(i%2*4)) & 15 }

// The contexts, in the order of their tables.
func (s *Set) after(char byte) int { return int(char) }
func (s *Set) start() int          { return s.chars }
func (s *Set) instead(char byte) int { // a name's first own symbol, where its predecessor had char
	return s.chars + 1 + int(char)
}
func (s *Set) longer() int          { return 2*s.chars + 1 } // the same, where the predecessor ended
func (s *Set) sharing(last int) int { return 2*s.chars + 2 + min(last, sharings-1) }

// About gives the value of a line "key: value" of the text that the set begins
// with, empty if there is none.
func (s *Set) About(key string) string {
	if s == nil {
		return ""
	}
	_, after, _ := strings.Cut(s.text, "\n"+key+": ")
	value, _, _ := strings.Cut(after, "\n")
	return value
}

// Enclosing yields each name of the set that is host or a superdomain of it, with
// its tag, the shortest first. Names are compared as they stand: a host is given
// in lower case and ASCII, as browsers write it, without a dot at the end.
func (s *Set) Enclosing(host string) iter.Seq2[string, byte] {
	return func(yield func(name string, tag byte) bool) { s.walk(host, yield) }
}

func (s *Set) walk(host string, yield func(string, byte) bool) {
	if s == nil || len(s.blocks) == 0 {
		return
	}
	// More than a name can have is not compared.
	var room [maxName + 1]byte
	key := room[:min(len(host), len(room))]
	for i := range key {
		key[i] = s.number[host[len(host)-1-i]]
	}
	low, high := 0, len(s.blocks)/block
	for high-low > 1 {
		middle := int(uint(low+high) / 2)
		if s.begins(middle, key) {
			low = middle
		} else {
			high = middle
		}
	}

	var name [maxName]byte
	r := reader{block: (*[block]byte)(s.blocks[low*block:])}
	length := 0 // of the name before
	match := 0  // symbols that it begins with like the key
	shared := 0
	for first := true; ; first = false {
		shared = r.read(&s.tables[s.sharing(shared)])
		if shared == s.ends-1 || r.at > 8*block {
			return
		}
		at, marks, context := shared, 0, s.longer()
		switch {
		case first:
			at, marks, context = 0, shared, s.start()
		case at < match:
			return // beyond the key
		case at < length:
			context = s.instead(name[at])
		}
		for {
			symbol := r.read(&s.tables[context])
			if symbol >= s.chars { // the name ends here, or a superdomain that is marked
				if match == at && (at == len(key) || key[at] == dot) &&
					!yield(host[len(host)-at:], byte(symbol-s.chars)) {
					return
				}
				if marks == 0 {
					break
				}
				marks--
				continue
			}
			if at == len(name) {
				return // damaged
			}
			if match == at {
				if at == len(key) || byte(symbol) > key[at] {
					return // beyond the key
				}
				if byte(symbol) == key[at] {
					match++
				}
			}
			name[at] = byte(symbol)
			at++
			context = s.after(byte(symbol))
		}
		length = at
	}
}

// begins reports whether block i begins at or before the key.
func (s *Set) begins(i int, key []byte) bool {
	r := reader{block: (*[block]byte)(s.blocks[i*block:])}
	marks := r.read(&s.tables[s.sharing(0)])
	context := s.start()
	for at := 0; ; {
		symbol := r.read(&s.tables[context])
		if symbol >= s.chars {
			if marks == 0 {
				return true
			}
			marks--
			continue
		}
		if at == len(key) || byte(symbol) != key[at] {
			return at < len(key) && byte(symbol) < key[at]
		}
		at++
		context = s.after(byte(symbol))
	}
}

// A reader reads the bits of one block.
type reader struct {
	block *[block]byte
	at    uint // bits read
}

// read gives the next symbol. What it reads after the end of the block is wrong,
// which at tells.
func (r *reader) read(t *table) int {
	i := r.at / 8
	bits := uint(r.block[i%block])<<8 | uint(r.block[(i+1)%block])
	entry := uint(t[bits>>(8-r.at%8)%(1<<maxCode)])
	r.at += entry % 16
	return int(entry / 16)
}
