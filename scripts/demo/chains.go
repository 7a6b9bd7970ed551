package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// Documents that lead on to another one by themselves, and redirects of every
// other kind, for the end-to-end tests: what is on the tour of them stands in
// redirects.go.

// longLoop is how many hops a loop has: more than any browser follows.
const longLoop = 25

// leavingSite leads from an encrypted document to one that is not, in every way
// that a document can.
var leavingSite = paths{
	"/refresh":      refreshing(0, "http://end.chain.test/"),
	"/slow-refresh": refreshing(2, "http://end.chain.test/"),
	"/late-refresh": refreshing(7, "http://end.chain.test/"),
	"/header":       header("Refresh", "0; url=http://end.chain.test/", show("Leaving", `<p>By a header.</p>`)),
	"/script":       show("Leaving", `<p>By a script.</p><script>location.href = "http://end.chain.test/";</script>`),
	"/replace":      show("Leaving", `<p>By a script, a little later.</p><script>setTimeout(() => location.replace("http://end.chain.test/"), 700);</script>`),
	"/submit":       show("Leaving", `<form action="https://arriving.chain.test/"></form><script>document.forms[0].submit();</script>`),
	"/link":         show("Staying", `<p><a id="next" href="http://end.chain.test/">Go on</a></p>`),
	"/button":       show("Staying", `<button id="next" onclick="location.href = 'http://end.chain.test/'">Go on</button>`),
	"/over":         show("Staying", `<button id="next" onclick="location.replace('http://end.chain.test/')">Go on</button><img src="/never.svg" alt="">`),
	"/never.svg":    http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), // the page never ends loading
	"/away":         redirect(302, "/slow-refresh"),
	"/second":       redirect(302, "http://second.example.org/"),
	"/data":         redirect(302, "data:text/html,Nobody%20comes%20here"),
	"/mail":         redirect(302, "mailto:someone@chain.test"),
	"/loop":         http.HandlerFunc(loop),
	"/ring":         show("Ring", `<script>setTimeout(() => { location.href = "/ring?" + (Number(location.search.slice(1)) + 1); }, 50);</script>`),
	"/click":        show("Leaving", `<a id="next" href="http://end.chain.test/">Go on</a><script>setTimeout(() => document.getElementById("next").click(), 400);</script>`),
	"/again":        show("Again", `<script>setTimeout(() => { location.reload(); }, 300);</script>`),
	"/":             show("Staying", `<p>Nothing happens here.</p>`),
}

// waySite leads from one plain address to another, of which the browser makes
// an encrypted one by itself.
var waySite = paths{
	"/first":  redirect(302, "http://first.example.org/"),
	"/strict": redirect(302, "http://strict.chain.test/"),
	"/other":  redirect(302, "http://taken.chain.test/"), // an extension of the tests redirects that
}

// arrivingSite is an address without encryption that leads to the same host
// with it, by its text only.
var arrivingSite = paths{"/": refreshing(0, "https://arriving.chain.test/")}

// loop redirects to itself, counting, until it has gone round often enough.
func loop(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.RawQuery)
	if n < longLoop {
		http.Redirect(w, r, fmt.Sprintf("/loop?%d", n+1), http.StatusFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, "<!doctype html><title>Out of the loop</title><p>No browser comes here.")
}

// header sends one header with an answer.
func header(name, value string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add(name, value)
		h.ServeHTTP(w, r)
	})
}

// cookies are set with every attribute, with none, and without a name.
var cookies = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	for _, c := range []string{"id=top-secret; Secure; HttpOnly; Path=/", "plain=top-secret", "top-secret"} {
		w.Header().Add("Set-Cookie", c)
	}
	show("Cookies", `<p>Take three.</p>`).ServeHTTP(w, r)
})

// upgradingPage orders its plain parts upgraded.
var upgradingPage = policy("upgrade-insecure-requests", show("Upgrading", `<img src="http://parts.chain.test/photo.svg" alt="">`))

// chainHosts are the hosts of this file.
func chainHosts() []Site {
	return []Site{
		{Host: "leaving.chain.test", Secure: leavingSite},
		{Host: "way.chain.test", Plain: waySite},
		{Host: "end.chain.test", Plain: site(show("The end", `<p>Without encryption.</p>`))},
		{Host: "arriving.chain.test", Plain: arrivingSite, Secure: site(show("Arrived", `<p>With encryption.</p>`))},
		{Host: "swift.chain.test", Secure: site(cookies), HTTP2: true},
		{Host: "cookies.chain.test", Secure: site(cookies)},
		{Host: "parts.chain.test", Plain: assets, Secure: paths{"/away.svg": redirect(302, "http://parts.chain.test/photo.svg")}},
		{Host: "page.chain.test", Secure: paths{
			"/upgrading": upgradingPage,
			"/ordered":   policy("upgrade-insecure-requests", show("Away", `<img src="https://parts.chain.test/away.svg" alt="">`)),
			"/mixed":     show("Mixed", `<img src="http://parts.chain.test/photo.svg" alt="">`),
			"/over":      show("Staying", `<button id="next" onclick="location.replace('http://end.chain.test/')">Go on</button><img src="/never.svg" alt="">`),
			"/never.svg": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), // the page never ends loading
			"/away":      show("Away", `<img src="https://parts.chain.test/away.svg" alt="">`),
			"/many":      http.HandlerFunc(manyParts),
		}},
		// HSTS is learnt from the first, and applies to the second.
		{Host: "strict.chain.test", Plain: site(unseen), Secure: strictSite(show("Strict", `<a id="next" href="http://strict.chain.test/">Again</a>`))},
		// Public names, which browsers try over HTTPS first.
		{Host: "first.example.org", Plain: site(unseen), Secure: site(show("HTTPS first", `<p>Tried and found.</p>`))},
		{Host: "second.example.org", Plain: site(show("HTTPS first", `<p>Tried and not found.</p>`))},
		{Host: "wild.chain.test", Secure: site(show("Wild", `<p>Accepted all the same.</p>`)), Certificate: SelfSigned},
		{Host: "ran-out.chain.test", Secure: site(show("Ran out", `<p>Accepted all the same.</p>`)), Certificate: Expired},
		{Host: "other.chain.test", Secure: site(show("Other", `<p>Accepted all the same.</p>`)), Certificate: OtherName},
	}
}

func manyParts(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, "<!doctype html><title>Many</title>")
	for i := range 200 {
		fmt.Fprintf(w, `<img src="/photo.svg?%d" alt="">`, i)
	}
}
