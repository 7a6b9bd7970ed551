package main

import (
	"io"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// The lab serves what the end-to-end tests need beyond the tour: pages and
// headers of unreasonable size, pages that take their time, and recorded ones.

const (
	corpusHost = "corpus.example.org"

	hugePage   = 20 << 20  // bytes
	hugeHeader = 1 << 20   // bytes, more than browsers take
	bigHeader  = 200 << 10 // bytes, near the most that they take
)

// lab lists its hosts. corpus is a folder of .html files, or empty.
func lab(corpus string) []Site {
	sites := []Site{
		{Host: "huge.lab.test", Plain: hugePages, Secure: strict(hugePages, goodPolicy)},
		{Host: "slow.lab.test", Secure: strict(slowSite, goodPolicy)},
		{Host: "restless.lab.test", Secure: strict(restlessSite, goodPolicy)},
		{Host: "growing.lab.test", Secure: strict(growingSite, goodPolicy)},
		{Host: "growing-plain.lab.test", Plain: growingSite},
		{Host: "__proto__", Plain: site(show("A name of the language's own", ``))},
		{Host: hostileHost, Plain: hostileSite, Secure: hostileSite},
		{Host: "connectivitycheck.gstatic.com", Plain: generate204},
		{Host: portalHost, Address: "192.168.7.5"}, // on no honest road
		{Host: canaryHost, Plain: canary},
		{Host: "parts.lab.test", Plain: assets, Secure: partsSite},
		{Host: "files.lab.test", Plain: files, Secure: files},
		{Host: "canary.lab.test", Plain: canaries},
		{Host: "portal.lab.test", Plain: &portalSite{}},
	}
	sites = append(sites, chainHosts()...)
	sites = append(sites, secretHosts()...)
	if corpus != "" {
		sites = append(sites, Site{Host: corpusHost, Secure: strict(recorded(corpus), goodPolicy)})
	}
	return sites
}

// generate204 is what Chromium looks for before it shows a certificate's error;
// without it, it waits for three seconds.
var generate204 = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })

var hugePages = paths{
	// One insecure script, then 20 MB of harmless elements.
	"/page": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<!doctype html><title>Huge</title><script src=\"http://parts.lab.test/app.js\"></script><div hidden>") // not drawn: this is about reading
		line := []byte(strings.Repeat(`<p class="filler">All work and no play makes a dull page. <a href="/x">x</a></p>`+"\n", 1000))
		for sent := 0; sent < hugePage; sent += len(line) {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
		io.WriteString(w, `</div><p>The end.</p>`)
	}),
	"/text": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<!doctype html><title>One long attribute</title><p title=\"")
		line := []byte(strings.Repeat("&#104;ttp", 10_000))
		for sent := 0; sent < hugePage/4; sent += len(line) {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
		io.WriteString(w, `">The end.</p>`)
	}),
	"/header":     headerOf(hugeHeader),
	"/big-header": headerOf(bigHeader),
}

// headerOf sends headers that Midwatch reads, of the given size together.
func headerOf(size int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src *; img-src "+strings.Repeat("a", size/2))
		w.Header().Set("Strict-Transport-Security", "max-age=63072000; x="+strings.Repeat("b", size/2))
		io.WriteString(w, "<!doctype html><title>Big header</title><p>It arrived.")
	})
}

// slowSite names an insecure script at once, and after a while asks for a
// picture whose address leads out of encryption.
var slowSite = site(show("Slow", `<script src="http://parts.lab.test/app.js"></script>
<script>setTimeout(() => { const i = new Image(); i.id = "late"; i.src = "https://parts.lab.test/away"; document.body.append(i); }, 2500);</script>`))

// restlessSite asks for something all the time, as pages with live figures do;
// it ends by itself after 800 requests.
var restlessSite = site(show("Restless", `<script src="http://parts.lab.test/app.js"></script>
<script>let n = 0; const t = setInterval(() => { if (++n > 800) clearInterval(t); fetch("/?" + n); }, 10);</script>`))

var partsSite = paths{"/away": redirect(302, "http://parts.lab.test/photo.svg")}

// files are those that a browser downloads: a program, and one that is a text
// but for what is said of it. /away leads to the first out of encryption.
var files = paths{
	"/setup.exe": download("application/octet-stream", "MZ, but that is all of it."),
	"/notes.txt": download("text/plain", "Bring your own oars."),
	"/away":      redirect(302, "http://files.lab.test/setup.exe"),
	"/":          show("Files", `<a id="program" href="http://files.lab.test/setup.exe">A program</a>`),
}

// canaries are pages of which every letter is known: one as it is, and the same
// as somebody on the way would have it.
var canaries = paths{
	"/whole.txt":   text("success\n"),
	"/changed.txt": text("success\n<script src=\"http://ads.lab.test/x.js\"></script>\n"),
}

func text(content string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, content)
	})
}

// portalSite is what a browser asks whether a login page stands in the way, at
// /canon: it does until somebody was at /agree.
type portalSite struct{ open atomic.Bool }

func (p *portalSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/agree":
		p.open.Store(true)
		show("Welcome", `<p>You are on the network.`).ServeHTTP(w, r)
	case r.URL.Path == "/canon" && p.open.Load():
		text("clear").ServeHTTP(w, r)
	case r.URL.Path == "/welcome":
		show("Welcome", `<p><a href="/agree">I agree to everything</a>`).ServeHTTP(w, r)
	default:
		http.Redirect(w, r, "http://portal.lab.test/welcome?from="+url.QueryEscape(r.URL.Path), http.StatusFound)
	}
}

// download is a file to be kept, not shown.
func download(kind, content string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", "attachment")
		io.WriteString(w, content)
	})
}

// recorded serves pages recorded elsewhere, with their scripts off: what they
// would do on a made-up host is nobody's page any more.
func recorded(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		if path.Ext(name) != ".html" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "script-src 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.ServeFile(w, r, filepath.Join(dir, name))
	})
}
