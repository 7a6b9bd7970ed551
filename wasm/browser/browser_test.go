//go:build js

package browser

import (
	"fmt"
	"testing"
)

func TestToASCII(t *testing.T) {
	for host, want := range map[string]string{
		"Bücher.example": "xn--bcher-kva.example",
		"１２７.1":          "127.0.0.1",
		"":               "",
		"ü:80":           "",
		"[ü:80":          "",
		"ü@b.example":    "",
		"ü/b":            "",
		`ü\b`:            "",
		"ü?b":            "",
		"ü#b":            "",
		"\ufffd.example": "",
	} {
		for range 2 { // the second time from memory
			got, err := ToASCII(host)
			if got != want || (err == nil) != (want != "") {
				t.Errorf("%q is %q, %v, want %q", host, got, err, want)
			}
		}
	}
}

func TestKept(t *testing.T) {
	for round := range 3 {
		for i := range 3 * maxKept {
			want := fmt.Sprintf("%d.xn--tda", i)
			if got, err := ToASCII(fmt.Sprintf("%d.ü", i)); got != want || err != nil {
				t.Errorf("round %d: got %q, %v, want %q", round, got, err, want)
			}
		}
		if len(kept) > maxKept {
			t.Fatalf("%d hosts are kept", len(kept))
		}
	}
}
