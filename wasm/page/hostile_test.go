package page

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"midwatch/wasm/fact"
)

// TestLinear reads texts built to cost more than linear time: twice the text
// may not cost three times as much, so four times not nine times. A measurement
// that a busy machine spoils is made again; what really grows faster fails every
// time.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("reads megabytes of each shape")
	}
	const size = 1 << 19
	const base = "http://example.com/"
	nested := func(open, inside, end string) func(int) string {
		return func(n int) string {
			k := n / (len(open) + len(end))
			return strings.Repeat(open, k) + inside + strings.Repeat(end, k)
		}
	}
	repeat := func(prefix, s string) func(int) string {
		return func(n int) string { return prefix + strings.Repeat(s, n/len(s)) }
	}
	for name, build := range map[string]func(int) string{
		"svg":                repeat("", "<svg>"),
		"svg title":          repeat("", "<svg><title>"),
		"svg script":         repeat("<svg>", "<script/>"),
		"svg and math":       repeat("", "<svg><math>"),
		"closed svg":         nested("<svg>", "<image href=http://a/>", "</svg>"),
		"foreignObject":      repeat("<svg>", "<foreignObject><svg>"),
		"open tags":          repeat("", "<a "),
		"less-than":          repeat("", "<"),
		"slashes":            repeat("<a", "/"),
		"comment":            repeat("<!--", "-"),
		"comments":           repeat("", "<!--"),
		"scripts":            repeat("", "<script>"),
		"script comment":     repeat("<script><!--", "<script>"),
		"false ends":         repeat("<script>", "</script"),
		"attributes":         repeat("<a ", "x=y "),
		"same attribute":     repeat("<img ", "src=http://a/ "),
		"one attribute":      repeat(`<img src="`, "x"),
		"entities":           repeat(`<img src="http://a/`, "&amp;"),
		"long entity":        repeat(`<img src="http://a/&`, "a"),
		"long number":        repeat(`<img src="http://a/&#`, "1"),
		"ampersands":         repeat(`<img src="http://a/`, "&"),
		"srcset":             repeat(`<img srcset="`, "http://a/,"),
		"srcset, style":      func(n int) string { return `<img srcset="` + strings.Repeat("//a/ 1x,\n", n/9) + `" style="a:url(x)">` },
		"srcset parentheses": repeat(`<img srcset="http://a/ `, "("),
		"srcdoc":             repeat(`<iframe srcdoc="`, "<iframe srcdoc='"),
		"foreign hosts":      repeat("", "<img src=http://ü漢/>"),
		"bases":              repeat("", "<base href=x>"),
		"long base":          repeat("<base href=http://a/"+strings.Repeat("b/", 30<<10)+">", "<img src=http:x><img src=a/:>"),
		"not base":           repeat("<!--", "<base "),
		"templates":          repeat("", "<template>"),
		"forms":              repeat("", "<form id=x action=x>"),
		"closed forms":       repeat("", "<form action=x></form>\n"),
		"fields":             repeat("<form>", "<input type=password form=x>"),
		"style":              repeat("<style>", "url(x)"),
		"style strings":      repeat("<style>", "@import 'x';"),
		"style braces":       repeat("<style>@font-face", "{("),
		"style escapes":      repeat("<style>", `\a`),
		"style url":          repeat("<style>", "url("),
		"style comment":      repeat("<style>", "/*"),
		"style attributes":   repeat("", "<p style=a:url(x)>"),
		"script colon":       repeat("<script>fetch('http://a/');", "\n:"),
		"script strings":     repeat("<script>", "fetch('http://a/');"),
		"script errors":      repeat("<script>fetch('http://a/');", `\`),
		"script quotes":      repeat("<script>fetch('http://a/');", "'\n"),
		"script regexps":     repeat("<script>fetch('http://a/');", "=/\n"),
		"script templates":   repeat("<script>fetch('http://a/');", "`${"),
		"script parens":      repeat("<script>fetch('http://a/');", "("),
		"refreshes":          repeat("", "<meta http-equiv=refresh content=0;x>"),
		"policy":             repeat("<meta http-equiv=content-security-policy content='", ";a "),
		"noframes":           repeat("", "<noframes>"),
		"text":               repeat("", "x"),
		"zeros":              repeat("", "\x00"),
	} {
		t.Run(name, func(t *testing.T) {
			part, whole := []byte(build(size)), []byte(build(4*size))
			for try := 0; ; try++ {
				ratio, took := growth(part, whole, base)
				if ratio < 9 || took < 20*time.Millisecond {
					return
				}
				if try == 5 {
					t.Fatalf("four times the text costs %.1f times as much, %v for %d bytes", ratio, took, len(whole))
				}
			}
		})
	}
}

// growth compares the best of three readings of each text.
func growth(part, whole []byte, address string) (ratio float64, took time.Duration) {
	best := [2]time.Duration{time.Hour, time.Hour}
	for range 3 {
		for i, text := range [][]byte{part, whole} {
			start := time.Now()
			Read(text, fact.Document{URL: address}, 1000)
			best[i] = min(best[i], time.Since(start))
		}
	}
	return float64(best[1]) / float64(best[0]), best[1]
}

// readIn reads text in pieces of a size, or thoroughly: past all cheap looks.
func readIn(text []byte, doc fact.Document, piece int, thorough bool) fact.Page {
	r := NewReader(doc, 0, nil)
	r.document.thorough = thorough
	r.document.nestChanged()
	for len(text) > 0 {
		n := min(piece, len(text))
		copy(r.Room(n), text[:n])
		r.Written(n)
		text = text[n:]
	}
	found, _ := r.Close()
	return found
}

// same compares what two readings of a text found.
func same(t *testing.T, how string, got, want fact.Page) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %+v\nwant %+v", how, got, want)
	}
}

// addRealPages seeds a fuzz target with pages, or what part takes of them.
func addRealPages(f *testing.F, add func(text []byte)) {
	const few, small = 12, 60 << 10
	files, _ := filepath.Glob("../../../shared/data/corpus-a/html/*.html")
	added := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil && len(text) < small && added < few {
			add(text)
			added++
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`<base href=http://a/><form action=x id=f><input type=password form=f></form><button formaction=http://b/>`,
		`<svg><title>"</title><script xlink:href=http://a/ /><style>@import "http://a/";</style></svg>`,
		`<iframe srcdoc="<img srcset='http://a/ 1x, http://b/ 2x'>"></iframe><noscript><p style="a:url(http://a/)"></noscript>`,
		"<script>x=/[/]'/;fetch(`http://a/`);new WebSocket('\\x77s://a/'+b)</script><meta http-equiv=refresh content='0;url=http://a/'>",
		`<template shadowrootmode=open><template></template><!-- --!><math><annotation-xml><xml>`,
		`<a href="javascript:fetch('http://a/')" onclick="location='&#104;ttp://a/'" ping="http://b/"><iframe src="data:text/html,<img src=http://a/>">`,
		`<style>.a{-webkit-text-security:disc}</style><input class=a><script type=importmap>{"imports":{"a":"http://a/"}}</script>`,
	} {
		f.Add([]byte(seed), "https://example.com/")
		f.Add([]byte(seed), "http://example.com/")
	}
	addRealPages(f, func(text []byte) { f.Add(text, "https://example.com/") })
	f.Fuzz(func(t *testing.T, text []byte, address string) {
		size, lines := len(text), lineBreaks(0, text)+1
		doc := fact.Document{URL: address}
		guarded := append(append(make([]byte, 0, size+1), text...), 'x')
		got := Read(guarded[:size], doc, 5)
		if guarded[size] != 'x' || !bytes.Equal(guarded[:size], text) {
			t.Error("the text, or the byte after it, was changed")
		}
		if got.Bytes != size || len(got.Refs) > 5 || len(got.Refs) > got.RefCount || len(got.Forms) > got.FormCount {
			t.Errorf("%+v", got)
		}
		for _, ref := range got.Refs {
			if ref.Line < 1 || ref.Line > lines {
				t.Errorf("line %d of %d: %+v", ref.Line, lines, ref)
			}
		}
		all := Read(text, doc, 0)
		if all.RefCount != got.RefCount || len(all.Refs) != all.RefCount || all.FormCount != got.FormCount {
			t.Errorf("%d places with a limit, %d of %d without", got.RefCount, len(all.Refs), all.RefCount)
		}
		same(t, "past all cheap looks", readIn(text, doc, size+1, true), all)
		for _, piece := range []int{1, 7, 1000} {
			if size/piece < 2000 {
				same(t, "in pieces", readIn(text, doc, piece, false), all)
			}
		}
	})
}

func FuzzCSS(f *testing.F) {
	for _, seed := range []string{
		`@import "http://a/"; @import/**/url( 'http://b/' ); p{background:url(http://c/),image-set("http://d/" 1x)}`,
		`p{background:u\72l(\68ttp\3a //a/);color:red\9;content:"\f101"} @\69mport 'ht\tp://a/'`,
		`.md\:flex > #a.b, i{-webkit-text-security /**/ : disc !important} @font-face{src:url(http://a/)}`,
		`@namespace "http://a/"; @document url(http://b/){} a[href='http://c/']{cursor:url("ftp://a/")}`,
		"p{background:url('ht\ttp://a/')} @import \"\\\nhttp://b/\"",
	} {
		f.Add([]byte(seed))
	}
	addRealPages(f, func(text []byte) {
		if _, rest, ok := bytes.Cut(text, []byte("<style>")); ok {
			sheet, _, _ := bytes.Cut(rest, []byte("</style>"))
			f.Add(sheet)
		}
	})
	f.Fuzz(func(t *testing.T, text []byte) {
		doc := fact.Document{URL: "https://example.com/", Sheet: true}
		got := Read(text, doc, 0)
		thorough := readIn(text, doc, len(text)+1, true)
		same(t, "past the cheap look", thorough, got)
		if lines := lineBreaks(0, text) + 1; got.RefCount > 0 && got.Refs[0].Line > lines {
			t.Errorf("line %d of %d", got.Refs[0].Line, lines)
		}
	})
}

func FuzzScript(f *testing.F) {
	for _, seed := range []string{
		`fetch("http://a/"); x.open('GET', "http://b/"); new WebSocket("ws://c/"); import "http://d/"`,
		`a.src = "http:\/\/a/"; location = 'ht\u0074p://b/'; x = /["']/g / "http://c/"`,
		"import(`http://a/${b}`); new Image().src='\\x68ttp://c/'; f(/* a */ // b\n 'http://d/')",
		"fetch(\n  // there\n  \"http://a/\"); <!-- x\nfetch('http://b/')\n--> y",
		`{"a":"http://b/","c":["http:\/\/d\/"]}`,
	} {
		f.Add([]byte(seed))
	}
	addRealPages(f, func(text []byte) {
		if _, rest, ok := bytes.Cut(text, []byte("<script>")); ok {
			script, _, _ := bytes.Cut(rest, []byte("</script>"))
			f.Add(script)
		}
	})
	f.Fuzz(func(t *testing.T, text []byte) {
		doc := fact.Document{URL: "https://example.com/"}
		read := func(thorough bool) fact.Page {
			r := newReader(doc, 0)
			r.thorough = thorough
			r.lines.text = text
			r.script(text, place{tag: "script", attr: "#text"}, true)
			r.importMap(text, place{tag: "script", attr: "#text"})
			return r.page
		}
		same(t, "past the cheap look", read(true), read(false))
	})
}

func FuzzSrcset(f *testing.F) {
	for _, seed := range []string{"http://a/1 1x, http://a/2,x 2x,,http://b/ (a,b) 3x", "a (", ",,", "a,b c,d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for rest := s; ; {
			url, descriptors, left := candidate(rest)
			validDescriptors(descriptors)
			if url == "" {
				return
			}
			if len(left) >= len(rest) || strings.ContainsAny(url, spaces) || strings.HasPrefix(url, ",") || strings.HasSuffix(url, ",") ||
				!strings.Contains(rest, url) {
				t.Fatalf("%q of %q leaves %q", url, rest, left)
			}
			rest = left
		}
	})
}

// TestKept bounds what a document with addresses of any length makes us keep.
func TestKept(t *testing.T) {
	address := "http://a.test/" + strings.Repeat("x", 20<<10)
	text := strings.Repeat(`<script src="`+address+`"></script><form action="`+address+`"><input type=password></form>`, 50)
	got := Read([]byte(text), fact.Document{URL: "https://example.com/"}, 1000)
	// A form's action is a place of its own.
	if got.RefCount != 100 || len(got.Refs) > 10 || got.FormCount != 50 || len(got.Forms) > 10 {
		t.Errorf("kept %d of %d places and %d of %d forms", len(got.Refs), got.RefCount, len(got.Forms), got.FormCount)
	}
}
