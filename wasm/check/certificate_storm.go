package check

import (
	"cmp"
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// The attack: a proxy in between answers for every site (mitmproxy or sslsplit behind
// a redirect of port 443, bettercap with arp.spoof), so that all of them fail at once.
//
// Innocent causes look the same. A captive portal before its login answers for every
// site too: Behind lowers while it lasts. A wrong clock makes every certificate fail
// by its dates: those do not count, clock-skew tells of it. An old page asks for parts
// from several hosts that are long gone: a part counts only of a host that had proved
// who it is. A network's own resolver (Pi-hole, a company's filter) answers for hosts
// of advertisements: a part counts only where nothing of the visit came from a host
// that proved who it is, since past a proxy that answers for all nothing does. A login
// page that is not known for one yet shows its own certificate (Subject.arriving). One
// person's servers with one faulty certificate: a site counts once, and not one that
// failed on another network too.
var certificateStorm = Check{
	ID:         "certificate-storm",
	Title:      "Several sites at once could not prove themselves",
	Why:        "Within a minute, three or more sites that have nothing to do with each other could not prove who they are. That hardly happens by chance. Somebody on this network is answering in their place, or the network's login page stands in the way of everything.",
	Advice:     "Do not go past any of the browser's warnings, and do not sign in anywhere. Use another network, such as your phone's. If this network has a login page, open that first.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc9525",
	Sentence:   "Several sites at once could not prove who they are: somebody on this network is answering for them.",
	Levels:     always(finding.Danger),
	Intercepts: true,
	Behind:     finding.Notice,
	Needs:      []fact.Kind{fact.Failures},
	Find: func(s *Subject) []finding.Evidence {
		own := s.CertificateFaults()
		if len(own) == 0 {
			return nil
		}
		storm := stormAround(own, append(slices.Clone(own), newest(s.Epoch.Faults, maxFaults)...))
		var found []finding.Evidence
		for _, f := range storm {
			found = append(found, finding.Evidence{URL: originOf(f.Host), Words: say.Words(stormSite.With()), Strength: finding.Strong})
		}
		return found
	},
}

var stormSite = say.New("certificate_storm_site", "This site could not prove who it is.")

const (
	// stormSpan is within what time failures belong together, in milliseconds.
	stormSpan fact.Time = 60 * 1000
	// stormSites is of how many sites they have to be.
	stormSites = 3
	// maxFaults bounds the hosts told of one visit.
	maxFaults = 100
)

// CertificateFaults are the hosts of the visit that could not prove who they are, in
// order of time, in ways that count for certificate-storm: they are not local, the
// certificate did not just run out, and it is not the site's own fault. Package
// network gathers those of an epoch.
func (s *Subject) CertificateFaults() []fact.Fault {
	var list []fact.Fault
	for _, f := range s.certificateFailures() {
		name := site.Name(f.url.Host)
		if !f.fault.identity() || site.Local(name) || s.Restored {
			continue
		}
		p := s.proof(f.url, f.at)
		if f.fault == faultName && s.arriving(f) {
			continue // a login page's, most likely
		}
		if p == failing || f.outcome != "" && (p != proven || s.vouches()) {
			continue
		}
		list = append(list, fact.Fault{Host: name, At: f.at})
	}
	slices.SortStableFunc(list, compareFaults)
	var once []fact.Fault
	for _, f := range list {
		if len(once) < maxFaults && !slices.ContainsFunc(once, func(g fact.Fault) bool { return g.Host == f.Host }) {
			once = append(once, f)
		}
	}
	return once
}

// vouches reports whether anything of the visit came from a host that proved who it
// is.
func (s *Subject) vouches() bool {
	for h := range s.hops() {
		if s.Vouched(h) && !site.Local(h.URL.Host) {
			return true
		}
	}
	return false
}

func compareFaults(a, b fact.Fault) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Host, b.Host))
}

// stormAround gives the first failure of each site in the largest stretch of time
// that has one of own in it; nothing where they are too few for a storm.
func stormAround(own, all []fact.Fault) []fact.Fault {
	all = slices.DeleteFunc(all, func(f fact.Fault) bool { return site.Local(f.Host) })
	slices.SortStableFunc(all, compareFaults)
	var largest []fact.Fault
	for i := range all {
		var sites []string
		var storm []fact.Fault
		mine := false
		for _, f := range all[i:] {
			if f.At-all[i].At > stormSpan {
				break
			}
			mine = mine || slices.Contains(own, f)
			if name := siteOf(f.Host); !slices.Contains(sites, name) {
				sites, storm = append(sites, name), append(storm, f)
			}
		}
		if mine && len(storm) > len(largest) {
			largest = storm
		}
	}
	if len(largest) < stormSites {
		return nil
	}
	return largest
}

// newest is the end of a list that is in order of time.
func newest[T any](list []T, most int) []T { return list[max(0, len(list)-most):] }
