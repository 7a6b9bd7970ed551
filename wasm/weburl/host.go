package weburl

import (
	"strings"
	"unicode/utf8"
)

// maxIDN bounds a host that is not all ASCII, in bytes of UTF-8: the work on it
// is more than linear. A name in the DNS has at most 253 characters.
const maxIDN = 1 << 10

// ToASCII is the "domain to ASCII" of URL standard section 3.3. It is given
// hosts that are not all ASCII, of valid UTF-8, at most 1 KiB and percent-decoded,
// and answers with the ASCII form or an error for a host that browsers refuse.
// The native body sets it to x/net/idna, the browser's body to the browser's own
// URL parser, which knows best what will be loaded and spares the core the tables
// of Unicode. It is set once, before anything is read; unset, it refuses all.
var ToASCII = func(host string) (string, error) { return "", errBadHost }

// The kinds of byte that a host can be written with.
const (
	upperHost   = 1 << iota // put in lower case
	escapedHost             // percent-encoded; the standard refuses them, Chromium does not
	percentHost             // opens a percent-encoded byte, which is decoded
	beyondHost              // beyond ASCII: a matter for IDNA
	addressHost             // only stands in an IPv6 address
	forbidden               // makes browsers refuse the host
)

var hostKinds = func() (kinds [256]byte) {
	for c := range kinds {
		switch {
		case c < ' ' || c == 0x7f || strings.IndexByte(`#/<>?@\^|`, byte(c)) >= 0:
			kinds[c] = forbidden
		case c >= utf8.RuneSelf:
			kinds[c] = beyondHost
		case c >= 'A' && c <= 'Z':
			kinds[c] = upperHost
		case c == ' ' || c == '*':
			kinds[c] = escapedHost
		case c == '%':
			kinds[c] = percentHost
		case c == '[' || c == ']' || c == ':':
			kinds[c] = addressHost
		}
	}
	return kinds
}()

// kindsOf is the union of the kinds of byte in s.
func kindsOf(s string) (kinds byte) {
	for i := 0; i < len(s); i++ {
		kinds |= hostKinds[s[i]]
	}
	return kinds
}

// parseHost reads the host of a special URL (URL standard section 3.5), which
// is not empty. Where Chromium takes what the standard refuses, so does it:
// better to judge an address that is never loaded than to miss one that is.
func parseHost(s string) (string, error) {
	kinds := kindsOf(s)
	if kinds&percentHost != 0 {
		s = PercentDecoded(s)
		if kinds = kindsOf(s); kinds&(forbidden|percentHost) != 0 {
			return "", errBadHost
		}
	}
	if kinds&beyondHost != 0 {
		if len(s) > maxIDN || !utf8.ValidString(s) {
			return "", errBadHost
		}
		ascii, err := ToASCII(s)
		if err != nil {
			return "", errBadHost
		}
		s = PercentDecoded(ascii)
		kinds = kindsOf(s)
	}
	if kinds&upperHost != 0 {
		s = strings.ToLower(s)
	}
	if kinds&addressHost != 0 {
		if s[0] != '[' || s[len(s)-1] != ']' {
			return "", errBadHost
		}
		return parseIPv6(s[1 : len(s)-1])
	}
	if s == "" || kinds&(forbidden|percentHost|beyondHost) != 0 {
		return "", errBadHost
	}
	if kinds&escapedHost != 0 {
		s = escaped(s)
	}
	if endsInNumber(s) {
		return parseIPv4(s)
	}
	return s, nil
}

// escaped percent-encodes what a host is not written with. Chromium does so
// before it thinks of IDNA, and undoes it afterwards.
func escaped(s string) string {
	if kindsOf(s)&(escapedHost|forbidden) == 0 {
		return s
	}
	out := make([]byte, 0, len(s)+len(s)/2)
	for i := 0; i < len(s); i++ {
		if hostKinds[s[i]]&(escapedHost|forbidden) != 0 {
			out = append(out, '%', hex[s[i]>>4], hex[s[i]&15])
		} else {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// PercentDecoded is s with its percent-encoded bytes decoded (URL standard
// section 1.3). What is no such byte stays as it is.
func PercentDecoded(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, ok1 := digit(s[i+1], 16)
			low, ok2 := digit(s[i+2], 16)
			if ok1 && ok2 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
