package main

import (
	"crypto/tls"
	"net/http"
	"net/url"
)

// portalHost is where a portal that redirects has its page.
const portalHost = "login.seaview-hotel.test"

// portalKind is how a portal gets before people's eyes.
type portalKind int

// The kinds of portals.
const (
	portalRedirects portalKind = iota // every plain page leads to its own; under HTTPS it shows its own certificate
	portal511                         // RFC 6585, section 6; HTTPS it hangs up on
	portalAnswers                     // by DNS, it is every host, and shows its page and its certificate as theirs
)

// portal stands in the way until somebody posted its form, and then opens the
// road. page is what it shows: a room's number is asked for by honest ones, a
// password by those that only look like it.
func portal(u *upstream, kind portalKind, page http.Handler, ca *authority, open func()) road {
	login := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := r.URL.Query().Get("to")
		if to == "" {
			to = "http://" + r.Host + "/"
		}
		open()
		http.Redirect(w, r, to, http.StatusSeeOther)
	})
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Connection", "close") // the next one may be for the open road
		switch {
		case r.Method == http.MethodPost:
			login(w, r)
		case r.URL.Path == "/favicon.ico":
			http.NotFound(w, r)
		case kind == portalRedirects && hostname(r.Host) != portalHost:
			http.Redirect(w, r, "http://"+portalHost+"/?to="+url.QueryEscape("http://"+r.Host+r.URL.RequestURI()), http.StatusFound)
		case kind == portal511:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNetworkAuthenticationRequired)
			page.ServeHTTP(w, r)
		default:
			page.ServeHTTP(w, r)
		}
	})
	if kind == portal511 {
		return road{plain: u.serve(plain), secure: hangUp}
	}
	own := func(string) (*tls.Certificate, error) { return ca.issue(portalHost, Good, nil) }
	return road{plain: u.serve(plain), secure: u.terminate(own, plain, "http/1.1")}
}

// hotelPage asks who you are, and for nothing that is worth stealing.
var hotelPage = show("Seaview hotel Wi-Fi", `<p>Welcome. Enter your room's number to use the hotel's network.</p>
<form method="post"><label>Room <input name="room" inputmode="numeric"></label>
<label><input type="checkbox" name="terms"> I accept the terms of use.</label><button id="next">Connect</button></form>`)

// baitPage has the same look, and asks for the password of a bank.
var baitPage = show("Seaview hotel Wi-Fi", `<p>Sign in with your bank to use the hotel's network.</p>
<form method="post"><label>Customer number <input name="customer"></label>
<label>Password <input name="password" type="password"></label><button>Connect</button></form>`)
