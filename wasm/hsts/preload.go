package hsts

import (
	"fmt"
	"strconv"
	"strings"

	"midwatch/wasm/domains"
	"midwatch/wasm/fact"
)

// Subdomains is the tag of a name on the preload list that has includeSubDomains.
const Subdomains = 1

// Preload is the list of hosts that browsers reach over HTTPS only from the first
// visit on, as they ship it. Nothing is on the zero Preload.
type Preload struct{ set *domains.Set }

// OpenPreload reads a list that scripts/preload wrote. It keeps data, which must
// not change any more. It reports an error for anything else.
func OpenPreload(data []byte) (Preload, error) {
	set, err := domains.Open(data)
	if err != nil {
		return Preload{}, fmt.Errorf("hsts: preload list: %w", err)
	}
	return Preload{set}, nil
}

// Cover finds the name on the list that makes browsers reach host over HTTPS only:
// host itself, or a superdomain of it with includeSubDomains. The most specific
// name on the list decides, as in Chromium: one without includeSubDomains keeps
// those above it from covering what is below it. Names are compared as they stand,
// in lower case and ASCII, without regard to one dot at the end of host. An
// address is never on the list.
func (p Preload) Cover(host string) (name string, ok bool) {
	host = strings.TrimSuffix(host, ".")
	name, tag := p.nearest(host)
	if name == "" || name != host && tag&Subdomains == 0 {
		return "", false
	}
	return name, true
}

// Listed reports whether host itself is on the list, and there with
// includeSubDomains.
func (p Preload) Listed(host string) (subdomains, ok bool) {
	host = strings.TrimSuffix(host, ".")
	name, tag := p.nearest(host)
	if name == "" || name != host {
		return false, false
	}
	return tag&Subdomains != 0, true
}

func (p Preload) nearest(host string) (name string, tag byte) {
	for n, t := range p.set.Enclosing(host) {
		name, tag = n, t
	}
	return name, tag
}

// Origin says where the list is from.
func (p Preload) Origin() string { return p.set.About("Origin") }

// Date is the day of the list, as in 2026-11-02.
func (p Preload) Date() string { return p.set.About("Date") }

// loaded is the list in use; its set is nil until there is one. In the browser it
// is a file of its own, so that the core starts without it.
var loaded Preload

// UsePreload makes data the list that Preloaded asks. On an error, which is that
// of OpenPreload, the one before stays. It is not to be called while others judge.
func UsePreload(data []byte) error {
	p, err := OpenPreload(data)
	if err == nil {
		loaded = p
	}
	return err
}

// Preloaded is Cover on the list in use. With known false there is none yet, and
// nothing can be said of any host.
func Preloaded(host string) (name string, covered, known bool) {
	name, covered = loaded.Cover(host)
	return name, covered, loaded.set != nil
}

// PreloadDate is the day of the list in use; zero if there is none.
func PreloadDate() fact.Time {
	var date [3]int
	for i, part := range strings.SplitN(loaded.Date(), "-", len(date)) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return 0
		}
		date[i] = n
	}
	if date[2] == 0 {
		return 0
	}
	return fact.Midnight(date[0], date[1], date[2])
}
