package main

// Pages that come without encryption, and the ones of this very computer.

var noticeBoard = site(show("Harbour notice board", `<p>Ferry at nine, market on Saturday, lost: one grey cat.</p><p><img src="/photo.svg" alt="The harbour"></p>`))

var clubLogin = site(show("Rowing club", `<p>Members, please sign in.</p>
<form method="post" action="/session"><label>Name <input name="name" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Sign in</button></form>`))

var ticketShop = site(show("Ferry tickets", `<p>Two adults, one bicycle: 14.50.</p>
<form method="post" action="/pay"><label>Card number <input name="card" autocomplete="cc-number" inputmode="numeric"></label>
<label>Security code <input name="code" autocomplete="cc-csc" inputmode="numeric"></label><button>Pay</button></form>`))

var radio = site(show("Coast radio", `<p>On air since 1974, on the web since last week. Encryption: some day.</p>`))

var localLogin = show("Your own computer", `<p>This login page is served by a program on this computer: nothing crosses the network.</p>
<form method="post" action="/login"><label>Password <input name="password" type="password"></label><button>Sign in</button></form>`)
