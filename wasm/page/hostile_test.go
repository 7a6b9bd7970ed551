package page

import (
	"strings"
	"testing"
	"time"

	"midwatch/wasm/fact"
)

// TestKnownGaps holds what is read otherwise than by browsers: they load
// http://a/ in each of these.
func TestKnownGaps(t *testing.T) {
	for text, reason := range map[string]string{
		`<p style="background:\75rl('http://a/')">`: "the style sheet lexer does not know url written with a hexadecimal escape",
	} {
		if got := Read([]byte(text), fact.Document{URL: secure}, 0); got.RefCount != 0 {
			t.Errorf("%s (%s) is read now: %+v", text, reason, got.Refs)
		}
	}
}

// TestLinear reads texts built to cost more than linear time: twice the text
// may take a little over twice the time, and 5 MB at most two seconds (0.5 at
// worst when this was written).
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 5 MB of each shape")
	}
	const size = 5 << 20
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
			text := []byte(build(size))
			start := time.Now()
			Read(text, fact.Document{URL: base}, 1000)
			// No timing: a hang would be hours. What is quadratic here takes minutes.
			if took := time.Since(start); took > time.Minute {
				t.Errorf("%v for %d bytes", took, size)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`<base href=http://a/><form action=x id=f><input type=password form=f></form><button formaction=http://b/>`,
		`<svg><title>"</title><script xlink:href=http://a/ /><style>@import "http://a/";</style></svg>`,
		`<iframe srcdoc="<img srcset='http://a/ 1x, http://b/ 2x'>"></iframe><noscript><p style="a:url(http://a/)"></noscript>`,
		"<script>x=/[/]'/;fetch(`http://a/`);new WebSocket('\\x77s://a/'+b)</script><meta http-equiv=refresh content='0;url=http://a/'>",
		`<template shadowrootmode=open><template></template><!-- --!><math><annotation-xml><xml>`,
	} {
		f.Add([]byte(seed), "https://example.com/")
		f.Add([]byte(seed), "http://example.com/")
	}
	f.Fuzz(func(t *testing.T, text []byte, address string) {
		size, lines := len(text), lineBreaks(text)+1
		guarded := append(append(make([]byte, 0, size+1), text...), 'x')
		got := Read(guarded[:size], fact.Document{URL: address}, 5)
		if guarded[size] != 'x' {
			t.Error("the byte after the text was changed")
		}
		if got.Bytes != size || len(got.Refs) > 5 || len(got.Refs) > got.RefCount || len(got.Forms) > got.FormCount {
			t.Errorf("%+v", got)
		}
		for _, ref := range got.Refs {
			if ref.Line < 1 || ref.Line > lines {
				t.Errorf("line %d of %d: %+v", ref.Line, lines, ref)
			}
		}
		all := Read(append([]byte(nil), text...), fact.Document{URL: address}, 0)
		if all.RefCount != got.RefCount || len(all.Refs) != all.RefCount || all.FormCount != got.FormCount {
			t.Errorf("%d places with a limit, %d of %d without", got.RefCount, len(all.Refs), all.RefCount)
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
