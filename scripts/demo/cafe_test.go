package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"midwatch/wasm/check"
)

func TestTable(t *testing.T) {
	names, hosts, spoken := map[string]bool{}, map[string]string{}, map[string]bool{}
	ids := map[string]bool{}
	for _, c := range check.All {
		ids[c.ID] = true
	}
	roads := (&cafe{}).roads(nil, road{})
	for _, s := range append(scenarios(8000), attacks()...) {
		for _, b := range append(s.Before, Earlier{Road: s.Road}) {
			if roads[b.Road] == nil && b.Road != "" {
				t.Errorf("%s: no road %q", s.Name, b.Road)
			}
		}
		if names[s.Name] {
			t.Errorf("%s: two scenarios of this name", s.Name)
		}
		names[s.Name] = true
		if s.Title == "" || s.Look == "" || s.Group == "" || s.Expect == nil {
			t.Errorf("%s: incomplete", s.Name)
		}
		for _, e := range []Expect{s.Expect, s.Firefox} {
			for id, level := range e {
				if !ids[id] || level.Rank() == 0 {
					t.Errorf("%s: expects %s at %q: no such check or level", s.Name, id, level)
				}
				spoken[id] = true
			}
		}
		for _, site := range s.Sites {
			if other := hosts[site.Host]; other != "" {
				t.Errorf("%s: host %s is %s's", s.Name, site.Host, other)
			}
			hosts[site.Host] = s.Name
		}
	}
	// These have end-to-end tests of their own: what they judge is not a page's.
	elsewhere := map[string]bool{
		"hsts-withdrawn":   true, // memory.test.ts restarts the browser
		"proxy-changed":    true, // proxy.test.ts does
		"altered-response": true, // canary.test.ts switches it on
	}
	for id := range ids {
		if !spoken[id] && !elsewhere[id] {
			t.Errorf("no scenario makes %s speak", id)
		}
	}
}

// TestCertificates asks the café as a browser would and sees what it shows.
func TestCertificates(t *testing.T) {
	c, config, err := open(layout{dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	text, err := os.ReadFile(config.Authority)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		t.Fatal("authority cannot be read")
	}
	greet := func(host string) error {
		conn, err := tls.Dial("tcp", c.secure.Addr().String(), &tls.Config{ServerName: host, RootCAs: roots})
		if err == nil {
			conn.Close()
		}
		return err
	}
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var issuer x509.UnknownAuthorityError
	for _, test := range []struct {
		host string
		ok   func(error) bool
	}{
		{"bank.example.com", func(err error) bool { return err == nil }},
		{"theatre.example.net", func(err error) bool { return errors.As(err, &invalid) && invalid.Reason == x509.Expired }},
		{"clinic.example.net", func(err error) bool { return errors.As(err, &name) }},
		{"savings.example.net", func(err error) bool { return errors.As(err, &issuer) }},
		{"letters.example.net", func(err error) bool { return errors.As(err, &issuer) }},
		// No HTTPS at all: the connection ends without an alert.
		{"radio.example.org", func(err error) bool {
			var alert tls.AlertError
			return err != nil && !errors.As(err, &alert) && !errors.As(err, &issuer)
		}},
	} {
		if err := greet(test.host); !test.ok(err) {
			t.Errorf("%s: %v", test.host, err)
		}
	}
}

// TestAnswers follows a redirect over the café's plain port and reads its log.
func TestAnswers(t *testing.T) {
	c, config, err := open(layout{dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if strings.HasSuffix(addr, ":80") {
				addr = c.plain.Addr().String()
			}
			return new(net.Dialer).DialContext(ctx, network, addr)
		}},
	}
	for _, test := range []struct {
		url      string
		status   int
		location string
	}{
		{"http://old.bakery.test/", 302, "http://counter.bakery.test/"},
		{"http://board.harbour.test/", 200, ""},
		{"http://board.harbour.test/photo.svg", 200, ""},
		{"http://board.harbour.test/nothing", 404, ""},
		{"http://unknown.example.org/", 404, ""},
		{config.Tour, 200, ""},
		{config.Tour + "asked?since=4", 200, ""},
	} {
		res, err := client.Get(test.url)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != test.status || res.Header.Get("Location") != test.location {
			t.Errorf("%s: %d to %q, want %d to %q", test.url, res.StatusCode, res.Header.Get("Location"), test.status, test.location)
		}
	}
	if len(c.asked) != 5 || c.asked[0] != (Asked{Scheme: "http", Host: "old.bakery.test", Path: "/"}) {
		t.Errorf("log: %+v", c.asked)
	}
}
