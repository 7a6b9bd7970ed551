// Package site answers questions about host names and addresses.
package site

import "strings"

// IP reports whether host, as weburl gives it, is an IP address: browsers keep
// no HSTS policy for one (RFC 6797 section 8.1.1).
func IP(host string) bool {
	if strings.Contains(host, ":") {
		return true
	}
	_, ok := ipv4(host)
	return ok
}

// Local reports whether host can only be on the machine's own network: a
// private or link-local address (IANA special-purpose registries, RFC 1918,
// RFC 3927, RFC 4193), a name with a single label, or one below .local
// (RFC 6762), .internal or .home.arpa (RFC 8375). No public authority issues a
// certificate for such a host, so a router's own one never checks out.
func Local(host string) bool {
	switch Class(host) {
	case PrivateAddress, UniqueLocalAddress, LinkLocalAddress, LoopbackAddress:
		return true
	case "":
	default:
		return false
	}
	host = Name(host)
	if !strings.Contains(host, ".") {
		return true
	}
	for _, suffix := range []string{".localhost", ".local", ".internal", ".home.arpa"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// Name is host without the dot that may end a fully qualified name: with it and
// without it is one host, for HSTS (RFC 6797 section 8.2 compares labels) and for
// memory.
func Name(host string) string { return strings.TrimSuffix(host, ".") }

// Parents lists the superdomains of host, nearest first: a.b.example gives
// b.example and example. They are Names. An address has none.
func Parents(host string) []string {
	host = Name(host)
	if IP(host) {
		return nil
	}
	var list []string
	for {
		_, parent, ok := strings.Cut(host, ".")
		if !ok || parent == "" {
			return list
		}
		list = append(list, parent)
		host = parent
	}
}

// ipv4 reads an address in the dotted form that the URL standard's host parser
// writes: four decimal numbers.
func ipv4(host string) (a [4]byte, ok bool) {
	part, digits := 0, 0
	n := 0
	for i := 0; i <= len(host); i++ {
		switch {
		case i == len(host) || host[i] == '.':
			if digits == 0 || part > 3 {
				return a, false
			}
			a[part] = byte(n)
			part, digits, n = part+1, 0, 0
		case host[i] >= '0' && host[i] <= '9':
			n = n*10 + int(host[i]-'0')
			if digits++; digits > 3 || n > 255 {
				return a, false
			}
		default:
			return a, false
		}
	}
	return a, part == 4
}
