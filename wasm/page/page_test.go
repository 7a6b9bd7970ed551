package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

const secure = "https://example.com/dir/page"

// short writes a place as one line: context tag[attr] kind mixed url.
func short(ref fact.Ref) string {
	return fmt.Sprintf("%s %s[%s] %s %s %s", ref.Context, ref.Tag, ref.Attr, ref.Kind, ref.Mixed, ref.URL)
}

func TestRefs(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{`<script src=http://a/x.js></script>`, []string{"document script[src] script blockable http://a/x.js"}},
		{`<SCRIPT SRC="HTTP://A/">`, []string{"document script[src] script blockable http://a/"}},
		{`<script type=module src=http://a/>`, []string{"document script[src] script blockable http://a/"}},
		{`<script type=application/json src=http://a/></script>`, nil},
		{`<script type="text/template"><img src=http://a/></script>`, nil},
		{`<img src=https://a/><img src=//a/><img src=x><img src="">`, nil},
		{`<img src=http://localhost/><img src=http://127.0.0.1:8080/><script src="http://[::1]/"></script>`, nil},
		{`<img src="ht&#10;tp&colon;//a/?x=1&amp;y=2&copy=3&para;">`, []string{"document img[src] image upgradable http://a/?x=1&y=2&copy=3%C2%B6"}},
		{"<img src=' \x01http:\\\\a/\n'>", []string{"document img[src] image upgradable http://a/"}},
		{`<img src=http://a/ src=http://b/>`, []string{"document img[src] image upgradable http://a/"}},
		{`<img src=http://user:secret@a/>`, []string{"document img[src] image upgradable http://a/"}},
		{`<img srcset="http://a/1.png, http://a/2,x.png 2x,http://a/3.png 3x , https://b/ 4x, http://no/ (a,b), http://no/ 1x 2x">`, []string{
			"document img[srcset] image blockable http://a/1.png",
			"document img[srcset] image blockable http://a/2,x.png",
			"document img[srcset] image blockable http://a/3.png"}},
		{`<picture><source srcset=http://a/ src=http://no/></picture><video><source src=http://b/></video>`, []string{
			"document source[srcset] image blockable http://a/", "document source[src] media upgradable http://b/"}},
		{`<video src=http://a/ poster=http://b/></video><audio src=http://c/><track src=http://d/></audio><track src=http://no/>`, []string{
			"document video[src] media upgradable http://a/", "document video[poster] image upgradable http://b/",
			"document audio[src] media upgradable http://c/", "document track[src] track blockable http://d/"}},
		{`<iframe src=http://a/></iframe><frame src=http://b/><embed src=http://c/><object data=http://d/></object>`, []string{
			"document iframe[src] frame blockable http://a/", "document embed[src] embed blockable http://c/",
			"document object[data] object blockable http://d/"}},
		{`<frameset><frame src=http://a/><img src=http://b/></frameset>`, []string{"document frame[src] frame blockable http://a/"}},
		{`<input type=IMAGE src=http://a/><input src=http://b/><body background=http://c/><td background=http://d/><p background=http://e/>`, []string{
			"document input[src] image upgradable http://a/", "document body[background] image upgradable http://c/",
			"document td[background] image upgradable http://d/"}},
		{`<link rel=stylesheet href=http://a/><link rel="shortcut ICON" href=http://b/><link rel=canonical href=http://c/><link rel="alternate" href=http://d/><link href=http://e/>`, []string{
			"document link[href] style blockable http://a/", "document link[href] image upgradable http://b/"}},
		{`<link rel=preload as=font href=http://a/><link rel=preload as=image imagesrcset="http://b/ 1x" href=http://c/><link rel=preload href=http://d/>`, []string{
			"document link[href] font blockable http://a/", "document link[imagesrcset] image upgradable http://b/",
			"document link[href] image upgradable http://c/"}},
		{`<link rel=modulepreload href=http://a/><link rel=prefetch href=http://b/><link rel=manifest href=http://c/><link rel=dns-prefetch href=http://d/><link rel=preconnect href=http://e/>`, []string{
			"document link[href] script blockable http://a/", "document link[href] prefetch blockable http://b/",
			"document link[href] manifest blockable http://c/", "document link[href] connect none http://d/",
			"document link[href] connect none http://e/"}},
		{`<meta http-equiv=Refresh content="5; URL='http://a/' x"><meta http-equiv=refresh content="http://b/"><meta name=refresh content="0;url=http://c/">`, []string{
			"document meta[content] refresh none http://a/"}},
		{`<form action=http://a/><button formaction=http://b/>`, []string{
			"document form[action] form none http://a/", "document button[formaction] form none http://b/"}},
		{`<form method=dialog action=http://a/><form action=http://b/></form><button formaction=http://c/>`, nil},
		{`<a href=http://a/ ping=" http://b/ https://c/">x</a><area href=http://a/>`, []string{"document a[ping] ping blockable http://b/"}},
		// Where text is not read.
		{`<!-- <img src=http://a/> --><textarea><img src=http://b/></textarea><title><img src=http://c/></title><xmp><img src=http://d/></xmp>`, nil},
		{`<iframe><img src=http://a/></iframe><noembed><img src=http://b/></noembed><noframes><img src=http://c/></noframes><plaintext><img src=http://d/>`, nil},
		{`<template><img src=http://a/><template></template><script src=http://b/></script></template><img src=http://c/>`, []string{
			"document img[src] image upgradable http://c/"}},
		{`<template shadowrootmode=Open><img src=http://a/><template><img src=http://b/></template><img src=http://c/></template><img src=http://d/>`, []string{
			"shadow img[src] image upgradable http://a/", "shadow img[src] image upgradable http://c/",
			"document img[src] image upgradable http://d/"}},
		{`<noscript><img src=http://a/><base href=http://b/><script>fetch("http://c/")</script></noscript><img src=x>`, []string{
			"noscript img[src] image upgradable http://a/"}},
		{`<img src=http://a/`, nil},
		// Shapes that other readers miss.
		{`<img/src=http://a/><a x='1'/href=x><img alt='1'/src="http://b/"><!--><img src=http://c/>-->`, []string{
			"document img[src] image upgradable http://a/", "document img[src] image upgradable http://b/",
			"document img[src] image upgradable http://c/"}},
		{`<img ="x><img src=http://a/><svg><style><image href=http://b/></style></svg>`, []string{
			"document img[src] image upgradable http://a/", "document image[href] image upgradable http://b/"}},
		{`<a alt=1 alt=2 /></img src=http://a/><noembed><img src=http://b/></noembed x=">"><img src=http://c/>`, []string{
			"document img[src] image upgradable http://c/"}},
		// Drawings.
		{`<svg><image href=http://a/ xlink:href=http://no/ /><use xlink:href=http://b/#c /><use href=#d /><feImage href=http://e/ /><script xlink:href=http://f/ /><a href=http://g/></a></svg><img src=http://h/>`, []string{
			"document image[href] image upgradable http://a/", "document use[xlink:href] image upgradable http://b/#c",
			"document feImage[href] image upgradable http://e/", "document script[xlink:href] script blockable http://f/",
			"document img[src] image upgradable http://h/"}},
		{`<svg><title>"</title><style>a{fill:url(http://a/)}</style><foreignObject><img src=http://b/></foreignObject><image href=http://c/></svg><image src=http://d/>`, []string{
			"document style[#text] image upgradable http://a/", "document img[src] image upgradable http://b/",
			"document image[href] image upgradable http://c/", "document img[src] image upgradable http://d/"}},
		{`<svg><title/><image href=http://a/></svg><math><mi></mi><img src=http://b/></math><image href=http://no/>`, []string{
			"document image[href] image upgradable http://a/", "document img[src] image upgradable http://b/"}},
		{`<svg><base href=http://a/></svg><img src=x>`, nil},
		{`<svg><circle fill="url(http://a/#x)" stroke="URL('http://b/')"/><g mask=none cursor="url(//c/)" fill=http://no/></g><x-y style="fill:url(http://d/)"/></svg>`, []string{
			"document circle[fill] image upgradable http://a/#x", "document circle[stroke] image upgradable http://b/",
			"document x-y[style] image upgradable http://d/"}},
		{`<svg><image><set attributeName=href to=http://a/></set><animate attributename="xlink:href" values="https://x/; http://b/"/></image><set attributeName=href to=http://no/></svg>`, []string{
			"document set[to] image upgradable http://a/", "document animate[values] image upgradable http://b/"}},
		{`<math><svg><image href=http://no/></svg></math><svg><math><image href=http://a/></math></svg>`, []string{
			"document image[href] image upgradable http://a/"}},
		{`<div><svg><path></div><iframe src=http://a/></iframe><svg><foreignObject><p></svg><title><img src=http://no/></title>`, []string{
			"document iframe[src] frame blockable http://a/"}},
		{`<svg><script>fetch(&quot;http://a/&quot;)</script><style><![CDATA[@import "http://b/";]]></style></svg>`, []string{
			"script script[#text] fetch blockable http://a/", "document style[#text] style blockable http://b/"}},
		{`<svg></p><textarea><img src=http://no/></textarea></svg><svg><font><textarea><image href=http://a/></textarea></font><font color=red><textarea><img src=http://no/></textarea>`, []string{
			"document image[href] image upgradable http://a/"}},
		{`<math><mi><img src=http://a/></mi><annotation-xml encoding=TEXT/html><table background=http://b/></table></annotation-xml></math>`, []string{
			"document img[src] image upgradable http://a/", "document table[background] image upgradable http://b/"}},
		{`<template><svg></template><img src=http://a/>`, []string{"document img[src] image upgradable http://a/"}},
		{`<xml><img src=http://a/></xml>`, []string{"document img[src] image upgradable http://a/"}},
		{"<svg>\x00</svg><img src=http://a/>", []string{"document img[src] image upgradable http://a/"}},
		// Documents inside.
		{`<iframe src=http://no/ srcdoc="<img src='http://a/?b&amp;amp;c'><iframe srcdoc='&lt;img src=http://b/&gt;'></iframe>"></iframe>`, []string{
			"srcdoc img[src] image upgradable http://a/?b&c", "srcdoc img[src] image upgradable http://b/"}},
		{`<noscript><iframe srcdoc="<img src=http://a/>"></iframe></noscript>`, []string{"noscript img[src] image upgradable http://a/"}},
		{`<iframe srcdoc="<base href=http://a/><img src=x>"></iframe><img src=y>`, []string{
			"srcdoc base[href] base none http://a/", "srcdoc img[src] image upgradable http://a/x"}},
		// Bases.
		// What stands before the base was asked for before it, but for what
		// browsers ask for when the document is whole.
		{`<img src=x><object data=o></object><form action=f></form><base target=_top><base href=http://a/b/><base href=https://c/><img src=y>`, []string{
			"document base[href] base none http://a/b/", "document object[data] object blockable http://a/b/o",
			"document form[action] form none http://a/b/f", "document img[src] image upgradable http://a/b/y"}},
		{`<!-- <base href=http://a/> --><template><base href=http://a/></template><base href=data:x><base href=http://b/><img src=x>`, nil},
		{`<base href=http://a/><img src=http://localhost/><img src=//b/><img src=https://c/><img src=#d><img src=data:,x>`, []string{
			"document base[href] base none http://a/", "document img[src] image upgradable http://b/",
			"document img[src] image upgradable http://a/#d"}},
		// Style sheets.
		{`<p style="background:url(&quot;http://a/&quot;)">`, []string{"document p[style] image upgradable http://a/"}},
		{`<style>@import "http://a/"; @import url(http://b/) screen; @font-face{src:local(x),url(http://c/)} p{background:url( 'http://d/' ),image-set("http://e/" type("image/http:"))}</style>`, []string{
			"document style[#text] style blockable http://a/", "document style[#text] style blockable http://b/",
			"document style[#text] font blockable http://c/", "document style[#text] image upgradable http://d/",
			"document style[#text] image upgradable http://e/"}},
		{`<style>@namespace url(http://a/); @namespace x "http://a/"; /* url(http://b/) */ p::before{content:"http://c/"} @document url(http://d/){p{background:url(http://e/)}}</style>`, []string{
			"document style[#text] image upgradable http://e/"}},
		{`<style>p{background:u\rl(\68ttp\3a //a/);mask:url(#x)}</style><p style="background:\75rl( 'http://b/' );fill:\75rl(http://c/)">`, []string{
			"document style[#text] image upgradable http://a/", "document p[style] image upgradable http://b/",
			"document p[style] image upgradable http://c/"}},
		{`<style type=text/less>p{background:url(http://a/)}</style><style media=print>p{background:URL(http://b/)}</style>`, []string{
			"document style[#text] image upgradable http://b/"}},
		{`<style>p{background:url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>")}</style>`, nil},
	} {
		got := Read([]byte(test.text), fact.Document{URL: secure}, 0)
		var refs []string
		for _, ref := range got.Refs {
			refs = append(refs, short(ref))
			if ref.Line != 1 && !strings.Contains(test.text, "\n") {
				t.Errorf("%s: line %d", test.text, ref.Line)
			}
		}
		if !slices.Equal(refs, test.want) || got.RefCount != len(test.want) {
			t.Errorf("%s\n got %q (%d)\nwant %q", test.text, refs, got.RefCount, test.want)
		}
	}
}

func TestScripts(t *testing.T) {
	for text, want := range map[string]string{
		`fetch("http://a/")`:                            "fetch http://a/",
		`window.fetch('http:\/\/a/x', {})`:              "fetch http://a/x",
		`store.fetch("http://a/")`:                      "",
		`fetch("http://a/" + x)`:                        "fetch http://a/",
		`fetch("http://a" + x)`:                         "",
		`fetch("https://a/")`:                           "",
		"fetch(`http://a/`)":                            "fetch http://a/",
		"fetch(`http://a/${x}`)":                        "fetch http://a/",
		"fetch(`http://a${x}`)":                         "",
		`fetch("\x68ttp\u003a//a/\u{78}")`:              "fetch http://a/x",
		`new WebSocket("ws://a/")`:                      "socket ws://a/",
		`new self.WebSocket("ws://a/", "p")`:            "socket ws://a/",
		`new WebSocket("ws://localhost/")`:              "",
		`log("WebSocket", "ws://a/")`:                   "",
		`new EventSource("http://a/")`:                  "fetch http://a/",
		`new Worker("http://a/")`:                       "worker http://a/",
		`x.open("get", "http://a/", true)`:              "fetch http://a/",
		`window.open("http://a/", "_blank")`:            "link http://a/",
		`navigator.sendBeacon("http://a/")`:             "fetch http://a/",
		`import("http://a/")`:                           "script http://a/",
		`import "http://a/"`:                            "script http://a/",
		`import {b} from "http://a/";`:                  "script http://a/",
		`// fetch("http://a/")`:                         "",
		`/* fetch("http://a/") */ "fetch('http://a/')"`: "",
		`x = a / b; fetch("http://a/") / 2`:             "fetch http://a/",
		`x.replace(/["']/g, ""); fetch("http://a/")`:    "fetch http://a/",
		`location.href = "http://a/"`:                   "link http://a/",
		`location = "http://a/"`:                        "link http://a/",
		`document.location = "http://a/" + x`:           "link http://a/",
		`var location = "http://a/"`:                    "",
		`place.location = "http://a/"`:                  "",
		`top.location.replace('http://a/')`:             "link http://a/",
		`s.replace('http://a/', "")`:                    "",
		`new Image().src = "http://a/"`:                 "image http://a/",
		`s.src="http://a/"`:                             "other http://a/",
		`if (s.src == "http://a/") ;`:                   "",
		`s.src += "http://a/"`:                          "",
		`f.action = "http://a/"`:                        "form http://a/",
		`importScripts("http://a/")`:                    "script http://a/",
		`new Request("http://a/")`:                      "fetch http://a/",
		`export * from "http://a/"`:                     "script http://a/",
		"fetch( // there\n \"http://a/\")":              "fetch http://a/",
		`fetch(/* there */ "http://a/")`:                "fetch http://a/",
		`fetch("\http://a/")`:                           "fetch http://a/",
		"fetch('ht\\\ntp://a/')":                        "fetch http://a/",
		`f({url: "http://a/"}, ["http://b/", "c"])`:     "",
		"\\\x02@ fetch('http://a/')":                    "fetch http://a/",
		`var s = "<a href='http://a/'>"; f.import("x")`: "",
	} {
		got := Read([]byte("<script>\n"+text+"</script>"), fact.Document{URL: secure}, 0)
		refs := ""
		for _, ref := range got.Refs {
			if ref.Context != "script" || ref.Tag != "script" || ref.Attr != "#text" || ref.Line != 2+strings.Count(text, "\n \"") {
				t.Errorf("%s: %+v", text, ref)
			}
			refs += ref.Kind + " " + ref.URL
		}
		if refs != want {
			t.Errorf("%s: %q, want %q", text, refs, want)
		}
	}
}

func TestInsecureDocument(t *testing.T) {
	got := Read([]byte("<img src=a>\n<img src='/b'>\r<img src=//c>\r\n<p style='background:url(d)'><img src=https://e/><img src=#f>"),
		fact.Document{URL: "http://example.com/x/y", Frame: 3, Truncated: true}, 2)
	if got.RefCount != 4 || len(got.Refs) != 2 || got.Frame != 3 || !got.Truncated || got.Base != "" {
		t.Errorf("%+v", got)
	}
	if got.Refs[1].URL != "http://example.com/b" || got.Refs[1].Line != 2 {
		t.Errorf("%+v", got.Refs[1])
	}
}

func TestLines(t *testing.T) {
	got := Read([]byte("<img src=http://a/>\n<img src='http://a/'>\r<img\nsrc=http://a/>\r\n<p\nstyle='background:url(http://a/)'><style>\na{\n}b{background:url(http://a/)}</style>"),
		fact.Document{URL: secure}, 0)
	var lines []int
	for _, ref := range got.Refs {
		lines = append(lines, ref.Line)
	}
	if want := []int{1, 2, 4, 6, 8}; !slices.Equal(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
}

func TestUnknownAddress(t *testing.T) {
	got := Read([]byte("<img src=a><img src=http://b/><form><input type=password></form>"), fact.Document{URL: "?"}, 0)
	if got.RefCount != 1 || len(got.Forms) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestDeclarations(t *testing.T) {
	got := Read([]byte(`<base href="/a/"><meta http-equiv="Content-Security-Policy" content="default-src 'self' ;Upgrade-Insecure-Requests">`),
		fact.Document{URL: secure}, 0)
	if !got.Upgrades || got.Base != "https://example.com/a/" || got.RefCount != 0 {
		t.Errorf("%+v", got)
	}
	for _, text := range []string{
		`<meta http-equiv=content-security-policy content="default-src upgrade-insecure-requests">`,
		`<noscript><meta http-equiv=content-security-policy content="upgrade-insecure-requests"></noscript>`,
		`<meta name=content-security-policy content="upgrade-insecure-requests">`,
		`<iframe srcdoc="<meta http-equiv=content-security-policy content=upgrade-insecure-requests>">`,
	} {
		if Read([]byte(text), fact.Document{URL: secure}, 0).Upgrades {
			t.Errorf("%s upgrades the page", text)
		}
	}
}

// TestPolicy reads documents that ask for upgrades: what stands before the
// policy was asked for without.
func TestPolicy(t *testing.T) {
	const policy = `<meta http-equiv=content-security-policy content="img-src *, upgrade-insecure-requests">`
	for text, want := range map[string][]bool{
		`<img src=http://a/>` + policy + `<img src=http://b/>`:                                                          {false, false}, // in the body
		`<script src=http://a/></script>` + policy + `<iframe srcdoc="<img src=http://b/>"></iframe>`:                   {false, true},
		`<title>x</title></head>` + policy + `<body><img src=http://a/>`:                                                {true},
		`<template>` + policy + `</template><img src=http://a/>`:                                                        {false},
		`<iframe srcdoc="` + strings.ReplaceAll(policy, `"`, "'") + `<img src=http://a/>"></iframe><img src=http://b/>`: {true, false},
	} {
		var got []bool
		for _, ref := range Read([]byte(text), fact.Document{URL: secure}, 0).Refs {
			got = append(got, ref.Upgraded)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: upgraded %v, want %v", text, got, want)
		}
	}
}

// TestInside reads the documents and scripts that attributes hold.
func TestInside(t *testing.T) {
	for text, want := range map[string][]string{
		`<iframe src="data:text/html,<img src=http://a/%20b%3Cp>"></iframe>`:                                   {"srcdoc img[src] image upgradable http://a/"},
		`<object data="DATA:Text/HTML;charset=utf-8;base64,PGltZyBzcmM9Imh0dHA6Ly9hLyI+"></object>`:            {"srcdoc img[src] image upgradable http://a/"},
		`<embed src="data:text/html,<img src=http://a/># <img src=http://no/>">`:                               {"srcdoc img[src] image upgradable http://a/"},
		`<iframe src="data:text/html,%3Cscript%3Efetch('http://a/')%3C/script%3E"></iframe>`:                   {"script script[#text] fetch blockable http://a/"},
		`<iframe src="data:text/plain,<img src=http://a/>"></iframe><iframe src="data:,<img src=x>"></iframe>`: nil,
		`<iframe src="data:text/html;base64,!!!"></iframe><iframe src="data:text/html"></iframe>`:              nil,
		`<a href=" java&#10;script:fetch(%22http://a/%22)">x</a>`:                                              {"script a[href] fetch blockable http://a/"},
		`<iframe src="JavaScript:location='http://a/'"></iframe>`:                                              {"script iframe[src] link none http://a/"},
		`<p onclick="location.href = &quot;http://a/&quot;" ONLOAD="fetch('x')">`:                              {"script p[onclick] link none http://a/"},
		`<iframe sandbox srcdoc="<p onclick=&quot;fetch('http://a/')&quot;><noscript><img src=http://b/></noscript>"></iframe>`: {
			"noscript img[src] image upgradable http://b/"},
		`<script type=importmap>{"imports":{"a":"http://a/","b":"https://b/"},"scopes":{"/x/":{"c":"http:\/\/c/"}},"integrity":{"http://no/":"http://no/"}}</script>`: {
			"script script[#text] script blockable http://a/", "script script[#text] script blockable http://c/"},
		`<script type=importmap>{"imports":{"a":["http://no/"],"b":"http://a/"}} x</script><script type=importmap>[[[[[[[[[[[[</script>`: {
			"script script[#text] script blockable http://a/"},
		`<script nomodule src=http://no/></script><script language=vbscript src=http://no/></script><script language=JavaScript src=http://a/></script>`: {
			"document script[src] script blockable http://a/"},
	} {
		var got []string
		for _, ref := range Read([]byte(text), fact.Document{URL: secure}, 0).Refs {
			got = append(got, short(ref))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestLive reads what a browser wrote out: its lines mean nothing, and the
// documents of its frames are read by themselves.
func TestLive(t *testing.T) {
	got := Read([]byte("\n<img src=http://a/><iframe srcdoc='<img src=http://b/>'></iframe>"), fact.Document{URL: secure, Live: true}, 0)
	if got.RefCount != 1 || got.Refs[0].Line != 0 || got.Refs[0].Later {
		t.Errorf("%+v", got)
	}
	part := Read([]byte("<img src=x><meta http-equiv=content-security-policy content=upgrade-insecure-requests><base href=https://c/>"),
		fact.Document{URL: secure, Base: "http://b/", Part: true}, 0)
	if part.RefCount != 1 || !part.Refs[0].Later || part.Refs[0].URL != "http://b/x" || part.Upgrades {
		t.Errorf("%+v", part)
	}
	blank := Read([]byte("<img src=x><form action=y><input type=password></form>"), fact.Document{URL: "about:blank", Base: "http://b/"}, 0)
	if blank.RefCount != 2 || blank.Refs[0].URL != "http://b/x" {
		t.Errorf("%+v", blank)
	}
	sheet := Read([]byte("@import 'x';\np{background:url(http://a/)}"), fact.Document{URL: "https://cdn.test/css/a.css", Sheet: true}, 0)
	if sheet.RefCount != 1 || !sheet.Refs[0].Later || sheet.Refs[0].Line != 2 || sheet.Refs[0].URL != "http://a/" {
		t.Errorf("%+v", sheet)
	}
}
