package check

import (
	"cmp"
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
)

// noted are HSTS policies by host (site.Name), in the order of time.
type noted map[string][]fact.Policy

func byHost(known []fact.Known) noted {
	n := noted{}
	for i := range known {
		n.add(known[i].Host, known[i].HSTS)
	}
	n.sort()
	return n
}

// add adds a policy at the end: sort has to follow.
func (n noted) add(host string, p fact.Policy) {
	if name := site.Name(host); name != "" {
		n[name] = append(n[name], p)
	}
}

func (n noted) sort() {
	for _, list := range n {
		slices.SortStableFunc(list, func(a, b fact.Policy) int { return cmp.Compare(a.At, b.At) })
	}
}

// policies are the visit's: those known before, then those that its answers set
// or took back. Most visits never ask. The first question comes before explain
// takes a socket for encrypted: what such a hop sends sets no policy here.
func (s *Subject) policies() noted {
	if s.noted == nil {
		s.noted = byHost(s.Known)
		for h := range s.hops() {
			s.note(s.noted, h)
		}
		s.noted.sort()
	}
	return s.noted
}

// note adds the policy that browsers note from a hop.
func (s *Subject) note(n noted, h *Hop) {
	if p, ok := s.Policy(h); ok {
		n.add(h.URL.Host, p.Note(h.At))
	}
}

// cover reports whether a policy that had been noted by then covered host at a
// time (RFC 6797 section 8.2): of each name the last one counts. Names are compared
// label by label, without regard to one dot at the end. An address is covered by
// none (section 8.1.1).
func (n noted) cover(host string, at fact.Time) bool {
	return !site.IP(host) && hsts.InForce(n.last(site.Name(host), at), at) || n.coverFromAbove(host, at)
}

// coverFromAbove is cover by a superdomain's policy.
func (n noted) coverFromAbove(host string, at fact.Time) bool {
	for _, parent := range site.Parents(host) {
		if p := n.last(parent, at); p.IncludeSubDomains && hsts.InForce(p, at) {
			return true
		}
	}
	return false
}

// last is the policy of a name that was last noted by a time.
func (n noted) last(name string, at fact.Time) fact.Policy {
	list := n[name]
	i, _ := slices.BinarySearchFunc(list, at, func(p fact.Policy, at fact.Time) int {
		if p.At <= at {
			return -1
		}
		return 1
	})
	if i == 0 {
		return fact.Policy{}
	}
	return list[i-1]
}
