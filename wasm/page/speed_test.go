package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

// TestAllocations holds that what is allocated does not grow with a page's
// length, only with what is found in it.
func TestAllocations(t *testing.T) {
	const part = `<div class="a b" data-x='1'><p>Text &amp; more<a href="https://example.com/x?a=1&amp;b=2" title="t">link</a>
		<img src="/i.png" alt=x srcset="/i.png 1x, https://example.com/j.png 2x"><svg><g fill=none><path d="M0 0"/></g></svg>
		<style>a{color:red;background:url(/x.png)}</style><script>var a = {"b": "https://example.com/", c: /["']/};</script></div>
		<form action=/go method=post><input type=text name=q class=c onclick="go('x')"></form>`
	allocated := func(parts int) float64 {
		text := []byte("<!doctype html><title>T</title><base href=https://example.com/b/>" + strings.Repeat(part, parts))
		return testing.AllocsPerRun(5, func() { Read(text, fact.Document{URL: secure}, 2000) })
	}
	if few, many := allocated(100), allocated(1000); many > few {
		t.Errorf("%v allocations, and %v for a page ten times as long", few, many)
	}
}

// BenchmarkRead reads all real pages, as a live document is read.
func BenchmarkRead(b *testing.B) {
	files, _ := filepath.Glob("../../../shared/data/corpus-a/html/*.html")
	if len(files) == 0 {
		b.Skip("no ../shared/data beside the repository: its real pages are not read")
	}
	var texts [][]byte
	var size int64
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, text)
		size += int64(len(text))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			Read(text, fact.Document{URL: secure, Live: true}, 2000)
		}
	}
}
