package check

import (
	"maps"
	"math"
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
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

// note finds the policies in force: what was known before, and in its place what
// this visit's own responses set. The last of a host counts, and may be that there
// is none any more.
func (s *Subject) note() {
	s.faults = s.seenFaults()
	s.noted, s.renewed = map[string]*Hop{}, map[string]bool{}
	at := make(map[string]int, len(s.Known))
	for i, k := range s.Known {
		at[site.Name(k.Host)] = i
	}
	s.before = maps.Clone(at)
	s.Policies = slices.Clone(s.Known)
	for h := range s.hops() {
		p, ok := s.Policy(h)
		if !ok {
			continue
		}
		name := site.Name(h.URL.Host)
		s.renewed[name] = s.renewed[name] || p.MaxAge > 0
		if before, ok := s.noted[name]; ok && before.At > h.At {
			continue
		}
		s.noted[name] = h
		record := fact.Known{Host: name, HSTS: p.Note(h.At)}
		if i, ok := at[name]; ok {
			s.Policies[i] = record
		} else {
			at[name] = len(s.Policies)
			s.Policies = append(s.Policies, record)
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
