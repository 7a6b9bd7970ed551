package life

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"midwatch/wasm/fact"
)

const (
	second = fact.Time(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
	// began is when the life begins: a Monday morning.
	began = fact.Time(1_767_571_200_000)
	days  = 70
)

// request is what a browser asks for.
type request struct {
	scheme, host, path string
	at                 fact.Time
	on                 *spot
}

func (r request) url() string { return r.scheme + "://" + r.host + r.path }

// answer is what comes back.
type answer struct {
	dead     dead
	fault    fault
	status   int
	location string
	policy   string // Strict-Transport-Security
	headers  []fact.Header
	address  string
	proxy    string // that the request was sent to; Firefox tells
	protocol string // ALPN
	leaf     certificate
	html     string
	refresh  string   // where its document leads on to by itself
	parts    []string // what its document asks for
}

// dead is why there was no answer.
type dead int

const (
	refused dead = iota + 1
	reset
	silent
	unknownName
)

// fault is what is wrong with a certificate, as a browser sees it.
type fault int

const (
	stranger   fault = iota + 1 // its issuer is not known
	otherName                   // it is another host's
	ownMade                     // it vouches for itself
	outOfDates                  // it has expired
)

// certificate is what a host shows.
type certificate struct {
	issuer, key, root, rootName string
	builtIn                     bool
}

// authorities came with the browsers.
var authorities = []string{"Meridian Trust", "Northern Root", "Open Certificates", "Harbour CA", "Quartz Global"}

func publicLeaf(authority, serial int) certificate {
	name := authorities[authority%len(authorities)]
	return certificate{
		issuer: fmt.Sprintf("CN=%s R%d,O=%s", name, serial%4, name), key: key(fmt.Sprint("leaf", authority, serial)),
		root: key(name), rootName: "CN=" + name, builtIn: true,
	}
}

// ownLeaf is of an authority that somebody added to the browser.
func ownLeaf(name, host string) certificate {
	return certificate{issuer: "CN=" + name, key: key(name + host), root: key(name), rootName: "CN=" + name}
}

// key is a made-up SHA-256 in base64.
func key(of string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	state := digest(of)
	b := make([]byte, 43)
	for i := range b {
		state = state*6364136223846793005 + 1442695040888963407
		b[i] = letters[state>>58]
	}
	return string(b) + "="
}

func digest(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// plainly is what a server does with plain HTTP.
type plainly int

const (
	closed plainly = iota
	redirects
	serves
)

// manners are how a host behaves from some moment on.
type manners struct {
	from       fact.Time
	https      bool
	plain      plainly
	fault      fault
	policy     string
	everyOther bool   // the policy comes with half of its pages only
	moved      string // everything leads to this address
	leads      bool   // its plain documents lead to the encrypted ones by themselves
	links      string // what its documents name, as HTML
}

// server is one host of the web.
type server struct {
	host      string
	manners   []manners // in order of time
	cdn       bool      // its addresses, keys and issuers are many
	mixed     bool      // the machines behind it speak different protocols
	clock     fact.Time // by how much it is ahead
	stale     bool      // its documents are old copies that do not say so
	authority int
	parts     []string
	address   func(request) string // nil: public ones
	leaf      func(request) certificate
	attached  string // a file name: it sends files, and no documents
}

func (s *server) now(at fact.Time) manners {
	m := s.manners[0]
	for _, later := range s.manners[1:] {
		if at >= later.from {
			m = later
		}
	}
	return m
}

func (s *server) answer(l *life, r request) answer {
	m := s.now(r.at)
	a := answer{status: 200, address: s.where(l, r)}
	if r.scheme == "http" || r.scheme == "ws" {
		a.protocol = "http/1.1"
		switch m.plain {
		case closed:
			return answer{dead: refused}
		case redirects:
			a.status, a.location = 301, "https://"+r.host+r.path
			return a
		}
	} else {
		if !m.https {
			return answer{dead: []dead{refused, reset, silent}[digest(s.host)%3]}
		}
		a.fault, a.leaf, a.protocol = m.fault, s.shows(l, r), s.speaks(l, r)
		if !m.everyOther || digest(r.path)%2 == 0 {
			a.policy = m.policy
		}
	}
	if m.moved != "" {
		a.status, a.location = 302, m.moved+r.path
		return a
	}
	a.headers = s.dated(l, r)
	if m.leads && r.scheme == "http" {
		a.refresh = "https://" + r.host + r.path
	}
	a.html, a.parts = "<!doctype html><title>"+s.host+"</title>"+m.links, s.parts
	if s.attached != "" {
		a.html, a.parts = "", nil
		a.headers = append(a.headers, fact.Header{Name: "content-disposition", Value: `attachment; filename="` + s.attached + `"`},
			fact.Header{Name: "content-type", Value: "application/octet-stream"})
	} else {
		a.headers = append(a.headers, fact.Header{Name: "content-type", Value: "text/html; charset=utf-8"})
	}
	if a.refresh == "" && l.random.IntN(40) == 0 {
		a.status = []int{404, 403, 500, 503}[l.random.IntN(4)]
	}
	return a
}

func (s *server) dated(l *life, r request) []fact.Header {
	at, age := r.at+s.clock, 0
	switch {
	case s.stale:
		at -= 3 * day
	case s.cdn && l.random.IntN(2) == 0:
		age = l.random.IntN(5 * 86400)
		at -= fact.Time(age) * second
	}
	list := []fact.Header{{Name: "date", Value: httpDate(at)}}
	if age > 0 {
		list = append(list, fact.Header{Name: "age", Value: fmt.Sprint(age)})
	}
	return list
}

func (s *server) where(l *life, r request) string {
	if s.address != nil {
		return s.address(r)
	}
	n := digest(s.host)
	if s.cdn {
		n += uint64(l.random.IntN(30))
	}
	return publicAddress(n)
}

// publicAddress is one of many, of both kinds.
func publicAddress(n uint64) string {
	if n%3 == 0 {
		return fmt.Sprintf("2a0%x:%x::%x", n%8, n>>8&0xfff, n>>20&0xffff|1)
	}
	return fmt.Sprintf("%d.%d.%d.%d", 40+n>>4%20, n>>16&0xff, n>>24&0xff, 1+n>>32%250)
}

func (s *server) shows(l *life, r request) certificate {
	if s.leaf != nil {
		return s.leaf(r)
	}
	serial := int((r.at - began) / (20 * day)) // renewed now and then, and the key with it
	authority := s.authority
	if s.cdn {
		serial, authority = l.random.IntN(12), s.authority+l.random.IntN(3)
	}
	return publicLeaf(authority, serial+int(digest(s.host)%1000))
}

func (s *server) speaks(l *life, r request) string {
	switch n := digest(s.host) % 10; {
	case s.mixed:
		return []string{"h2", "h3", "http/1.1"}[l.random.IntN(3)]
	case n < 2:
		return "http/1.1"
	case n < 6 || l.random.IntN(3) == 0:
		return "h2"
	}
	return "h3"
}

func httpDate(t fact.Time) string {
	return timeOf(t).Format("Mon, 02 Jan 2006 15:04:05 GMT")
}

// names makes host names that nobody else has in this world.
type names struct {
	random *rand.Rand
	taken  map[string]bool
}

var syllables = strings.Fields("bro lan mer tis ka vel nor dun fra gil hol jun kis lum mar ost pel qui ros sal tor ulm vik wen zel")

func (n names) fresh(suffix string) string {
	for {
		word := ""
		for range 2 + n.random.IntN(2) {
			word += syllables[n.random.IntN(len(syllables))]
		}
		if name := word + "." + suffix; !n.taken[name] {
			n.taken[name] = true
			return name
		}
	}
}

var suffixes = strings.Fields("com com com com com com com com de de net org org co.uk fr jp io nl it info com.br")

func (n names) any() string { return n.fresh(suffixes[n.random.IntN(len(suffixes))]) }
