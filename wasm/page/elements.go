package page

import (
	"strings"
)

// start reads a start tag: which of its attributes name something to load, and
// what else it says.
func (r *reader) start(t *token) {
	if !r.enter(t) {
		return
	}
	name := string(t.name)
	if css, ok := t.get("style"); ok {
		r.css(plain(css), place{tag: name, attr: "style", offset: t.place("style")}, false)
	}
	if r.inForeign() {
		r.foreignElement(t, name)
		return
	}
	if name == "image" {
		name = "img" // HTML standard section 13.2.6.4.7: "Don't ask."
	}
	at := func(attr, kind string) place { return place{tag: name, attr: attr, kind: kind, offset: t.place(attr)} }
	load := func(attr, kind string) {
		if value, ok := t.get(attr); ok {
			r.attribute(value, at(attr, kind))
		}
	}
	switch name {
	case "script":
		r.raw, r.rawType = name, t.value("type")
		if scriptType(r.rawType) {
			load("src", "script")
		}
		if t.has("src") {
			r.raw = ""
		}
	case "style":
		r.raw, r.rawType = name, t.value("type")
	case "img":
		load("src", "image")
		r.srcset(t, name, "srcset")
	case "source":
		if r.picture {
			r.srcset(t, name, "srcset")
		} else {
			load("src", "media")
		}
	case "audio", "video":
		load("src", "media")
		load("poster", "image")
	case "track":
		load("src", "track")
	case "embed":
		load("src", "embed")
	case "object":
		load("data", "object")
	case "iframe":
		if inside, ok := t.get("srcdoc"); ok {
			r.srcdoc(decoded(inside), t.offset)
		} else {
			load("src", "frame")
		}
	case "frame":
		load("src", "frame")
	case "body", "table", "thead", "tbody", "tfoot", "tr", "td", "th":
		load("background", "image")
	case "input":
		if strings.EqualFold(t.value("type"), "image") {
			load("src", "image")
		}
		r.field(t, name)
	case "button", "select", "textarea":
		r.field(t, name)
	case "form":
		r.openForm(t)
	case "link":
		r.link(t)
	case "base":
		if t.has("href") {
			r.baseElement(t)
		}
	case "meta":
		r.meta(t)
	}
}

// foreignElement reads a tag inside svg or math.
func (r *reader) foreignElement(t *token, name string) {
	kind := "image"
	switch name {
	case "style":
		r.raw, r.rawType = name, t.value("type")
		return
	case "script":
		r.raw, r.rawType = name, t.value("type")
		if !scriptType(r.rawType) {
			return
		}
		kind = "script"
	case "image", "use":
	case "feimage":
		name = "feImage"
	default:
		return
	}
	// SVG 2 section 16.1.6: href counts before xlink:href.
	for _, attr := range []string{"href", "xlink:href"} {
		if value, ok := t.get(attr); ok {
			r.attribute(value, place{tag: name, attr: attr, kind: kind, offset: t.place(attr)})
			r.rawUnlessLoaded(name)
			return
		}
	}
}

// rawUnlessLoaded forgets the text of a script that is loaded from elsewhere.
func (r *reader) rawUnlessLoaded(name string) {
	if name == "script" {
		r.raw = ""
	}
}

// scriptType reports whether a script element of that type is run: an empty
// one, a JavaScript MIME type (WHATWG MIME Sniffing section 4.6) or "module".
// All others, such as JSON and templates, are data.
func scriptType(value string) bool {
	switch strings.ToLower(strings.Trim(value, spaces)) {
	case "", "module",
		"application/ecmascript", "application/javascript", "application/x-ecmascript", "application/x-javascript",
		"text/ecmascript", "text/javascript", "text/javascript1.0", "text/javascript1.1", "text/javascript1.2",
		"text/javascript1.3", "text/javascript1.4", "text/javascript1.5", "text/jscript", "text/livescript",
		"text/x-ecmascript", "text/x-javascript":
		return true
	}
	return false
}

// text reads the text of a script or a style sheet.
func (r *reader) text(t *token) {
	element := r.raw
	r.raw = ""
	switch element {
	case "style":
		if kind := strings.Trim(r.rawType, spaces); kind == "" || strings.EqualFold(kind, "text/css") {
			r.css(t.text, place{tag: element, attr: "#text", offset: t.offset}, true)
		}
	case "script":
		// With scripts on, as they are wherever Midwatch runs, browsers skip
		// what a noscript holds.
		if !r.inNoscript() && scriptType(r.rawType) {
			r.script(t.text, t.offset)
		}
	}
}

// srcset reads the candidates of a srcset (HTML standard section 4.8.4.3.10).
// All are listed, though a browser loads one.
func (r *reader) srcset(t *token, tag, attr string) {
	raw, ok := t.get(attr)
	if !ok {
		return
	}
	at := place{tag: tag, attr: attr, kind: "image", category: "imageset", offset: t.place(attr)}
	rest := decoded(raw)
	for {
		rest = strings.TrimLeft(rest, spaces+",")
		if rest == "" {
			return
		}
		end := strings.IndexAny(rest, spaces)
		if end < 0 {
			end = len(rest)
		}
		url := rest[:end]
		rest = rest[end:]
		if trimmed := strings.TrimRight(url, ","); trimmed != url {
			r.ref(trimmed, at)
			continue // the comma ended the candidate: no descriptors
		}
		r.ref(url, at)
		// Descriptors last to the next comma outside parentheses.
		depth, i := 0, 0
		for ; i < len(rest); i++ {
			if c := rest[i]; c == '(' {
				depth++
			} else if c == ')' && depth > 0 {
				depth--
			} else if c == ',' && depth == 0 {
				break
			}
		}
		rest = rest[i:]
	}
}

// link reads a link element: the first of its rel words that loads something
// (HTML standard section 4.6.7).
func (r *reader) link(t *token) {
	at := place{tag: "link", attr: "href", offset: t.place("href")}
	for _, word := range strings.Fields(strings.ToLower(t.value("rel"))) {
		switch word {
		case "stylesheet":
			at.kind = "style"
		case "icon", "apple-touch-icon", "apple-touch-icon-precomposed":
			at.kind = "image"
		case "modulepreload":
			at.kind = "script"
		case "prefetch", "prerender":
			at.kind = "prefetch"
		case "manifest":
			at.kind = "manifest"
		case "preconnect", "dns-prefetch":
			at.kind = "connect"
		case "preload":
			at.kind = preloaded(t.value("as"))
			if at.kind == "image" && t.has("imagesrcset") {
				r.srcset(t, "link", "imagesrcset")
			}
		default:
			continue
		}
		if value, ok := t.get("href"); ok && at.kind != "" {
			r.attribute(value, at)
		}
		return
	}
}

// preloaded is the destination that a preload's as attribute asks for, empty
// where the preload is ignored.
func preloaded(as string) string {
	switch as = strings.ToLower(as); as {
	case "script", "style", "image", "font", "track", "fetch", "object", "embed":
		return as
	case "audio", "video":
		return "media"
	case "document":
		return "frame"
	case "worker", "sharedworker":
		return "worker"
	}
	return ""
}

// baseElement reports a base that makes relative addresses insecure. Only the
// first one counts, which findBase has found; others are not reported.
func (r *reader) baseElement(t *token) {
	if r.baseSeen || r.inNoscript() || r.shadow > 0 {
		return
	}
	r.baseSeen = true
	if u, err := r.address.Resolve(t.value("href")); err == nil && insecure(u) {
		r.keep(u, place{tag: "base", attr: "href", kind: "base", offset: t.place("href")})
	}
}

func (r *reader) meta(t *token) {
	content := t.value("content")
	switch strings.ToLower(strings.Trim(t.value("http-equiv"), spaces)) {
	case "refresh":
		if url, ok := refreshURL(content); ok {
			r.ref(url, place{tag: "meta", attr: "content", kind: "refresh", offset: t.place("content")})
		}
	case "content-security-policy":
		if r.within != "" || r.noscript {
			return
		}
		for _, directive := range strings.Split(content, ";") {
			fields := strings.Fields(directive)
			if len(fields) > 0 && strings.EqualFold(fields[0], "upgrade-insecure-requests") {
				r.page.Upgrades = true
			}
		}
	}
}

// refreshURL is the address in a refresh's content, "5; url=http://..." (HTML
// standard section 4.2.5.3, "shared declarative refresh steps").
func refreshURL(content string) (string, bool) {
	content = strings.TrimLeft(content, spaces)
	rest := strings.TrimLeft(content, "0123456789")
	if rest == content && !strings.HasPrefix(rest, ".") {
		return "", false
	}
	rest = strings.TrimLeft(rest, "0123456789.")
	if rest == "" || !strings.ContainsRune(spaces+";,", rune(rest[0])) {
		return "", false
	}
	rest = strings.TrimLeft(rest, spaces)
	if rest != "" && (rest[0] == ';' || rest[0] == ',') {
		rest = rest[1:]
	}
	rest = strings.TrimLeft(rest, spaces)
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		if after := strings.TrimLeft(rest[3:], spaces); after != "" && after[0] == '=' {
			rest = strings.TrimLeft(after[1:], spaces)
		}
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[0]
		rest = rest[1:]
		if end := strings.IndexByte(rest, quote); end >= 0 {
			rest = rest[:end]
		}
	}
	return rest, rest != ""
}

// srcdoc reads the document in an iframe's srcdoc attribute. Its base URL is
// this document's (HTML standard section 2.4.3, "fallback base URL").
func (r *reader) srcdoc(text string, offset int) {
	if r.depth >= maxSrcdoc {
		return
	}
	inside := reader{
		collector: r.collector, address: r.base, base: r.base, within: "srcdoc", depth: r.depth + 1, line: r.lineAt(offset),
	}
	if r.inNoscript() {
		inside.within = "noscript"
	}
	inside.read(append(make([]byte, 0, len(text)+1), text...))
}
