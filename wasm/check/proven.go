package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// provenFor is for how long it counts that a host proved who it is: about two lives
// of a certificate. A host of which nothing was seen since may have changed hands.
const provenFor fact.Time = 180 * 24 * 3600 * 1000 // 180 days, in milliseconds

// proof is what memory says of a host whose certificate fails now.
type proof int

const (
	unproven proof = iota // nothing, or too little
	failing               // it failed on another network too, and did not prove who it is since
	proven                // it did prove it, or must by all that is known
)

// proof tells how far a host is known to have a certificate that checks out. Memory
// is by host, so it says nothing of other ports, where other servers may listen.
func (s *Subject) proof(u weburl.URL, at fact.Time) proof {
	if u.Port != "" {
		return unproven
	}
	k := s.known(u.Host)
	switch failed := s.failedElsewhere(k); {
	case failed > 0 && failed >= k.LastSecure:
		return failing
	case k.LastSecure > 0 && at-k.LastSecure <= provenFor, hsts.InForce(k.HSTS, at), s.listedItself(u.Host):
		return proven
	}
	return unproven
}

// failedElsewhere is when a host last could not prove who it is in another network
// epoch; 0 if it never did.
func (s *Subject) failedElsewhere(k fact.Known) fact.Time {
	if k.FaultEpoch == s.Network.Epoch {
		return k.EarlierFaultAt
	}
	return k.FaultAt
}

// listedItself reports whether the HSTS preload list names a host itself, or its
// site where the host is that with www in front: that one would not stay without a
// good certificate. Below other names on the list (.dev, a company's) anything may be.
func (s *Subject) listedItself(host string) bool {
	name, covered, _ := s.listed(host)
	host = site.Name(host)
	return covered && (name == host || "www."+name == host)
}
