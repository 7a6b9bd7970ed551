package page

import (
	"fmt"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		text, url string
		secure    int
		plain     string
		count     int
	}{
		{`<body><a href="https://a.test/">x</a> <a class="b" href='https://b.test/'>y</a><a href=https://c.test/>z</a>`, "http://x.test/", 3, "", 0},
		{`<body><a href="http://a.test/1">x</a> <a href='http://a.test/2'>y</a><a href=http://b.test/>z</a>`, "http://x.test/", 0, "http://a.test/1 http://b.test/", 3},
		{`<body><a href="HTTPS://a.test/">x</a><a href=" https://a.test/">x</a><a href="HTTP://b.test/">x</a>`, "http://x.test/", 2, "http://b.test/", 1},
		{`<body><a href="/a">x</a><a href="//b.test/">x</a><a href="httpd.html">x</a><a href="mailto:x@y">x</a><a name="https://a.test/">x</a>`, "http://x.test/", 0, "", 0},
		{`<body><a hreflang="https://a" href="https://a.test/" href="https://b.test/">x</a><a href="/" href="https://b.test/">x</a>`, "http://x.test/", 1, "", 0},
		{`<body><form action="https://a.test/"></form><form action="http://b.test/"></form><form></form><form action="https://c.test/" method=dialog></form>`, "http://x.test/", 1, "http://b.test/", 1},
		{`<body><map><area href="https://a.test/"><area href="http://b.test/"></map>`, "https://x.test/", 1, "http://b.test/", 1},
		{`<body><a ping=/p href="https://a.test/" style="color:red" onclick="x()">x</a>`, "http://x.test/", 1, "", 0},
		{`<body><a href="http://localhost/">x</a><a href="http://127.0.0.1/">x</a><a href="http://[">x</a>`, "https://x.test/", 0, "", 0},
		{`<body><template><a href="https://a.test/">x</a></template><noscript><a href="https://b.test/">x</a><a href="http://b.test/">x</a></noscript>`, "http://x.test/", 0, "", 0},
		{`<body><iframe srcdoc="<a href='https://a.test/'>x</a><a href='http://b.test/'>x</a>"></iframe>`, "http://x.test/", 0, "", 0},
		{`<body><!-- <a href="https://a.test/">x</a> --><script>'<a href="https://a.test/">'</script><textarea><a href="https://a.test/"></textarea>`, "http://x.test/", 0, "", 0},
	} {
		for _, thorough := range []bool{false, true} {
			p := readIn([]byte(c.text+strings.Repeat(" ", 50)), fact.Document{URL: c.url}, 1000, thorough)
			var plain []string
			for _, l := range p.Links {
				plain = append(plain, l.URL)
			}
			if got := strings.Join(plain, " "); p.SecureLinks != c.secure || got != c.plain || p.LinkCount != c.count {
				t.Errorf("%s (thorough: %v): %d secure, %d in clear: %s", c.text, thorough, p.SecureLinks, p.LinkCount, got)
			}
		}
	}
}

// TestLinksBound: a page that links to thousands of hosts is kept with some, and all
// are counted.
func TestLinksBound(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "<a href='http://h%d.test/'>x</a><a href='http://ü%d.test/%s'>x</a>", i, i%10, strings.Repeat("x", 1000))
	}
	p := Read([]byte(b.String()), fact.Document{URL: "https://x.test/"}, 100)
	size := 0
	for _, l := range p.Links {
		size += len(l.URL)
	}
	if len(p.Links) > maxLinks || size > maxLinksKept || p.LinkCount != 10_000 {
		t.Errorf("%d links of %d, %d bytes", len(p.Links), p.LinkCount, size)
	}
}
