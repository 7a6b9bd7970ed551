package main

// Sites that differ in whether, and how, they insist on encryption (HSTS).

var forum = site(show("Boat builders' forum", `<p>On caulking, page 212.</p>`))

var shortForum = strict(site(show("Sail makers' forum", `<p>On stitching, page 9.</p>`)), "max-age=300")

var malformedForum = strict(site(show("Net menders' forum", `<p>On knots, page 77.</p>`)), "max-age:31536000")

var twiceForum = strict(site(show("Riggers' forum", `<p>On wire, page 3.</p>`)), goodPolicy, "max-age=0")

var plainForum = strict(site(show("Anglers' forum", `<p>On bait, page 1.</p>`)), goodPolicy)

var library = strictSite(show("Town library", `<p>Open until six. <a id="next" href="http://library.test/catalogue.html">The catalogue</a></p>`))

var portAuthority = strictSite(show("Port authority", `<p>Berths and dues. <a id="next" href="https://tides.port.test/">Tide tables</a></p>`))

var tides = site(show("Tide tables", `<p>High water at four. This page sends no policy of its own; its parent's covers it.</p>`))
