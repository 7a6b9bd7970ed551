package main

import "fmt"

// scenarios is the tour. Each has hosts of its own, so that what a browser
// learns in one never changes another. Names below .test are those that
// browsers leave alone; they try HTTPS first on public ones such as
// example.com. desk is the port of the café's own page.
func scenarios(desk int) []Scenario {
	return []Scenario{
		{
			Name: "clean", Group: "All is well",
			Title: "A good site", Look: "Midwatch stays silent.",
			Start: "https://bank.example.com/", Expect: silent,
			Sites: []Site{{Host: "bank.example.com", Secure: bank}},
		},
		{
			Name: "localhost", Group: "All is well",
			Title: "A login page of your own computer", Look: "Plain HTTP, but nothing crosses the network: silence.",
			Start: fmt.Sprintf("http://localhost:%d/login", desk), Expect: silent,
		},
		{
			Name: "local-part", Group: "All is well",
			Title: "A part from your own computer", Look: "An encrypted page with a picture from a program on this computer: silence.",
			Start: "https://camera.example.com/", Expect: silent,
			Sites: []Site{{Host: "camera.example.com", Secure: strictSite(show("Harbour camera",
				fmt.Sprintf(`<p><img src="http://127.0.0.1:%d/photo.svg" alt="From your own camera"></p>`, desk)))}},
		},
		{
			Name: "http-page", Group: "Without encryption",
			Title: "A page over plain HTTP", Look: "Anyone here can read and change it.",
			Start: "http://board.harbour.test/", Expect: Expect{"insecure-page": warning},
			Sites: []Site{{Host: "board.harbour.test", Plain: noticeBoard}},
		},
		{
			Name: "http-login", Group: "Without encryption",
			Title: "A login over plain HTTP", Look: "A password typed here is anyone's.",
			Start: "http://rowing.club.test/", Expect: Expect{"insecure-page": warning, "insecure-login": danger},
			Sites: []Site{{Host: "rowing.club.test", Plain: clubLogin}},
		},
		{
			Name: "http-payment", Group: "Without encryption",
			Title: "A card payment over plain HTTP", Look: "The same for card numbers.",
			Start: "http://tickets.ferry.test/", Expect: Expect{"insecure-page": warning, "insecure-login": danger},
			Sites: []Site{{Host: "tickets.ferry.test", Plain: ticketShop}},
		},
		{
			Name: "http-only-fallback", Group: "Without encryption",
			Title: "A public name without HTTPS", Look: "The browser tries HTTPS, gives up, and says nothing. Midwatch does.",
			Start: "http://radio.example.org/", Expect: Expect{"insecure-page": warning},
			Sites: []Site{{Host: "radio.example.org", Plain: radio}},
		},
		{
			Name: "mixed-script-image", Group: "Encrypted, but not all of it",
			Title: "A script and a picture over plain HTTP", Look: "A notice: your browser blocked the one and upgraded the other.",
			Start: "https://gallery.example.com/", Expect: Expect{"mixed-content": notice},
			Sites: []Site{
				{Host: "gallery.example.com", Secure: gallery},
				{Host: "pictures.gallery.test", Plain: assets, Secure: assets},
			},
		},
		{
			Name: "mixed-frame-style", Group: "Encrypted, but not all of it",
			Title: "A frame and a style sheet over plain HTTP", Look: "A notice: both were blocked.",
			Start: "https://weather.example.com/", Expect: Expect{"mixed-content": notice},
			Sites: []Site{
				{Host: "weather.example.com", Secure: weather},
				{Host: "parts.weather.test", Plain: assets, Secure: assets},
			},
		},
		{
			Name: "csp-upgrade", Group: "Encrypted, but not all of it",
			Title: "Old addresses, upgraded by the site's own order", Look: "The site defends itself (upgrade-insecure-requests): silence.",
			Start: "https://almanac.example.com/", Expect: silent,
			Sites: []Site{
				{Host: "almanac.example.com", Secure: upgrading},
				{Host: "pictures.almanac.test", Plain: assets, Secure: assets},
			},
		},
		{
			Name: "csp-upgrade-meta", Group: "Encrypted, but not all of it",
			Title: "The same order, given in the page's text", Look: "Silence again.",
			Start: "https://old-almanac.example.com/", Expect: silent,
			Sites: []Site{{Host: "old-almanac.example.com", Secure: upgradingByMeta}},
		},
		{
			Name: "insecure-form", Group: "Encrypted, but not all of it",
			Title: "A newsletter form that sends in clear", Look: "A warning about the form.",
			Start: "https://tide.example.com/", Expect: Expect{"insecure-form": warning},
			Sites: []Site{
				{Host: "tide.example.com", Secure: newsletter},
				{Host: "letters.tide.test", Plain: unseen},
			},
		},
		{
			Name: "insecure-login-form", Group: "Encrypted, but not all of it",
			Title: "A login form that sends in clear", Look: "Danger, said once: the lock in the address bar is no help here.",
			Start: "https://post.example.com/", Expect: Expect{"insecure-login": danger},
			Sites: []Site{
				{Host: "post.example.com", Secure: webmail},
				{Host: "session.post.test", Plain: unseen},
			},
		},
		{
			Name: "downgrade", Group: "On the way",
			Title: "From an encrypted shop to a plain checkout", Look: "Danger: the site itself led you out of encryption.",
			Start: "https://shop.example.com/", Final: "http://checkout.shop.test/",
			Expect: Expect{"downgrade-redirect": danger, "insecure-page": warning},
			Sites: []Site{
				{Host: "shop.example.com", Secure: redirect(302, "http://checkout.shop.test/")},
				{Host: "checkout.shop.test", Plain: checkout},
			},
		},
		{
			Name: "refresh-downgrade", Group: "On the way",
			Title: "An encrypted page that sends you on to a plain one", Look: "Danger again: a refresh in the page's text leads as a redirect does.",
			Start: "https://pilots.example.com/", Final: "http://moorings.pilots.test/",
			Expect: Expect{"downgrade-redirect": danger, "insecure-page": warning},
			Sites: []Site{
				{Host: "pilots.example.com", Secure: strict(refreshing(1, "http://moorings.pilots.test/"), goodPolicy)},
				{Host: "moorings.pilots.test", Plain: moorings},
			},
		},
		{
			Name: "script-downgrade", Group: "On the way",
			Title: "The same, done by a script", Look: "Nobody clicked anything: danger.",
			Start: "https://charter.example.com/", Final: "http://booking.charter.test/",
			Expect: Expect{"downgrade-redirect": danger, "insecure-page": warning},
			Sites: []Site{
				{Host: "charter.example.com", Secure: strict(goingTo("http://booking.charter.test/"), goodPolicy)},
				{Host: "booking.charter.test", Plain: booking},
			},
		},
		{
			Name: "sub-downgrade", Group: "On the way",
			Title: "Encrypted parts that lead to plain ones", Look: "A notice: the browser did not follow in clear.",
			Start: "https://museum.example.com/", Expect: Expect{"downgrade-redirect": notice},
			Sites: []Site{
				{Host: "museum.example.com", Secure: museum},
				{Host: "archive.museum.test", Secure: museumArchive},
				{Host: "attic.museum.test", Plain: assets, Secure: assets},
			},
		},
		{
			Name: "http-to-https", Group: "On the way",
			Title: "To HTTPS by way of HTTP", Look: "You arrived safely, but somebody here could have answered first; and nothing prevents it next time.",
			Start: "http://evening.news.test/", Final: "https://evening.news.test/",
			Expect: Expect{"exposed-hop": warning, "hsts-missing": warning},
			Sites:  []Site{{Host: "evening.news.test", Plain: redirect(301, "https://evening.news.test/"), Secure: newsroom}},
		},
		{
			Name: "refresh-upgrade", Group: "On the way",
			Title: "To HTTPS by a refresh in a plain page", Look: "The same: whoever answered first could have sent you anywhere.",
			Start: "http://lock.canal.test/", Final: "https://lock.canal.test/",
			Expect: Expect{"exposed-hop": warning, "hsts-missing": warning},
			Sites:  []Site{{Host: "lock.canal.test", Plain: refreshing(0, "https://lock.canal.test/"), Secure: lockKeeper}},
		},
		{
			Name: "http-to-https-strict", Group: "On the way",
			Title: "The same, but the site insists from now on", Look: "A notice only: the next visit is encrypted from its first byte.",
			Start: "http://sky.observatory.test/", Final: "https://sky.observatory.test/",
			Expect: Expect{"exposed-hop": notice},
			Sites:  []Site{{Host: "sky.observatory.test", Plain: redirect(301, "https://sky.observatory.test/"), Secure: observatory}},
		},
		{
			Name: "detour", Group: "On the way",
			Title: "Two plain hosts before the encrypted one", Look: "A warning with the whole chain.",
			Start: "http://old.bakery.test/", Final: "https://bakery.example.com/",
			Expect: Expect{"exposed-hop": warning},
			Sites: []Site{
				{Host: "old.bakery.test", Plain: redirect(302, "http://counter.bakery.test/")},
				{Host: "counter.bakery.test", Plain: redirect(302, "https://bakery.example.com/")},
				{Host: "bakery.example.com", Secure: bakery},
			},
		},
		{
			Name: "https-first", Group: "On the way",
			Title: "A plain link that the browser upgrades by itself", Look: "Nothing left the browser in clear: silence.",
			Start: "http://bookshop.example.net/", Final: "https://bookshop.example.net/", Expect: silent,
			Sites: []Site{{Host: "bookshop.example.net", Plain: redirect(301, "https://bookshop.example.net/"), Secure: bookshop}},
		},
		{
			Name: "hsts-known", Group: "On the way",
			Title: "A plain link to a site that insists", Look: "The browser remembers the site's order from the first page: silence.",
			Start: "https://library.test/", Next: "http://library.test/catalogue.html", Final: "https://library.test/catalogue.html",
			Expect: silent,
			Sites: []Site{{Host: "library.test", Plain: redirect(301, "https://library.test/"),
				Secure: strict(paths{"/": library, "/catalogue.html": show("Catalogue", `<p>Charts, maps, logs.</p>`)}, goodPolicy)}},
		},
		{
			Name: "hsts-preloaded", Group: "On the way",
			Title: "A plain link to a name that browsers never open in clear", Look: "All of .dev is on the browsers' own list: silence, though the site gives no order itself.",
			Start: "http://lantern.dev/", Final: "https://lantern.dev/", Expect: silent,
			Sites: []Site{{Host: "lantern.dev", Plain: redirect(301, "https://lantern.dev/"), Secure: lantern}},
		},
		{
			Name: "hsts-preloaded-parent", Group: "Sites that do not insist",
			Title: "A name below one on the browsers' own list", Look: "hstspreload.org is on the list with all below it: silence, though this page gives no order.",
			Start: "https://cafe.hstspreload.org/", Expect: silent,
			Sites: []Site{{Host: "cafe.hstspreload.org", Secure: forum}},
		},
		{
			Name: "hsts-none", Group: "Sites that do not insist",
			Title: "No order to use encryption", Look: "A notice: the next plain link to this site is not safe.",
			Start: "https://builders.forum.test/", Expect: Expect{"hsts-missing": notice},
			Sites: []Site{{Host: "builders.forum.test", Secure: forum}},
		},
		{
			Name: "hsts-short", Group: "Sites that do not insist",
			Title: "An order for five minutes", Look: "A notice: too short to protect.",
			Start: "https://sails.example.com/", Expect: Expect{"hsts-short": notice},
			Sites: []Site{{Host: "sails.example.com", Secure: shortForum}},
		},
		{
			Name: "hsts-malformed", Group: "Sites that do not insist",
			Title: "An order that browsers cannot read", Look: "A notice that quotes it.",
			Start: "https://nets.example.com/", Expect: Expect{"hsts-invalid": notice},
			Sites: []Site{{Host: "nets.example.com", Secure: malformedForum}},
		},
		{
			Name: "hsts-twice", Group: "Sites that do not insist",
			Title: "Two orders that contradict each other", Look: "A notice: only the first counts. (Firefox drops the second before any extension sees it: silence.)",
			Start: "https://riggers.example.com/", Expect: Expect{"hsts-invalid": notice}, Firefox: silent,
			Sites: []Site{{Host: "riggers.example.com", Secure: twiceForum}},
		},
		{
			Name: "hsts-over-http", Group: "Sites that do not insist",
			Title: "An order given over plain HTTP", Look: "Browsers ignore it, since anyone could have written it.",
			Start: "http://anglers.forum.test/", Expect: Expect{"insecure-page": warning, "hsts-invalid": notice},
			Sites: []Site{{Host: "anglers.forum.test", Plain: plainForum}},
		},
		{
			Name: "hsts-parent", Group: "Sites that do not insist",
			Title: "An order given by the parent domain", Look: "The first page's order covers the second, which gives none: silence.",
			Start: "https://port.test/", Next: "https://tides.port.test/", Expect: silent,
			Sites: []Site{
				{Host: "port.test", Secure: portAuthority},
				{Host: "tides.port.test", Secure: tides},
			},
		},
		{
			Name: "hsts-cleared", Group: "Sites that do not insist",
			Title: "An order that is taken back", Look: "Danger: the first page asks for encryption, the second tells your browser to forget that.",
			Start: "https://lighthouse.test/", Next: "https://lighthouse.test/leaving.html", Expect: Expect{"hsts-cleared": danger},
			Sites: []Site{{Host: "lighthouse.test", Secure: lighthouse}},
		},
		{
			Name: "preload-claim", Group: "Sites that do not insist",
			Title: "A claim to the browsers' own list", Look: "A notice: half a year is not enough for that list, nor is this host alone.",
			Start: "https://chandlers.test/", Expect: Expect{"hsts-preload-claim": notice},
			Sites: []Site{{Host: "chandlers.test", Secure: chandlers}},
		},
		{
			Name: "cookie", Group: "Sites that do not insist",
			Title: "A cookie that would travel in clear", Look: "A notice: the order covers this host, the cookie goes to all below it.",
			Start: "https://market.test/", Expect: Expect{"insecure-cookie": notice},
			Sites: []Site{{Host: "market.test", Secure: market}},
		},
		{
			Name: "certificate-expired", Group: "Somebody else may be answering",
			Title: "A certificate that ran out", Look: "A warning: most often forgotten, seldom forged.",
			Start: "https://theatre.example.net/", Expect: Expect{"certificate-error": warning},
			Sites: []Site{{Host: "theatre.example.net", Secure: unseen, Certificate: Expired}},
		},
		{
			Name: "certificate-name", Group: "Somebody else may be answering",
			Title: "Another site's certificate", Look: "A warning: the site was never met before, so it may be its own fault.",
			Start: "https://clinic.example.net/", Expect: Expect{"certificate-error": warning},
			Sites: []Site{{Host: "clinic.example.net", Secure: unseen, Certificate: OtherName}},
		},
		{
			Name: "certificate-self-signed", Group: "Somebody else may be answering",
			Title: "A certificate that vouches for itself", Look: "A warning, likewise: anyone could have made it.",
			Start: "https://savings.example.net/", Expect: Expect{"certificate-error": warning},
			Sites: []Site{{Host: "savings.example.net", Secure: unseen, Certificate: SelfSigned}},
		},
		{
			Name: "certificate-unknown", Group: "Somebody else may be answering",
			Title: "A certificate from an unknown issuer", Look: "A warning. It is danger where the site had a good one before: see below.",
			Start: "https://letters.example.net/", Expect: Expect{"certificate-error": warning},
			Sites: []Site{{Host: "letters.example.net", Secure: unseen, Certificate: UnknownIssuer}},
		},
		{
			Name: "insecure-download", Group: "Parts and ways out",
			Title: "A program that an encrypted page has you fetch in clear", Look: "Danger: whoever is in between can give you another one.",
			Start: "https://chart-plotter.example.com/", Next: "http://files.plotter.test/setup.exe", Final: "https://chart-plotter.example.com/",
			Expect: Expect{"insecure-download": danger},
			Sites: []Site{
				{Host: "chart-plotter.example.com", Secure: plotter("http://files.plotter.test/setup.exe")},
				{Host: "files.plotter.test", Plain: program},
			},
		},
		{
			Name: "secure-download", Group: "Parts and ways out",
			Title: "The same program over HTTPS", Look: "Silence.",
			Start: "https://log-book.example.com/", Next: "https://files.log-book.test/setup.exe", Final: "https://log-book.example.com/",
			Expect: silent,
			Sites: []Site{
				{Host: "log-book.example.com", Secure: plotter("https://files.log-book.test/setup.exe")},
				{Host: "files.log-book.test", Secure: program},
			},
		},
		{
			Name: "insecure-socket", Group: "Parts and ways out",
			Title: "A plain page with a live connection in clear", Look: "A warning about each.",
			Start: "http://live.regatta.test/", Expect: Expect{"insecure-page": warning, "insecure-socket": warning},
			Sites: []Site{{Host: "live.regatta.test", Plain: live("ws://live.regatta.test/feed")}},
		},
		{
			Name: "secure-socket", Group: "Parts and ways out",
			Title: "An encrypted page with an encrypted live connection", Look: "Silence.",
			Start: "https://regatta.example.com/", Expect: silent,
			Sites: []Site{{Host: "regatta.example.com", Secure: strict(live("wss://regatta.example.com/feed"), goodPolicy)}},
		},
		{
			Name: "insecure-link", Group: "Parts and ways out",
			Title: "A link from an encrypted page to its own site in clear", Look: "A notice: who follows it leaves encryption.",
			Start: "https://sailing-school.test/", Expect: Expect{"insecure-link": notice},
			Sites: []Site{
				{Host: "sailing-school.test", Secure: strict(site(show("Sailing school", `<p><a href="http://old.sailing-school.test/prices">Prices</a></p>`)), "max-age=63072000")},
				{Host: "old.sailing-school.test", Plain: noticeBoard},
			},
		},
		{
			Name: "foreign-link", Group: "Parts and ways out",
			Title: "A link to somebody else's plain site", Look: "Not this site's to mend: silence.",
			Start: "https://links-page.test/", Expect: silent,
			Sites: []Site{{Host: "links-page.test", Secure: strictSite(show("Links", `<p><a href="http://board.harbour.test/">The notice board</a></p>`))}},
		},
		{
			Name: "weak-tls", Group: "Parts and ways out",
			Title: "Encryption of the old kind", Look: "A warning in Firefox: a recording of it can be read once the site's key is known. Chromium tells extensions nothing of it.",
			Start: "https://old-works.test/", Expect: silent, Firefox: Expect{"weak-tls": warning},
			Sites: []Site{{Host: "old-works.test", Secure: strictSite(show("Old works", `<p>Since 1923.</p>`)), TLS: NoForwardSecrecy}},
		},
		{
			Name: "older-tls", Group: "Parts and ways out",
			Title: "TLS 1.2, as well as it can be", Look: "Silence.",
			Start: "https://new-works.test/", Expect: silent,
			Sites: []Site{{Host: "new-works.test", Secure: strictSite(show("New works", `<p>Since 1995.</p>`)), TLS: TLS12}},
		},
	}
}
