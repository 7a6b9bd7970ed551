package check

import (
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// Bounds on what one visit tells of roots.
const (
	maxRoots     = 20
	maxRootSites = 100
)

// chains gives the visit's connections whose certificates check out and end in a root
// that was told, but for those to local hosts: a certificate there is one's own.
func (s *Subject) chains() func(yield func(fact.Connection) bool) {
	return func(yield func(fact.Connection) bool) {
		if s.Restored {
			return
		}
		for _, c := range s.Connections {
			if c.Fault == "" && (c.BuiltIn || c.Root != "") && !site.Local(c.Host) && !yield(c) {
				return
			}
		}
	}
}

// Roots are those that the visit's certificate chains ended in and that did not come
// with the browser, with the sites they vouched for. Package network gathers those of
// an epoch.
func (s *Subject) Roots() []fact.Root {
	var list []fact.Root
	for c := range s.chains() {
		if c.BuiltIn {
			continue
		}
		i := slices.IndexFunc(list, func(r fact.Root) bool { return r.Key == c.Root })
		if i < 0 {
			if len(list) == maxRoots {
				continue
			}
			i = len(list)
			list = append(list, fact.Root{Key: c.Root, Name: cut(c.RootName, maxAddress), Epochs: []string{s.Network.Epoch}})
		}
		r := &list[i]
		r.Sites = withSite(r.Sites, c.Host)
		if s.Network.Trust == fact.Trusted {
			r.Trusted = max(r.Trusted, c.At, s.At())
		}
	}
	return list
}

// BuiltInSites are the sites whose chains ended in a root that came with the browser,
// sorted. Package network gathers those of an epoch.
func (s *Subject) BuiltInSites() (sites []string) {
	for c := range s.chains() {
		if c.BuiltIn {
			sites = withSite(sites, c.Host)
		}
	}
	return sites
}

// withSite is a sorted list of sites with that of a host.
func withSite(sites []string, host string) []string {
	name := siteOf(host)
	i, ok := slices.BinarySearch(sites, name)
	if ok || len(sites) >= maxRootSites {
		return sites
	}
	return slices.Insert(slices.Clone(sites), i, name)
}

// rootMet reports whether a root was met before this network epoch, or on a network
// that is trusted while this one is not: then it is this computer's own.
func (s *Subject) rootMet(key string) bool {
	return slices.ContainsFunc(s.Epoch.Roots, func(r fact.Root) bool {
		return r.Key == key && (r.Trusted > 0 && s.Network.Trust != fact.Trusted ||
			slices.ContainsFunc(r.Epochs, func(epoch string) bool { return epoch != s.Network.Epoch }))
	})
}

// inspected are the sites of this epoch whose chains end in a root, if these are all
// sites and enough of them: then whoever has that root reads everything.
func (s *Subject) inspected(key string) []string {
	const enough = 3
	if len(s.Epoch.Sites) > 0 || len(s.BuiltInSites()) > 0 {
		return nil
	}
	var sites []string
	for _, list := range [][]fact.Root{s.Epoch.Roots, s.Roots()} {
		for _, r := range list {
			for _, name := range r.Sites {
				if r.Key == key {
					sites = withSite(sites, name)
				}
			}
		}
	}
	if len(sites) < enough {
		return nil
	}
	return sites
}

var rootKnown = say.New("root_met", "Your browser met that root certificate before.")

// rootName is what people call a root: the common name in its subject, or all of that;
// empty where it has none.
func rootName(c fact.Connection) string {
	name := c.RootName
	for part := range strings.SplitSeq(c.RootName, ",") {
		if key, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok && strings.EqualFold(key, "cn") && value != "" {
			name = value
		}
	}
	return clip(strings.Trim(name, `"`))
}
