package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

const (
	// portalLasts is how long a captive portal counts as standing in the way, in
	// milliseconds: somebody who only pretends one must not be believed for longer
	// than a login takes.
	portalLasts = 10 * 60_000
	// portalBefore is how long it may have stood there before it was known for one,
	// in milliseconds: browsers look for it some time after they are online.
	portalBefore = 60_000
)

// PortalStands reports whether a captive portal stood in the way at a time.
func PortalStands(p fact.Portal, at fact.Time) bool {
	return p.At > 0 && at >= p.At-portalBefore && at < p.At+portalLasts && (p.Opened == 0 || at < p.Opened)
}

// Portal is the captive portal that the visit itself shows; the zero Portal if it
// shows none. Of one that was known before, it tells when the visit shows it to be
// gone: a document came over an encrypted connection, from another site than the
// portal's, by which some are let through. Where Firefox's own detection tells of
// the portal it tells of its end, too.
func (s *Subject) Portal() fact.Portal {
	if found := s.portals(); len(found) > 0 {
		return found[0].Portal
	}
	known := s.knownPortal()
	if h := s.Final(); known.At > 0 && known.Opened == 0 && s.Source != fact.Firefox && h != nil && h.At > known.At &&
		h.Status == 200 && s.Vouched(h) && !site.Local(h.URL.Host) && known.Host != "" && !sameSite(h.URL.Host, known.Host) {
		known.Opened = h.At
		return known
	}
	return fact.Portal{}
}

// Behind reports whether a captive portal stood in the way when the visit began, by
// what was known of the network or by what the visit shows.
func (s *Subject) Behind() bool {
	if s.asksInKnownName() {
		return false
	}
	if PortalStands(s.knownPortal(), s.At()) {
		return true
	}
	found := s.portals()
	return len(found) > 0 && PortalStands(found[0].Portal, s.At())
}

// asksInKnownName reports whether the document came in clear under the name of a host
// that is known over HTTPS, and asks for a secret: no login page of a network has to.
func (s *Subject) asksInKnownName() bool {
	h := s.Final()
	if h == nil || !InClear(s.Chain, len(s.Chain)-1) || site.Local(h.URL.Host) || s.known(h.URL.Host).LastSecure == 0 && !s.preloaded(h.URL.Host) {
		return false
	}
	for _, p := range s.Pages {
		if len(p.Credentials) > 0 || slices.ContainsFunc(p.Forms, func(f fact.Form) bool { return len(f.Credentials) > 0 }) {
			return true
		}
	}
	return false
}

// knownPortal is the portal of the visit's own network epoch.
func (s *Subject) knownPortal() fact.Portal {
	if s.Epoch.ID != s.Network.Epoch {
		return fact.Portal{}
	}
	return s.Epoch.Portal
}
