package hsts

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// list opens the committed list, under WASM too, where it is not built in.
func list(t testing.TB) Preload {
	t.Helper()
	data, err := os.ReadFile("preload.bin")
	if err != nil {
		t.Fatal(err)
	}
	p, err := OpenPreload(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// table gives the list as it was before it was packed, with includeSubDomains.
func table(t testing.TB) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("../../../shared/data/preload.tsv")
	if err != nil {
		t.Skip("skipped: the table of the preload list is not beside this repository")
	}
	names := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		field := strings.Split(line, "\t")
		names[field[0]] = field[1] == "1"
	}
	return names
}

func TestPreloadCover(t *testing.T) {
	p := list(t)
	for host, want := range map[string]string{
		"accounts.google.com":        "accounts.google.com",
		"x.accounts.google.com":      "accounts.google.com",
		"xaccounts.google.com":       "",
		"accounts.google.co":         "",
		"google.com":                 "",
		"github.com":                 "github.com",
		"gist.github.com":            "github.com",
		"github.com.":                "github.com",
		"github.com..":               "",
		".github.com":                "github.com",
		"GitHub.com":                 "",
		"dev":                        "dev",
		"go.dev":                     "dev",
		"a.b.c.d.e.f.dev":            "dev",
		"xdev":                       "",
		"de":                         "",
		"devx":                       "",
		"dev.com.invalid":            "",
		"app":                        "app",
		"com":                        "",
		"":                           "",
		".":                          "",
		"192.0.2.1":                  "",
		"::1":                        "",
		"dad::dad":                   "",
		"2001:db8::dad":              "",
		strings.Repeat("a.", 1<<19):  "",
		strings.Repeat("dev.", 1000): "dev",
	} {
		name, ok := p.Cover(host)
		if name != want || ok != (want != "") {
			t.Errorf("Cover(%.60q) = %q, %v; want %q", host, name, ok, want)
		}
	}
	if p.Origin() == "" || len(p.Date()) != len("2026-11-02") {
		t.Errorf("the list is from %q, of %q", p.Origin(), p.Date())
	}
}

// TestNearestDecides is about names without includeSubDomains below one with it,
// which the list has: they are found by asking for them.
func TestNearestDecides(t *testing.T) {
	p := list(t)
	names, hidden := table(t), 0
	for host, subdomains := range names {
		if name, ok := p.Cover("a.b." + host); ok != subdomains || ok && name != host {
			t.Errorf("below %s, which has includeSubDomains %v, stands %q", host, subdomains, name)
		}
		_, parent, _ := strings.Cut(host, ".")
		if !subdomains && names[parent] {
			hidden++
		}
	}
	if hidden == 0 {
		t.Error("no name on the list keeps its parent from covering; this shows nothing")
	}
}

func TestPreloadListed(t *testing.T) {
	p := list(t)
	for host, want := range map[string][2]bool{
		"accounts.google.com": {true, true},
		"github.com":          {true, true},
		"github.com.":         {true, true},
		"gist.github.com":     {false, false},
		"dev":                 {true, true},
		"go.dev":              {false, false},
		"":                    {false, false},
		"192.0.2.1":           {false, false},
	} {
		if subdomains, ok := p.Listed(host); subdomains != want[0] || ok != want[1] {
			t.Errorf("Listed(%q) = %v, %v; want %v", host, subdomains, ok, want)
		}
	}
}

// TestPreloadAll asks for every name on the list, and for its neighbours.
func TestPreloadAll(t *testing.T) {
	p, names := list(t), table(t)
	if len(names) < 90_000 {
		t.Fatalf("the table has %d names", len(names))
	}
	check := func(host string) {
		if subdomains, ok := p.Listed(host); ok != has(names, host) || subdomains != names[host] {
			t.Errorf("Listed(%q) = %v, %v", host, subdomains, ok)
		}
		if got, ok := p.Cover(host); got != cover(names, host) || ok != (got != "") {
			t.Errorf("Cover(%q) = %q, %v; want %q", host, got, ok, cover(names, host))
		}
	}
	i := 0
	for name := range names {
		check(name)
		if i++; testing.Short() && i%10 > 0 {
			continue
		}
		check(name + "x")
		check("x" + name)
		check("-" + name)
		check(name[1:])
		check(name[:len(name)-1])
		check("www." + name)
		check(strings.Replace(name, ".", "", 1))
		check(strings.Replace(name, ".", "-", 1))
		_, parent, _ := strings.Cut(name, ".")
		check(parent)
	}
}

// TestPreloadAgainstMap puts hosts together from the labels of the list.
func TestPreloadAgainstMap(t *testing.T) {
	p, names := list(t), table(t)
	var labels []string
	for name := range names {
		labels = append(labels, strings.Split(name, ".")...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		var parts []string
		for range 1 + random.IntN(4) {
			parts = append(parts, labels[random.IntN(len(labels))])
		}
		host := strings.Join(parts, ".")
		if got, _ := p.Cover(host); got != cover(names, host) {
			t.Errorf("Cover(%q) = %q, want %q", host, got, cover(names, host))
		}
	}
}

func has(names map[string]bool, host string) bool { _, ok := names[host]; return ok }

// cover is Preload.Cover on a map.
func cover(names map[string]bool, host string) string {
	for name := host; name != ""; _, name, _ = strings.Cut(name, ".") {
		if has(names, name) {
			if name == host || names[name] {
				return name
			}
			return ""
		}
	}
	return ""
}

func TestPreloaded(t *testing.T) {
	defer func(before Preload) { loaded = before }(loaded)
	loaded = Preload{}
	if name, covered, known := Preloaded("github.com"); name != "" || covered || known {
		t.Errorf("without a list: %q, %v, %v", name, covered, known)
	}
	if err := UsePreload([]byte("no list")); err == nil {
		t.Error("UsePreload took something else")
	}
	data, err := os.ReadFile("preload.bin")
	if err != nil {
		t.Fatal(err)
	}
	if err := UsePreload(data[:1000]); err == nil {
		t.Error("UsePreload took a list that is cut off")
	}
	if _, _, known := Preloaded("github.com"); known {
		t.Error("a list that was refused is in use")
	}
	if err := UsePreload(data); err != nil {
		t.Fatal(err)
	}
	if name, covered, known := Preloaded("gist.github.com"); name != "github.com" || !covered || !known {
		t.Errorf("gist.github.com: %q, %v, %v", name, covered, known)
	}
	if name, covered, known := Preloaded("github.example"); name != "" || covered || !known {
		t.Errorf("github.example: %q, %v, %v", name, covered, known)
	}
}

func FuzzPreload(f *testing.F) {
	p := list(f)
	for _, host := range []string{"github.com", "a.b.dev.", "", "..", "xn--p1ai", "\xff.dev"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		bare := strings.TrimSuffix(host, ".")
		name, ok := p.Cover(host)
		if ok && name != bare && !strings.HasSuffix(bare, "."+name) || ok != (name != "") {
			t.Errorf("%q is covered by %q, %v", host, name, ok)
		}
		if _, listed := p.Listed(host); listed && name != bare {
			t.Errorf("%q is on the list and covered by %q", host, name)
		}
	})
}

// lookups are what pages name: hosts on the list, below it, and neither.
var lookups = []struct{ name, host string }{
	{"listed", "www.gov.uk"},
	{"below", "a.avatars.githubusercontent.com"},
	{"below-tld", "www.example.web.dev"},
	{"missing", "static.cdn.example.com"},
	{"missing-dense", "www.shop.mi-tienda-online.com"},
	{"missing-tld", "www.a.example.invalid"},
	{"address", "192.168.100.100"},
}

func BenchmarkCover(b *testing.B) {
	p := list(b)
	for _, l := range lookups {
		b.Run(l.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Cover(l.host)
			}
		})
	}
}

// BenchmarkCoverEach asks for the whole list, which no cache of the machine holds.
func BenchmarkCoverEach(b *testing.B) {
	p := list(b)
	var hosts []string
	for name := range table(b) {
		hosts = append(hosts, "a.b."+name)
	}
	for i := 0; b.Loop(); i++ {
		p.Cover(hosts[i%len(hosts)])
	}
}

func BenchmarkOpenPreload(b *testing.B) {
	data, err := os.ReadFile("preload.bin")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := OpenPreload(data); err != nil {
			b.Fatal(err)
		}
	}
}
