//go:build js

// Command wasm is the bench's own module: the task "attributes only" by
// Midwatch's reader and by golang.org/x/net/html, over the same memory exchange
// as the product's core. The shell asks reserve for room, writes a page's text
// there and calls a reader with its length; the answer is the count.
package main

import "unsafe"

// maxInput bounds a text, in bytes: three for each UTF-16 unit of the largest
// page that is measured.
const maxInput = 64 << 20

var input []byte

func main() {
	select {} // the exports live as long as the program
}

// reserve answers with the address of room for n bytes, or with 0.
//
//go:wasmexport reserve
func reserve(n uint32) uint32 {
	if n > maxInput {
		return 0
	}
	if int(n) > cap(input) {
		input = make([]byte, n)
	}
	input = input[:cap(input)]
	return address(input)
}

// xnet counts in a text of n bytes.
//
//go:wasmexport xnet
func xnet(n uint32) uint32 { return uint32(countXNet(input[:n])) }

// whole counts in a text of n bytes, too.
//
//go:wasmexport whole
func whole(n uint32) uint32 {
	ours.begin()
	ours.read(input[:n], true)
	return ours.count
}

// Midwatch's reader takes a text in pieces: begin, then for each piece room and
// written, and end, which answers with the count.
var ours counter

//go:wasmexport begin
func begin() { ours.begin() }

//go:wasmexport room
func room(n uint32) uint32 { return address(ours.room(int(n))) }

//go:wasmexport written
func written(n uint32) { ours.written(int(n)) }

//go:wasmexport end
func end() uint32 {
	ours.read(ours.text, true)
	return ours.count
}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }
