package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
)

// preloaded tells the name on the HSTS preload list that covers host, if any.
// known is false where the list is not there: then nothing can be said of any
// host, which the report tells.
func (s *Subject) preloaded(host string) (name string, covered, known bool) {
	name, covered, known = hsts.Preloaded(host)
	if !known {
		s.unlisted, s.NeedsPreload = true, true
	}
	return name, covered, known
}

// covered reports whether browsers reach host over HTTPS only, by a policy that
// was noted or by the preload list. Where that list is not there, every host may
// be on it.
func (s *Subject) covered(host string, at fact.Time) bool {
	if _, ok := hsts.Cover(host, at, s.Policies); ok {
		return true
	}
	_, covered, known := s.preloaded(host)
	return covered || !known
}

// coveredAll is covered of host and of all its subdomains.
func (s *Subject) coveredAll(host string, at fact.Time) bool {
	if _, ok := hsts.CoverAll(host, at, s.Policies); ok {
		return true
	}
	_, covered, known := s.preloaded("*." + host) // no host has such a label
	return covered || !known
}

// sameSite reports whether two hosts have the same registrable domain.
func sameSite(a, b string) bool { return site.SameSite(site.Name(a), site.Name(b)) }

// registrable is the registrable domain of a host, empty where it has none.
func registrable(host string) string { return site.RegistrableDomain(site.Name(host)) }

// publicSuffix reports whether anyone may register names below host.
func publicSuffix(host string) bool { return site.PublicSuffix(host) == host }

// preloadDate is the day of the preload list.
func preloadDate() string { return hsts.PreloadDate() }
