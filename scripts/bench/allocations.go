package main

import (
	"fmt"
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/page"
)

// allocation is what reading one page asks of the Go heap.
type allocation struct {
	what   string
	size   int // bytes of the page
	allocs int64
	bytes  int64
	rate   float64 // MB/s, native
}

// measureAllocations reads made pages that differ in nothing but their length,
// with and without insecure references, and the largest real page.
func measureAllocations(s samples) []allocation {
	const size = 200_000 // bytes
	var list []allocation
	for _, insecure := range []int{0, 5} {
		for _, times := range []int{1, 2, 4} {
			what := fmt.Sprintf("a made page with %d insecure references", insecure)
			list = append(list, allocate(what, "https://example.test/", madePage(1, times*size, insecure)))
		}
	}
	if s.Real {
		largest := s.List[0]
		for _, one := range s.List {
			if len(one.HTML) > len(largest.HTML) {
				largest = one
			}
		}
		list = append(list, allocate("the largest real page", largest.URL, largest.HTML))
	}
	return list
}

// allocate reads one page natively, again and again.
func allocate(what, url, html string) allocation {
	buffer := make([]byte, len(html), len(html)+1)
	r := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			copy(buffer, html)
			page.Read(buffer, fact.Document{URL: url}, check.MaxRefs)
		}
	})
	rate := float64(len(html)) * float64(r.N) / r.T.Seconds() / 1e6
	return allocation{what, len(html), r.AllocsPerOp(), r.AllocedBytesPerOp(), rate}
}
