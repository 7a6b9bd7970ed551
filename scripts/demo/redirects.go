package main

// Where a chain of redirects ends.

var checkout = site(show("Pay here", `<p>You came here from an encrypted shop.</p>`))

var newsroom = site(show("Evening news", `<p>The bridge is closed again.</p>`))

var observatory = strictSite(show("Sky tonight", `<p>Jupiter, low in the east.</p>`))

var bakery = strictSite(show("Bakery", `<p>You were sent around, and arrived.</p>`))

var bookshop = strictSite(show("Bookshop", `<p>Second-hand charts and almanacs.</p>`))

var unseen = site(show("You should not see this", `<p>The browser should have stopped before this page.</p>`))
