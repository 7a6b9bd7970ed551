// Package cookie reads what a Set-Cookie response header field says about a cookie,
// as browsers read it (RFC 6265bis, draft-ietf-httpbis-rfc6265bis-22). The cookie's
// value is a secret and is never there.
package cookie

import (
	"strconv"
	"strings"

	"midwatch/wasm/fact"
)

const (
	maxName  = 4096 // bytes; section 5.6 step 5
	maxValue = 1024 // bytes of an attribute's; section 5.6
)

// Cookie is what a field says about a cookie.
type Cookie struct {
	Name   string // empty for one that is all value
	Secure bool   // never sent over plain HTTP
	// Domain is the host under which the cookie is sent everywhere, in lower case
	// and without a leading dot. It is empty where the cookie goes back to its own
	// host only.
	Domain string
	Path   string // empty for the default
	// SameSite is none, lax or strict; empty if the field says none of those.
	SameSite string

	maxAge, expires fact.Time // milliseconds; from now, and since 1970
	hasMaxAge       bool
	hasExpires      bool
}

// Parse reads a field (section 5.6). It reports false for one that browsers ignore
// as a whole. Attributes are known in any case, and the last of a name counts; one
// that cannot be read is as if it were not there.
func Parse(field string) (c Cookie, ok bool) {
	for i := 0; i < len(field); i++ {
		if b := field[i]; b < ' ' && b != '\t' || b == 0x7f {
			return Cookie{}, false
		}
	}
	pair, rest, more := strings.Cut(field, ";")
	if name, _, named := strings.Cut(pair, "="); named {
		c.Name = trim(name)
	}
	if len(c.Name) > maxName {
		return Cookie{}, false
	}
	for more {
		var attribute string
		attribute, rest, more = strings.Cut(rest, ";")
		name, value, _ := strings.Cut(attribute, "=")
		if value = trim(value); len(value) <= maxValue {
			c.set(strings.ToLower(trim(name)), value)
		}
	}
	return c, true
}

func (c *Cookie) set(name, value string) {
	switch name {
	case "secure":
		c.Secure = true
	case "domain":
		c.Domain = strings.ToLower(strings.TrimPrefix(value, "."))
	case "path":
		c.Path = ""
		if strings.HasPrefix(value, "/") {
			c.Path = value
		}
	case "samesite":
		c.SameSite = ""
		if value = strings.ToLower(value); value == "none" || value == "lax" || value == "strict" {
			c.SameSite = value
		}
	case "max-age":
		if seconds, ok := number(value); ok {
			c.maxAge, c.hasMaxAge = seconds*1000, true
		}
	case "expires":
		if t, ok := Date(value); ok {
			c.expires, c.hasExpires = t, true
		}
	}
}

// Deletes reports whether the field, received at that time, only takes away a
// cookie that was there before. Max-Age goes before Expires (section 5.7 step 3).
func (c Cookie) Deletes(at fact.Time) bool {
	switch {
	case c.hasMaxAge:
		return c.maxAge <= 0
	case c.hasExpires:
		return c.expires <= at
	}
	return false
}

// Refused reports whether browsers take no such cookie because it is not Secure:
// its name promises that it is (section 5.7 steps 20 to 22, in any case), or it is
// to be sent along from other sites (step 19). Seen with Chromium 156 and Firefox
// 153.
func (c Cookie) Refused() bool {
	if c.Secure {
		return false
	}
	name := strings.ToLower(c.Name[:min(len(c.Name), len("__secure-"))])
	return c.SameSite == "none" || name == "__secure-" || strings.HasPrefix(name, "__host-") || strings.HasPrefix(name, "__http-")
}

// number reads a Max-Age (section 5.6.2): digits, perhaps after a minus sign.
func number(s string) (fact.Time, bool) {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err == nil:
		return fact.Time(n), true
	case s[0] == '-':
		return -1, true
	}
	return 1 << 53, true // too large is still a number
}

func trim(s string) string { return strings.Trim(s, " \t") }
