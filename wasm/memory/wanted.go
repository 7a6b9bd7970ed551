package memory

import (
	"maps"
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// maxWanted bounds the hosts whose memory is asked for of one visit.
const maxWanted = 1000

// Wanted are the hosts whose memory bears on a visit and did not come with it,
// sorted: those of its hops with the domains above them, those that the hosts of its
// documents in clear may be disguises of, and those that its documents name or lead to in clear.
// Not all of them have been seen before.
func Wanted(s *check.Subject) []string {
	w := wanted{given: make(map[string]bool, len(s.Known)), set: map[string]bool{}}
	for i := range s.Known {
		w.given[site.Name(s.Known[i].Host)] = true
	}
	for i := range s.Chain {
		w.add(s.Chain[i].URL.Host)
	}
	for i := range s.Loads {
		for j := range s.Loads[i].Hops {
			w.add(s.Loads[i].Hops[j].URL.Host)
		}
	}
	for i := range s.Chain {
		if check.InClear(s.Chain, i) {
			// What is said of those goes by their own memory and their parents'.
			for _, d := range s.Disguises(site.Name(s.Chain[i].URL.Host)) {
				w.add(d.Of)
			}
		}
	}
	for _, p := range s.Pages {
		for _, l := range p.Links {
			w.addURL(l.URL)
		}
		for _, r := range p.Refs {
			w.addURL(r.URL)
		}
		for _, f := range p.Forms {
			w.addURL(f.Action)
		}
	}
	return slices.Sorted(maps.Keys(w.set))
}

type wanted struct{ given, set map[string]bool }

func (w wanted) addURL(address string) {
	if u, err := weburl.Parse(address); err == nil {
		w.add(u.Host)
	}
}

func (w wanted) add(host string) {
	name := site.Name(host)
	if name == "" || len(name) > maxHost || w.set[name] {
		return
	}
	w.one(name)
	for _, parent := range site.Parents(name) {
		w.one(parent)
	}
}

func (w wanted) one(name string) {
	if !w.given[name] && len(w.set) < maxWanted {
		w.set[name] = true
	}
}
