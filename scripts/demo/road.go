package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// greetingLimit is how long a browser may take to greet, and an honest server
// to be reached.
const greetingLimit = 10 * time.Second

// way is what becomes of one connection of a browser's. It owns the connection.
type way func(net.Conn)

// road is who stands between browsers and the honest servers: what becomes of
// connections to port 80 and to port 443 of any host, and of names.
type road struct {
	plain, secure way
	// resolve changes the address of a host; nil leaves all as they are. It works
	// where names are asked for at all: see resolver.go.
	resolve func(host string, honest netip.Addr) netip.Addr
	// later is set where nobody stands, but a year has passed: hosts answer as
	// their Site.Later does.
	later bool
}

// upstream is what an attacker finds behind itself: servers that play every host
// by name. It needs two TCP addresses and nothing else of the café.
type upstream struct {
	plainAt, secureAt string
	transport         *http.Transport

	mu      sync.Mutex
	servers []*http.Server
}

// newUpstream leads to servers at the addresses for plain HTTP and for HTTPS.
// An attacker does not mind whose certificate they show.
func newUpstream(plainAt, secureAt string) *upstream {
	u := &upstream{plainAt: plainAt, secureAt: secureAt}
	u.transport = &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			at := u.plainAt
			if strings.HasSuffix(address, ":443") {
				at = u.secureAt
			}
			return (&net.Dialer{Timeout: greetingLimit}).DialContext(ctx, network, at)
		},
		TLSClientConfig:    &tls.Config{InsecureSkipVerify: true},
		DisableCompression: true, // text has to be readable to be changed
		DisableKeepAlives:  true, // what stands behind may change at any time
	}
	return u
}

// close ends the servers that stand before u.
func (u *upstream) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, s := range u.servers {
		s.Close()
	}
}

// passPlain and passSecure leave a connection alone.
func (u *upstream) passPlain(conn net.Conn)  { pipe(conn, u.plainAt) }
func (u *upstream) passSecure(conn net.Conn) { pipe(conn, u.secureAt) }

// pipe joins a connection to a TCP address until either end closes.
func pipe(conn net.Conn, to string) {
	defer conn.Close()
	other, err := net.DialTimeout("tcp", to, greetingLimit)
	if err != nil {
		return
	}
	defer other.Close()
	go func() {
		io.Copy(other, conn)
		other.Close()
	}()
	io.Copy(conn, other)
}

// hangUp closes a connection before a byte was said.
func hangUp(conn net.Conn) { conn.Close() }

// serve answers plain HTTP with h.
func (u *upstream) serve(h http.Handler) way {
	d := newDoor()
	u.start(d, h)
	return d.hand
}

// terminate answers HTTPS with h, as whom certificate says, by one of the
// application protocols.
func (u *upstream) terminate(certificate func(host string) (*tls.Certificate, error), h http.Handler, protocols ...string) way {
	d := newDoor()
	u.start(tls.NewListener(d, &tls.Config{
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) { return certificate(hello.ServerName) },
		NextProtos:     protocols,
		// Who comes again has to be shown a certificate again.
		SessionTicketsDisabled: true,
	}), h)
	return d.hand
}

func (u *upstream) start(l net.Listener, h http.Handler) {
	s := newServer(h)
	u.mu.Lock()
	u.servers = append(u.servers, s)
	u.mu.Unlock()
	go s.Serve(l)
}

// only sends TLS connections to the hosts chosen one way, all others another.
func only(chosen func(host string) bool, those, others way) way {
	return func(conn net.Conn) {
		host, again, err := peek(conn)
		switch {
		case err != nil:
			conn.Close()
		case chosen(host):
			those(again)
		default:
			others(again)
		}
	}
}

// speaksTLS says whether somebody answers for host on port 443.
func (u *upstream) speaksTLS(host string) bool {
	conn, err := (&tls.Dialer{
		NetDialer: &net.Dialer{Timeout: greetingLimit},
		Config:    &tls.Config{ServerName: host, InsecureSkipVerify: true},
	}).Dial("tcp", u.secureAt)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// relay fetches what it is asked for from the honest servers, over the scheme
// that scheme says for a host, and changes the answers. change may be nil.
func (u *upstream) relay(scheme func(host string) string, change func(*http.Response) error) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = scheme(hostname(r.In.Host)), hostname(r.In.Host)
			r.Out.Header.Del("Accept-Encoding")
		},
		Transport:      u.transport,
		ModifyResponse: change,
		ErrorLog:       silentLog,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			panic(http.ErrAbortHandler) // nobody answers there: nor does the one in between
		},
	}
}

// always says the same of every host.
func always(scheme string) func(string) string { return func(string) string { return scheme } }

func hostname(host string) string {
	name, _, _ := strings.Cut(host, ":")
	return name
}

// changeText replaces the body of an answer that is text by what edit makes of
// it.
func changeText(res *http.Response, edit func(string) string) error {
	kind := res.Header.Get("Content-Type")
	if !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "json") && !strings.Contains(kind, "javascript") {
		return nil
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil {
		return err
	}
	text := edit(string(body))
	res.Body = io.NopCloser(strings.NewReader(text))
	res.ContentLength = int64(len(text))
	res.Header.Del("Content-Length")
	return nil
}

// errPeeked ends a handshake that was only begun to read its greeting.
var errPeeked = errors.New("demo: seen enough")

// peek reads the name that a TLS greeting asks for, and gives a connection from
// which the greeting can be read again.
func peek(conn net.Conn) (host string, again net.Conn, err error) {
	seen := &bytes.Buffer{}
	named := false
	conn.SetReadDeadline(time.Now().Add(greetingLimit))
	err = tls.Server(listening{conn, io.TeeReader(conn, seen)}, &tls.Config{
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			host, named = hello.ServerName, true
			return nil, errPeeked
		},
	}).Handshake()
	conn.SetReadDeadline(time.Time{})
	if !named {
		return "", nil, err
	}
	return host, replayed{conn, io.MultiReader(seen, conn)}, nil
}

// listening only listens: what is written to it goes nowhere.
type listening struct {
	net.Conn
	from io.Reader
}

func (l listening) Read(b []byte) (int, error)  { return l.from.Read(b) }
func (l listening) Write(b []byte) (int, error) { return len(b), nil }

// replayed begins with what was read of it before.
type replayed struct {
	net.Conn
	from io.Reader
}

func (r replayed) Read(b []byte) (int, error) { return r.from.Read(b) }

// door is a listener that takes the connections which are handed to it.
type door struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newDoor() *door { return &door{conns: make(chan net.Conn), closed: make(chan struct{})} }

// hand gives a connection to who accepts here.
func (d *door) hand(conn net.Conn) {
	select {
	case d.conns <- conn:
	case <-d.closed:
		conn.Close()
	}
}

func (d *door) Accept() (net.Conn, error) {
	select {
	case conn := <-d.conns:
		return conn, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

func (d *door) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
