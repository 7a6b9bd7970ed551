package main

import "testing"

func TestBroken(t *testing.T) {
	for _, test := range []struct {
		kind, text string
		want       bool
	}{
		{".js", `e.innerHTML = title`, true},
		{".js", `e.innerHTML += title;`, true},
		{".js", `e.outerHTML = x;`, true},
		{".js", `if (e.innerHTML == x) y();`, false},
		{".js", `(t4.innerHTML = h3.__html), r3`, false},
		{".js", `a.innerHTML = h3.__html; b.innerHTML = c;`, true},
		{".js", `jsx("p", { dangerouslySetInnerHTML: { __html: x } })`, true},
		{".js", `"dangerouslySetInnerHTML" == name`, false},
		{".js", `e.insertAdjacentHTML("x", y)`, true},
		{".js", `document.write(x)`, true},
		{".js", `eval(x)`, true},
		{".js", `medieval(x)`, false},
		{".js", `import("https://cdn.example/x.js")`, true},
		{".js", `import x from "//cdn.example/x.js"`, true},
		{".js", `new Worker("https://cdn.example/x.js")`, true},
		{".js", `frame.srcdoc = text;`, true},
		{".html", `<script type="module" src="popup.js"></script>`, false},
		{".html", `<script>go()</script>`, true},
		{".html", `<script type="module">go()</script>`, true},
		{".html", `<script src="https://cdn.example/x.js"></script>`, true},
		{".html", `<link rel="stylesheet" href="//cdn.example/x.css">`, true},
		{".html", `<body onload="go()">`, true},
		{".html", `<p style="color: red">`, true},
		{".html", `<style>p {}</style>`, true},
		{".css", `p { background: url(https://x.example/a.png) }`, true},
		{".css", `@import "x.css";`, true},
		{".css", `@font-face { font-family: x }`, true},
		{".css", `p { color: red }`, false},
	} {
		if got := broken(test.kind, test.text) != nil; got != test.want {
			t.Errorf("broken(%q, %q) = %v, want %v", test.kind, test.text, got, test.want)
		}
	}
}

func TestCheckManifest(t *testing.T) {
	const good = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
	for text, want := range map[string]bool{
		`{"content_security_policy": {"extension_pages": "` + good + `"}}`:                                   true,
		`{"content_security_policy": {"extension_pages": "` + good + `; font-src https://fonts.example"}}`:   false,
		`{"content_security_policy": {"extension_pages": "script-src 'self' 'unsafe-inline'"}}`:              false,
		`{"content_security_policy": {"extension_pages": "` + good + `"}, "web_accessible_resources": [{}]}`: false,
		`{}`: false,
	} {
		if err := checkManifest([]byte(text)); (err == nil) != want {
			t.Errorf("checkManifest(%s) = %v", text, err)
		}
	}
}
