package check

import (
	"math"
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// CertificateFault reports whether a hop failed with the browser's code for a
// certificate that does not prove what it should.
func CertificateFault(code string) bool { return certificateFaults[code] != 0 }

// Vouched reports whether it was the host itself that answered a hop, as far as
// can be known: it came over the network and encrypted, and the certificate was
// not one that the browser's user told it to accept. Only from such answers is
// anything learned of a host (RFC 6797 section 8.1: "over a secure transport, with
// no underlying secure transport errors").
//
// Firefox tells of an accepted certificate. Chromium does not: there everything
// counts as accepted that a host sends after its certificate failed, until the
// network changes.
func (s *Subject) Vouched(h *Hop) bool {
	if !h.Encrypted || h.Cached || h.Error != "" || s.Restored {
		return false
	}
	since, faulty := s.faults[site.Name(h.URL.Host)]
	return !faulty || h.At < since
}

// seenFaults gives, by host, from when on its certificate proves nothing.
func (s *Subject) seenFaults() map[string]fact.Time {
	always := fact.Time(math.Inf(-1))
	faults := map[string]fact.Time{}
	for _, k := range s.Known {
		if k.FaultEpoch != "" && k.FaultEpoch == s.Network.Epoch {
			faults[site.Name(k.Host)] = always
		}
	}
	for _, c := range s.Connections {
		if c.Fault == "" {
			delete(faults, site.Name(c.Host))
		}
	}
	for _, c := range s.Connections {
		if c.Fault != "" {
			faults[site.Name(c.Host)] = always
		}
	}
	for h := range s.hops() {
		if h.Error != "" && CertificateFault(h.Error) {
			name := site.Name(h.URL.Host)
			if since, ok := faults[name]; !ok || h.At < since {
				faults[name] = h.At
			}
		}
	}
	return faults
}

// hops gives every hop of the visit: how the document was reached, then its loads.
func (s *Subject) hops() func(yield func(*Hop) bool) {
	return func(yield func(*Hop) bool) {
		for i := range s.Chain {
			if !yield(&s.Chain[i]) {
				return
			}
		}
		for i := range s.Loads {
			for j := range s.Loads[i].Hops {
				if !yield(&s.Loads[i].Hops[j]) {
					return
				}
			}
		}
	}
}

// Policy is the HSTS policy that browsers note from a hop (RFC 6797 section 8.1):
// that of the first header field, if it is valid and the host vouched for, and
// never one of an IP address (section 8.1.1). One with max-age=0 is noted too.
func (s *Subject) Policy(h *Hop) (hsts.Policy, bool) {
	if len(h.HSTS) == 0 || !h.HSTS[0].Valid || site.IP(h.URL.Host) || !s.Vouched(h) {
		return hsts.Policy{}, false
	}
	return h.HSTS[0], true
}

// notePolicies finds what was known before, and the last policy that each host
// sent in this visit.
func (s *Subject) notePolicies() {
	s.before = make(map[string]int, len(s.Known))
	for i := range s.Known {
		s.before[site.Name(s.Known[i].Host)] = i
	}
	s.faults = s.seenFaults()
	s.set, s.renewed = map[string]*Hop{}, map[string]bool{}
	for h := range s.hops() {
		s.end = max(s.end, h.At)
		if p, ok := s.Policy(h); ok {
			name := hostName(h)
			s.renewed[name] = s.renewed[name] || p.MaxAge > 0
			if last := s.set[name]; last == nil || last.At <= h.At {
				s.set[name] = h
			}
		}
	}
}

// known is what was remembered of a host before the visit; the zero Known if
// nothing.
func (s *Subject) known(host string) fact.Known {
	if i, ok := s.before[site.Name(host)]; ok {
		return s.Known[i]
	}
	return fact.Known{}
}

// hostName is a hop's host as memory has it.
func hostName(h *Hop) string { return site.Name(h.URL.Host) }

// Internal reports whether a hop is a redirect that the browser made up itself,
// also where it is not seen yet where that leads.
func (h *Hop) Internal() bool { return h.Cause.Internal() || internalRedirect(h.Hop) }

// Upgrades reports whether the host itself redirected a hop in clear to HTTPS on
// the same host, other ports included.
func (h *Hop) Upgrades() bool {
	if !h.Plain || h.URL.Scheme != "http" || h.Client || h.Internal() {
		return false
	}
	return slices.ContainsFunc(h.targets(), func(t weburl.URL) bool {
		return t.Scheme == "https" && site.Name(t.Host) == hostName(h)
	})
}
