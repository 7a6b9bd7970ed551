package cookie

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"midwatch/wasm/fact"
)

func TestParse(t *testing.T) {
	for field, want := range map[string]Cookie{
		"id=":                                     {Name: "id"},
		"id=; Secure":                             {Name: "id", Secure: true},
		" id =;sEcUrE=no ; PATH=/a":               {Name: "id", Secure: true, Path: "/a"},
		"=; HttpOnly":                             {},
		"":                                        {},
		"id=; Domain=.Example.COM":                {Name: "id", Domain: "example.com"},
		"id=; Domain=a.test; Domain=":             {Name: "id"},
		"id=; Domain=a.test; domain=b.test":       {Name: "id", Domain: "b.test"},
		"id=; Path=/a; Path=b":                    {Name: "id"},
		"id=; SameSite=LAX":                       {Name: "id", SameSite: "lax"},
		"id=; SameSite=None; SameSite=other":      {Name: "id"},
		"id=; Secured; NotSecure; x=Secure":       {Name: "id"},
		"id=; Path=/" + strings.Repeat("a", 1024): {Name: "id"},
		"id=\t;\tSecure\t":                        {Name: "id", Secure: true},
	} {
		if got, ok := Parse(field); got != want || !ok {
			t.Errorf("%q: %+v, want %+v", field, got, want)
		}
	}
	for _, field := range []string{"a\x00=", "a=; Secure\n", "a=; \x7f", strings.Repeat("a", 4097) + "="} {
		if got, ok := Parse(field); ok {
			t.Errorf("%.20q: %+v", field, got)
		}
	}
}

func TestDeletes(t *testing.T) {
	at := fact.Time(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC).UnixMilli())
	for attributes, want := range map[string]bool{
		"":                              false,
		"Max-Age=0":                     true,
		"Max-Age=-1":                    true,
		"Max-Age=-99999999999999999999": true,
		"Max-Age=99999999999999999999":  false,
		"Max-Age=60":                    false,
		"Max-Age=+60; Expires=Thu, 01 Jan 1970 00:00:00 GMT": true, // the first is none
		"Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT":  false,
		"Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT":   true,
		"Max-Age=0; Max-Age=60":                              false,
		"Max-Age=0; Max-Age=x":                               true,
		"Expires=Sun, 01 Mar 2026 12:00:00 GMT":              true,
		"Expires=Sun, 01 Mar 2026 12:00:01 GMT":              false,
		"Expires=Sun, 01-Mar-26 12:00:01 GMT":                false,
		"Expires=Thursday, 01-Jan-70 00:00:00 GMT":           true,
		"Expires=Thu Jan  1 00:00:00 1970":                   true,
		"Expires=0":                                          false, // no date: the cookie lasts as long as the session
		"Expires=-1":                                         false,
		"Expires=Sun, 32 Mar 2025 12:00:00 GMT":              false,
		"Expires=Sun, 01 Mar 1600 12:00:00 GMT":              false,
		"Expires=Sun, 01 Mar 2025 24:00:00 GMT":              false,
	} {
		c, _ := Parse("id=; " + attributes)
		if got := c.Deletes(at); got != want {
			t.Errorf("%q: %v", attributes, got)
		}
	}
}

func TestRefused(t *testing.T) {
	for field, want := range map[string]bool{
		"id=":                        false,
		"__Host-id=; Path=/":         true,
		"__hOST-id=; Secure":         false,
		"__secure-id=":               true,
		"__Http-id=":                 true,
		"__Host-Http-id=":            true,
		"__Hosts=":                   false,
		"__Secur=":                   false,
		"id=; SameSite=None":         true,
		"id=; SameSite=Lax":          false,
		"id=; SameSite=None; Secure": false,
	} {
		if c, _ := Parse(field); c.Refused() != want {
			t.Errorf("%q: %v", field, !want)
		}
	}
}

// FuzzParse compares dates and flags with net/http, as far as that agrees on
// what a cookie is.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"id=; Secure; Path=/; Domain=.a.test", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "=; Max-Age=-1",
		"a=; eXpires=Wed, 31-Dec-69 23:59:59 GMT;SameSite=none", "a;b=c;;=;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := Parse(s)
		if !ok {
			return
		}
		if c.hasMaxAge && c.Deletes(0) != (c.maxAge <= 0) {
			t.Errorf("%q: Expires goes before Max-Age", s)
		}
		if len(c.Name) > maxName || len(c.Domain) > 3*maxValue || len(c.Path) > maxValue {
			t.Errorf("%q: %+v", s, c)
		}
		std, err := http.ParseSetCookie(s)
		if err != nil || !ascii(s) {
			return
		}
		if std.Secure != c.Secure && !strings.Contains(strings.ToLower(s), "secure=") {
			t.Errorf("%q: Secure %v, net/http says %v", s, c.Secure, std.Secure)
		}
		// net/http keeps the last date that it can read, too.
		if !std.Expires.IsZero() && std.Expires.Year() >= 1970 && strings.Count(strings.ToLower(s), "expires") == 1 && std.Expires.UnixMilli() != int64(c.expires) {
			t.Errorf("%q: expires %v, net/http says %v", s, c.expires.RFC3339(), std.Expires)
		}
	})
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7e })
}

// TestDate reads the three forms of RFC 9110 section 5.6.7, all of one moment.
func TestDate(t *testing.T) {
	const want = 784111777000 // the RFC's own example
	for _, s := range []string{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"} {
		if got, ok := Date(s); got != want || !ok {
			t.Errorf("%q: %v", s, got)
		}
	}
	for _, s := range []string{"", "0", "now", "Sun, 06 Nov 1994", "Sun, 31 Foo 1994 08:49:37 GMT", "784111777"} {
		if got, ok := Date(s); ok {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// FuzzDate: every date that net/http reads in a form of RFC 9110 is read alike.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 29 Feb 2100 24:00:60 +0200"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Date(s)
		if ok && !(got >= -11644473600000 && got < 253402300800000) { // from 1601 to 9999
			t.Errorf("%q: %v", s, got)
		}
		want, err := http.ParseTime(s)
		if err != nil || want.Year() < 1970 {
			return
		}
		if !ok || int64(got) != want.Truncate(time.Second).UnixMilli() {
			t.Errorf("%q: %v, net/http says %v", s, got, want)
		}
	})
}
