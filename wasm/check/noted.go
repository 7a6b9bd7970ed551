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
	for _, k := range known {
		if name := site.Name(k.Host); name != "" {
			n[name] = append(n[name], k.HSTS)
		}
	}
	for _, list := range n {
		slices.SortStableFunc(list, func(a, b fact.Policy) int { return cmp.Compare(a.At, b.At) })
	}
	return n
}

// policies are the visit's.
func (s *Subject) policies() noted {
	if s.noted == nil {
		s.noted = byHost(s.Policies)
	}
	return s.noted
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
