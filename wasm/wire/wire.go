// Package wire is the flat byte form in which visits and reports cross between
// Go and TypeScript through linear memory. Encoding and decoding of each type
// is generated from the Go structs (go run ./scripts/wiretypes), together with
// the TypeScript of both; this file is what the generated code stands on.
//
// A struct is its fields in order; a string is its length in bytes (uint32,
// little-endian) and its UTF-8; a slice is its length (uint32) and its
// elements; every number is a float64, as in JavaScript; a bool is one byte.
package wire

import (
	"encoding/binary"
	"errors"
	"math"
)

//go:generate go run midwatch/scripts/wiretypes

// ErrMalformed is returned for bytes that are not what they should be: too
// short, too long, or with a length that points outside of them.
var ErrMalformed = errors.New("wire: malformed message")

// maxExact is the largest integer that a JavaScript number holds exactly.
const maxExact = 1 << 53

func appendString(b []byte, s string) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}

func appendNumber(b []byte, f float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendLen(b []byte, n int) []byte {
	return binary.LittleEndian.AppendUint32(b, uint32(n))
}

// reader takes values from the front of buf. After the first failure it gives
// zero values and keeps bad set, so that generated code need not check.
type reader struct {
	buf []byte
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n > len(r.buf) {
		r.bad = true
		return nil
	}
	b := r.buf[:n]
	r.buf = r.buf[n:]
	return b
}

func (r *reader) uint32() int {
	if b := r.take(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (r *reader) string() string { return string(r.take(r.uint32())) }

// len reads a slice's length. An element takes a byte at least, so a length
// beyond what is left is malformed before anything is allocated for it.
func (r *reader) len() int {
	n := r.uint32()
	if n > len(r.buf) {
		r.bad = true
		return 0
	}
	return n
}

func (r *reader) number() float64 {
	b := r.take(8)
	if b == nil {
		return 0
	}
	f := math.Float64frombits(binary.LittleEndian.Uint64(b))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		r.bad = true
		return 0
	}
	return f
}

func (r *reader) int() int64 {
	f := r.number()
	if f < -maxExact || f > maxExact {
		r.bad = true
		return 0
	}
	return int64(f)
}

func (r *reader) bool() bool {
	b := r.take(1)
	return b != nil && b[0] != 0
}

func (r *reader) end() error {
	if r.bad || len(r.buf) > 0 {
		return ErrMalformed
	}
	return nil
}
