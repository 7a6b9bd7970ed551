package main

import (
	"io"
	"net/http"
)

// canaryHost has a page whose body is known: canaryBody.
const (
	canaryHost = "canary.example.net"
	canaryBody = "midwatch canary ok\n"
)

var canary = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	io.WriteString(w, canaryBody)
})

// lateHost is the one server whose clock is wrong on the road "clock-one".
const lateHost = "sundial.example.net"

// once and twice are visits of the same addresses on one honest network, and on
// two.
func once(addresses ...string) []Earlier { return []Earlier{{Visit: addresses}} }
func twice(addresses ...string) []Earlier {
	return []Earlier{{Visit: addresses}, {Visit: addresses}}
}

// attacks are the scenarios of somebody who is there, each before the innocent
// things that look most like it. As on the tour, each has hosts of its own;
// whoever intercepts with an authority that browsers believe has one of their
// own too, since Midwatch remembers those.
func attacks() []Scenario {
	var all []Scenario
	for _, group := range [][]Scenario{stripping(), renaming(), intercepting(), portals(), elsewhere(), editing(), everyday()} {
		all = append(all, group...)
	}
	return all
}

func stripping() []Scenario {
	const group = "Kept from encryption"
	return []Scenario{
		{
			Name: "strip", Group: group, Attack: true, Suspect: true,
			Title: "A site that always led you to HTTPS stays in clear", Look: "Danger: somebody here keeps you off the encrypted site (sslstrip).",
			Before: once("http://seaside-savings.test/"), Road: "strip",
			Start:  "http://seaside-savings.test/",
			Expect: Expect{"insecure-page": warning, "https-stripped": danger},
			Sites:  []Site{{Host: "seaside-savings.test", Plain: redirect(301, "https://seaside-savings.test/"), Secure: savings}},
		},
		{
			Name: "strip-login", Group: group, Attack: true, Suspect: true,
			Title: "The same, with a password field", Look: "Danger twice: what you type here is theirs.",
			Before: once("http://mutual-bank.test/"), Road: "strip",
			Start:  "http://mutual-bank.test/",
			Expect: Expect{"insecure-page": warning, "https-stripped": danger, "insecure-login": danger},
			Sites:  []Site{{Host: "mutual-bank.test", Plain: redirect(301, "https://mutual-bank.test/"), Secure: mutual}},
		},
		{
			Name: "strip-public", Group: group, Attack: true, Suspect: true,
			Title: "A site that your browser tried over HTTPS, and got in clear", Look: "Danger: it was there over HTTPS on two networks; here the browser fell back to HTTP.",
			Before: twice("https://pilotage.example.com/"), Road: "strip",
			Start:  "http://pilotage.example.com/",
			Expect: Expect{"insecure-page": warning, "https-stripped": danger},
			Sites:  []Site{{Host: "pilotage.example.com", Plain: redirect(301, "https://pilotage.example.com/"), Secure: site(show("Pilotage", `<p>Call on channel twelve.</p>`))}},
		},
		{
			Name: "strip-once", Group: group, Attack: true,
			Title: "A site seen over HTTPS once, by its own address", Look: "A warning only: it may serve both.",
			Before: once("https://rigging-shop.test/"), Road: "strip",
			Start:  "http://rigging-shop.test/",
			Expect: Expect{"insecure-page": warning, "https-stripped": warning},
			Sites:  []Site{{Host: "rigging-shop.test", Plain: redirect(301, "https://rigging-shop.test/"), Secure: site(show("Rigging", `<p>Shackles and blocks.</p>`))}},
		},
		{
			Name: "strip-insists", Group: group, Attack: true,
			Title: "A site whose order your browser knows", Look: "The browser asks for nothing in clear, and whoever is there only hangs up: an error page, and silence.",
			Before: once("https://customs-house.test/"), Road: "strip",
			Start:  "http://customs-house.test/",
			Final:  "https://customs-house.test/",
			Expect: silent,
			Sites:  []Site{{Host: "customs-house.test", Plain: redirect(301, "https://customs-house.test/"), Secure: strictSite(show("Customs", `<p>Nothing to declare.</p>`))}},
		},
		{
			Name: "plain-always", Group: group,
			Title: "A site that never had HTTPS", Look: "Exposed as ever, but nobody is suspected.",
			Before: twice("http://tide-gauge.test/"), Road: "strip",
			Start:  "http://tide-gauge.test/",
			Expect: Expect{"insecure-page": warning},
			Sites:  []Site{{Host: "tide-gauge.test", Plain: site(show("Tide gauge", `<p>Two metres and ten.</p>`))}},
		},
		{
			Name: "serves-both", Group: group,
			Title: "A site that serves both, as you ask", Look: "Exposed over HTTP, but it was so before: nobody is suspected.",
			Before: []Earlier{{Visit: []string{"http://sextant-club.test/"}}, {Visit: []string{"https://sextant-club.test/"}}},
			Start:  "http://sextant-club.test/",
			Expect: Expect{"insecure-page": warning},
			Sites:  []Site{{Host: "sextant-club.test", Plain: sextants, Secure: sextants}},
		},
		{
			Name: "went-back", Group: group,
			Title: "A site that gave up HTTPS itself, more than a year ago", Look: "That long ago tells nothing of this network: exposed, and nobody is suspected.",
			Before: []Earlier{{Visit: []string{"http://gave-up.test/"}, Days: 400}},
			Road:   "later", Start: "http://gave-up.test/",
			Expect: Expect{"insecure-page": warning},
			Sites: []Site{{Host: "gave-up.test", Plain: redirect(301, "https://gave-up.test/"), Secure: site(show("Old club", `<p>With encryption.</p>`)),
				Later: &Site{Plain: site(show("Old club", `<p>The certificate cost too much.</p>`))}}},
		},
		{
			Name: "strip-links", Group: group, Attack: true, Suspect: true,
			Title: "A plain page whose encrypted links became plain", Look: "Danger: the page's links to your bank were changed on the way.",
			Before: []Earlier{
				{Visit: []string{"http://quay-times.test/", "http://quay-bank.test/"}},
				{Visit: []string{"http://quay-bank.test/"}},
			},
			Road: "strip", Start: "http://quay-times.test/",
			Expect: Expect{"insecure-page": warning, "links-stripped": danger},
			Sites: []Site{
				{Host: "quay-times.test", Plain: site(show("Quay times", `<p>News. <a href="https://quay-bank.test/">Our bank</a></p>`))},
				{Host: "quay-bank.test", Plain: redirect(301, "https://quay-bank.test/"), Secure: savings},
			},
		},
		{
			Name: "old-links", Group: group,
			Title: "An old plain page with old plain links", Look: "Written before the bank had HTTPS: a notice.",
			Before: []Earlier{
				{Visit: []string{"http://almanac-1999.test/", "http://harbour-bank.test/"}},
				{Visit: []string{"http://harbour-bank.test/"}},
			},
			Start:  "http://almanac-1999.test/",
			Expect: Expect{"insecure-page": warning, "links-stripped": notice},
			Sites: []Site{
				{Host: "almanac-1999.test", Plain: site(show("Almanac", `<p><a href="http://harbour-bank.test/">A bank</a></p>`))},
				{Host: "harbour-bank.test", Plain: redirect(301, "https://harbour-bank.test/"), Secure: savings},
			},
		},
	}
}

func renaming() []Scenario {
	const group = "Led to another name"
	square := func(link string) Site {
		return Site{Plain: site(show("Market square", `<p>Everything at a glance. <a id="next" href="`+link+`">The bank</a></p>`))}
	}
	named := func(host string, s Site) Site { s.Host = host; return s }
	return []Scenario{
		{
			Name: "rename", Group: group, Attack: true, Suspect: true,
			Title: "One more w", Look: "Danger: the link to your bank led to a host that nobody knows, in clear (sslstrip2).",
			Before: once("https://www.lagoon-bank.test/"), Road: "rename",
			Start: "http://square-one.test/", Next: "http://wwww.lagoon-bank.test/",
			Expect: Expect{"insecure-page": warning, "lookalike-host": danger},
			Sites: []Site{
				named("square-one.test", square("https://www.lagoon-bank.test/")),
				{Host: "www.lagoon-bank.test", Secure: savings},
			},
		},
		{
			Name: "rename-ending", Group: group, Attack: true, Suspect: true,
			Title: "An altered ending", Look: "Danger: .corn is not .com (hstshijack).",
			Before: once("https://reef-bank.example.com/"), Road: "rename",
			Start: "http://square-two.test/", Next: "http://reef-bank.example.corn/",
			Expect: Expect{"insecure-page": warning, "lookalike-host": danger},
			Sites: []Site{
				named("square-two.test", square("https://reef-bank.example.com/")),
				{Host: "reef-bank.example.com", Secure: savings},
			},
		},
		{
			Name: "own-subdomain", Group: group,
			Title: "A site's own plain host with such a name", Look: "It was there on an honest network: exposed, and nobody is suspected.",
			Before: once("https://shop.mall.test/", "http://webshop.mall.test/"),
			Start:  "http://webshop.mall.test/",
			Expect: Expect{"insecure-page": warning},
			Sites: []Site{
				{Host: "shop.mall.test", Secure: savings},
				{Host: "webshop.mall.test", Plain: site(show("The old shop", `<p>Still open.</p>`))},
			},
		},
	}
}

func intercepting() []Scenario {
	const group = "Somebody inside the encryption"
	return []Scenario{
		{
			Name: "intercept", Group: group, Attack: true, Suspect: true,
			Title: "A known site with a certificate from nobody you know", Look: "Danger: it always had a good one.",
			Before: once("https://credit-union.test/"), Road: "intercept",
			Start: "https://credit-union.test/", Expect: Expect{"certificate-error": danger},
			Sites: []Site{{Host: "credit-union.test", Secure: savings}},
		},
		{
			Name: "own-fault", Group: group,
			Title: "A site that never had a good certificate", Look: "A warning: it is the same on every network.",
			Before: twice("https://home-made.test/"),
			Start:  "https://home-made.test/", Expect: Expect{"certificate-error": warning},
			Sites: []Site{{Host: "home-made.test", Secure: unseen, Certificate: SelfSigned}},
		},
		{
			Name: "ran-out", Group: group,
			Title: "A known site whose certificate ran out", Look: "A warning: forgotten, most likely.",
			Before: once("https://choir.test/"), Road: "later",
			Start: "https://choir.test/", Expect: Expect{"certificate-error": warning},
			Sites: []Site{{Host: "choir.test", Secure: savings, Later: &Site{Secure: savings, Certificate: Expired}}},
		},
		{
			Name: "storm", Group: group, Attack: true, Suspect: true,
			Title: "Three sites at once that cannot prove who they are", Look: "Danger, said once: it is the network.",
			Before: once("https://storm-one.example.com/"), Road: "intercept",
			First:  []string{"https://storm-two.example.net/", "https://storm-three.example.org/"},
			Start:  "https://storm-one.example.com/",
			Expect: Expect{"certificate-error": danger, "certificate-storm": danger},
			Sites: []Site{
				{Host: "storm-one.example.com", Secure: savings},
				{Host: "storm-two.example.net", Secure: savings},
				{Host: "storm-three.example.org", Secure: savings},
			},
		},
		{
			Name: "three-expired", Group: group,
			Title: "Three sites whose certificates ran out", Look: "Dates only: no storm.",
			First:  []string{"https://late-one.example.com/", "https://late-two.example.net/"},
			Start:  "https://late-three.example.org/",
			Expect: Expect{"certificate-error": warning},
			Sites: []Site{
				{Host: "late-one.example.com", Secure: unseen, Certificate: Expired},
				{Host: "late-two.example.net", Secure: unseen, Certificate: Expired},
				{Host: "late-three.example.org", Secure: unseen, Certificate: Expired},
			},
		},
		{
			Name: "intercept-trusted", Group: group, BuiltIn: true, Attack: true, FirefoxSuspect: true,
			Title: "A known site whose certificate a new authority vouches for", Look: "Danger in Firefox: your computer believes an authority that was never met before. Chromium shows no certificates to extensions: silence.",
			Before: once("https://family-bank.test/"), Road: "intercept-trusted",
			Start: "https://family-bank.test/", Expect: silent, Firefox: Expect{"issuer-changed": danger},
			Sites: []Site{{Host: "family-bank.test", Secure: insured}},
		},
		{
			Name: "inspected", Group: group, Attack: true,
			Title: "Every site ends in one authority that did not come with the browser", Look: "A warning in Firefox, once: a company, a school or a virus scanner reads along.",
			First: []string{"https://press-one.example.com/", "https://press-two.example.net/"},
			Road:  "inspect", Start: "https://press-three.example.org/",
			Expect: silent, Firefox: Expect{"tls-inspected": warning},
			Sites: []Site{
				{Host: "press-one.example.com", Secure: insured},
				{Host: "press-two.example.net", Secure: insured},
				{Host: "press-three.example.org", Secure: insured},
			},
		},
		{
			Name: "office", Group: group, BuiltIn: true,
			Title: "The company's own inspection, as on other days", Look: "A notice in Firefox: met before.",
			Before: []Earlier{
				{Visit: []string{"https://payroll.example.com/"}},
				{Road: "inspect", Visit: []string{"https://timesheet.example.net/"}},
			},
			Road: "inspect", Start: "https://payroll.example.com/",
			Expect: silent, Firefox: Expect{"issuer-changed": notice},
			Sites: []Site{
				{Host: "payroll.example.com", Secure: insured},
				{Host: "timesheet.example.net", Secure: insured},
			},
		},
		{
			Name: "fallback", Group: group, BuiltIn: true, Attack: true, FirefoxSuspect: true,
			Title: "A fast site that is slow today: HTTP/1.1 in place of HTTP/2", Look: "A notice. Firefox shows who signed instead, and that is danger.",
			Before: twice("https://clipper.example.com/"), Road: "fallback",
			Start: "https://clipper.example.com/", Expect: Expect{"protocol-fallback": notice},
			Firefox: Expect{"issuer-changed": danger, "protocol-fallback": notice},
			Sites:   []Site{{Host: "clipper.example.com", Secure: insured, HTTP2: true}},
		},
		{
			Name: "lost-h2", Group: group,
			Title: "A server that lost HTTP/2", Look: "The same notice, and no more.",
			Before: twice("https://steamer.example.com/"), Road: "later",
			Start: "https://steamer.example.com/", Expect: Expect{"protocol-fallback": notice},
			Sites: []Site{{Host: "steamer.example.com", Secure: insured, HTTP2: true, Later: &Site{Secure: insured}}},
		},
	}
}

func portals() []Scenario {
	const group = "A login page in the way"
	return []Scenario{
		{
			Name: "portal", Group: group,
			Title: "A hotel's login page", Look: "Called by its name, and no alarm.",
			Before: once("http://ferry-lines.test/"), Road: "portal",
			Start: "http://ferry-lines.test/", Final: "http://" + portalHost + "/?to=http%3A%2F%2Fferry-lines.test%2F",
			Expect: Expect{"captive-portal": notice, "insecure-page": warning},
			Sites:  []Site{{Host: "ferry-lines.test", Plain: redirect(301, "https://ferry-lines.test/"), Secure: savings}},
		},
		{
			Name: "portal-errors", Group: group,
			Title: "What else you had open, behind the login page", Look: "The certificate is the portal's, not the site's: a notice while the portal stands.",
			Before: once("http://ferry-lines-two.test/", "https://pier-two.example.net/"), Road: "portal",
			First: []string{"http://ferry-lines-two.test/"}, Start: "https://pier-two.example.net/",
			Expect: Expect{"certificate-error": notice, "captive-portal": notice},
			Sites: []Site{
				{Host: "ferry-lines-two.test", Plain: redirect(301, "https://ferry-lines-two.test/"), Secure: savings},
				{Host: "pier-two.example.net", Secure: savings},
			},
		},
		{
			Name: "portal-login", Group: group,
			Title: "The moment after the login", Look: "The site you wanted. On the way there the browser passed hosts in clear, as on any other network.",
			Before: once("https://boat-hire.test/"), Road: "portal",
			Start: "http://boat-hire-door.test/", Through: "http://" + portalHost + "/?to=http%3A%2F%2Fboat-hire-door.test%2F", Next: "https://boat-hire.test/",
			Expect: Expect{"exposed-hop": warning},
			Sites: []Site{
				{Host: "boat-hire-door.test", Plain: redirect(302, "https://boat-hire.test/")},
				{Host: "boat-hire.test", Secure: insured},
			},
		},
		{
			Name: "portal-511", Group: group,
			Title: "A portal that says what it is", Look: "By its status, 511.",
			Road: "portal-511", Start: "http://weather-ship.test/",
			Expect: Expect{"captive-portal": notice, "insecure-page": warning},
			Sites:  []Site{{Host: "weather-ship.test", Plain: site(show("Weather ship", `<p>Calm.</p>`))}},
		},
		{
			Name: "portal-dns", Group: group,
			Title: "A portal that answers in every host's name", Look: "A page like any other, in place of the one you wanted.",
			Road: "portal-dns", Start: "http://light-vessel.test/",
			Expect: Expect{"insecure-page": warning},
			Sites:  []Site{{Host: "light-vessel.test", Plain: site(show("Light vessel", `<p>Red flash, ten seconds.</p>`))}},
		},
		{
			Name: "portal-bait", Group: group, Attack: true, Suspect: true,
			Title: "A login page in your bank's name that asks for its password", Look: "Danger: no portal needs that.",
			Before: once("http://anchor-bank.test/"), Road: "portal-bait",
			Start:  "http://anchor-bank.test/",
			Expect: Expect{"insecure-page": warning, "https-stripped": danger, "insecure-login": danger},
			Sites:  []Site{{Host: "anchor-bank.test", Plain: redirect(301, "https://anchor-bank.test/"), Secure: mutual}},
		},
	}
}

func elsewhere() []Scenario {
	const group = "Sent to another address"
	return []Scenario{
		{
			Name: "private", Group: group, Addresses: true, Attack: true, Suspect: true,
			Title: "A public site at a private address", Look: "Danger: this network's resolver leads you to a machine of its own.",
			Before: once("http://rebound.example.net/"), Road: "private",
			Start: "http://rebound.example.net/", Expect: Expect{"insecure-page": warning, "private-address": danger},
			Sites: []Site{{Host: "rebound.example.net", Plain: site(show("Spring tides", `<p>Higher than usual.</p>`))}},
		},
		{
			Name: "intranet", Group: group, Addresses: true,
			Title: "Your own intranet at a private address", Look: "Where it always was: silence.",
			Before: once("https://intranet.example.org/"),
			Start:  "https://intranet.example.org/", Expect: silent,
			Sites: []Site{{Host: "intranet.example.org", Secure: insured, Address: "10.20.0.7"}},
		},
		{
			Name: "carrier", Group: group, Addresses: true,
			Title: "The access provider's own page behind its address translation", Look: "It was always there: silence.",
			Before: once("https://my-provider.example.org/"),
			Start:  "https://my-provider.example.org/", Expect: silent,
			Sites: []Site{{Host: "my-provider.example.org", Secure: insured, Address: "100.64.0.9"}},
		},
		{
			Name: "moved-house", Group: group, Addresses: true,
			Title: "A site that moved to another public address", Look: "Sites do: silence.",
			Before: once("https://moved.example.org/"), Road: "moved",
			Start: "https://moved.example.org/", Expect: silent,
			Sites: []Site{{Host: "moved.example.org", Secure: insured}},
		},
		{
			Name: "clock", Group: group, BuiltIn: true,
			Title: "A computer whose clock is wrong", Look: "A warning: three sites agree that it is another day.",
			Before: once("https://port-bell.example.com/"), Road: "clock",
			First:  []string{"https://port-bell.example.com/", "https://noon-gun.example.net/"},
			Start:  "https://time-ball.example.org/",
			Expect: Expect{"clock-skew": warning},
			Sites: []Site{
				{Host: "port-bell.example.com", Secure: insured},
				{Host: "noon-gun.example.net", Secure: insured},
				{Host: "time-ball.example.org", Secure: insured},
			},
		},
		{
			Name: "clock-one", Group: group,
			Title: "One server whose clock is wrong", Look: "Its own affair: silence.",
			Road: "clock-one", First: []string{"https://port-bell.example.com/"}, Start: "https://" + lateHost + "/",
			Expect: silent,
			Sites:  []Site{{Host: lateHost, Secure: insured}},
		},
	}
}

// editing needs the canary to be switched on to be seen at all.
func editing() []Scenario {
	const group = "Edited on the way"
	return []Scenario{
		{
			Name: "inject", Group: group, Attack: true,
			Title: "A script in a plain page", Look: "From the page alone nobody can tell: exposed. The canary page tells, where it is switched on.",
			Road: "inject", Start: "http://pilot-boat.test/",
			Expect: Expect{"insecure-page": warning},
			Sites:  []Site{{Host: "pilot-boat.test", Plain: site(show("Pilot boat", `<p>On station.</p>`))}},
		},
	}
}

// savings is a good site that gives no order to use encryption: browsers can be
// kept from it. insured gives one.
var savings = site(show("Seaside savings", `<p>Three per cent on quiet money. <a href="https://www.example.org/">The harbour master</a></p>`))

var mutual = site(show("Mutual bank", `<form method="post" action="/session"><label>Customer number <input name="customer"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button></form>`))

var insured = strictSite(show("Seaside insurance", `<p>Against fog, mostly.</p>`))

var sextants = site(show("Sextant club", `<p>Noon sights, every Sunday.</p>`))

// everyday are things that are so at home and at work, and are nobody's doing. On
// a trusted network none of them, nor any other innocent scenario, is danger.
func everyday() []Scenario {
	const group = "At home and at work"
	router := site(show("Router", `<p>Connected for nine days.</p><form method="post" action="/login"><label>Password <input name="password" type="password"></label><button>Sign in</button></form>`))
	return []Scenario{
		{
			Name: "router", Group: group,
			Title: "The router's own page, with its login", Look: "Danger on a network that you do not know, where others can listen; a warning at home.",
			Before: once("http://router.home.arpa/"),
			Start:  "http://router.home.arpa/", Expect: Expect{"insecure-page": warning, "insecure-login": danger},
			Sites: []Site{{Host: "router.home.arpa", Plain: router, Address: "192.168.7.1"}},
		},
		{
			Name: "router-secure", Group: group,
			Title: "The same over HTTPS, with a certificate of its own making", Look: "A notice: a router's never checks out.",
			Start: "https://storage.home.arpa/", Expect: Expect{"certificate-error": notice},
			Sites: []Site{{Host: "storage.home.arpa", Secure: unseen, Certificate: SelfSigned, Address: "192.168.7.2"}},
		},
		{
			Name: "split", Group: group, Addresses: true,
			Title: "A company's host that has another address within", Look: "It proves over HTTPS who it is: silence.",
			Before: once("https://rebound-mail.example.com/"), Road: "private",
			Start: "https://rebound-mail.example.com/", Expect: silent,
			Sites: []Site{{Host: "rebound-mail.example.com", Secure: insured}},
		},
	}
}
