package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxAsked bounds the log of requests: the oldest leave first.
const maxAsked = 50_000 // entries

// cafe is the hostile café: one server for plain HTTP and one for HTTPS, which
// play every host by name, and a desk on loopback with the tour page.
type cafe struct {
	sites     map[string]Site
	authority *authority
	stranger  *authority // nobody trusts this one
	plain     net.Listener
	secure    net.Listener
	desk      net.Listener
	servers   []*http.Server
	gate      gate

	mu    sync.Mutex
	leafs map[string]*tls.Certificate
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
	Tour      string     `json:"tour"`
	Plain     int        `json:"plain"`  // port that stands for every host's 80
	Secure    int        `json:"secure"` // port that stands for every host's 443
	Authority string     `json:"authority"`
	Pin       string     `json:"pin"`
	Scenarios []Scenario `json:"scenarios"`
}

// open starts the servers. dir takes the authority's certificate; corpus, if
// not empty, is a folder of pages to serve on corpusHost.
func open(dir, corpus string) (*cafe, *Config, error) {
	c := &cafe{sites: map[string]Site{}, leafs: map[string]*tls.Certificate{}}
	var err error
	if c.authority, err = newAuthority("Midwatch demo authority, worth nothing"); err != nil {
		return nil, nil, err
	}
	if c.stranger, err = newAuthority("Nobody you know"); err != nil {
		return nil, nil, err
	}
	for _, l := range []*net.Listener{&c.plain, &c.secure, &c.desk} {
		if *l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, nil, err
		}
	}
	list := scenarios(port(c.desk))
	for _, s := range list {
		for _, site := range s.Sites {
			c.sites[site.Host] = site
		}
	}
	for _, site := range lab(corpus) {
		c.sites[site.Host] = site
	}
	pin, err := c.authority.leafPin()
	if err != nil {
		return nil, nil, err
	}
	config := &Config{
		Tour:  "http://" + c.desk.Addr().String() + "/",
		Plain: port(c.plain), Secure: port(c.secure),
		Authority: filepath.Join(dir, "authority.pem"), Pin: pin,
		Scenarios: list,
	}
	if err := os.WriteFile(config.Authority, c.authority.pem(), 0o644); err != nil {
		return nil, nil, err
	}
	c.serve(c.plain, c.host("http"))
	c.serve(tls.NewListener(c.secure, &tls.Config{
		GetConfigForClient: c.greet,
		GetCertificate:     c.certificate,
		// One protocol is enough, and one connection a host keeps the log readable.
		NextProtos: []string{"http/1.1"},
	}), c.host("https"))
	c.serve(c.desk, c.reception(list))
	return c, config, nil
}

func port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func (c *cafe) serve(l net.Listener, h http.Handler) {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // hang-ups are the point here
	}
	c.servers = append(c.servers, s)
	go s.Serve(l)
}

func (c *cafe) close() {
	for _, s := range c.servers {
		s.Close()
	}
}

// greet hangs up on a TLS greeting for a host without HTTPS before a byte is
// answered, as such hosts do: an alert would look like a server that tried.
func (c *cafe) greet(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	if site, ok := c.sites[hello.ServerName]; !ok || site.Secure == nil && site.Certificate == Good {
		c.note(Asked{Scheme: "tls", Host: hello.ServerName})
		if ok { // browsers greet others by themselves
			c.gate.wait(hello.Context(), "https://"+hello.ServerName+"/", "greeting")
		}
		hello.Conn.Close()
		return nil, errors.New("demo: no HTTPS here")
	} else if site.Certificate != Good {
		c.gate.wait(hello.Context(), "https://"+hello.ServerName+"/", "greeting")
	}
	if c.sites[hello.ServerName].HTTP2 {
		return &tls.Config{GetCertificate: c.certificate, NextProtos: []string{"h2", "http/1.1"}}, nil
	}
	return nil, nil
}

func (c *cafe) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	host := hello.ServerName
	if leaf := c.leafs[host]; leaf != nil {
		return leaf, nil
	}
	leaf, err := c.authority.issue(host, c.sites[host].Certificate, c.stranger)
	if err == nil {
		c.leafs[host] = leaf
	}
	return leaf, err
}

// host plays the host that was asked for.
func (c *cafe) host(scheme string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, _ := strings.Cut(r.Host, ":")
		c.note(Asked{Scheme: scheme, Host: name, Path: r.URL.Path, Origin: r.Header.Get("Origin")})
		site, ok := c.sites[name]
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
func (c *cafe) reception(list []Scenario) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", tour(list))
	mux.Handle("GET /login", c.gate.guard("http", localLogin))
	mux.Handle("GET /photo.svg", c.gate.guard("http", assets))
	mux.Handle("GET /gate", &c.gate)
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
