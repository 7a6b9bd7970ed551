package main

import (
	"io"
	"net/http"
)

// Pages that change after they came, for the end-to-end tests: most of what is
// added to them the tests add themselves.

var growingSite = paths{
	"/": show("Growing", `<p id="place"></p>
<img id="image" src="/photo.svg" alt=""><iframe id="frame" src="/inset.html" title="Inset"></iframe>
<style id="sheet"></style><p id="styled">.</p><late-element id="late"></late-element>
<form id="known" action="/search"><input name="outerHTML"><input name="parentNode"><input name="nodeType"></form>`),
	// Without the order not to keep it, that all of the café has: Firefox obeys
	// when it is asked for the page before.
	"/kept": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Del("Cache-Control")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<!doctype html><title>Kept</title><p id="place">Keep me.</p>`)
	}),
	// What is added to it is upgraded, as what was there at first.
	"/upgrading": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<!doctype html><title>Upgrading</title><meta http-equiv="Content-Security-Policy" content="upgrade-insecure-requests">
<p id="place"><img src="http://parts.lab.test/first.svg" alt=""></p>`)
	}),
	// Asked for ahead of its time, and read once it is shown.
	"/next": show("Next", `<script src="http://parts.lab.test/next.js"></script><img src="http://parts.lab.test/next.svg" alt="">`),
	// A row of an endless list every few milliseconds, each of 200 kB; 6 MB of them are kept.
	"/endless": show("Endless", `<div id="list" hidden></div><script>
const row = "<p><a href='/x'>" + "word ".repeat(40_000) + "</a></p>";
let n = 0;
setInterval(() => { const item = document.createElement("div"); item.innerHTML = row; item.id = "row" + n++;
	if (list.childElementCount > 30) list.firstElementChild.remove(); list.append(item); }, 20);
</script>`),
	// It grows for two seconds in all ways at once, and nothing in it is insecure.
	"/clean": show("Clean", `<div id="list"></div><script>
const ways = [
	(i) => { list.insertAdjacentHTML("beforeend", "<img src='/photo.svg?" + i + "' alt=''><a href='/" + i + "'>more</a>"); },
	(i) => { const d = document.createElement("div"); d.attachShadow({ mode: "closed" }).innerHTML = "<img src='//parts.lab.test/photo.svg?" + i + "' alt=''>"; list.append(d); },
	(i) => { const f = document.createElement("iframe"); f.srcdoc = "<img src='/photo.svg?" + i + "' alt=''><form action='/ok'><input type=password></form>"; list.append(f); },
	() => { const f = document.createElement("form"); f.action = "https://parts.lab.test/in"; f.innerHTML = "<input type=password>"; list.append(f); },
	(i) => { list.style.backgroundImage = "url(/photo.svg?" + i + ")"; },
	(i) => { history.pushState(null, "", "/clean?" + i); },
];
let n = 0;
const timer = setInterval(() => {
	ways[n % ways.length](n);
	if (++n === 40) { clearInterval(timer); document.documentElement.dataset.done = "yes"; }
}, 50);
</script>`),
}
