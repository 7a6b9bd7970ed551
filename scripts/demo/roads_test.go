package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// guest is a browser as far as roads can tell. It trusts what the throw-away
// profile does.
type guest struct {
	*http.Client
	c *cafe
}

func visit(t *testing.T, road string) (guest, *cafe) {
	t.Helper()
	c, _, err := open(layout{dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	if err := c.front.take(road, nil); err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(c.authority.cert)
	for _, a := range c.believed {
		roots.AddCert(a.cert)
	}
	return guest{&http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				at := c.plain
				if strings.HasSuffix(address, ":443") {
					at = c.secure
				}
				return new(net.Dialer).DialContext(ctx, network, at.Addr().String())
			},
			TLSClientConfig:   &tls.Config{RootCAs: roots},
			ForceAttemptHTTP2: true,
		},
	}, c}, c
}

// get gives an answer with its body.
func (g guest) get(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	res, err := g.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// wants reads an answer and says what of it is not as it has to be.
func (g guest) wants(t *testing.T, address string, status int, has ...string) *http.Response {
	t.Helper()
	res, body := g.get(t, address)
	if res.StatusCode != status {
		t.Errorf("%s: status %d, want %d", address, res.StatusCode, status)
	}
	for _, text := range has {
		if !strings.Contains(body, text) {
			t.Errorf("%s: no %q in %s", address, text, body)
		}
	}
	return res
}

func (g guest) refused(t *testing.T, address string) {
	t.Helper()
	if res, err := g.Get(address); err == nil {
		t.Errorf("%s: answered with status %d", address, res.StatusCode)
	}
}

func TestStrip(t *testing.T) {
	g, _ := visit(t, "strip")
	res := g.wants(t, "http://seaside-savings.test/", 200, "Three per cent", `href="http://www.example.org/"`)
	if res.Request.URL.Scheme != "http" {
		t.Error("led away")
	}
	res = g.wants(t, "http://market.test/", 200)
	if res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("the order to use HTTPS came through")
	}
	if c := res.Header.Get("Set-Cookie"); !strings.Contains(c, "basket=4711") {
		t.Errorf("cookie lost: %q", c)
	}
	res = g.wants(t, "http://shop.example.com/", 302)
	if to := res.Header.Get("Location"); to != "http://checkout.shop.test/" {
		t.Errorf("redirect to %q", to)
	}
	g.wants(t, "http://tide-gauge.test/", 200, "Two metres")
	g.refused(t, "https://seaside-savings.test/")
}

func TestStripped(t *testing.T) {
	res := &http.Response{Body: io.NopCloser(strings.NewReader(`<a href="https://a.test/"> "https:\/\/b.test" wss://c.test`)), Header: http.Header{
		"Content-Type": {"text/html"}, "Content-Length": {"50"}, "Location": {"https://a.test/x"},
		"Set-Cookie":                {"a=1; Secure; Path=/", "secure=2; HttpOnly; secure"},
		"Strict-Transport-Security": {goodPolicy}, "Content-Security-Policy": {"upgrade-insecure-requests"},
	}}
	if err := stripped(res); err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	if want := `<a href="http://a.test/"> "http:\/\/b.test" ws://c.test`; string(body) != want {
		t.Errorf("%s", body)
	}
	if got := res.Header["Set-Cookie"]; got[0] != "a=1; Path=/" || got[1] != "secure=2; HttpOnly" {
		t.Errorf("%q", got)
	}
	if len(res.Header) != 3 || res.Header.Get("Location") != "http://a.test/x" {
		t.Errorf("%v", res.Header)
	}
}

func TestRename(t *testing.T) {
	g, _ := visit(t, "rename")
	g.wants(t, "http://square-one.test/", 200, `href="http://wwww.lagoon-bank.test/"`)
	g.wants(t, "http://wwww.lagoon-bank.test/", 200, "Three per cent")
	g.wants(t, "http://square-two.test/", 200, `href="http://reef-bank.example.corn/"`)
	g.wants(t, "http://reef-bank.example.corn/", 200, "Three per cent")
	g.wants(t, "https://www.lagoon-bank.test/", 200, "https://www.example.org/") // encrypted pages are out of reach
	g.refused(t, "https://wwww.lagoon-bank.test/")
	for _, host := range []string{"www.a.test", "a.example.com", "mail.b.test"} {
		if d := disguise(host); d == host || undisguise(d) != host {
			t.Errorf("%s becomes %s and again %s", host, d, undisguise(d))
		}
	}
}

func TestIntercept(t *testing.T) {
	g, c := visit(t, "intercept")
	var unknown x509.UnknownAuthorityError
	if _, err := g.Get("https://credit-union.test/"); !errors.As(err, &unknown) {
		t.Errorf("a stranger's certificate is believed: %v", err)
	}
	g.refused(t, "https://tide-gauge.test/") // nobody is there to intercept
	for road, name := range inspectors {
		c.front.take(road, nil)
		g.CloseIdleConnections()
		res := g.wants(t, "https://clipper.example.com/", 200, "Against fog")
		chain := res.TLS.PeerCertificates
		if issuer := chain[0].Issuer.CommonName; issuer != name {
			t.Errorf("%s: signed by %q", road, issuer)
		}
		if want := map[bool]int{true: 1, false: 2}[road == "fallback"]; res.ProtoMajor != want {
			t.Errorf("%s: %s", road, res.Proto)
		}
	}
	c.front.take(cleanRoad, nil)
	g.CloseIdleConnections()
	if res := g.wants(t, "https://clipper.example.com/", 200); res.TLS.PeerCertificates[0].Issuer.CommonName != c.authority.cert.Subject.CommonName {
		t.Error("somebody is still there")
	}
}

func TestPortal(t *testing.T) {
	g, c := visit(t, "portal")
	res := g.wants(t, "http://ferry-lines.test/x", 302)
	if to := res.Header.Get("Location"); to != "http://"+portalHost+"/?to=http%3A%2F%2Fferry-lines.test%2Fx" {
		t.Errorf("led to %q", to)
	}
	g.wants(t, "http://"+portalHost+"/", 200, "room")
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	if _, err := g.Get("https://bank.example.com/"); !errors.As(err, &name) && !errors.As(err, &unknown) {
		t.Errorf("the portal proves to be the bank: %v", err)
	}
	res, err := g.PostForm("http://"+portalHost+"/login?to=http://ferry-lines.test/", url.Values{"room": {"12"}})
	if err != nil || res.Header.Get("Location") != "http://ferry-lines.test/" {
		t.Fatalf("%v, %v", res, err)
	}
	g.wants(t, "https://bank.example.com/", 200)
	for road, status := range map[string]int{"portal-511": 511, "portal-dns": 200, "portal-bait": 200} {
		c.front.take(road, nil)
		g.CloseIdleConnections()
		g.wants(t, "http://ferry-lines.test/", status, "Seaview hotel", `<form method="post">`)
	}
}

func TestInject(t *testing.T) {
	g, _ := visit(t, "inject")
	if res := g.wants(t, "http://pilot-boat.test/", 200, "On station", injectedScript); res.Header.Get("X-Served-By") == "" {
		t.Error("no header")
	}
	if _, body := g.get(t, "http://"+canaryHost+"/"); body == canaryBody || !strings.HasPrefix(body, canaryBody) {
		t.Errorf("canary: %q", body)
	}
	if _, body := g.get(t, "https://bank.example.com/"); strings.Contains(body, injectedScript) {
		t.Error("an encrypted page was edited")
	}
}

func TestClocks(t *testing.T) {
	off := func(g guest, address string) time.Duration {
		at, err := http.ParseTime(g.wants(t, address, 200).Header.Get("Date"))
		if err != nil {
			t.Fatal(err)
		}
		return time.Until(at).Round(day)
	}
	g, c := visit(t, "clock")
	for _, address := range []string{"https://port-bell.example.com/", "https://" + lateHost + "/", "http://tide-gauge.test/"} {
		if got := off(g, address); got != wrongBy {
			t.Errorf("%s: off by %v", address, got)
		}
	}
	c.front.take("clock-one", nil)
	g.CloseIdleConnections()
	if a, b := off(g, "https://port-bell.example.com/"), off(g, "https://"+lateHost+"/"); a != 0 || b != wrongBy {
		t.Errorf("off by %v and %v", a, b)
	}
}

func TestProxy(t *testing.T) {
	g, c := visit(t, cleanRoad)
	_, script := g.get(t, "http://board.harbour.test/") // no proxy yet
	at := &url.URL{Scheme: "http", Host: c.proxy.Addr().String()}
	roots := x509.NewCertPool()
	roots.AddCert(c.authority.cert)
	p := guest{&http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(at), TLSClientConfig: &tls.Config{RootCAs: roots}}}, c}
	if _, same := p.get(t, "http://board.harbour.test/"); same != script {
		t.Error("the proxy gives another page")
	}
	p.wants(t, "https://bank.example.com/", 200, "Welcome back")
	w := httptest.NewRecorder()
	pac(c.proxy.Addr())(w, nil)
	if !strings.Contains(w.Body.String(), "PROXY "+at.Host) {
		t.Errorf("%s", w.Body)
	}
}

func TestLater(t *testing.T) {
	g, c := visit(t, cleanRoad)
	g.wants(t, "http://gave-up.test/", 301)
	c.front.take("later", nil)
	g.CloseIdleConnections()
	g.wants(t, "http://gave-up.test/", 200, "cost too much")
	g.refused(t, "https://gave-up.test/")
	g.wants(t, "https://bank.example.com/", 200)
}

func TestOutside(t *testing.T) {
	g, c := visit(t, cleanRoad)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "from elsewhere") }))
	defer other.Close()
	_, port, _ := net.SplitHostPort(other.Listener.Addr().String())
	if err := c.front.take("outside", url.Values{"plain": {port}}); err != nil {
		t.Fatal(err)
	}
	g.wants(t, "http://board.harbour.test/", 200, "from elsewhere")
	g.wants(t, "https://bank.example.com/", 200)
	if c.front.take("nowhere", nil) == nil || c.front.take("outside", url.Values{"plain": {"x"}}) == nil {
		t.Error("took a road that is none")
	}
}

// TestTaken changes roads under a connection: who was connected is not any more.
func TestTaken(t *testing.T) {
	_, c := visit(t, cleanRoad)
	conn, err := net.Dial("tcp", c.plain.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: board.harbour.test\r\n\r\n")
	conn.Read(make([]byte, 1))
	c.front.take("strip", nil)
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.Copy(io.Discard, conn); errors.Is(err, context.DeadlineExceeded) || errors.As(err, new(*net.OpError)) && err.(*net.OpError).Timeout() {
		t.Error("the old road goes on")
	}
}

func TestResolver(t *testing.T) {
	_, c := visit(t, "private")
	ask := func(host string, kind dnsmessage.Type) []netip.Addr {
		m := dnsmessage.Message{
			Header:    dnsmessage.Header{ID: 7, RecursionDesired: true},
			Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(host + "."), Type: kind, Class: dnsmessage.ClassINET}},
		}
		packed, err := m.Pack()
		if err != nil {
			t.Fatal(err)
		}
		packed, err = resolver{c.address}.answer(packed)
		if err != nil {
			t.Fatal(err)
		}
		var answer dnsmessage.Message
		if err := answer.Unpack(packed); err != nil || answer.ID != 7 {
			t.Fatalf("%v, %v", answer, err)
		}
		var list []netip.Addr
		for _, a := range answer.Answers {
			list = append(list, netip.AddrFrom4(a.Body.(*dnsmessage.AResource).A))
		}
		return list
	}
	for host, want := range map[string]string{
		"rebound.example.net":  "192.168.7.66",
		"intranet.example.org": "10.20.0.7",
		"bank.example.com":     publicAddress("bank.example.com").String(),
	} {
		if got := ask(host, dnsmessage.TypeA); len(got) != 1 || got[0].String() != want {
			t.Errorf("%s: %v, want %s", host, got, want)
		}
	}
	if got := ask("bank.example.com", dnsmessage.TypeAAAA); got != nil {
		t.Errorf("IPv6: %v", got)
	}
	if got := ask("nobody.example.com", dnsmessage.TypeA); got != nil {
		t.Errorf("unknown: %v", got)
	}
	if _, err := (resolver{c.address}).answer([]byte("x")); err == nil {
		t.Error("answered nonsense")
	}
}
