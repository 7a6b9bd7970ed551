package check

import (
	"slices"

	"midwatch/wasm/finding"
	"midwatch/wasm/site"
)

// Upgrade is the encrypted version of a page that came in clear, and whether what is
// known says that there is one. It has no address where there can be none: for the
// local network, for another port, and where the site's own encrypted answer led
// here.
func (s *Subject) Upgrade() finding.Upgrade {
	n := len(s.Chain) - 1
	if n < 0 || !InClear(s.Chain, n) && !s.Restored || s.Secure || s.URL.Scheme != "http" || s.URL.Port != "" {
		return finding.Upgrade{}
	}
	name := site.Name(s.URL.Host)
	if site.Local(name) || site.IP(name) || leadsDown(s, s.Chain[:n], name) {
		return finding.Upgrade{}
	}
	to := s.URL
	to.Scheme = "https"
	return finding.Upgrade{URL: to.String(), Known: s.answersEncrypted(name)}
}

// answersEncrypted reports whether a host is known to answer over HTTPS: it did within
// a year and has not failed since, or browsers are told to use nothing else. Where the
// browser just tried that in vain, it is not.
func (s *Subject) answersEncrypted(name string) bool {
	tried := func(h Hop) bool {
		return h.URL.Scheme == "https" && hostName(&h) == name && (h.Cause == finding.Fallback || h.Error != "")
	}
	if slices.ContainsFunc(s.Chain, tried) {
		return false
	}
	k, at := s.known(name), s.At()
	if k.FaultAt > k.LastSecure {
		return false
	}
	return k.LastSecure > 0 && at-k.LastSecure <= secureFor || s.remembered(k, name, at) != "" || s.preloaded(name)
}
