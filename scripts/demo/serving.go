package main

import (
	"fmt"
	"html"
	"net/http"
	"path"
)

// paths answers exact paths; what it does not name is looked up among the
// assets, which every host has.
type paths map[string]http.Handler

func (p paths) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h, ok := p[r.URL.Path]; ok {
		h.ServeHTTP(w, r)
		return
	}
	assets.ServeHTTP(w, r)
}

// site answers / with a page and has the assets.
func site(h http.Handler) http.Handler { return paths{"/": h} }

// assets are the parts that pages use: a script, a style sheet, a picture,
// some data, a frame.
var assets = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	kinds := map[string][2]string{
		".js":   {"text/javascript", `document.documentElement.dataset.script = "ran";`},
		".css":  {"text/css", `.sheet { color: inherit }`},
		".json": {"application/json", `{"open":true}`},
		".html": {"text/html; charset=utf-8", `<!doctype html><title>Inset</title><p>Today: apple cake.`},
		".svg": {"image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90">` +
			`<rect width="160" height="90" fill="#7aa2c8"/><circle cx="120" cy="26" r="12" fill="#fff3c4"/>` +
			`<path d="M0 90 50 40l30 30 30-40 50 60z" fill="#3c5a4c"/></svg>`},
	}
	kind, ok := kinds[path.Ext(r.URL.Path)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind[0])
	w.Header().Set("Access-Control-Allow-Origin", "*")
	fmt.Fprint(w, kind[1])
})

// show is a page with a title and a body in HTML.
func show(title, body string) http.Handler { return showWith(title, "", body) }

// showWith is show with something more in the head, where alone some elements
// count.
func showWith(title, head, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, pageLayout, html.EscapeString(title), head, hue(title), html.EscapeString(title), body)
	})
}

const pageLayout = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>%s</title>
<meta name="viewport" content="width=device-width">%s
<style>
:root{color-scheme:light dark;--hue:%d}
body{font:17px/1.6 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:3rem 1.5rem}
h1{font-size:2rem;line-height:1.2;border-bottom:6px solid hsl(var(--hue) 55%% 55%%);padding-bottom:.6rem}
form{display:grid;gap:.7rem;max-width:22rem;padding:1.2rem;border-radius:12px;background:hsl(var(--hue) 30%% 50%% / .14)}
label{display:grid;gap:.2rem}input,button{font:inherit;padding:.5rem .7rem;border-radius:8px;border:1px solid #8888}
button{background:hsl(var(--hue) 55%% 38%%);color:#fff;border:0}img{border-radius:12px}iframe{border:1px solid #8888;border-radius:12px}
</style></head><body><h1>%s</h1>
%s
</body></html>
`

// hue gives each site its own colour.
func hue(title string) int {
	sum := 0
	for _, b := range []byte(title) {
		sum = (sum*31 + int(b)) % 360
	}
	return sum
}

// goodPolicy is an HSTS policy as sites should send it: two years, with all
// subdomains.
const goodPolicy = "max-age=63072000; includeSubDomains"

// strict sends Strict-Transport-Security with an answer, one field a value.
func strict(h http.Handler, values ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, v := range values {
			w.Header().Add("Strict-Transport-Security", v)
		}
		h.ServeHTTP(w, r)
	})
}

// strictSite is a site with a good policy on everything it serves.
func strictSite(h http.Handler) http.Handler { return strict(site(h), goodPolicy) }

// policy sends a Content-Security-Policy with an answer.
func policy(value string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", value)
		h.ServeHTTP(w, r)
	})
}

// redirect sends everything to one address.
func redirect(status int, to string) http.Handler {
	return http.RedirectHandler(to, status)
}
