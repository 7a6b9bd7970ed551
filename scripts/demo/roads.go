package main

import (
	"fmt"
	"net"
	"net/url"
)

// roads are all the ways from browsers to the honest servers, each made when it
// is first taken. A year passes on the last one, and nobody stands there.
func (c *cafe) roads(u *upstream, clean road) map[string]func(url.Values) (road, error) {
	alone := func(r func() road) func(url.Values) (road, error) {
		return func(url.Values) (road, error) { return r(), nil }
	}
	open := func() { c.front.turn(cleanRoad, nil) }
	all := func(host string) bool { _, ok := c.sites[host]; return ok }
	return map[string]func(url.Values) (road, error){
		cleanRoad:           alone(func() road { return clean }),
		"strip":             alone(func() road { return strip(u) }),
		"rename":            alone(func() road { return rename(u) }),
		"intercept":         alone(func() road { return intercept(u, c.stranger) }),
		"intercept-trusted": alone(func() road { return intercept(u, c.believed["intercept-trusted"]) }),
		"inspect":           alone(func() road { return intercept(u, c.believed["inspect"]) }),
		"fallback":          alone(func() road { return fallback(u, c.believed["fallback"]) }),
		"portal":            alone(func() road { return portal(u, portalRedirects, hotelPage, c.stranger, open) }),
		"portal-511":        alone(func() road { return portal(u, portal511, hotelPage, c.stranger, open) }),
		"portal-dns":        alone(func() road { return portal(u, portalAnswers, hotelPage, c.stranger, open) }),
		"portal-bait":       alone(func() road { return portal(u, portalAnswers, baitPage, c.stranger, open) }),
		"inject":            alone(func() road { return inject(u) }),
		"clock":             alone(func() road { return clocks(u, c.leaf, all) }),
		"clock-one":         alone(func() road { return clocks(u, c.leaf, func(host string) bool { return host == lateHost }) }),
		"private":           alone(func() road { return lying(clean) }),
		"moved":             alone(func() road { return moving(clean) }),
		"later":             alone(func() road { return afterYears(clean) }),
		"outside":           func(how url.Values) (road, error) { return outside(how, clean) },
	}
}

// afterYears is the clean road, to the hosts that have changed.
func afterYears(clean road) road {
	clean.later = true
	return clean
}

// outside is a road on which a program from elsewhere stands: connections go to
// the ports of this computer that plain and secure name, or pass.
func outside(how url.Values, clean road) (road, error) {
	r := clean
	for name, to := range map[string]*way{"plain": &r.plain, "secure": &r.secure} {
		if !how.Has(name) {
			continue
		}
		at := net.JoinHostPort("127.0.0.1", how.Get(name))
		if _, err := net.ResolveTCPAddr("tcp", at); err != nil {
			return road{}, fmt.Errorf("demo: bad port for %s: %w", name, err)
		}
		*to = func(conn net.Conn) { pipe(conn, at) }
	}
	return r, nil
}
