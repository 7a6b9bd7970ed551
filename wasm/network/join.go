package network

import (
	"slices"

	"midwatch/wasm/fact"
)

// join adds what a visit noticed to an epoch; both are bounded. Of a visit of
// another epoch only what goes on from one to the next counts.
//
//   - Faults and clocks are the last of each host or site, alarms the first.
//   - Of the visits that say what is said once, the first that was joined goes on
//     saying it.
//   - A portal is met anew only after it was opened.
func join(e, seen fact.Epoch) fact.Epoch {
	if seen.ID == "" || e.ID == "" {
		return e
	}
	if seen.ID != e.ID {
		for i := range seen.Roots {
			seen.Roots[i].Sites = nil
		}
		e.Roots = joinRoots(e.ID, e.Roots, seen.Roots)
		e.Proxies = boundProxies(append(slices.Clone(e.Proxies), earlier(seen)...))
		return e
	}
	e.Faults = boundFaults(append(slices.Clone(e.Faults), seen.Faults...))
	e.Roots = joinRoots(e.ID, e.Roots, seen.Roots)
	e.Sites = hosts(append(slices.Clone(e.Sites), seen.Sites...), maxBuiltIn)
	e.Clocks = boundClocks(append(slices.Clone(e.Clocks), seen.Clocks...))
	e.Used = boundProxies(append(slices.Clone(e.Used), seen.Used...))
	e.Alarms = boundAlarms(append(slices.Clone(e.Alarms), seen.Alarms...))
	e.Said = boundSaid(append(slices.Clone(e.Said), seen.Said...))
	e.Portal = joinPortal(e.Portal, seen.Portal)
	return e
}

func joinRoots(epoch string, known, seen []fact.Root) []fact.Root {
	known = slices.Clone(known)
	for _, r := range seen {
		i := slices.IndexFunc(known, func(k fact.Root) bool { return k.Key == r.Key })
		if i < 0 {
			known = append([]fact.Root{r}, known...)
			continue
		}
		k := &known[i]
		k.Name = max(k.Name, r.Name)
		k.Trusted = max(k.Trusted, r.Trusted)
		k.Sites = hosts(append(slices.Clone(k.Sites), r.Sites...), maxSites)
		for _, id := range r.Epochs {
			switch {
			case slices.Contains(k.Epochs, id):
			case id == epoch:
				k.Epochs = append([]string{id}, k.Epochs...)
			default:
				k.Epochs = append(slices.Clone(k.Epochs), id)
			}
		}
	}
	return boundRoots(known)
}

// joinPortal joins what a visit saw of a portal, or of its end.
func joinPortal(k, seen fact.Portal) fact.Portal {
	switch {
	case seen.At == 0:
		return k
	case k.At == 0, k.Opened > 0 && seen.At > k.Opened:
		return seen
	case k.Host == "":
		k.Host = seen.Host
	}
	if seen.At == k.At && seen.Opened > 0 && (k.Opened == 0 || seen.Opened < k.Opened) {
		k.Opened = seen.Opened
	}
	return k
}
