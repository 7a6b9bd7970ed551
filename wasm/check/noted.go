package check

import (
	"cmp"
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

// noted are HSTS policies by host, in the order of time.
type noted map[string][]fact.Policy

func byHost(known []fact.Known) noted {
	n := noted{}
	for _, k := range known {
		n[k.Host] = append(n[k.Host], k.HSTS)
	}
	for _, list := range n {
		slices.SortStableFunc(list, func(a, b fact.Policy) int { return cmp.Compare(a.At, b.At) })
	}
	return n
}

// cover reports whether a policy that had been noted by then covered host at a
// time (RFC 6797 section 8.2): of each name the last one counts.
func (n noted) cover(host string, at fact.Time) bool {
	if p := n.last(host, at); inForce(p, at) {
		return true
	}
	for _, parent := range site.Parents(host) {
		if p := n.last(parent, at); inForce(p, at) && p.IncludeSubDomains {
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

func inForce(p fact.Policy, at fact.Time) bool { return p.MaxAge > 0 && at <= p.Expires }
