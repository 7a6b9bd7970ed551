package check

import (
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// preloaded reports whether browsers come with a list that says to reach host
// over HTTPS only (https://hstspreload.org).
func (s *Subject) preloaded(host string) bool {
	_, covered, _ := s.listed(host)
	return covered
}

// listed tells the name on that list that covers host, if any. known is false
// where the list is not there: then nothing can be said of any host, which the
// report tells.
func (s *Subject) listed(host string) (name string, covered, known bool) {
	name, covered, known = hsts.Preloaded(host)
	if !known {
		s.unlisted, s.NeedsPreload = true, true
	}
	return name, covered, known
}

// covered reports whether browsers will reach host over HTTPS only after this
// visit: by a policy that was noted, or by the preload list. Where that list is
// not there, every host may be on it.
func (s *Subject) covered(host string) bool {
	if s.policies().cover(host, s.end) {
		return true
	}
	_, covered, known := s.listed(host)
	return covered || !known
}

// coveredAll is covered of host and of all its subdomains.
func (s *Subject) coveredAll(host string) bool {
	return s.covered("*." + host) // no host has such a label: weburl gives none
}

// sameSite reports whether two hosts have the same registrable domain.
func sameSite(a, b string) bool { return site.SameSite(site.Name(a), site.Name(b)) }

// registrable is the registrable domain of a host, empty where it has none.
func registrable(host string) string { return site.RegistrableDomain(site.Name(host)) }

// publicSuffix reports whether anyone may register names below host.
func publicSuffix(host string) bool { return site.PublicSuffix(host) == host }

// siteOf is the registrable domain of a host, or the host itself where it has none:
// hosts that differ in it have nothing to do with each other.
func siteOf(host string) string {
	if name := registrable(host); name != "" {
		return name
	}
	return site.Name(host)
}

// originOf is the encrypted address of a host.
func originOf(host string) string {
	return weburl.URL{Scheme: "https", Host: host, Path: "/"}.String()
}
