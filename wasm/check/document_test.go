package check

import (
	"testing"

	"midwatch/wasm/fact"
)

// within is a visit whose frames lie one in the other, the first in the top
// document; each frame's number is its depth.
func within(top string, addresses ...string) *fact.Visit {
	v := &fact.Visit{Navigation: navigation(top)}
	for i, a := range addresses {
		l := fact.Load{Destination: "sub_frame", Frame: i + 1, Parent: i, Hops: []fact.Hop{{URL: a, Done: true}}}
		v.Loads = append(v.Loads, l)
	}
	return v
}

func navigation(address string) fact.Load {
	return fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: address, Done: true}}}
}

func TestDocumentWithin(t *testing.T) {
	for _, c := range []struct {
		name              string
		visit             *fact.Visit
		secure, restricts bool // of the innermost frame's document
	}{
		{"secure throughout", within("https://a.test/", "https://b.test/", "https://c.test/"), true, true},
		{"one between them in clear", within("https://a.test/", "http://b.test/", "https://c.test/"), false, true},
		{"the top in clear", within("http://a.test/", "https://b.test/", "https://c.test/"), false, true},
		{"all in clear", within("http://a.test/", "http://b.test/", "http://c.test/"), false, false},
		{"this computer's own", within("http://localhost/", "http://127.0.0.1/", "http://[::1]/"), true, false},
		{"an address that cannot be read", within("https://a.test/", "https://b.test/", "https://[/"), true, true},
	} {
		d := Of(c.visit).documentOf(len(c.visit.Loads))
		if d.Secure != c.secure || d.Restricts != c.restricts {
			t.Errorf("%s: secure %v, restricts %v", c.name, d.Secure, d.Restricts)
		}
	}
}

// TestDocumentUnseen: a frame of which nothing was seen is in the top document,
// and without any document nothing is secure.
func TestDocumentUnseen(t *testing.T) {
	if d := Of(within("https://a.test/")).documentOf(7); d.known || !d.Secure || !d.Restricts || d.address.Host != "a.test" {
		t.Errorf("in a secure page: %+v", d)
	}
	if d := Of(within("http://a.test/")).documentOf(7); d.Secure || d.Restricts {
		t.Errorf("in an insecure page: %+v", d)
	}
	for id := range 2 {
		if d := Of(&fact.Visit{}).documentOf(id); d.Secure || d.Restricts {
			t.Errorf("frame %d in no page at all: %+v", id, d)
		}
	}
}

// TestDocumentParent: any load of a frame tells what is around it, also that of
// a document which came without one.
func TestDocumentParent(t *testing.T) {
	v := within("http://localhost/", "http://b.test/")
	v.Loads = append(v.Loads, fact.Load{Destination: "image", Frame: 2, Parent: 1, Hops: []fact.Hop{{URL: "https://c.test/", Done: true}}})
	v.Pages = append(v.Pages, fact.Page{Frame: 2, URL: "about:srcdoc"})
	if d := Of(v).documentOf(2); d.Secure || d.address.Host != "b.test" {
		t.Errorf("%+v", d)
	}
}

// TestDocumentFailed: a frame's document stays what it was when the next one
// does not come.
func TestDocumentFailed(t *testing.T) {
	v := within("https://a.test/", "https://b.test/")
	v.Loads = append(v.Loads, fact.Load{Destination: "sub_frame", Frame: 1, Hops: []fact.Hop{{URL: "http://c.test/", Error: "net::ERR_ABORTED"}}})
	if d := Of(v).documentOf(1); !d.Secure || d.address.Host != "b.test" {
		t.Errorf("%+v", d)
	}
}

// TestDocumentCycles: facts may claim that frames hold each other, or nest
// deeper than any browser lets them.
func TestDocumentCycles(t *testing.T) {
	const frames = 5000 // as many as the shell keeps loads
	rings := map[string]func(i int) int{
		"itself":   func(i int) int { return i },
		"a ring":   func(i int) int { return i%frames + 1 },
		"a chain":  func(i int) int { return i - 1 },
		"negative": func(i int) int { return -i },
	}
	for name, parent := range rings {
		v := &fact.Visit{Navigation: navigation("http://a.test/")}
		for i := 1; i <= frames; i++ {
			v.Loads = append(v.Loads, fact.Load{Destination: "sub_frame", Frame: i, Parent: parent(i), Hops: []fact.Hop{{URL: "https://b.test/", Done: true}}})
		}
		s := Of(v)
		for i := 1; i <= frames; i++ {
			if d := s.documentOf(i); d.Secure {
				t.Fatalf("%s: frame %d is secure within an insecure page", name, i)
			}
		}
	}
}

// TestAsker: where it is not certain which document made a load, it is judged
// by the one that the browser names.
func TestAsker(t *testing.T) {
	https := within("https://a.test/", "https://b.test/")
	for _, c := range []struct {
		name              string
		visit             *fact.Visit
		load              fact.Load
		secure, restricts bool
	}{
		{"the top document, by itself", https, fact.Load{}, true, true},
		{"a page before this one", https, fact.Load{Initiator: "http://old.test"}, false, true},
		{"a frame that was seen", https, fact.Load{Frame: 1, Initiator: "http://old.test"}, true, true},
		{"a frame that was not", https, fact.Load{Frame: 7, Initiator: "http://c.test"}, false, true},
		{"an opaque one", https, fact.Load{Frame: 7, Initiator: "null"}, true, true},
		{"a frame's document, asked for by another frame", https, fact.Load{Frame: 7, Destination: "sub_frame", Initiator: "http://c.test"}, false, true},
		{"a frame's document, within one that was seen", https, fact.Load{Frame: 7, Parent: 1, Destination: "sub_frame"}, true, true},
		{"the like on this computer", within("http://localhost/"), fact.Load{Frame: 7, Initiator: "https://c.test"}, true, true},
	} {
		d := Of(c.visit).asker(Load{Load: &c.load})
		if d.Secure != c.secure || d.Restricts != c.restricts {
			t.Errorf("%s: secure %v, restricts %v", c.name, d.Secure, d.Restricts)
		}
	}
}
