package life

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"midwatch/wasm/fact"
)

// place is something that a person goes to.
type place struct {
	kind   string
	host   string   // whose page it is, at least at first
	starts []string // addresses that lead there
	weight float64
	only   string // the network on which it can be reached; empty: everywhere
}

// web is every host that there is, and the places among them.
type web struct {
	names
	random  *rand.Rand
	servers map[string]*server
	places  []place
	files   []place  // downloads
	shared  []string // parts that many pages ask for
	ads     []string // hosts of such parts that blockers know
	big     []string // hosts that everybody links to
}

// gaveUp is when those sites gave HTTPS up that did: most of a year ago.
const gaveUp = began - 240*day

const (
	strict = "max-age=63072000; includeSubDomains"
	brief  = "max-age=86400"
)

func (w *web) serve(s *server) *server {
	s.authority = int(digest(s.host) % 97)
	w.servers[s.host] = s
	return s
}

// newWeb makes 500 sites of all ordinary kinds, in shares like the real web's.
func newWeb(random *rand.Rand) *web {
	w := &web{names: names{random, map[string]bool{}}, random: random, servers: map[string]*server{}}
	for i := range 30 {
		host := fmt.Sprintf("cdn%d.%s", i, w.any())
		w.serve(&server{host: host, cdn: true, manners: []manners{{https: true, plain: serves, policy: pick(random, "", strict, brief)}}})
		w.shared = append(w.shared, host)
		if i%4 == 0 {
			w.ads = append(w.ads, host)
		}
	}
	kinds := []struct {
		name  string
		count int
		build func() place
	}{
		{"strict", 130, w.strictSite},
		{"redirecting", 105, w.redirectingSite},
		{"preloaded", 30, w.preloadedSite},
		{"www", 50, w.wwwSite},
		{"both", 28, w.bothSite},
		{"leads by script", 6, w.leadingSite},
		{"plain", 14, w.plainSite},
		{"dropped HTTPS", 10, w.droppedSite},
		{"moved", 12, w.movedSite},
		{"parked", 6, w.parkedSite},
		{"late HTTPS", 8, w.lateSite},
		{"many machines", 20, w.manyMachines},
		{"expired certificate", 8, w.expiredSite},
		{"never a good certificate", 4, w.badSite},
		{"some pages only", 10, w.intermittentSite},
		{"policy removed", 6, w.removedSite},
		{"dead HTTPS", 8, w.deadSite},
		{"wrong clock", 1, w.wrongClock},
		{"old copies", 6, w.staleSite},
		{"names like others", 12, w.likeNames},
		{"IDN", 8, w.idnSite},
		{"old pages", 10, w.oldSite},
		{"sockets", 4, w.socketSite},
		{"half HTTPS", 4, w.halfSite},
	}
	for _, k := range kinds {
		for range k.count {
			p := k.build()
			p.kind = k.name
			w.places = append(w.places, p)
		}
	}
	random.Shuffle(len(w.places), func(i, j int) { w.places[i], w.places[j] = w.places[j], w.places[i] })
	for i := range w.places {
		w.places[i].weight = 1 / (4 + float64(i)) // a few are visited daily, most now and then
		if rare[w.places[i].kind] {
			w.places[i].weight = min(w.places[i].weight, 1.0/150)
		}
	}
	for _, p := range w.places {
		if (p.kind == "strict" || p.kind == "redirecting") && len(w.big) < 40 {
			w.big = append(w.big, p.host)
		}
	}
	w.link()
	w.near()
	w.downloads()
	return w
}

// rare are kinds that nobody has among the sites of every day.
var rare = map[string]bool{"never a good certificate": true, "dead HTTPS": true, "parked": true, "wrong clock": true, "old copies": true, "old pages": true, "sockets": true}

// link gives pages something to name, once all hosts are there.
func (w *web) link() {
	for _, p := range w.places {
		s := w.servers[p.host]
		for i := range s.manners {
			m := &s.manners[i]
			switch {
			case p.kind == "old pages":
				m.links += w.linksTo("http", 6)
			case m.https:
				m.links += w.linksTo("https", 3)
				if digest(p.host)%7 == 0 {
					m.links += `<a href="http://` + p.host + `/old">old</a>`
				}
			case digest(p.host)%2 == 0:
				m.links += w.linksTo("https", 2)
			default:
				m.links += w.linksTo("http", 2) + `<a href="/more">more</a>`
			}
		}
	}
}

func (w *web) linksTo(scheme string, n int) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, `<a href="%s://%s/">there</a>`, scheme, w.big[w.random.IntN(len(w.big))])
	}
	return b.String()
}

// partsOf is what a page asks for.
func (w *web) partsOf(host, scheme string) []string {
	list := []string{scheme + "://" + host + "/site.js"}
	for range 2 + w.random.IntN(5) {
		s := scheme
		if scheme == "http" && w.random.IntN(2) == 0 {
			s = "https"
		}
		list = append(list, fmt.Sprintf("%s://%s/p%d.png", s, w.shared[w.random.IntN(len(w.shared))], w.random.IntN(9)))
	}
	if scheme == "https" && w.random.IntN(15) == 0 {
		list = append(list, "http://"+w.shared[w.random.IntN(len(w.shared))]+"/old.png")
	}
	return list
}

func starts(host string) []string {
	return []string{"http://" + host + "/", "https://" + host + "/", "https://" + host + "/a/1", "https://" + host + "/b/2"}
}

// site is a host whose pages come over HTTPS, or plain HTTP where it has no other.
func (w *web) site(host string, m ...manners) place {
	scheme := "http"
	if m[0].https {
		scheme = "https"
	}
	w.serve(&server{host: host, manners: m, parts: w.partsOf(host, scheme), cdn: w.random.IntN(5) < 2})
	if scheme == "http" {
		return place{host: host, starts: []string{"http://" + host + "/", "http://" + host + "/a"}}
	}
	return place{host: host, starts: starts(host)}
}

func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

// someday is a moment well after the beginning, and well before the end.
func (w *web) someday() fact.Time { return began + day*fact.Time(10+w.random.IntN(days-20)) }

func (w *web) strictSite() place {
	return w.site(w.any(), manners{https: true, plain: redirects, policy: pick(w.random, strict, strict, "max-age=31536000", brief)})
}

func (w *web) redirectingSite() place {
	p := w.site(w.any(), manners{https: true, plain: redirects})
	if w.random.IntN(6) == 0 {
		w.servers[p.host].manners[0].links = `<form action="/in" method="post"><input type="password" name="p"></form>`
	}
	return p
}

func (w *web) preloadedSite() place {
	return w.site(w.fresh(pick(w.random, "app", "dev", "page")), manners{https: true, plain: redirects, policy: strict + "; preload"})
}

func (w *web) wwwSite() place {
	host := w.any()
	policy := pick(w.random, "", strict)
	w.serve(&server{host: host, manners: []manners{{https: true, plain: redirects, moved: "https://www." + host, policy: policy}}})
	p := w.site("www."+host, manners{https: true, plain: redirects, policy: policy})
	p.starts = append(p.starts, "http://"+host+"/", "https://"+host+"/")
	return p
}

func (w *web) bothSite() place {
	p := w.site(w.any(), manners{https: true, plain: serves})
	p.starts = append(p.starts, "http://"+p.host+"/a/1", "http://"+p.host+"/b/2")
	return p
}

func (w *web) leadingSite() place {
	p := w.site(w.any(), manners{https: true, plain: serves, leads: true})
	p.starts = append(p.starts, "http://"+p.host+"/a/1", "http://"+p.host+"/b/2")
	return p
}

func (w *web) plainSite() place {
	m := manners{plain: serves}
	if w.random.IntN(5) == 0 {
		m.links = `<form action="/in" method="post"><input type="password" name="p"></form>`
	}
	return w.site(w.any(), m)
}

// droppedSite had HTTPS once, and gave it up.
func (w *web) droppedSite() place {
	p := w.site(w.any(), manners{https: true, plain: pick(w.random, redirects, serves)}, manners{from: gaveUp, plain: serves})
	p.starts = append(p.starts, "http://"+p.host+"/a/1", "http://"+p.host+"/b/2")
	return p
}

func (w *web) movedSite() place {
	to := w.any()
	w.site(to, manners{https: true, plain: redirects, policy: pick(w.random, "", strict)})
	return w.site(w.any(), manners{https: true, plain: redirects},
		manners{from: w.someday(), https: true, plain: redirects, moved: "https://" + to})
}

// parkedSite runs out, and somebody else buys its name.
func (w *web) parkedSite() place {
	parking := w.any()
	if _, ok := w.servers[parking]; !ok {
		w.site(parking, manners{plain: serves})
	}
	return w.site(w.any(), manners{https: true, plain: redirects},
		manners{from: gaveUp, plain: serves, moved: "http://" + parking})
}

// lateSite learns HTTPS.
func (w *web) lateSite() place {
	p := w.site(w.any(), manners{plain: serves}, manners{from: w.someday(), https: true, plain: redirects, policy: pick(w.random, "", strict)})
	p.starts = append(p.starts, "https://"+p.host+"/")
	return p
}

func (w *web) manyMachines() place {
	p := w.site(w.any(), manners{https: true, plain: redirects, policy: pick(w.random, "", strict)})
	w.servers[p.host].mixed, w.servers[p.host].cdn = true, true
	return p
}

func (w *web) expiredSite() place {
	m := manners{https: true, plain: redirects, policy: pick(w.random, "", strict)}
	expired, repaired := m, m
	expired.from, expired.fault = w.someday(), outOfDates
	repaired.from = expired.from + day*fact.Time(1+w.random.IntN(6))
	return w.site(w.any(), m, expired, repaired)
}

func (w *web) badSite() place {
	return w.site(w.any(), manners{https: true, plain: serves, fault: pick(w.random, stranger, otherName, ownMade)})
}

func (w *web) intermittentSite() place {
	return w.site(w.any(), manners{https: true, plain: redirects, policy: strict, everyOther: true})
}

func (w *web) removedSite() place {
	m := manners{https: true, plain: redirects, policy: strict}
	without := m
	without.from, without.policy = w.someday(), pick(w.random, "", "max-age=0")
	return w.site(w.any(), m, without)
}

func (w *web) deadSite() place {
	p := w.site(w.any(), manners{plain: serves})
	p.starts = append(p.starts, "http://"+p.host+"/b")
	return p
}

func (w *web) wrongClock() place {
	p := w.redirectingSite()
	w.servers[p.host].clock = 40 * day
	return p
}

func (w *web) staleSite() place {
	p := w.redirectingSite()
	w.servers[p.host].stale = true
	return p
}

// likeNames are innocent names that look like another's.
func (w *web) likeNames() place {
	host := w.any()
	name, suffix, _ := strings.Cut(host, ".")
	w.site("www."+host, manners{https: true, plain: redirects})
	w.site(host, manners{https: true, plain: redirects})
	other := []string{"www2." + host, "m." + host, "web." + host, "old." + host, name + "s." + suffix, "ww1." + host}[w.random.IntN(6)]
	p := w.site(other, manners{plain: serves})
	p.starts = append(p.starts, "https://www."+host+"/", "https://"+host+"/")
	return p
}

func (w *web) idnSite() place {
	name := "xn--" + w.fresh("com")
	name = strings.TrimSuffix(name, ".com") + pick(w.random, "-kva", "-5ya", "-pqa") + ".de"
	if w.random.IntN(4) == 0 {
		return w.site(name, manners{plain: serves})
	}
	return w.site(name, manners{https: true, plain: redirects})
}

// oldSite links to the big ones as everybody did once: with http:.
func (w *web) oldSite() place { return w.site(w.any(), manners{plain: serves}) }

func (w *web) socketSite() place {
	p := w.site(w.any(), manners{plain: serves})
	w.servers[p.host].parts = append(w.servers[p.host].parts, "ws://"+p.host+"/live")
	return p
}

// halfSite has HTTPS on some of its pages and leads back to plain HTTP from others.
func (w *web) halfSite() place {
	host := w.any()
	w.site(host, manners{https: true, plain: serves})
	p := w.site("shop."+host, manners{https: true, plain: redirects})
	p.starts = append(p.starts, "http://"+host+"/", "https://"+host+"/", "http://"+host+"/a")
	return p
}

// near adds what is on one's own networks only.
func (w *web) near() {
	router := func(host, address string) {
		w.serve(&server{host: host, manners: []manners{{https: true, plain: serves, fault: ownMade,
			links: `<form action="/login" method="post"><input type="password" name="p"></form>`}},
			address: func(request) string { return address }, leaf: func(request) certificate { return ownLeaf("router", host) }})
		w.places = append(w.places, place{"router", host, []string{"http://" + host + "/", "https://" + host + "/"}, 0.02, "home"})
	}
	router("192.168.1.1", "192.168.1.1")
	router("fritz.box", "192.168.1.1")
	router("printer.local", "192.168.1.40")
	router("nas", "192.168.1.30")
	firm := w.fresh("com")
	for _, name := range []string{"intranet", "wiki", "time", "canteen"} {
		host := name + ".corp." + firm
		m := manners{https: name != "canteen", plain: serves}
		if name == "wiki" {
			m.plain = redirects
		}
		w.serve(&server{host: host, manners: []manners{m}, address: func(request) string { return "10.20.0.8" },
			leaf: func(request) certificate { return ownLeaf("Firm Root", host) }})
		starts := []string{"https://" + host + "/"}
		if m.plain == serves || m.plain == redirects {
			starts = append(starts, "http://"+host+"/")
		}
		if !m.https {
			starts = starts[1:]
		}
		w.places = append(w.places, place{"intranet", host, starts, 0.03, "office"})
	}
	// Known to all by public addresses, and within the firm by its own.
	for i, name := range []string{"www", "mail", "portal"} {
		host := name + "." + firm
		p := w.site(host, manners{https: true, plain: redirects, policy: []string{strict, "", ""}[i]})
		w.servers[host].address = func(r request) string {
			if r.on.name == "office" {
				return fmt.Sprint("10.20.1.", i+1)
			}
			return publicAddress(digest(host))
		}
		if i > 0 {
			w.servers[host].leaf = func(r request) certificate {
				if r.on.name == "office" {
					return ownLeaf("Firm Root", host)
				}
				return publicLeaf(3, int(digest(host)%1000))
			}
		}
		p.kind, p.weight = "split horizon", 0.02
		w.places = append(w.places, p)
	}
	// A carrier's own pages answer its customers from within.
	host := "my." + w.fresh("com")
	p := w.site(host, manners{https: true, plain: redirects})
	w.servers[host].address = func(r request) string {
		if r.on.name == "hotspot" {
			return "100.64.0.9"
		}
		return publicAddress(digest(host))
	}
	p.kind, p.weight = "carrier", 0.01
	w.places = append(w.places, p)
}

// downloads are files; most come over HTTPS.
func (w *web) downloads() {
	for i := range 8 {
		host := "files." + w.any()
		m := manners{https: true, plain: serves}
		scheme := "https"
		if i == 0 {
			scheme, m.https = "http", false
		}
		w.serve(&server{host: host, manners: []manners{m}, attached: pick(w.random, "paper.pdf", "data.zip", "setup.exe")})
		w.files = append(w.files, place{kind: "download", host: host, starts: []string{scheme + "://" + host + "/f"}})
	}
}
