package weburl

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"http://example.com":                           "http://example.com/",
		"HTTP://EXAMPLE.COM:80/A":                      "http://example.com/A",
		"https://example.com:443":                      "https://example.com/",
		"https://example.com:0080/":                    "https://example.com:80/",
		"ws://a:80":                                    "ws://a/",
		"wss://a:443":                                  "wss://a/",
		"ftp://a:21/x":                                 "ftp://a/x",
		"http://user:pa@ss@example.com/":               "http://example.com/",
		"http:example.com":                             "http://example.com/",
		"http:/example.com":                            "http://example.com/",
		"http://///example.com":                        "http://example.com/",
		`http:\\example.com\a\b`:                       "http://example.com/a/b",
		" \x01\thttp://example.com/ \n":                "http://example.com/",
		"ht\ntp://exa\tmple.com/a\r\nb":                "http://example.com/ab",
		"http://example.com/a/./b/../c":                "http://example.com/a/c",
		"http://example.com/a/%2e/b/.%2E/c":            "http://example.com/a/c",
		"http://example.com/a/..":                      "http://example.com/",
		"http://example.com/../../x":                   "http://example.com/x",
		"http://example.com/a//../b":                   "http://example.com/a/b",
		"http://example.com/.../a":                     "http://example.com/.../a",
		"http://example.com?a=1#b":                     "http://example.com/?a=1#b",
		"http://example.com/?":                         "http://example.com/?",
		"http://example.com/a b?c d'\"#e f`":           "http://example.com/a%20b?c%20d%27%22#e%20f%60",
		"http://example.com/ä?ö#ü":                     "http://example.com/%C3%A4?%C3%B6#%C3%BC",
		"http://example.com/\xff":                      "http://example.com/%EF%BF%BD",
		"http://example.com/{a}|^":                     "http://example.com/%7Ba%7D%7C%5E",
		"http://ex%41mple.com/":                        "http://example.com/",
		"http://Bücher.example/":                       "http://xn--bcher-kva.example/",
		"http://a b/":                                  "http://a%20b/", // so Chromium; Firefox refuses it
		"http://0x7f.1/":                               "http://127.0.0.1/",
		"http://2130706433/":                           "http://127.0.0.1/",
		"http://0177.0.0.01/":                          "http://127.0.0.1/",
		"http://192.168.257/":                          "http://192.168.1.1/",
		"http://1.2.3.4./":                             "http://1.2.3.4/",
		"http://0x/":                                   "http://0.0.0.0/",
		"http://1.2.3.example/":                        "http://1.2.3.example/",
		"http://[::1]:8080/":                           "http://[::1]:8080/",
		"http://[0:0:0:0:0:0:0:1]/":                    "http://[::1]/",
		"http://[2001:DB8::1:0:0:1]":                   "http://[2001:db8::1:0:0:1]/",
		"http://[::ffff:127.0.0.1]/":                   "http://[::ffff:7f00:1]/",
		"http://[1:2:3:4:5:6:7::]/":                    "http://[1:2:3:4:5:6:7:0]/",
		"http://localhost./":                           "http://localhost./",
		"file:///a/b":                                  "file:///a/b",
		"file:/a":                                      "file:///a",
		"file:a":                                       "file:///a",
		"file://localhost/a":                           "file:///a",
		"file://host/a":                                "file://host/a",
		"data:text/html,<b>?x#y":                       "data:text/html,<b>?x#y",
		"javascript:alert(1)":                          "javascript:alert(1)",
		"JavaScript:void(0)":                           "javascript:void(0)",
		"about:blank":                                  "about:blank",
		"about:srcdoc":                                 "about:srcdoc",
		"mailto:a@example.com":                         "mailto:a@example.com",
		"blob:https://example.com/11-22":               "blob:https://example.com/11-22",
		"http://example.com:/":                         "http://example.com/",
		"http://a.example/" + strings.Repeat("../", 5): "http://a.example/",
	} {
		u, err := Parse(in)
		if err != nil {
			t.Errorf("Parse(%q): %v", in, err)
			continue
		}
		if got := u.String(); got != want {
			t.Errorf("Parse(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                         `weburl: no scheme in ""`,
		"example.com":              `weburl: no scheme in "example.com"`,
		"//example.com/":           `weburl: no scheme in "//example.com/"`,
		"1http://a":                `weburl: no scheme in "1http://a"`,
		"http://":                  `weburl: no host in "http://"`,
		"http:///":                 `weburl: no host in "http:///"`,
		"http://user@/":            `weburl: no host in "http://user@/"`,
		"http://a<b/":              `weburl: bad host in "http://a<b/"`,
		"http://a%/":               `weburl: bad host in "http://a%/"`,
		"http://a%00/":             `weburl: bad host in "http://a%00/"`,
		"http://\xff/":             `weburl: bad host in "http://\xff/"`,
		"http://1.2.3.256/":        `weburl: bad host in "http://1.2.3.256/"`,
		"http://1.2.3.4.5/":        `weburl: bad host in "http://1.2.3.4.5/"`,
		"http://4294967296/":       `weburl: bad host in "http://4294967296/"`,
		"http://1.2.3.08/":         `weburl: bad host in "http://1.2.3.08/"`,
		"http://a.0xg.1/":          `weburl: bad host in "http://a.0xg.1/"`,
		"http://[::1/":             `weburl: bad host in "http://[::1/"`,
		"http://[1::2::3]/":        `weburl: bad host in "http://[1::2::3]/"`,
		"http://[1:2:3:4:5:6:7]/":  `weburl: bad host in "http://[1:2:3:4:5:6:7]/"`,
		"http://[1:2:3:4:5:6:7:]/": `weburl: bad host in "http://[1:2:3:4:5:6:7:]/"`,
		"http://[::1%25eth0]/":     `weburl: bad host in "http://[::1%25eth0]/"`,
		"http://[::1.2.3.08]/":     `weburl: bad host in "http://[::1.2.3.08]/"`,
		"http://[:1]/":             `weburl: bad host in "http://[:1]/"`,
		"http://a:65536/":          `weburl: bad port in "http://a:65536/"`,
		"http://a:8a/":             `weburl: bad port in "http://a:8a/"`,
		strings.Repeat("a", 1<<17): `weburl: more than 64 KiB in "` + strings.Repeat("a", 100) + `..."`,
		"http://a/" + strings.Repeat("é", 20<<10): `weburl: more than 64 KiB in "http://a/` + strings.Repeat("é", 45) + `\xc3..."`,
	} {
		u, err := Parse(in)
		if err == nil {
			t.Errorf("Parse(%.50q) = %.50q, want an error", in, u)
			continue
		}
		if got := err.Error(); got != want {
			t.Errorf("Parse(%.50q): %s, want %s", in, got, want)
		}
	}
}

func TestResolve(t *testing.T) {
	const base = "https://example.com:8443/a/b/c?q#f"
	for _, test := range []struct{ base, ref, want string }{
		{base, "", "https://example.com:8443/a/b/c?q"},
		{base, "d", "https://example.com:8443/a/b/d"},
		{base, "./d", "https://example.com:8443/a/b/d"},
		{base, "../d/", "https://example.com:8443/a/d/"},
		{base, "../../../d", "https://example.com:8443/d"},
		{base, ".", "https://example.com:8443/a/b/"},
		{base, "..", "https://example.com:8443/a/"},
		{base, "/d", "https://example.com:8443/d"},
		{base, `\d`, "https://example.com:8443/d"},
		{base, "?x", "https://example.com:8443/a/b/c?x"},
		{base, "?", "https://example.com:8443/a/b/c?"},
		{base, "#x", "https://example.com:8443/a/b/c?q#x"},
		{base, "//other.example/x", "https://other.example/x"},
		{base, `\\other.example`, "https://other.example/"},
		{base, `/\other.example`, "https://other.example/"},
		{base, "https:d", "https://example.com:8443/a/b/d"},
		{base, "https:/d", "https://example.com:8443/d"},
		{base, "https:?x", "https://example.com:8443/a/b/c?x"},
		{base, "http:d", "http://d/"},
		{base, "http:/d", "http://d/"},
		{base, " http://x/ ", "http://x/"},
		{base, "javascript:void(0)", "javascript:void(0)"},
		{base, "a:b", "a:b"},
		{base, "d:80/x", "d:80/x"},
		{base, "/d:80", "https://example.com:8443/d:80"},
		{"https://example.com", "x", "https://example.com/x"},
		{"about:blank", "http://x/", "http://x/"},
		{"about:blank", "#x", "about:blank#x"},
		{"file:///a/b", "c", "file:///a/c"},
		{"file://h/a/b", "/c", "file://h/c"},
		{"file:///a/b", "//h/c", "file://h/c"},
		{"http://a/b", "file:c", "file:///c"},
	} {
		u, err := Parse(test.base)
		if err != nil {
			t.Fatal(err)
		}
		got, err := u.Resolve(test.ref)
		if err != nil {
			t.Errorf("%q at %q: %v", test.ref, test.base, err)
			continue
		}
		if got.String() != test.want {
			t.Errorf("%q at %q = %q, want %q", test.ref, test.base, got, test.want)
		}
	}
	blank, err := Parse("about:blank")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := blank.Resolve("x"); err == nil {
		t.Errorf("a relative address under about:blank is %q, want an error", got)
	}
}

func TestParts(t *testing.T) {
	for in, want := range map[string]URL{
		"https://u:p@[::1]:8443/a?b#c": {"https", "::1", "8443", "/a", "?b", "#c"},
		"data:text/plain,a/b":          {"data", "", "", "text/plain,a/b", "", ""},
		"about:blank#x":                {"about", "", "", "blank", "", "#x"},
	} {
		got, err := Parse(in)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %#v, %v, want %#v", in, got, err, want)
		}
	}
}

func TestOrigin(t *testing.T) {
	for in, want := range map[string]string{
		"http://example.com/a?b":         "http://example.com",
		"https://example.com:8443/":      "https://example.com:8443",
		"http://[::1]:80/":               "http://[::1]",
		"blob:https://example.com/11-22": "https://example.com",
		"blob:null/11-22":                "null",
		"blob:blob:https://example.com/": "null",
		"data:,x":                        "null",
		"file:///a":                      "null",
		"about:blank":                    "null",
	} {
		u, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := u.Origin(); got != want {
			t.Errorf("origin of %q is %q, want %q", in, got, want)
		}
	}
}

func TestWithoutQuery(t *testing.T) {
	u, err := Parse("https://example.com/a?secret#b")
	if err != nil {
		t.Fatal(err)
	}
	if got := u.WithoutQuery().String(); got != "https://example.com/a" {
		t.Error(got)
	}
	if u.Query != "?secret" {
		t.Error("WithoutQuery changed its receiver")
	}
}
