package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxAsked bounds the log of requests: the oldest leave first.
const maxAsked = 50_000 // entries

// silentLog is for servers: hang-ups are the point here.
var silentLog = log.New(io.Discard, "", 0)

// cafe is the hostile café: one honest server for plain HTTP and one for HTTPS,
// which play every host by name, a front that leads browsers to them by the road
// in force, and a desk on loopback with the tour page.
type cafe struct {
	sites     map[string]Site
	authority *authority
	believed  map[string]*authority // by road: the throw-away profile trusts them too, and each inspects what passes there
	stranger  *authority            // nobody trusts this one
	plain     net.Listener
	secure    net.Listener
	desk      net.Listener
	proxy     net.Listener
	resolver  net.PacketConn // nil without a network of its own
	honest    [2]net.Listener
	front     front
	upstream  *upstream
	servers   []*http.Server
	gate      gate

	mu    sync.Mutex
	leafs map[leafKey]*tls.Certificate
	asked []Asked
	first int // index of asked[0] counted from the start
}

// Asked is one thing that a browser wanted from the café.
type Asked struct {
	Scheme string `json:"scheme"` // http, https; tls where the café hung up on the greeting
	Host   string `json:"host"`
	Path   string `json:"path,omitempty"`
	Origin string `json:"origin,omitempty"` // the Origin header, if any
}

// Config tells a driver how to send a browser into the café.
type Config struct {
	Tour   string `json:"tour"`
	Plain  int    `json:"plain"`  // port that stands for every host's 80
	Secure int    `json:"secure"` // port that stands for every host's 443
	// HonestPlain and HonestSecure are where the honest servers are found by who
	// stands before them.
	HonestPlain  int    `json:"honestPlain"`
	HonestSecure int    `json:"honestSecure"`
	PAC          string `json:"pac"` // address of the script that leads through a proxy
	// Resolved is set where the café is a network with addresses and a resolver:
	// no host has to be led there.
	Resolved  bool       `json:"resolved,omitempty"`
	Authority string     `json:"authority"`
	Believed  []string   `json:"believed"` // more authorities to trust: they inspect
	Pin       string     `json:"pin"`
	Scenarios []Scenario `json:"scenarios"`
	Attacks   []Scenario `json:"attacks"`
}

// layout is what a café is opened with.
type layout struct {
	dir    string // takes the authorities' certificates
	corpus string // a folder of pages to serve on corpusHost, or empty
	// network is set where this process has a network of its own, with the
	// addresses: then it takes the ports of their names, and resolves these.
	network bool
}

// open starts the servers.
func open(l layout) (*cafe, *Config, error) {
	c := &cafe{sites: map[string]Site{}, leafs: map[leafKey]*tls.Certificate{}, believed: map[string]*authority{}}
	var err error
	if c.authority, err = newAuthority("Midwatch demo authority, worth nothing"); err != nil {
		return nil, nil, err
	}
	if c.stranger, err = newAuthority("Nobody you know"); err != nil {
		return nil, nil, err
	}
	for road, name := range inspectors {
		if c.believed[road], err = newAuthority(name); err != nil {
			return nil, nil, err
		}
	}
	plainAt, secureAt := "127.0.0.1:0", "127.0.0.1:0"
	if l.network {
		plainAt, secureAt = ":80", ":443"
		if c.resolver, err = net.ListenPacket("udp", "127.0.0.1:53"); err != nil {
			return nil, nil, err
		}
	}
	proxyAt := "127.0.0.1:0"
	if l.network {
		proxyAt = proxyAddress + ":0" // one on the own computer is nobody else's
	}
	for at, l := range map[*net.Listener]string{
		&c.plain: plainAt, &c.secure: secureAt, &c.proxy: proxyAt,
		&c.desk: "127.0.0.1:0", &c.honest[0]: "127.0.0.1:0", &c.honest[1]: "127.0.0.1:0",
	} {
		if *at, err = net.Listen("tcp", l); err != nil {
			return nil, nil, err
		}
	}
	list, more := scenarios(port(c.desk)), attacks()
	for _, s := range append(list[:len(list):len(list)], more...) {
		for _, site := range s.Sites {
			c.sites[site.Host] = site
		}
	}
	for _, site := range lab(l.corpus) {
		c.sites[site.Host] = site
	}
	pin, err := c.authority.leafPin()
	if err != nil {
		return nil, nil, err
	}
	config := &Config{
		Tour:  "http://" + c.desk.Addr().String() + "/",
		Plain: port(c.plain), Secure: port(c.secure),
		HonestPlain: port(c.honest[0]), HonestSecure: port(c.honest[1]),
		PAC:       "http://" + c.desk.Addr().String() + "/proxy.pac",
		Resolved:  l.network,
		Authority: filepath.Join(l.dir, "authority.pem"), Pin: pin,
		Scenarios: list, Attacks: more,
	}
	files := map[string]*authority{config.Authority: c.authority}
	for road, a := range c.believed {
		file := filepath.Join(l.dir, road+".pem")
		files[file] = a
		config.Believed = append(config.Believed, file)
	}
	for file, a := range files {
		if err := os.WriteFile(file, a.pem(), 0o644); err != nil {
			return nil, nil, err
		}
	}
	c.openDoors()
	c.serve(c.desk, c.reception(list, more))
	return c, config, nil
}

// openDoors starts the honest servers, and the front before them.
func (c *cafe) openDoors() {
	plain, secure := newDoor(), newDoor()
	asTLS := func(l net.Listener) net.Listener {
		return tls.NewListener(l, &tls.Config{
			GetConfigForClient: c.greet,
			GetCertificate:     c.certificate,
			// One protocol is enough, and one connection a host keeps the log readable.
			NextProtos: []string{"http/1.1"},
			// Who comes again has to be shown a certificate again: it may be another.
			SessionTicketsDisabled: true,
		})
	}
	c.serve(plain, c.host("http"))
	c.serve(c.honest[0], c.host("http"))
	c.serve(asTLS(secure), c.host("https"))
	c.serve(asTLS(c.honest[1]), c.host("https"))
	c.upstream = newUpstream(c.honest[0].Addr().String(), c.honest[1].Addr().String())
	c.front.open, c.front.made = map[*fronted]struct{}{}, map[string]road{}
	c.front.roads = c.roads(c.upstream, road{plain: plain.hand, secure: secure.hand})
	c.front.take(cleanRoad, nil)
	go c.front.accept(c.plain, func(r road) way { return r.plain })
	go c.front.accept(c.secure, func(r road) way { return r.secure })
	c.serve(c.proxy, proxy(c.upstream))
	if c.resolver != nil {
		go resolver{c.address}.serve(c.resolver)
	}
}

// address is where a host is by the road in force.
func (c *cafe) address(host string) (netip.Addr, bool) {
	site, ok := c.sites[host]
	if !ok {
		return netip.Addr{}, false
	}
	honest := publicAddress(host)
	if site.Address != "" {
		honest = netip.MustParseAddr(site.Address)
	}
	if lie := c.front.road().resolve; lie != nil {
		return lie(host, honest), true
	}
	return honest, true
}

// site is who a host is now.
func (c *cafe) site(host string) (Site, bool) {
	site, ok := c.sites[host]
	if ok && site.Later != nil && c.front.road().later {
		return *site.Later, true
	}
	return site, ok
}

func port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func (c *cafe) serve(l net.Listener, h http.Handler) {
	s := newServer(h)
	c.servers = append(c.servers, s)
	go s.Serve(l)
}

func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ErrorLog: silentLog}
}

func (c *cafe) close() {
	for _, s := range c.servers {
		s.Close()
	}
	c.upstream.close()
	c.plain.Close()
	c.secure.Close()
	if c.resolver != nil {
		c.resolver.Close()
	}
}

// greet hangs up on a TLS greeting for a host without HTTPS before a byte is
// answered, as such hosts do: an alert would look like a server that tried.
func (c *cafe) greet(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	site, ok := c.site(hello.ServerName)
	if !ok || site.Secure == nil && site.Certificate == Good {
		c.note(Asked{Scheme: "tls", Host: hello.ServerName})
		if ok { // browsers greet others by themselves
			c.gate.wait(hello.Context(), "https://"+hello.ServerName+"/", "greeting")
		}
		hello.Conn.Close()
		return nil, errors.New("demo: no HTTPS here")
	} else if site.Certificate != Good {
		c.gate.wait(hello.Context(), "https://"+hello.ServerName+"/", "greeting")
	}
	switch {
	case site.HTTP2:
		return &tls.Config{GetCertificate: c.certificate, NextProtos: []string{"h2", "http/1.1"}, SessionTicketsDisabled: true}, nil
	case site.TLS != Modern:
		return site.TLS.config(c.certificate), nil
	}
	return nil, nil
}

func (c *cafe) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	return c.leaf(hello.ServerName)
}

// leaf is the certificate of a host, made once.
func (c *cafe) leaf(host string) (*tls.Certificate, error) {
	site, _ := c.site(host)
	c.mu.Lock()
	defer c.mu.Unlock()
	key := leafKey{host, site.Certificate, site.TLS}
	if leaf := c.leafs[key]; leaf != nil {
		return leaf, nil
	}
	issue := c.authority.issue
	if site.TLS == NoForwardSecrecy {
		issue = c.authority.issueRSA
	}
	leaf, err := issue(host, site.Certificate, c.stranger)
	if err == nil {
		c.leafs[key] = leaf
	}
	return leaf, err
}

// leafKey tells a host's certificates apart: it may have another one later.
type leafKey struct {
	host string
	kind Certificate
	tls  Protocol
}

// host plays the host that was asked for.
func (c *cafe) host(scheme string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, _ := strings.Cut(r.Host, ":")
		c.note(Asked{Scheme: scheme, Host: name, Path: r.URL.Path, Origin: r.Header.Get("Origin")})
		site, ok := c.site(name)
		h := site.Plain
		if scheme == "https" {
			h = site.Secure
		}
		if !ok || h == nil {
			http.Error(w, "nobody of that name here", http.StatusNotFound)
			return
		}
		w.Header().Set("Cache-Control", "no-store") // each visit is a first one
		c.gate.guard(scheme, h).ServeHTTP(w, r)
	})
}

func (c *cafe) note(a Asked) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, a)
	if extra := len(c.asked) - maxAsked; extra > 0 {
		c.asked, c.first = c.asked[extra:], c.first+extra
	}
}

// reception answers at the desk: the tour, a login page of this computer's own
// (see the scenario "localhost"), and what was asked so far. The last is open
// to same-origin readers only, as everything without CORS headers.
func (c *cafe) reception(list, more []Scenario) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", tour(list, more))
	mux.HandleFunc("GET /attack", attackPage(more))
	mux.Handle("GET /login", c.gate.guard("http", localLogin))
	mux.Handle("GET /photo.svg", c.gate.guard("http", assets))
	mux.Handle("GET /gate", &c.gate)
	mux.Handle("/road", &c.front)
	mux.Handle("GET /proxy.pac", pac(c.proxy.Addr()))
	mux.HandleFunc("GET /asked", func(w http.ResponseWriter, r *http.Request) {
		since, _ := strconv.Atoi(r.URL.Query().Get("since"))
		c.mu.Lock()
		from := min(max(since-c.first, 0), len(c.asked))
		answer := struct {
			Next  int     `json:"next"`
			Asked []Asked `json:"asked"`
		}{c.first + len(c.asked), append([]Asked{}, c.asked[from:]...)}
		c.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(answer)
	})
	return mux
}
