// Package memory decides what is remembered of hosts: what a visit teaches of
// them, and how that joins what was known. Records are only kept elsewhere.
package memory

import (
	"slices"
	"strings"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

// Seen is what a visit alone teaches of its hosts, by host: records to Join with
// those that are kept.
func Seen(s *check.Subject) []fact.Known {
	if s.Restored || s.Source == fact.HTML {
		return nil
	}
	var list []fact.Known
	at := map[string]int{}
	see := func(h check.Hop) {
		if !h.Encrypted || h.Error != "" || h.URL.Scheme != "https" {
			return
		}
		i, ok := at[h.URL.Host]
		if !ok {
			i = len(list)
			at[h.URL.Host] = i
			list = append(list, fact.Known{Host: h.URL.Host})
		}
		k := &list[i]
		k.SeenAt = max(k.SeenAt, h.At)
		k.LastSecure = max(k.LastSecure, h.At)
		// RFC 6797 section 8.1: only the first field counts, and a response
		// without one leaves the policy as it is.
		if len(h.HSTS) > 0 && h.HSTS[0].Valid && !site.IP(h.URL.Host) {
			k.HSTS = h.HSTS[0].Note(h.At)
		}
	}
	for _, h := range s.Chain {
		see(h)
	}
	for _, l := range s.Loads {
		for _, h := range l.Hops {
			if len(h.HSTS) > 0 {
				see(h)
			}
		}
	}
	slices.SortFunc(list, func(a, b fact.Known) int { return strings.Compare(a.Host, b.Host) })
	return list
}

// Join adds what was seen to the records of the same hosts, and gives the
// records of all hosts seen, by host.
func Join(m fact.Memory) []fact.Known {
	known := make(map[string]fact.Known, len(m.Known))
	for _, k := range m.Known {
		known[k.Host] = k
	}
	list := make([]fact.Known, 0, len(m.Seen))
	for _, seen := range m.Seen {
		list = append(list, join(known[seen.Host], seen))
	}
	return list
}

func join(k, seen fact.Known) fact.Known {
	k.Host = seen.Host
	k.SeenAt = max(k.SeenAt, seen.SeenAt)
	k.LastSecure = max(k.LastSecure, seen.LastSecure)
	if seen.HSTS.At >= k.HSTS.At && seen.HSTS.At > 0 {
		k.HSTS = seen.HSTS
	}
	return k
}
