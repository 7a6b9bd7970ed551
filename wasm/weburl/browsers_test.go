package weburl

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// An answer is a line of testdata/urls/answers.jsonl: what browsers make of an
// address, nil for a refusal.
type answer struct {
	Ask      []string // the address, and perhaps a base
	Chromium *parts
	Firefox  *parts
}

type parts struct{ Href, Protocol, Hostname, Port, Pathname, Search, Hash string }

// answers reads the table, without its first line, which names the browsers.
func answers(t testing.TB) []answer {
	data, err := os.ReadFile("../../testdata/urls/answers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []answer
	_, data, _ = bytes.Cut(data, []byte("\n"))
	for decoder := json.NewDecoder(bytes.NewReader(data)); decoder.More(); {
		var line struct {
			answer
			Firefox json.RawMessage // only where it differs
		}
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		line.answer.Firefox = line.Chromium
		if line.Firefox != nil {
			line.answer.Firefox = nil
			if err := json.Unmarshal(line.Firefox, &line.answer.Firefox); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, line.answer)
	}
	return all
}

// read reads an address as the browsers were asked to.
func read(ask []string) *parts {
	var base URL
	var err error
	if len(ask) == 2 {
		if base, err = Parse(ask[1]); err != nil {
			return nil
		}
	}
	u, err := base.Resolve(ask[0])
	if err != nil {
		return nil
	}
	host := u.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	// Browsers hide a mark with nothing behind it.
	bare := func(s string) string {
		if len(s) == 1 {
			return ""
		}
		return s
	}
	return &parts{u.String(), u.Scheme + ":", host, u.Port, u.Path, bare(u.Query), bare(u.Fragment)}
}

func alike(a, b *parts) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// lasting are differences from browsers that stay, and why.
var lasting = map[string]string{
	"data:x?é'\"": "Chromium takes the query of a data: URL for a special one's, Firefox encodes nothing; this is the standard's",
}

func TestBrowsers(t *testing.T) {
	excused := excusedHosts(t)
	for input := range lasting {
		excused[input] = true
	}
	for _, a := range answers(t) {
		got := read(a.Ask)
		agree := alike(got, a.Chromium)
		if !network(got) && !network(a.Chromium) {
			if foreign(a) {
				continue
			}
			agree = agree || alike(got, a.Firefox)
		}
		if excused[a.Ask[0]] {
			delete(excused, a.Ask[0])
			if agree {
				t.Errorf("%q agrees by now", a.Ask)
			}
			continue
		}
		if !agree {
			t.Errorf("%q is %+q, want %+q", a.Ask, got, a.Chromium)
		}
	}
	for input := range excused {
		t.Errorf("%q is excused and not in the table", input)
	}
}

// network reports whether an address has a scheme that browsers have to be
// agreed with to the letter. For others, agreeing with one of them will do.
func network(p *parts) bool {
	if p == nil {
		return false
	}
	switch p.Protocol {
	case "http:", "https:", "ws:", "wss:", "ftp:":
		return true
	}
	return false
}

// foreign reports whether an address has, or is relative to, a scheme of its
// own that is followed by a slash. Such are opaque here and not in browsers.
func foreign(a answer) bool {
	for _, s := range a.Ask {
		scheme, rest, _ := cutScheme(clean(s))
		if _, ok := special(scheme); scheme != "" && !ok && strings.HasPrefix(rest, "/") {
			return true
		}
	}
	return false
}
