package page

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

func TestRefresh(t *testing.T) {
	const address = "https://example.com/dir/page"
	for _, c := range []struct{ name, text, want string }{
		{"none", `<p>x`, ""},
		{"to an encrypted address", `<meta http-equiv=refresh content="0;url=https://a.test/x">`, "https://a.test/x"},
		{"to a plain one", `<meta http-equiv=refresh content="0;url=http://a.test/">`, "http://a.test/"},
		{"relative", `<meta http-equiv=refresh content="0;url=x?y">`, "https://example.com/dir/x?y"},
		{"by the base before it", `<base href=http://a.test/b/><meta http-equiv=refresh content="0;url=x">`, "http://a.test/b/x"},
		{"by no base after it", `<meta http-equiv=refresh content="0;url=x"><base href=http://a.test/b/>`, "https://example.com/dir/x"},
		{"character references", `<meta http-equiv=refresh content="0;url=&#104;ttp://a.test/?x=1&amp;y">`, "http://a.test/?x=1&y"},
		{"the document itself", `<meta http-equiv=refresh content="5">`, ""},
		{"a place in it", `<meta http-equiv=refresh content="0;url=#top">`, ""},
		{"a place in it, by its whole address", `<meta http-equiv=refresh content="0;url=https://example.com/dir/page#top">`, ""},
		{"a place in another", `<meta http-equiv=refresh content="0;url=other#top">`, "https://example.com/dir/other#top"},
		{"its own address: it is asked for again", `<meta http-equiv=refresh content="0;url=page">`, "https://example.com/dir/page"},
		{"the sooner of two", `<meta http-equiv=refresh content="5;url=http://a.test/"><meta http-equiv=refresh content="1.5;url=http://b.test/"><meta http-equiv=refresh content="2;url=http://c.test/">`, "http://b.test/"},
		{"the last of two", `<meta http-equiv=refresh content="1;url=http://a.test/"><meta http-equiv=refresh content="1;url=http://b.test/">`, "http://b.test/"},
		{"it stays, sooner", `<meta http-equiv=refresh content="5;url=http://a.test/"><meta http-equiv=refresh content="1">`, ""},
		{"one that is ignored is none", `<meta http-equiv=refresh content="1;url=http://a.test/"><meta http-equiv=refresh content="0;url=http://[">`, "http://a.test/"},
		{"nor is a script", `<meta http-equiv=refresh content="1;url=http://a.test/"><meta http-equiv=refresh content="0;url=javascript:x">`, "http://a.test/"},
		{"to a program", `<meta http-equiv=refresh content="0;url=itms-apps://a.test/">`, ""},
		{"to data:", `<meta http-equiv=refresh content="0;url=data:text/html,x">`, ""},
		{"for those without scripts", `<noscript><meta http-equiv=refresh content="0;url=http://a.test/"></noscript>`, ""},
		{"in a template", `<template><meta http-equiv=refresh content="0;url=http://a.test/"></template>`, ""},
		{"in a shadow", `<div><template shadowrootmode=open><meta http-equiv=refresh content="0;url=http://a.test/"></template></div>`, ""},
		{"in a comment", `<!-- <meta http-equiv=refresh content="0;url=http://a.test/"> -->`, ""},
		{"in a frame's document", `<iframe srcdoc="<meta http-equiv=refresh content='0;url=http://a.test/'>"></iframe>`, ""},
		{"in the body", `<body><p>x<meta http-equiv=refresh content="0;url=http://a.test/">`, "http://a.test/"},
		{"longer than a request's address is kept", `<meta http-equiv=refresh content="0;url=http://a.test/` + strings.Repeat("x", maxRefresh) + `">`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Read([]byte(c.text), fact.Document{URL: address}, 10).Refresh; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestMadeRefreshes reads each frame of the made page of refreshes as a document
// of its own: it leads where a real Chromium went.
func TestMadeRefreshes(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(madePages, "refresh.html"))
	if err != nil {
		t.Fatal(err)
	}
	places, err := os.ReadFile(filepath.Join(madePages, "refresh.want"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]string{}
	for line := range strings.Lines(string(places)) {
		words := strings.Fields(line)
		if n, err := strconv.Atoi(words[0]); err == nil && words[1] == "srcdoc" && words[3] == "refresh" &&
			!strings.HasSuffix(line, "not asked: another refresh takes its place\n") {
			want[n] = words[5]
		}
	}
	read := 0
	for _, at := range regexp.MustCompile(`<iframe( sandbox)? srcdoc="([^"]*)"`).FindAllSubmatchIndex(text, -1) {
		line := 1 + strings.Count(string(text[:at[0]]), "\n")
		document := html.UnescapeString(string(text[at[4]:at[5]]))
		if at[2] >= 0 || strings.Contains(document, "39-dot-only") {
			continue // a sandbox without scripts has no refresh; and one by the standard that Chromium lacks
		}
		read++
		// The page's list is of plain addresses only.
		got := Read([]byte(document), fact.Document{URL: "https://page.example/dir/page.html"}, 10).Refresh
		if got != want[line] && !(want[line] == "" && strings.HasPrefix(got, "https:")) {
			t.Errorf("line %d: got %q, want %q: %s", line, got, want[line], document)
		}
	}
	if read < 60 || len(want) < 30 {
		t.Errorf("only %d frames and %d places", read, len(want))
	}
}
