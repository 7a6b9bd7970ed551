package life

import (
	"fmt"

	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

// spot is a place with a network that the person is on from time to time.
type spot struct {
	name string
	// marked is how often, of ten times, the person says that they trust it.
	marked int
	portal portal
	proxy  fact.Proxy
	// passes is what the network makes of a request; nil: nothing.
	passes func(l *life, r request, on func(request) answer) answer
}

// portal is how a login page comes to stand in the way.
type portal int

const (
	noPortal    portal = iota
	byRedirect         // plain requests are led to its page
	byStatus           // plain requests are answered with status 511 (RFC 6585)
	inPlace            // plain requests are answered with its page
	byRefresh          // plain requests are answered with a document that leads on to its page
	byItsOwn           // as byRedirect, and encrypted requests are answered too, with its own certificate
	byPublicOne        // plain requests are led to a page on the web
)

var (
	home    = &spot{name: "home", marked: 5, passes: blocked}
	hotspot = &spot{name: "hotspot", passes: translated}
	office  = &spot{name: "office", marked: 5, proxy: fact.Proxy{Mode: "pac", Address: "http://wpad.corp.example/wpad.dat"}, passes: inspected}
	tunnel  = &spot{name: "tunnel", passes: tunnelled}
	local   = &spot{name: "local proxy", passes: throughLocalProxy}
	campus  = &spot{name: "campus", marked: 3, passes: throughProxy}
	friends = &spot{name: "friends", passes: blocked}
	train   = &spot{name: "train", portal: byRedirect}
	cafe    = &spot{name: "café", portal: byStatus}
	hotel   = &spot{name: "hotel", portal: inPlace}
	motel   = &spot{name: "motel", portal: byRefresh}
	airport = &spot{name: "airport", portal: byItsOwn}
	library = &spot{name: "library", portal: byPublicOne}
	street  = &spot{name: "street"}
)

// blocked is a network whose resolver knows hosts of advertisements.
func blocked(l *life, r request, on func(request) answer) answer {
	for i, host := range l.web.ads {
		if r.host == host {
			if i%2 == 0 {
				return answer{dead: refused} // 0.0.0.0
			}
			// Some blockers answer with a page of their own, or an empty picture.
			if r.scheme == "https" {
				return answer{fault: otherName}
			}
			return answer{status: 200, address: "192.168.1.2", protocol: "http/1.1"}
		}
	}
	return on(r)
}

// translated is a carrier's network: customers share addresses, and IPv4 hosts are
// met at translated ones.
func translated(l *life, r request, on func(request) answer) answer {
	a := on(r)
	if site.Class(a.address) == site.PublicAddress && digest(r.host)%2 == 0 {
		n := digest(r.host)
		a.address = fmt.Sprintf("64:ff9b::%x:%x", 0x2000|n>>4&0xfff, n>>16&0xffff)
		if n%8 == 0 {
			a.address = fmt.Sprintf("64:ff9b:1::%x:%x", n>>4&0xfff, n>>16&0xffff)
		}
	}
	return a
}

// inspected is a firm's network: its proxy signs what passes anew, by the firm's own
// root, but for banks and the like. Browsers tell the proxy's address for every
// host behind it.
func inspected(l *life, r request, on func(request) answer) answer {
	a := on(r)
	if a.address != "" && site.Class(a.address) != site.PublicAddress {
		return a // within the firm
	}
	a.proxy = "http proxy.corp.example:3128"
	if a.dead != 0 {
		return a
	}
	a.address = "10.20.0.3"
	if r.scheme == "https" && digest(r.host)%12 != 0 {
		if a.fault == 0 {
			a.leaf = ownLeaf("Firm Root", r.host)
		}
		a.protocol = "http/1.1"
	}
	return a
}

// tunnelled is a tunnel that gives each name an address of its own, from a block
// that nobody uses.
func tunnelled(l *life, r request, on func(request) answer) answer {
	a := on(r)
	if a.dead == 0 && a.address != "" && site.Class(a.address) == site.PublicAddress {
		a.address = fmt.Sprintf("198.18.%d.%d", digest(r.host)%250, digest(r.host)>>8%250)
	}
	return a
}

// throughLocalProxy is any network with a proxy on the computer itself.
func throughLocalProxy(_ *life, r request, on func(request) answer) answer {
	a := on(r)
	a.proxy = "socks 127.0.0.1:1080"
	if a.dead == 0 {
		a.address = "127.0.0.1"
	}
	return a
}

// throughProxy is a network that tells computers of its proxy by itself: the
// browser's own settings say "as the system", and no more.
func throughProxy(_ *life, r request, on func(request) answer) answer {
	a := on(r)
	a.proxy = "http proxy.campus.example:8080"
	if a.dead == 0 {
		a.address = "172.16.4.2"
	}
	return a
}

const portalPage = `<!doctype html><title>Welcome</title><h1>Free Wi-Fi</h1><form action="/login" method="post">Room <input name="room"> Name <input name="name"><button>Go</button></form>`

// held is what a network answers while its portal stands in the way.
func (n *spot) held(l *life, r request) answer {
	own, address := "10.1.0.1", "10.1.0.1"
	if n.portal == byPublicOne {
		own, address = "login.citywifi.example", "203.0.113.80"
	}
	a := answer{status: 200, address: address, protocol: "http/1.1", headers: []fact.Header{{Name: "content-type", Value: "text/html"}, {Name: "date", Value: httpDate(r.at)}}}
	switch {
	case r.host == own:
		if n.portal == byPublicOne {
			if r.scheme == "http" {
				a.status, a.location = 302, "https://"+own+r.path
				return a
			}
			a.leaf = publicLeaf(1, 77)
		}
		a.html = portalPage
		return a
	case r.scheme != "http":
		if n.portal == byItsOwn {
			return answer{fault: otherName}
		}
		return answer{dead: reset}
	}
	switch n.portal {
	case byStatus:
		a.status, a.html = 511, portalPage
	case inPlace:
		a.html = portalPage
	case byRefresh:
		a.html = `<!doctype html><meta http-equiv="refresh" content="0; url=http://` + own + `/hello">`
		a.refresh = "http://" + own + "/hello"
	default:
		a.status, a.location = 302, "http://"+own+"/hello?to="+r.host
	}
	return a
}
