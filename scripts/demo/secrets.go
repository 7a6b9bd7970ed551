package main

import (
	"fmt"
	"html"
	"net/http"
)

// secretHosts are pages that ask for a secret in every way that pages do, and one
// that fights the warning in it. What is sent to /sent is shown there.
func secretHosts() []Site {
	pages := func(scheme string) paths {
		own, away := scheme+"://secrets.lab.test", "http://elsewhere.lab.test/sent"
		return paths{
			"/sent":       http.HandlerFunc(sent),
			"/login":      show("Sign in", loginForm(own+"/sent", "")+`<iframe src="`+scheme+`://frame.lab.test/login" width="400" height="300"></iframe>`),
			"/formaction": show("Sign in", loginForm(own+"/sent", `<button id="other" name="with" value="b" formaction="`+away+`">Sign in there</button>`)),
			"/away":       show("Sign in", loginForm(away, "")),
			"/search":     show("Search", `<form action="`+own+`/sent"><input name="p"><button>Search</button></form>`),
			"/handled":    show("Sign in", loginForm("http://secrets.lab.test/sent", "")+handledScript),
			"/stopped":    show("Sign in", loginForm(away, "")+`<script>document.querySelector("form").addEventListener("submit", (e) => { e.stopPropagation(); heard(); });`+heardScript+`</script>`),
			"/heard":      show("Sign in", loginForm(own+"/sent", "")+`<script>for (const at of [window, document.querySelector("form")]) at.addEventListener("submit", heard);`+heardScript+`</script>`),
			"/shadow":     show("Sign in", `<div></div><script>document.querySelector("div").attachShadow({ mode: "closed" }).innerHTML = `+"`"+loginForm(own+"/sent", "")+"`"+`</script>`),
			"/strict":     policy("default-src 'none'; form-action http: https:", show("Sign in", loginForm(own+"/sent", ""))),
		}
	}
	frame := paths{"/login": show("Sign in", loginForm("http://frame.lab.test/sent", "")), "/sent": http.HandlerFunc(sent)}
	return []Site{
		{Host: "secrets.lab.test", Plain: pages("http"), Secure: pages("https")},
		{Host: "frame.lab.test", Plain: frame, Secure: frame},
		{Host: "elsewhere.lab.test", Plain: paths{"/sent": http.HandlerFunc(sent)}},
		{Host: "hostile.lab.test", Plain: paths{"/": show("Hostile", loginForm("", "")+hostileScript), "/fights": show("Hostile", loginForm("", "")+fightingScript)}},
		{Host: "notified.lab.test", Plain: site(show("Sign in", loginForm("", "")))},
	}
}

// loginForm is a form with a password field, and more buttons if any.
func loginForm(action, buttons string) string {
	return fmt.Sprintf(`<form method="post" action="%s"><label>Name <input name="user"></label>
<label>Password <input name="p" type="password"></label><button id="go" name="with" value="a">Sign in</button>%s</form>`, action, buttons)
}

// heardScript counts what the page hears of submissions.
const heardScript = `function heard() { sessionStorage.heard = Number(sessionStorage.heard ?? 0) + 1; }`

// handledScript sends the form by itself, over HTTPS where the page came so.
const handledScript = `<script>` + heardScript + `
document.querySelector("form").addEventListener("submit", (e) => {
  e.preventDefault();
  heard();
  fetch("/sent", { method: "POST", body: new URLSearchParams(new FormData(e.target, e.submitter)) }).then((r) => r.text()).then((text) => {
    document.body.append(new DOMParser().parseFromString(text, "text/html").querySelector("#got"));
  });
});</script>`

// hostileScript does to the warning what a page can do, once or all the time:
// hides everything, takes it out, moves it, covers it, swallows clicks and keys,
// writes itself anew.
const hostileScript = `<style>* { display: none !important; opacity: 0 !important } html, head + body, body, body * { display: block !important; opacity: 1 !important }
:not(html):empty { visibility: hidden !important; position: static !important; inset: auto !important; width: 0 !important }</style><script>
for (const at of [window, document]) for (const kind of ["click", "pointerdown", "mousedown", "mouseup", "keydown", "beforetoggle", "toggle", "focusin"]) {
  at.addEventListener(kind, (e) => {
    if (e.target.parentNode === document.documentElement && e.target.localName === "div") document.body.dataset.saw = kind;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);
}
const act = {
  remove: (w) => w.remove(),
  move: (w) => { const box = document.createElement("section"); box.style.setProperty("display", "none", "important"); document.body.append(box); box.append(w); },
  cover: () => { const d = document.createElement("div"); d.popover = "manual"; d.textContent = "Nothing to see here"; d.style = "position:fixed;inset:0;width:100vw;height:100vh;background:#fff"; document.body.append(d); d.showPopover(); },
  style: (w) => w.setAttribute("style", "display:none!important;transform:scale(0)!important;clip-path:inset(100%)!important"),
  html: () => { const html = document.createElement("html"); html.append(document.createElement("body")); document.replaceChild(html, document.documentElement); },
};
addEventListener("message", (e) => act[e.data]?.([...document.documentElement.children].find((c) => c.localName === "div")));
</script>`

// fightingScript takes out whatever is put in, as soon as it is.
const fightingScript = `<script>
new MutationObserver(() => { for (const c of document.documentElement.children) if (c.localName === "div") c.remove(); }).observe(document.documentElement, { childList: true });
</script>`

// sent shows what arrived.
func sent(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	show("Sent", fmt.Sprintf(`<p id="got">%s</p>`, html.EscapeString(r.Form.Encode()))).ServeHTTP(w, r)
}
