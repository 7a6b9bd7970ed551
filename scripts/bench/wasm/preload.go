//go:build js

package main

import "midwatch/wasm/hsts"

var (
	list    []byte
	preload hsts.Preload
	covered int
)

// looked are hosts on the list, below a name of it, and neither.
var looked = []string{
	"www.gov.uk", "a.avatars.githubusercontent.com", "www.example.web.dev",
	"static.cdn.example.com", "www.shop.mi-tienda-online.com", "www.a.example.invalid", "192.168.100.100",
}

// listRoom answers with the address of room for a preload list of n bytes.
//
//go:wasmexport listRoom
func listRoom(n uint32) uint32 {
	list = make([]byte, n)
	return address(list)
}

// openList takes the list that was written there; the answer is 0 if it is none.
//
//go:wasmexport openList
func openList(n uint32) uint32 {
	p, err := hsts.OpenPreload(list[:n])
	if err != nil {
		return 0
	}
	preload = p
	return 1
}

// lookUp looks each host up so many times, and answers how many hosts there are.
//
//go:wasmexport lookUp
func lookUp(times uint32) uint32 {
	covered = 0
	for range times {
		for _, host := range looked {
			if _, ok := preload.Cover(host); ok {
				covered++
			}
		}
	}
	return uint32(len(looked))
}
