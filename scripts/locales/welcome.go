package main

import "midwatch/wasm/say"

var _ = []say.Message{
	say.New("welcome_title", "Welcome to Midwatch"),
	say.New("welcome_lead", "On a café’s Wi-Fi, others can read and even change a page that comes without encryption. Midwatch sees when that is so, and tells you in plain words what to do."),

	say.New("welcome_withheld", "Midwatch is off: your browser does not let it see sites"),
	say.New("welcome_withheld_what", "It needs to see every site, because somebody on your network does not choose which sites they touch. What it sees stays on this computer."),
	say.New("welcome_allow", "Let Midwatch see sites"),
	say.New("welcome_refused", "Your browser did not allow it. Midwatch stays off."),

	say.New("welcome_does", "What it does"),
	say.New("welcome_does_page", "It tells you of each page whether others on the network can read it or change it."),
	say.New("welcome_does_memory", "It remembers how a site usually answers, and tells you when the site suddenly protects you less."),
	say.New("welcome_does_ask", "It asks you before a password or a card number leaves without protection."),
	say.New("welcome_does_stays", "It sends nothing to anyone unless you ask for it. What it sees stays on this computer."),

	say.New("welcome_button", "Its button"),
	say.New("welcome_secure", "Others on the network cannot read or change this page."),
	say.New("welcome_exposed", "Others on the network can read this page, or change it."),
	say.New("welcome_suspect", "Somebody seems to be doing that right now."),
	say.New("welcome_off", "There is nothing to judge, as on the browser’s own pages."),
	say.New("welcome_pin_chromium", "Keep it in sight: press the puzzle piece at the top of your browser, then the pin beside Midwatch."),
	say.New("welcome_pin_firefox", "Keep it in sight: press the puzzle piece at the top of your browser, then the gear wheel beside Midwatch, and choose “Pin to Toolbar”."),
	say.New("welcome_keys", "You can also press {keys}."),

	say.New("welcome_blind", "What it cannot see"),
	say.New("welcome_blind_first", "What is usual on a site that you open for the first time."),
	say.New("welcome_blind_network", "Which network you are on: no browser tells. It trusts none until you say so."),
	say.New("welcome_blind_certificate_chromium", "Who a site proves to be (its certificate): your browser shows that to no extension. Midwatch sees only that your browser refused one."),
	say.New("welcome_blind_certificate_firefox", "Who encrypts pictures, fonts and films: asking Firefox for each would slow pages down."),
	say.New("welcome_blind_honest", "Whether a site itself is honest, and what other programs on your computer do."),
	say.New("welcome_blind_private", "Private windows, until you allow it there in your browser’s settings for extensions."),

	say.New("welcome_more", "If you like"),
	say.New("welcome_more_canary_what", "One page whose every letter Midwatch knows is fetched when you come to a network. If it comes back changed, somebody changes pages. Whoever keeps that page sees your internet address, as with any page. Nothing else is ever sent."),

	say.New("welcome_settings", "Open the settings"),
}
