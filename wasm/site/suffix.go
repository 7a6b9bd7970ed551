package site

import (
	_ "embed"
	"strings"
	"sync"

	"midwatch/wasm/domains"
)

// The Public Suffix List, of which suffixes.bin holds each name with tags; *.name
// is a rule of name.
const (
	Suffix    = 1 << iota // the name is a public suffix
	Wildcard              // so is each name directly below it
	Exception             // but not this one, though it is below a wildcard
	Private               // the rules are of the list's private section
)

//go:embed suffixes.bin
var suffixes []byte

// rules is opened when first asked for: most starts of the core do without.
var rules = sync.OnceValue(func() *domains.Set {
	set, err := domains.Open(suffixes)
	if err != nil {
		return nil // every top-level domain is a public suffix then; a test opens it
	}
	return set
})

// PublicSuffix gives the part of host below which anyone may register names, as
// com, co.uk or github.io, by the Public Suffix List with its private section
// (publicsuffix.org). A top-level domain that the list does not name is one. A dot
// at the end of host stays, as the URL standard has it. It is empty for an address.
func PublicSuffix(host string) string {
	name, _ := publicSuffix(host)
	return name
}

// publicSuffix also tells whether the rule is of the private section.
func publicSuffix(host string) (name string, private bool) {
	if IP(host) {
		return "", false
	}
	bare := strings.TrimSuffix(host, ".")
	length := len(bare) - 1 - strings.LastIndexByte(bare, '.')
	for name, tag := range rules().Enclosing(bare) {
		switch {
		case tag&Exception != 0:
			length = len(name) - 1 - strings.IndexByte(name, '.')
		case tag&Wildcard != 0 && len(name) < len(bare):
			length = len(bare) - 1 - strings.LastIndexByte(bare[:len(bare)-len(name)-1], '.')
		case tag&Suffix != 0:
			length = len(name)
		default:
			continue
		}
		private = tag&Private != 0
	}
	return host[len(bare)-length:], private
}

// RegistrableDomain gives the part of host that somebody registered: its public
// suffix and one label more. It is empty if host is an address, a public suffix or
// a single label.
func RegistrableDomain(host string) string {
	suffix := PublicSuffix(host)
	if suffix == "" || len(suffix) == len(host) {
		return ""
	}
	above := host[:len(host)-len(suffix)-1]
	start := strings.LastIndexByte(above, '.') + 1
	if start == len(above) {
		return "" // an empty label
	}
	return host[start:]
}

// Delegated reports whether the last label of a name is a top-level domain of the
// Internet's: the Public Suffix List names them all. Others are a network's own, or
// nobody's.
func Delegated(name string) bool {
	set := rules()
	if set == nil {
		return true
	}
	for range set.Enclosing(name[strings.LastIndexByte(name, '.')+1:]) {
		return true
	}
	return false
}

// SameSite reports whether two hosts are the same or have the same registrable
// domain (HTML standard, "same site", without the scheme). No host is the same
// site as none.
func SameSite(a, b string) bool {
	if a == b {
		return a != ""
	}
	domain := RegistrableDomain(a)
	return domain != "" && domain == RegistrableDomain(b)
}
