package main

import (
	"fmt"
	"net/http"
)

// Documents that lead on by themselves, and where a chain of redirects ends.

// refreshing is a page whose text sends the browser on after some seconds.
func refreshing(seconds int, to string) http.Handler {
	return showWith("Please wait", fmt.Sprintf(`<meta http-equiv="refresh" content="%d; url=%s">`, seconds, to), `<p>You are sent on.</p>`)
}

// goingTo is a page whose script sends the browser on.
func goingTo(to string) http.Handler {
	return show("Please wait", fmt.Sprintf(`<p>You are sent on.</p><script>setTimeout(() => { location.href = %q; }, 300);</script>`, to))
}

var moorings = site(show("Moorings", `<p>Two berths left for tonight.</p>`))

var booking = site(show("Book a boat", `<p>Four hours, with a skipper.</p>`))

var lockKeeper = site(show("Canal lock", `<p>Next opening at three.</p>`))

var checkout = site(show("Pay here", `<p>You came here from an encrypted shop.</p>`))

var newsroom = site(show("Evening news", `<p>The bridge is closed again.</p>`))

var observatory = strictSite(show("Sky tonight", `<p>Jupiter, low in the east.</p>`))

var bakery = strictSite(show("Bakery", `<p>You were sent around, and arrived.</p>`))

var bookshop = strictSite(show("Bookshop", `<p>Second-hand charts and almanacs.</p>`))

var unseen = site(show("You should not see this", `<p>The browser should have stopped before this page.</p>`))
