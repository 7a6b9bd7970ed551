package main

// Encrypted pages with forms: a good one, and two that send in clear.

var bank = strictSite(show("Seaside bank", `<p>Welcome back.</p>
<form method="post" action="/session"><label>Customer number <input name="customer"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label><button>Sign in</button></form>
<p><img src="/photo.svg" alt="Our branch by the sea"></p><link rel="stylesheet" href="/style.css"><script src="/app.js"></script>`))

var newsletter = strictSite(show("The Daily Tide", `<p>All the news from the water.</p>
<form method="post" action="http://letters.tide.test/subscribe"><label>E-mail <input name="email" type="email"></label><button>Subscribe</button></form>`))

var webmail = strictSite(show("Post Office mail", `<p>Your letters, everywhere.</p>
<form method="post" action="http://session.post.test/login"><label>Address <input name="user"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button></form>`))
