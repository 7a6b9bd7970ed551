//go:build !js

package weburl

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

func TestFromPunycode(t *testing.T) {
	for code, want := range map[string]string{
		"mnchen-3ya": "münchen", "80ak6aa92e": "аррӏе", "": "", "a-": "a", "n3h": "☃", "ls8h": "💩",
		"ihqwcrb4cv8a8dqg056pqjye": "他们为什么不说中文", // RFC 3492 section 7.1
		"-> $1.00 <--":             "-> $1.00 <-",
	} {
		if got, ok := FromPunycode(code); !ok || got != want {
			t.Errorf("%q reads %q", code, got)
		}
	}
	for _, code := range []string{"9", "99999999", "a-ü", "ab-_", strings.Repeat("a", 64), "zzzzzzzzzzzzzzzzzzzzzzzz"} {
		if got, ok := FromPunycode(code); ok {
			t.Errorf("%q reads %q", code, got)
		}
	}
}

// FuzzFromPunycode compares with x/net/idna, where that can tell: the way back is the
// same.
func FuzzFromPunycode(f *testing.F) {
	for _, code := range []string{"mnchen-3ya", "80ak6aa92e", "n3h", "a-", "99999999", "-", "--", "a-b-c3a"} {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		label, ok := FromPunycode(code)
		if !ok || strings.ContainsAny(code, ".ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			return // none that a label of a host has
		}
		if len([]rune(label)) > len(code) {
			t.Fatalf("%q reads %q", code, label)
		}
		theirs, err := idna.Punycode.ToUnicode("xn--" + code)
		if err == nil && theirs != "xn--"+code && theirs != label {
			t.Errorf("%q reads %q, theirs %q", code, label, theirs)
		}
	})
}
