package main

import "net/http"

// Sites that differ in whether, and how, they insist on encryption (HSTS).

var forum = site(show("Boat builders' forum", `<p>On caulking, page 212.</p>`))

var shortForum = strict(site(show("Sail makers' forum", `<p>On stitching, page 9.</p>`)), "max-age=300")

var malformedForum = strict(site(show("Net menders' forum", `<p>On knots, page 77.</p>`)), "max-age:31536000")

var twiceForum = strict(site(show("Riggers' forum", `<p>On wire, page 3.</p>`)), goodPolicy, "max-age=0")

var plainForum = strict(site(show("Anglers' forum", `<p>On bait, page 1.</p>`)), goodPolicy)

var library = strictSite(show("Town library", `<p>Open until six. <a id="next" href="http://library.test/catalogue.html">The catalogue</a></p>`))

var portAuthority = strictSite(show("Port authority", `<p>Berths and dues. <a id="next" href="https://tides.port.test/">Tide tables</a></p>`))

var tides = site(show("Tide tables", `<p>High water at four. This page sends no policy of its own; its parent's covers it.</p>`))

// market insists on encryption for itself, and hands out a cookie for all hosts
// below it.
var market = strict(cookie("basket=4711; Domain=market.test; HttpOnly; Path=/", site(show("Fish market", `<p>Your basket is kept for you.</p>`))), "max-age=63072000")

var chandlers = strict(site(show("Ship chandlers", `<p>Rope, tar, lamps.</p>`)), "max-age=15768000; preload")

var lantern = site(show("Lantern makers", `<p>Brass and glass.</p>`))

// lighthouse takes its order back on its second page.
var lighthouse = paths{
	"/":             strict(show("Lighthouse", `<p>Lit since 1877. <a id="next" href="/leaving.html">The last keeper</a></p>`), goodPolicy),
	"/leaving.html": strict(show("The last keeper", `<p>This page tells browsers to forget the first one's order.</p>`), "max-age=0"),
}

// cookie sets a cookie with each answer.
func cookie(field string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Set-Cookie", field)
		h.ServeHTTP(w, r)
	})
}
