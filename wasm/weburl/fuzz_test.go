package weburl

import (
	"strings"
	"testing"
	"time"
)

// FuzzResolve holds what is true of every input: it is read in linear time, and
// what was read is bounded and is read again from what is written.
func FuzzResolve(f *testing.F) {
	for _, a := range answers(f) {
		base := "https://example.com/a/b?c"
		if len(a.Ask) == 2 {
			base = a.Ask[1]
		}
		f.Add(base, a.Ask[0])
	}
	f.Fuzz(func(t *testing.T, at, ref string) {
		base, _ := Parse(at) // the zero URL where that fails
		settles(t, base)
		u, err := base.Resolve(ref)
		if err != nil {
			if u != (URL{}) {
				t.Fatalf("%q at %q is %#v beside an error", ref, at, u)
			}
		} else {
			settles(t, u)
			settles(t, u.WithoutQuery())
		}
		if ref == "" {
			return
		}
		start := time.Now()
		base.Resolve(strings.Repeat(ref, 1+maxURL/len(ref))[:maxURL])
		if took := time.Since(start); took > time.Second {
			t.Fatalf("%q at %q, repeated, takes %v", ref, at, took)
		}
	})
}

// settles checks that u, where it is not zero, is bounded and is written as it
// is read.
func settles(t *testing.T, u URL) {
	written := u.String()
	if len(written) > maxURL {
		t.Fatalf("%.100q... has %d bytes", written, len(written))
	}
	if u == (URL{}) {
		return
	}
	if again, err := Parse(written); err != nil || again != u {
		t.Fatalf("%q is read again as %#v, %v, not %#v", written, again, err, u)
	}
}
