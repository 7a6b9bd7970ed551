//go:build !js

package domains

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Name is one member of a set to be built, in lower case and ASCII.
type Name struct {
	Name string
	Tag  byte
}

// A Line is one of the text that a set begins with; Set.About reads it.
type Line struct{ Key, Value string }

// builder is a set in the making.
type builder struct {
	Set
	symbols int
	names   []entry
	weights [][]int // by context and symbol
	codes   [][]code
}

// entry is a name in the order and the numbers of the set.
type entry struct {
	name   string
	key    []byte
	end    int // the symbol of its tag
	shared int // symbols, with its predecessor
	// marks are the ends of those of its superdomains that are in the set, by
	// their lengths.
	marks map[int]int
}

type code struct{ bits, length int }

// Build writes a set. The same names give the same bytes, in whatever order they
// come. It reports an error for a name twice, for one that is no domain name in
// lower case and ASCII, for one that does not fit into a block, as one of more
// than 61 bytes may, and for a text that Open would not read.
func Build(about []Line, names []Name) ([]byte, error) {
	var b builder
	out := []byte(magic)
	for _, line := range about {
		if strings.ContainsAny(line.Key+line.Value, "\n\r") || strings.Contains(line.Key, ":") {
			return nil, fmt.Errorf("domains: %q cannot be a line of the text", line)
		}
		out = fmt.Appendf(out, "%s: %s\n", line.Key, line.Value)
	}
	if len(out) >= maxHeader {
		return nil, fmt.Errorf("domains: the text has more than %d bytes", maxHeader)
	}
	chars, tags, err := b.alphabet(names)
	if err != nil {
		return nil, err
	}
	if err := b.order(names); err != nil {
		return nil, err
	}
	b.weigh()
	out = append(out, '\n', byte(b.chars), byte(tags), byte(b.ends))
	out = append(out, chars...)
	var lengths []int
	for i, weights := range b.weights {
		codes := huffman(weights, i >= b.sharing(0))
		b.codes = append(b.codes, codes)
		for _, c := range codes {
			lengths = append(lengths, c.length)
		}
	}
	lengths = append(lengths, 0)
	for i := 0; i+1 < len(lengths); i += 2 {
		out = append(out, byte(lengths[i]|lengths[i+1]<<4))
	}
	return b.write(out)
}

// alphabet numbers the chars of the names.
func (b *builder) alphabet(names []Name) (chars []byte, tags int, err error) {
	chars = []byte{'.'}
	for _, n := range names {
		if n.Name == "" || len(n.Name) > maxName || strings.Contains("."+n.Name+".", "..") {
			return nil, 0, fmt.Errorf("domains: %q is no domain name", n.Name)
		}
		for _, c := range []byte(n.Name) {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' {
				return nil, 0, fmt.Errorf("domains: %q is no domain name in lower case and ASCII", n.Name)
			}
			if !slices.Contains(chars, c) {
				chars = append(chars, c)
			}
		}
		tags = max(tags, int(n.Tag)+1)
	}
	slices.Sort(chars[1:])
	b.chars, b.symbols = len(chars), len(chars)+tags
	if b.symbols > 255 {
		return nil, 0, fmt.Errorf("domains: %d tags are too many", tags)
	}
	for i, c := range chars {
		b.number[c] = byte(i)
	}
	return chars, tags, nil
}

// order puts the names in order and finds what they share.
func (b *builder) order(names []Name) error {
	for _, n := range names {
		e := entry{name: n.Name, end: b.chars + int(n.Tag), marks: map[int]int{}}
		for _, c := range slices.Backward([]byte(n.Name)) {
			e.key = append(e.key, b.number[c])
		}
		b.names = append(b.names, e)
	}
	slices.SortFunc(b.names, func(x, y entry) int { return bytes.Compare(x.key, y.key) })
	ends := map[string]int{}
	b.ends = 2
	for i := range b.names {
		e := &b.names[i]
		if _, twice := ends[string(e.key)]; twice {
			return fmt.Errorf("domains: %q is there twice", e.name)
		}
		ends[string(e.key)] = e.end
		if i > 0 {
			before := b.names[i-1].key
			for e.shared < min(len(before), len(e.key)) && before[e.shared] == e.key[e.shared] {
				e.shared++
			}
		}
		for length, c := range e.key {
			if end, ok := ends[string(e.key[:length])]; ok && c == dot {
				e.marks[length] = end
			}
		}
		b.ends = max(b.ends, e.shared+2, len(e.marks)+2)
	}
	return nil
}

// first gives what is written for entry i where a block begins.
func (b *builder) first(i int, put func(context, symbol int)) {
	e := b.names[i]
	put(b.sharing(0), len(e.marks))
	context := b.start()
	for at, c := range e.key {
		if end, ok := e.marks[at]; ok {
			put(context, end)
		}
		put(context, int(c))
		context = b.after(c)
	}
	put(context, e.end)
}

// next gives what is written for entry i elsewhere, after one that said shared.
func (b *builder) next(i, shared int, put func(context, symbol int)) {
	e, before := b.names[i], b.names[i-1].key
	put(b.sharing(shared), e.shared)
	context := b.longer()
	if e.shared < len(before) {
		context = b.instead(before[e.shared])
	}
	for _, c := range e.key[e.shared:] {
		put(context, int(c))
		context = b.after(c)
	}
	put(context, e.end)
}

// weigh counts symbols. Where blocks begin depends on the codes and is not known
// yet: each name counts a little as the first one of a block and as the second.
func (b *builder) weigh() {
	const often = 16 // about the number of names in a block
	b.weights = make([][]int, b.sharing(sharings)+1)
	for i := range b.weights {
		b.weights[i] = make([]int, b.symbols)
		if i >= b.sharing(0) {
			b.weights[i] = make([]int, b.ends)
		}
	}
	count := func(times int) func(int, int) {
		return func(context, symbol int) { b.weights[context][symbol] += times }
	}
	for i := range b.names {
		b.first(i, count(1))
		if i > 0 {
			b.next(i, b.names[i-1].shared, count(often))
			b.next(i, len(b.names[i-1].marks), count(1))
		}
	}
}

// write appends the blocks.
func (b *builder) write(out []byte) ([]byte, error) {
	const full = 8
	var bits []bool
	put := func(context, symbol int) {
		c := b.codes[context][symbol]
		for i := range c.length {
			bits = append(bits, c.bits>>(c.length-1-i)&1 == 1)
		}
	}
	flush := func() {
		for len(bits) < block*full {
			bits = append(bits, true)
		}
		for i := 0; i < len(bits); i += full {
			var octet byte
			for _, bit := range bits[i : i+full] {
				octet <<= 1
				if bit {
					octet |= 1
				}
			}
			out = append(out, octet)
		}
		bits = bits[:0]
	}
	shared := 0
	for i := range b.names {
		if before := len(bits); before > 0 {
			b.next(i, shared, put)
			shared = b.names[i].shared
			if len(bits) <= block*full {
				continue
			}
			bits = bits[:before]
			flush()
		}
		b.first(i, put)
		shared = len(b.names[i].marks)
		if len(bits) > block*full {
			return nil, fmt.Errorf("domains: %q does not fit into a block of %d bytes", b.names[i].name, block)
		}
	}
	if len(bits) > 0 {
		flush()
	}
	return out, nil
}

// huffman makes a canonical code for the symbols that have a weight. With stop,
// the last symbol, which is never written, gets the code that has only ones:
// that is how the end of a block is read.
func huffman(weights []int, stop bool) []code {
	type tree struct {
		weight  int
		symbols []int
	}
	last := len(weights) - 1
	codes := make([]code, len(weights))
	for flat := 0; ; flat++ { // flatter weights until no code is too long
		var trees []tree
		for symbol, w := range weights {
			if w > 0 || stop && symbol == last {
				trees = append(trees, tree{w>>flat + 1, []int{symbol}})
			}
		}
		clear(codes)
		if len(trees) == 1 {
			codes[trees[0].symbols[0]].length = 1
		}
		for len(trees) > 1 {
			slices.SortStableFunc(trees, func(x, y tree) int { return cmp.Compare(x.weight, y.weight) })
			both := slices.Concat(trees[0].symbols, trees[1].symbols)
			for _, symbol := range both {
				codes[symbol].length++
			}
			trees = append([]tree{{trees[0].weight + trees[1].weight, both}}, trees[2:]...)
		}
		longest := 0
		for symbol := range codes {
			if codes[symbol].length >= codes[longest].length {
				longest = symbol
			}
		}
		if codes[longest].length <= maxCode {
			if stop {
				codes[longest], codes[last] = codes[last], codes[longest]
			}
			break
		}
	}
	next := 0
	for length := 1; length <= maxCode; length++ {
		next <<= 1
		for symbol := range codes {
			if codes[symbol].length == length {
				codes[symbol].bits = next
				next++
			}
		}
	}
	return codes
}
