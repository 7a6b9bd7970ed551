package life

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"strings"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/page"
	"midwatch/wasm/site"
)

// browser makes of what a network answers what Chromium and Firefox tell of it, as
// it was seen of both.
type browser struct {
	source   fact.Source
	policies map[string]fact.Policy // noted HSTS policies
	gone     map[string]bool        // hosts whose HTTPS did not answer: Chromium does not try again
	accepted map[string]bool        // hosts whose faulty certificate the person accepted
	forgets  bool                   // it knows no HSTS host
}

func newBrowser(source fact.Source) *browser {
	return &browser{source: source, policies: map[string]fact.Policy{}, gone: map[string]bool{}, accepted: map[string]bool{}}
}

// clone is a browser that does not change this one.
func (b *browser) clone() *browser {
	c := *b
	c.policies, c.gone, c.accepted = maps.Clone(b.policies), maps.Clone(b.gone), maps.Clone(b.accepted)
	return &c
}

// typed is what a person asks for.
type typed struct {
	url string
	// tries is set where the browser tries HTTPS first.
	tries bool
	// private, restored and again tell of the window, and of how the page comes.
	private, restored, cached bool
}

// insists reports whether the browser goes to a host over HTTPS only.
func (b *browser) insists(host string, at fact.Time) bool {
	if site.IP(host) || b.forgets {
		return false
	}
	if _, covered, _ := hsts.Preloaded(host); covered {
		return true
	}
	if hsts.InForce(b.policies[host], at) {
		return true
	}
	for _, parent := range site.Parents(host) {
		if p := b.policies[parent]; p.IncludeSubDomains && hsts.InForce(p, at) {
			return true
		}
	}
	return false
}

func (b *browser) note(host, value string, at fact.Time) {
	if p := hsts.Parse(value); value != "" && p.Valid && !site.IP(host) {
		b.policies[host] = p.Note(at)
	}
}

// visit is a page as it was seen: ask answers for the network.
func (b *browser) visit(id string, at fact.Time, on *spot, t typed, ask func(request) answer) fact.Visit {
	v := fact.Visit{ID: id, Source: b.source, Tab: 1, Private: t.private, Navigation: fact.Load{Destination: "main_frame"}}
	if t.restored {
		v.Restored = true
		v.Navigation.Hops = []fact.Hop{{URL: t.url, At: at}}
		return v
	}
	w := watched{browser: b, visit: &v, on: on, ask: ask, at: at}
	final, ok := w.navigate(t)
	if !ok {
		return v
	}
	last := &v.Navigation.Hops[len(v.Navigation.Hops)-1]
	if t.cached {
		last.Cached = true
		if b.source == fact.Firefox {
			last.Address = ""
		}
	}
	if final.html != "" {
		p := page.Read([]byte(final.html), fact.Document{URL: last.URL, Live: true}, check.MaxRefs)
		if b.source == fact.Chromium || final.protocol != "http/1.1" {
			p.Protocol = final.protocol
		}
		v.Pages = append(v.Pages, p)
	}
	for _, part := range final.parts {
		w.load(part, last.URL)
	}
	return v
}

// watched is a visit as it is made.
type watched struct {
	*browser
	visit *fact.Visit
	on    *spot
	ask   func(request) answer
	at    fact.Time
}

const maxRedirects = 20

func (w *watched) navigate(t typed) (final answer, ok bool) {
	hops := &w.visit.Navigation.Hops
	address, tries := t.url, t.tries
	for range maxRedirects {
		r := w.request(address)
		if r.scheme == "http" && w.insists(r.host, w.at) {
			*hops = append(*hops, w.internal(r, "HSTS"))
			address = "https" + strings.TrimPrefix(address, "http")
			tries = false
			continue
		}
		if r.scheme == "http" && tries && unique(r.host) && !w.gone[r.host] {
			plain := fact.Hop{URL: address, At: w.at}
			r.scheme = "https"
			if w.source == fact.Firefox {
				plain.Next = r.url()
			}
			*hops = append(*hops, plain)
			a := w.ask(r)
			h := w.hop(r, a)
			*hops = append(*hops, h)
			tries = false
			if a.dead != 0 || a.fault != 0 && !w.accepted[r.host] {
				// It goes on in clear, and does not say so.
				w.gone[r.host] = true
				r.scheme = "http"
				w.at += 300
				a = w.ask(r)
				h = w.hop(r, a)
				*hops = append(*hops, h)
			}
			if to := cmp.Or(h.Next, a.refresh); to != "" && h.Error == "" {
				address = to
				continue
			}
			return a, h.Error == ""
		}
		tries = false
		a := w.ask(r)
		h := w.hop(r, a)
		*hops = append(*hops, h)
		if h.Error != "" {
			return a, false
		}
		if address = cmp.Or(h.Next, a.refresh); address == "" {
			return a, true
		}
	}
	return answer{}, false
}

// unique reports whether a browser tries HTTPS first on a host.
func unique(host string) bool { return !site.IP(host) && !site.Local(host) }

func (w *watched) request(address string) request {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	w.at += 40
	return request{u.Scheme, u.Host, path, w.at, w.on}
}

// internal is a redirect that never left the browser.
func (w *watched) internal(r request, reason string) fact.Hop {
	h := fact.Hop{URL: r.url(), At: r.at, Next: "https://" + r.host + r.path}
	if w.source == fact.Chromium {
		h.Status, h.StatusLine = 307, "HTTP/1.1 307 Internal Redirect"
		h.Headers = []fact.Header{{Name: "location", Value: h.Next}, {Name: "non-authoritative-reason", Value: reason}}
	}
	return h
}

// hop is a request that crossed the network, or tried to.
func (w *watched) hop(r request, a answer) fact.Hop {
	h := fact.Hop{URL: r.url(), At: r.at}
	if w.source == fact.Firefox {
		h.Proxy = a.proxy
	}
	switch {
	case a.dead != 0:
		h.Error = failures[w.source][a.dead]
		return h
	case a.fault != 0 && !w.accepted[r.host]:
		h.Error = faults[w.source][a.fault]
		return h
	}
	h.Status, h.Done, h.Address = a.status, true, a.address
	h.StatusLine = w.line(a)
	if a.refresh != "" {
		h.Client, h.Refresh = true, a.refresh
	}
	if a.location != "" {
		h.Headers = append(h.Headers, fact.Header{Name: "location", Value: a.location})
		h.Next = a.location
	}
	secure := r.scheme == "https"
	if a.policy != "" {
		h.Headers = append(h.Headers, fact.Header{Name: "strict-transport-security", Value: a.policy})
	}
	h.Headers = append(h.Headers, a.headers...)
	if secure {
		w.connect(r, a)
		if a.fault == 0 {
			w.note(r.host, a.policy, r.at)
		}
	}
	return h
}

func (w *watched) line(a answer) string {
	version := "HTTP/1.1"
	if w.source == fact.Firefox {
		switch a.protocol {
		case "h2":
			version = "HTTP/2.0"
		case "h3":
			version = "HTTP/3"
		}
	}
	return fmt.Sprintf("%s %d OK", version, a.status)
}

// connect is what Firefox tells of a connection.
func (w *watched) connect(r request, a answer) {
	if w.source != fact.Firefox {
		return
	}
	for _, c := range w.visit.Connections {
		if c.Host == r.host {
			return
		}
	}
	if a.fault != 0 {
		word := map[fault]string{stranger: "trust_error", ownMade: "trust_error", otherName: "domain_mismatch", outOfDates: "expired_or_not_yet_valid"}
		w.visit.Connections = append(w.visit.Connections, fact.Connection{Host: r.host, At: r.at, Version: "TLSv1.3", Fault: word[a.fault],
			Cipher: "TLS_AES_128_GCM_SHA256", Group: "x25519", Signature: "ECDSA-P256-SHA256", Bits: 128, Transparency: "not_applicable"})
		return
	}
	w.visit.Connections = append(w.visit.Connections, fact.Connection{
		Host: r.host, At: r.at, Version: "TLSv1.3", Issuer: a.leaf.issuer, Key: a.leaf.key, BuiltIn: a.leaf.builtIn,
		HSTS: w.insists(r.host, r.at), Root: a.leaf.root, RootName: a.leaf.rootName,
		Cipher: "TLS_AES_128_GCM_SHA256", Group: "x25519", Signature: "ECDSA-P256-SHA256", Bits: 128,
		Transparency: "policy_compliant", From: r.at - 20*day, Until: r.at + 60*day,
	})
}

// load is a part of a page.
func (w *watched) load(address, document string) {
	l := fact.Load{Destination: "image", Initiator: document}
	secure := strings.HasPrefix(document, "https:")
	switch {
	case strings.HasPrefix(address, "ws"):
		l.Destination = "websocket"
	case strings.HasSuffix(address, ".js"):
		l.Destination = "script"
	}
	r := w.request(address)
	if r.scheme == "http" || r.scheme == "ws" {
		switch {
		case secure && l.Destination != "image":
			return // blocked, and nothing is told
		case secure && w.source == fact.Firefox:
			l.Hops = append(l.Hops, fact.Hop{URL: r.url(), At: r.at, Next: "https://" + r.host + r.path})
			r.scheme = "https"
		case secure:
			r.scheme = "https"
		case w.insists(r.host, r.at) && w.source == fact.Chromium && r.scheme == "http":
			l.Hops = append(l.Hops, w.internal(r, "HSTS"))
			r.scheme = "https"
		}
	}
	for range maxRedirects {
		a := w.ask(r)
		h := w.hop(r, a)
		if a.fault != 0 && h.Error != "" && w.source == fact.Firefox {
			h.Error = fact.Untranslated // of parts, only a sentence
		}
		if l.Destination == "websocket" && h.Error == "" {
			h.Status, h.StatusLine = 101, "HTTP/1.1 101 Switching Protocols"
			if w.source == fact.Chromium {
				h.Address = ""
			}
		}
		l.Hops = append(l.Hops, h)
		if h.Next == "" {
			break
		}
		next := w.request(h.Next)
		if next.scheme == "http" && secure {
			break
		}
		r = next
	}
	w.visit.Loads = append(w.visit.Loads, l)
}

var failures = map[fact.Source]map[dead]string{
	fact.Chromium: {refused: "net::ERR_CONNECTION_REFUSED", reset: "net::ERR_CONNECTION_CLOSED", silent: "net::ERR_TIMED_OUT", unknownName: "net::ERR_NAME_NOT_RESOLVED"},
	fact.Firefox:  {refused: "NS_ERROR_CONNECTION_REFUSED", reset: "NS_ERROR_NET_RESET", silent: "NS_ERROR_NET_TIMEOUT", unknownName: "NS_ERROR_UNKNOWN_HOST"},
}

var faults = map[fact.Source]map[fault]string{
	fact.Chromium: {stranger: "net::ERR_CERT_AUTHORITY_INVALID", otherName: "net::ERR_CERT_COMMON_NAME_INVALID", ownMade: "net::ERR_CERT_AUTHORITY_INVALID", outOfDates: "net::ERR_CERT_DATE_INVALID"},
	fact.Firefox:  {stranger: "Error code 2153390067", otherName: "Error code 2153394164", ownMade: "Error code 2153398258", outOfDates: "Error code 2153390069"},
}
