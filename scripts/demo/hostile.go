package main

import (
	"io"
	"net/http"
	"strings"
)

// hostileHost looks like another name, written as browsers write it: in Cyrillic
// letters it is the one of a well-known company.
const hostileHost = "xn--80ak6aa92e.test"

// markup is what must be shown as the text that it is: elements, and marks that
// turn the direction of what comes after them.
const markup = `<img src=x onerror=alert(1)><b class=hostile>"'&amp;</b>` + "\u202emoc.elpmaxe\u2066"

// hostileSite has words for whoever shows what it says: in its header, its title,
// and the addresses of its parts, of which one is 10 kB long.
var hostileSite = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Strict-Transport-Security", "max-age="+markup)
	title := strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(markup)
	attribute := strings.NewReplacer(`"`, "&#34;", "&", "&amp;").Replace(markup)
	io.WriteString(w, `<!doctype html><title>`+title+`</title><h1>Nothing of this is markup</h1>
<img alt="" src="http://parts.lab.test/`+attribute+`.svg">
<img alt="" src="http://parts.lab.test/photo.svg?`+strings.Repeat("long", 2500)+`">
<img alt="" src="http://parts.lab.test/😀🏴‍☠️.svg#`+attribute+`">
<script src="http://xn--e1awd7f.lab.test/`+attribute+`.js"></script>
<form action="http://parts.lab.test/`+attribute+`"><input type="password"></form>`)
})
