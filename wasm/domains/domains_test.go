//go:build !js

package domains

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var small = []Name{
	{"com", 2}, {"example.com", 1}, {"www.example.com", 0}, {"a-b.com", 3}, {"ab.com", 0},
	{"dev", 1}, {"b.a.dev", 0}, {"xn--p1ai", 1}, {"0.example.net", 0}, {strings.Repeat("a.", 126) + "a", 1},
}

func build(t testing.TB, about []Line, names []Name) ([]byte, *Set) {
	t.Helper()
	data, err := Build(about, names)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return data, s
}

func enclosing(s *Set, host string) string {
	var found []string
	for name, tag := range s.Enclosing(host) {
		found = append(found, fmt.Sprintf("%s=%d", name, tag))
	}
	return strings.Join(found, " ")
}

func TestEnclosing(t *testing.T) {
	_, s := build(t, nil, small)
	for host, want := range map[string]string{
		"www.example.com":                     "com=2 example.com=1 www.example.com=0",
		"a.b.www.example.com":                 "com=2 example.com=1 www.example.com=0",
		"xwww.example.com":                    "com=2 example.com=1",
		"wwww.example.com":                    "com=2 example.com=1",
		"ww.example.com":                      "com=2 example.com=1",
		"xexample.com":                        "com=2",
		"a-b.com":                             "com=2 a-b.com=3",
		"b.com":                               "com=2",
		"dev":                                 "dev=1",
		"xdev":                                "",
		"de":                                  "",
		"a.dev":                               "dev=1",
		"c.b.a.dev":                           "dev=1 b.a.dev=0",
		"xn--p1ai":                            "xn--p1ai=1",
		"example.net":                         "",
		"0.example.net":                       "0.example.net=0",
		"":                                    "",
		".":                                   "",
		".com":                                "com=2",
		"com.":                                "",
		"..com":                               "com=2",
		"COM":                                 "",
		"Ü.com":                               "com=2",
		"10.0.0.1":                            "",
		"::1":                                 "",
		"a." + small[9].Name:                  small[9].Name + "=1",
		strings.Repeat("z", 1<<20) + ".a.dev": "dev=1",
	} {
		if got := enclosing(s, host); got != want {
			t.Errorf("Enclosing(%.60q) = %q, want %q", host, got, want)
		}
	}
	for name := range s.Enclosing("www.example.com") {
		if name != "com" {
			t.Errorf("goes on to %s after a break", name)
		}
		break
	}
}

func TestEmpty(t *testing.T) {
	_, s := build(t, nil, nil)
	for _, s := range []*Set{s, {}, nil} {
		if got := enclosing(s, "example.com"); got != "" || s.About("Date") != "" {
			t.Errorf("an empty set has %q", got)
		}
	}
}

func TestAbout(t *testing.T) {
	_, s := build(t, []Line{{"Origin", "Date: here"}, {"Date", "2026-11-02"}}, small)
	for key, want := range map[string]string{"Origin": "Date: here", "Date": "2026-11-02", "Names": ""} {
		if got := s.About(key); got != want {
			t.Errorf("About(%q) = %q, want %q", key, got, want)
		}
	}
}

// TestAgainstMap builds sets of made names, deep and alike, and compares every
// answer with that of a plain map.
func TestAgainstMap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	labels := []string{"a", "b", "aa", "ab", "a-b", "a-", "0", "xn--a", "com", "co", "con", "_dmarc", "shop", "shop1", "online-shop"}
	host := func() string {
		var parts []string
		for range 1 + random.IntN(6) {
			parts = append(parts, labels[random.IntN(len(labels))])
		}
		return strings.Join(parts, ".")
	}
	for _, size := range []int{1, 2, 10, 100, 1000, 20_000} {
		want := map[string]byte{}
		for range size {
			want[host()] = byte(random.IntN(16))
		}
		var names []Name
		for name, tag := range want {
			names = append(names, Name{name, tag})
		}
		data, s := build(t, nil, names)
		slices.SortFunc(names, func(x, y Name) int { return strings.Compare(x.Name, y.Name) })
		if again, _ := Build(nil, names); !bytes.Equal(data, again) {
			t.Error("the same names in another order give other bytes")
		}
		asked := []string{}
		for range 5000 {
			asked = append(asked, host())
		}
		for _, n := range names {
			asked = append(asked, n.Name, "a."+n.Name, "x"+n.Name, n.Name[1:], n.Name+"a")
		}
		for _, host := range asked {
			var found []string
			for i := len(host); i >= 0; i-- {
				if i > 0 && host[i-1] != '.' {
					continue
				}
				if tag, ok := want[host[i:]]; ok {
					found = append(found, fmt.Sprintf("%s=%d", host[i:], tag))
				}
			}
			if got := enclosing(s, host); got != strings.Join(found, " ") {
				t.Fatalf("of %d names Enclosing(%q) = %q, want %q", size, host, got, found)
			}
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for want, names := range map[string][]Name{
		`"a.example" is there twice`: {{"a.example", 0}, {"b.example", 0}, {"a.example", 1}},
		`"" is no domain name`:       {{"", 0}},
		`"a..b" is no domain name`:   {{"a..b", 0}},
		`"a." is no domain name`:     {{"a.", 0}},
		`"A" is no domain name in`:   {{"A", 0}},
		`"ü" is no domain name in`:   {{"ü", 0}},
		`aa" is no domain name`:      {{strings.Repeat("a", 254), 0}},
		`256 tags are too many`:      {{"a", 255}},
	} {
		if _, err := Build(nil, names); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Build(%v): %v, want %s", names, err, want)
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	var long string
	for range maxName {
		long += string("abcdefghijklmnopqrstuvwxyz"[random.IntN(26)])
	}
	if _, err := Build(nil, []Name{{long, 0}}); err == nil || !strings.Contains(err.Error(), long) {
		t.Errorf("Build took a name that needs more than a block: %v", err)
	}
	for _, line := range []Line{{"a", "b\nc"}, {"a:", "b"}, {"a", strings.Repeat("b", maxHeader)}} {
		if _, err := Build([]Line{line}, small); err == nil {
			t.Errorf("Build took the line %.40q", line)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	data, _ := build(t, []Line{{"Origin", "here"}}, small)
	for n := range len(data) {
		if _, err := Open(data[:n]); err == nil && (len(data)-n)%block != 0 {
			t.Errorf("Open took %d of %d bytes", n, len(data))
		}
	}
	if _, err := Open(append(data, 0)); err == nil {
		t.Error("Open took a byte too much")
	}
	if _, err := Open([]byte("#name\tinclude_subdomains\n\n")); err == nil {
		t.Error("Open took a text")
	}
}

func TestAllocations(t *testing.T) {
	_, s := build(t, nil, small)
	for _, host := range []string{"www.example.com", "nothing.example.org"} {
		if n := testing.AllocsPerRun(100, func() {
			for range s.Enclosing(host) {
			}
		}); n != 0 {
			t.Errorf("looking up %s allocates %v times", host, n)
		}
	}
}

// TestDamaged overwrites bytes of a large set: lookups may give wrong names, but
// only such as the host lies in, and they end.
func TestDamaged(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var names []Name
	for i := range 3000 {
		names = append(names, Name{fmt.Sprintf("a%d.b%d.com", i, random.IntN(9)), byte(i % 3)})
	}
	good, _ := build(t, nil, append(names, small[:9]...))
	refused := 0
	for range 5000 {
		data := bytes.Clone(good)
		for range 1 + random.IntN(20) {
			data[random.IntN(len(data))] = byte(random.IntN(256))
		}
		for range random.IntN(10) { // the codes stand in front
			data[random.IntN(2000)] = byte(random.IntN(256))
		}
		s, err := Open(data)
		if err != nil {
			refused++
			continue
		}
		for range 20 {
			host := names[random.IntN(len(names))].Name
			for name := range s.Enclosing(host) {
				if name != host && !strings.HasSuffix(host, "."+name) {
					t.Errorf("%q lies in %q", host, name)
				}
			}
		}
	}
	if refused == 0 || refused == 5000 {
		t.Errorf("%d of 5000 damaged sets were refused", refused)
	}
}

// FuzzOpen damages a set. Open refuses it or lookups end with names that the host
// lies in.
func FuzzOpen(f *testing.F) {
	good, err := Build([]Line{{"Origin", "here"}}, small)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, "www.example.com")
	f.Add(bytes.ReplaceAll(good, []byte{0}, []byte{0xff}), "a.b.c.d.e")
	f.Add(append(bytes.Clone(good), make([]byte, 3*block)...), "a.dev")
	f.Add(append(bytes.Clone(good), bytes.Repeat([]byte{0xff}, 3*block)...), "")
	f.Fuzz(func(t *testing.T, data []byte, host string) {
		s, err := Open(data)
		if err != nil {
			return
		}
		s.About("Origin")
		found := 0
		for name := range s.Enclosing(host) {
			if name != host && !strings.HasSuffix(host, "."+name) {
				t.Errorf("%q lies in %q", host, name)
			}
			if found++; found > 8*block {
				t.Fatal("more names than a block has bits")
			}
		}
	})
}

// FuzzBuild compares a set of any names with a map.
func FuzzBuild(f *testing.F) {
	f.Add("com example.com dev", "www.example.com")
	f.Fuzz(func(t *testing.T, list, host string) {
		want := map[string]byte{}
		var names []Name
		for i, name := range strings.Fields(list) {
			want[name] = byte(i % 7)
			names = append(names, Name{name, byte(i % 7)})
		}
		data, err := Build(nil, names)
		if err != nil {
			return
		}
		s, err := Open(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range append(strings.Fields(list), host) {
			got := map[string]byte{}
			for name, tag := range s.Enclosing(host) {
				got[name] = tag
			}
			for name, tag := range want {
				found, ok := got[name]
				if in := name == host || strings.HasSuffix(host, "."+name); ok != in || in && found != tag {
					t.Errorf("of %q %q gives %v", list, host, got)
				}
			}
		}
	})
}
