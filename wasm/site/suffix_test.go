package site

import (
	"strings"
	"testing"

	"midwatch/wasm/domains"
)

func TestSuffixesOpen(t *testing.T) {
	set, err := domains.Open(suffixes)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(set.About("Origin"), "public_suffix_list.dat") {
		t.Errorf("the list is from %q", set.About("Origin"))
	}
}

func TestRegistrableDomain(t *testing.T) {
	for _, c := range []struct{ host, suffix, domain string }{
		{"example.com", "com", "example.com"},
		{"a.b.example.com", "com", "example.com"},
		{"com", "com", ""},
		{"www.example.co.uk", "co.uk", "example.co.uk"},
		{"co.uk", "co.uk", ""},
		{"uk", "uk", ""},
		{"midwatch.github.io", "github.io", "midwatch.github.io"}, // the private section
		{"github.io", "github.io", ""},
		{"a.b.s3.amazonaws.com", "s3.amazonaws.com", "b.s3.amazonaws.com"},
		{"a.b.c.ck", "c.ck", "b.c.ck"},
		{"b.example.ck", "example.ck", "b.example.ck"}, // *.ck
		{"example.ck", "example.ck", ""},
		{"ck", "ck", ""},
		{"www.ck", "ck", "www.ck"}, // !www.ck
		{"a.www.ck", "ck", "www.ck"},
		{"kawasaki.jp", "jp", "kawasaki.jp"},
		{"a.kawasaki.jp", "a.kawasaki.jp", ""}, // *.kawasaki.jp
		{"b.a.kawasaki.jp", "a.kawasaki.jp", "b.a.kawasaki.jp"},
		{"city.kawasaki.jp", "kawasaki.jp", "city.kawasaki.jp"}, // !city.kawasaki.jp
		{"a.city.kawasaki.jp", "kawasaki.jp", "city.kawasaki.jp"},
		{"a.b.nosuchtld", "nosuchtld", "b.nosuchtld"}, // the rule "*"
		{"nosuchtld", "nosuchtld", ""},
		{"localhost", "localhost", ""},
		{"xn--55qx5d.cn", "xn--55qx5d.cn", ""},
		{"a.xn--55qx5d.cn", "xn--55qx5d.cn", "a.xn--55qx5d.cn"},
		{"a.xn--bcher-kva.example", "example", "xn--bcher-kva.example"},
		{"a.example.com.", "com.", "example.com."},
		{"com.", "com.", ""},
		{"192.0.2.1", "", ""},
		{"::1", "", ""},
		{"", "", ""},
		{".", ".", ""},
		{"..", ".", ""},
		{".com", "com", ""},
		{"a..com", "com", ""},
	} {
		if got := PublicSuffix(c.host); got != c.suffix {
			t.Errorf("PublicSuffix(%q) = %q, want %q", c.host, got, c.suffix)
		}
		if got := RegistrableDomain(c.host); got != c.domain {
			t.Errorf("RegistrableDomain(%q) = %q, want %q", c.host, got, c.domain)
		}
	}
}

func TestSameSite(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"a.example.com", "b.c.example.com", true},
		{"example.com", "example.com", true},
		{"example.com", "example.org", false},
		{"a.co.uk", "b.co.uk", false},
		{"a.github.io", "b.github.io", false},
		{"github.io", "github.io", true},
		{"github.io", "a.github.io", false},
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.3.1", false},
		{"localhost", "localhost", true},
		{"localhost", "router", false},
		{"example.com", "example.com.", false}, // as in browsers
		{"", "", false},
	} {
		if SameSite(c.a, c.b) != c.want || SameSite(c.b, c.a) != c.want {
			t.Errorf("SameSite(%q, %q) = %v", c.a, c.b, !c.want)
		}
	}
}

func TestSuffixAllocations(t *testing.T) {
	for _, host := range []string{"a.b.example.co.uk", "192.0.2.1", "a.b.c.nosuchtld", "a.city.kawasaki.jp"} {
		if n := testing.AllocsPerRun(100, func() { RegistrableDomain(host) }); n != 0 {
			t.Errorf("%s allocates %v times", host, n)
		}
	}
}

func FuzzRegistrableDomain(f *testing.F) {
	for _, host := range []string{"a.b.co.uk", "", ".", "a..com", "b.a.kawasaki.jp.", "..ck", "1.2.3.4"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		suffix, domain := PublicSuffix(host), RegistrableDomain(host)
		if !strings.HasSuffix(host, suffix) || domain != "" && !strings.HasSuffix(host, domain) {
			t.Errorf("%q ends with neither %q nor %q", host, suffix, domain)
		}
		if domain == "" {
			return
		}
		label, rest, _ := strings.Cut(domain, ".")
		if label == "" || rest != suffix {
			t.Errorf("%q is registered below %q", domain, suffix)
		}
		if again := RegistrableDomain(domain); again != domain {
			t.Errorf("%q is registered, and of it %q", domain, again)
		}
	})
}

func BenchmarkRegistrableDomain(b *testing.B) {
	for _, host := range []string{"www.example.com", "a.b.example.co.uk", "a.b.city.kawasaki.jp", "a.b.example.nosuchtld", "192.168.100.100"} {
		b.Run(host, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				RegistrableDomain(host)
			}
		})
	}
}

func BenchmarkSuffixesOpen(b *testing.B) {
	for b.Loop() {
		if _, err := domains.Open(suffixes); err != nil {
			b.Fatal(err)
		}
	}
}
