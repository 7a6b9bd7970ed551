package main

// Encrypted pages with parts from plain HTTP addresses.

var gallery = strictSite(show("Harbour gallery", `<p>Twelve pictures of fog.</p>
<p><img src="http://pictures.gallery.test/photo.svg" alt="Fog"></p>
<script src="http://pictures.gallery.test/app.js"></script>`))

var weather = strictSite(show("Weather by the hour", `<link rel="stylesheet" href="http://parts.weather.test/style.css">
<p>Wind from the west.</p><iframe src="http://parts.weather.test/inset.html" title="Radar" width="320" height="90"></iframe>
<script>fetch("http://parts.weather.test/tides.json").catch(() => {});</script>`))

var upgrading = strictSite(policy("upgrade-insecure-requests", show("Old almanac", almanac)))

var upgradingByMeta = strictSite(showWith("Older almanac",
	`<meta http-equiv="Content-Security-Policy" content="upgrade-insecure-requests">`, almanac))

const almanac = `<p>Written before encryption was common; its server asks the browser to upgrade what it names.</p>
<p><img src="http://pictures.almanac.test/photo.svg" alt="A lighthouse"></p><script src="http://pictures.almanac.test/app.js"></script>`

var museum = strictSite(show("Museum of rope", `<p>Knots of five centuries.</p>
<p><img src="https://archive.museum.test/picture" alt="A knot"></p><script src="https://archive.museum.test/script"></script>`))

var museumArchive = paths{
	"/picture": redirect(302, "http://attic.museum.test/photo.svg"),
	"/script":  redirect(302, "http://attic.museum.test/app.js"),
}
