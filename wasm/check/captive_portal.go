package check

import (
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// The attack: a hotspot of the attacker's own (wifiphisher, bettercap's and
// evilginx's portals) shows a login page that asks for the password of a mailbox,
// and whoever takes it for the house's types it in. The innocent twin is every
// hotel. The two look the same, so that one stands in the way is told by its name
// and no more; what it asks for is insecure-login's and lookalike-host's, which keep
// their levels. In turn, what a portal does to every request (another certificate, a
// private address, an answer over HTTP) is no attack by itself: see Check.Behind.
//
// What tells a portal from a site that leads elsewhere: status 511, Firefox's
// detection, an address that browsers and systems ask to find out (it never leads
// to another site), and a host that used to lead to its own HTTPS address and now
// leads to another site, or into the local network. A shortener does so for some of
// its paths, hence only the host's own page counts; and a site that moved leads to
// one that is known or does it for good (301, 308). A host that is led to a disguise of
// its own is stripped, not held up.
var captivePortal = Check{
	ID:       "captive-portal",
	Title:    "This network wants you to log in first",
	Why:      "This network shows a login page of its own in place of the pages that you ask for (a captive portal). Until you are through it, other pages do not come, and warnings about certificates are most likely its doing. Anyone can put up such a page, also somebody who only wants what you type there.",
	Advice:   "Log in if you know whose network this is. Never type the password of your mail or of another account into such a page, nor a card number if you did not mean to pay.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc8952",
	Sentence: "This network wants you to log in first: type nothing there that is meant for another site.",
	Levels:   always(finding.Notice),
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for _, p := range s.portals() {
			found = append(found, p.Evidence)
		}
		// Firefox knows of a portal, and the page did not come as it should.
		if h := s.last(); len(found) == 0 && h != nil && PortalStands(s.knownPortal(), s.At()) && (!s.Reached || h.Plain) && !site.Local(h.URL.Host) {
			found = append(found, finding.Evidence{URL: h.URL.String(), Words: say.Words(portalInTheWay.With()), Chain: Steps(s.Chain)})
		}
		if other, _ := s.canaryAnswer(); other && len(found) == 0 && s.besideCanary() {
			// No portal by which anything is lowered: its owner may have changed it.
			found = append(found, finding.Evidence{URL: s.canary().URL, Words: say.Words(portalOther.With())})
		}
		return found
	},
}

var (
	portalInTheWay = say.New("captive_portal_in_the_way", "A login page of this network was in the way at that time.")
	portalOther    = say.New("captive_portal_other_page", "Another page came in place of the one that you chose for watching this network. Most likely that is a login page, if its owner has not changed it.")
	portalOrders   = say.New("captive_portal_ordered", "Instead of the page came an order to log in to the network first (status 511).")
	portalLed      = say.New("captive_portal_led", "{host} was asked for without encryption, and the answer led here instead.")
	portalProbe    = say.New("captive_portal_probe", "This address never brings a page, and one came: browsers ask it to find out whether a login page is in the way.")
	portalCanary   = say.New("captive_portal_canary", "The page that you chose for watching this network led here instead.")
)

// portalSeen is one thing that shows a captive portal.
type portalSeen struct {
	fact.Portal
	finding.Evidence
}

// portals are the things in a visit that show a captive portal, in order.
func (s *Subject) portals() (list []portalSeen) {
	if s.Restored {
		return nil
	}
	add := func(host string, at fact.Time, e finding.Evidence) {
		list = append(list, portalSeen{fact.Portal{Host: site.Name(host), At: at}, e})
	}
	for i := range s.Chain {
		h := &s.Chain[i]
		if !h.Plain || site.Local(h.URL.Host) {
			continue
		}
		if h.Status == 511 {
			add(h.URL.Host, h.At, finding.Evidence{URL: h.URL.String(), Chain: Steps(s.Chain),
				Words: say.Words(portalOrders.With())})
			continue
		}
		if t, ok := s.divertedTo(h); ok {
			add(t.Host, h.At, finding.Evidence{URL: t.String(), Chain: Steps(s.Chain),
				Words: say.Words(portalLed.With(say.T(hostName(h))))})
		} else if empty[bareHTTP(h.URL)] && h.Status == 200 {
			add("", h.At, finding.Evidence{URL: h.URL.String(), Chain: Steps(s.Chain),
				Words: say.Words(portalProbe.With())})
		}
	}
	if c := s.canary(); diverted(c) != "" && s.besideCanary() {
		add(diverted(c), c.At, finding.Evidence{URL: c.Final, Words: say.Words(portalCanary.With())})
	}
	return list
}

// besideCanary reports whether what came back for the canary page may tell of a
// portal that stood there at the time of the visit.
func (s *Subject) besideCanary() bool {
	p := fact.Portal{At: s.canary().At}
	if opened := s.knownPortal().Opened; opened > p.At {
		p.Opened = opened
	}
	return PortalStands(p, s.At())
}

// divertedTo tells where a plain request was led instead of to its host.
func (s *Subject) divertedTo(h *Hop) (to weburl.URL, ok bool) {
	if h.Client && h.Status >= 200 && h.Status <= 299 {
		// Some answer with a document that leads on by itself. Only where it leads into
		// the local network is that told from a site that does so.
		k := s.known(h.URL.Host)
		for _, t := range h.targets() {
			if site.Local(t.Host) && (leadsUp(k, h.At) || k.PublicAt > 0) {
				return t, true
			}
		}
		return to, false
	}
	if h.Client || h.Internal() || h.Status < 300 || h.Status > 399 {
		return to, false
	}
	targets := h.targets()
	if len(targets) == 0 || sameSite(targets[0].Host, h.URL.Host) {
		return to, false
	}
	to = targets[0]
	disguise := func(d site.Disguise) bool { return d.Of == hostName(h) }
	if slices.ContainsFunc(site.Disguises(site.Name(to.Host)), disguise) {
		return to, false // lookalike-host's
	}
	if probes[bareHTTP(h.URL)] {
		return to, true
	}
	k := s.known(h.URL.Host)
	switch {
	case site.Local(to.Host) && k.PublicAt > 0:
		return to, true
	case !leadsUp(k, h.At):
		return to, false
	case site.Local(to.Host):
		return to, true
	}
	own := h.URL.Path == "/" || h.URL.Path == ""
	return to, own && h.Status != 301 && h.Status != 308 && s.known(to.Host).FirstSecure == 0
}

// leadsUp reports whether a host led from HTTP to HTTPS on itself not long ago, or
// ordered that. One that did so long before may belong to somebody else by now.
func leadsUp(k fact.Known, at fact.Time) bool {
	return k.UpgradedAt > 0 && at-k.UpgradedAt <= upgradesFor || hsts.InForce(k.HSTS, at)
}

// bareHTTP is the host and path of an address.
func bareHTTP(u weburl.URL) string { return site.Name(u.Host) + u.Path }

// probes are the addresses that browsers and systems ask, over plain HTTP, to find
// out whether a captive portal is in the way; people open them for the same reason.
// None leads to another site by itself.
var probes = map[string]bool{
	"detectportal.firefox.com/":                           true, // Firefox
	"detectportal.firefox.com/canonical.html":             true,
	"detectportal.firefox.com/success.txt":                true,
	"captive.apple.com/":                                  true, // macOS, iOS
	"captive.apple.com/hotspot-detect.html":               true,
	"www.apple.com/library/test/success.html":             true,
	"www.msftconnecttest.com/connecttest.txt":             true, // Windows; /redirect leads on by itself
	"www.msftncsi.com/ncsi.txt":                           true,
	"nmcheck.gnome.org/":                                  true, // GNOME, NetworkManager
	"nmcheck.gnome.org/check_network_status.txt":          true,
	"networkcheck.kde.org/":                               true, // KDE
	"network-test.debian.org/nm":                          true, // Debian
	"connectivity-check.ubuntu.com/":                      true, // Ubuntu
	"fedoraproject.org/static/hotspot.txt":                true, // Fedora
	"ping.archlinux.org/nm-check.txt":                     true, // Arch Linux
	"connectivitycheck.gstatic.com/generate_204":          true, // Android, ChromeOS
	"connectivitycheck.android.com/generate_204":          true,
	"clients3.google.com/generate_204":                    true,
	"www.gstatic.com/generate_204":                        true, // Chromium
	"www.google.com/gen_204":                              true,
	"connectivitycheck.platform.hicloud.com/generate_204": true, // Huawei
}

// empty are those of probes that answer without a page (status 204).
var empty = func() map[string]bool {
	m := map[string]bool{}
	for address := range probes {
		if strings.HasSuffix(address, "_204") {
			m[address] = true
		}
	}
	return m
}()

// last is the last hop of the navigation; nil if there is none.
func (s *Subject) last() *Hop {
	if len(s.Chain) == 0 {
		return nil
	}
	return &s.Chain[len(s.Chain)-1]
}
