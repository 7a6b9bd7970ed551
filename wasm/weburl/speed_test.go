package weburl

import (
	"strings"
	"testing"
)

// speeds are the sorts of address that pages are full of, and hostile ones.
var speeds = []struct{ name, in string }{
	{"plain", "https://www.example.com/assets/2024/11/main.css?v=1.2.3#top"},
	{"relative", "images/photo-1.jpg"},
	{"rooted", "/assets/2024/11/main.css?v=1.2.3"},
	{"upward", "../images/photo-1.jpg"},
	{"port", "http://192.168.0.1:8080/index.html"},
	{"upper", "HTTP://WWW.Example.COM/A"},
	{"encoded", "https://example.com/a b/ü?q=é"},
	{"idn", "https://bücher.example/"},
	{"hostile-dots", "http://a/" + strings.Repeat("a/../", 10<<10)},
	{"hostile-idn", "http://" + ideographs(maxIDN) + "/"},
	{"hostile-labels", "http://" + strings.Repeat("ü.", maxIDN/3) + "/"},
	{"hostile-zeros", "http://" + strings.Repeat("0", 50<<10) + "/"},
}

// ideographs is a host of about n bytes, in labels in which no character comes
// twice: the most work for Punycode.
func ideographs(n int) string {
	var b strings.Builder
	for r := '一'; b.Len()+len("一.") <= n; r++ {
		b.WriteRune(r)
		if r%maxDistinct == 0 {
			b.WriteByte('.')
		}
	}
	return b.String()
}

func BenchmarkResolve(b *testing.B) {
	base, err := Parse("https://www.example.com/articles/2024/page.html")
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range speeds {
		b.Run(s.name, func(b *testing.B) {
			b.SetBytes(int64(len(s.in)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := base.Resolve(s.in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkString(b *testing.B) {
	u, err := Parse("https://www.example.com:8443/assets/2024/11/main.css?v=1.2.3#top")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = u.String()
	}
}

func TestAllocations(t *testing.T) {
	base, err := Parse("https://www.example.com/articles/2024/page.html")
	if err != nil {
		t.Fatal(err)
	}
	for in, most := range map[string]float64{
		"https://www.example.com/assets/2024/11/main.css?v=1.2.3#top": 0,
		"http://192.168.0.1:8080/index.html":                          0,
		"http://[2001:db8::1]/%C3%BC/.well-known":                     0,
		"/assets/main.css":                                            0,
		"//cdn.example.com/a.js":                                      0,
		"?page=2":                                                     0,
		"#top":                                                        0,
		"images/photo-1.jpg":                                          1,
	} {
		u, err := base.Resolve(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := testing.AllocsPerRun(100, func() { base.Resolve(in) }); got > most {
			t.Errorf("reading %q allocates %v times, want at most %v", in, got, most)
		}
		if got := testing.AllocsPerRun(100, func() { _ = u.String() }); got > 1 {
			t.Errorf("writing %q allocates %v times, want once", in, got)
		}
	}
}
