package har

import (
	"path"
	"strings"

	"midwatch/wasm/weburl"
)

// Destinations in webRequest's words that are told apart here.
const (
	mainFrame  = "main_frame"
	subFrame   = "sub_frame"
	styleSheet = "stylesheet"
	unknown    = "other"
)

// resourceTypes are the words of Chrome's _resourceType. document is also what
// it calls the document of a frame.
var resourceTypes = map[string]string{
	"document":    mainFrame,
	"stylesheet":  styleSheet,
	"image":       "image",
	"media":       "media",
	"font":        "font",
	"script":      "script",
	"texttrack":   "media",
	"xhr":         "xmlhttprequest",
	"fetch":       "xmlhttprequest",
	"eventsource": "xmlhttprequest",
	"websocket":   "websocket",
	"manifest":    "web_manifest",
	"ping":        "ping",
	"csp_report":  "csp_report",
}

// fetchDests are the words of the Sec-Fetch-Dest request header (W3C Fetch
// Metadata), which a browser sends to secure addresses.
var fetchDests = map[string]string{
	"document":      mainFrame,
	"iframe":        subFrame,
	"frame":         subFrame,
	"style":         styleSheet,
	"image":         "image",
	"audio":         "media",
	"video":         "media",
	"track":         "media",
	"font":          "font",
	"script":        "script",
	"worker":        "script",
	"sharedworker":  "script",
	"serviceworker": "script",
	"manifest":      "web_manifest",
	"report":        "csp_report",
	"object":        "object",
	"embed":         "object",
	"empty":         "xmlhttprequest",
}

// endings are file name endings for entries whose response names no type.
var endings = map[string]string{
	".css": styleSheet, ".js": "script", ".mjs": "script", ".json": "xmlhttprequest",
	".png": "image", ".jpg": "image", ".jpeg": "image", ".gif": "image", ".webp": "image", ".svg": "image", ".ico": "image", ".avif": "image",
	".woff": "font", ".woff2": "font", ".ttf": "font", ".otf": "font", ".eot": "font",
	".mp4": "media", ".webm": "media", ".mp3": "media", ".ogg": "media", ".m4a": "media",
}

// destination tells what an entry's response was used as: what the browser
// said, else what the response and the address look like. Any document is
// main_frame here; its place among the others decides. certain is set where
// the browser said that the document was a top-level one.
func destination(e *entry, u weburl.URL) (kind string, certain bool) {
	dest := strings.ToLower(header(e.Request.Headers, "sec-fetch-dest"))
	if kind := fetchDests[dest]; kind != "" {
		return kind, kind == mainFrame
	}
	if kind := resourceTypes[strings.ToLower(e.Kind)]; kind != "" {
		return kind, false
	}
	if u.Scheme == "ws" || u.Scheme == "wss" {
		return "websocket", false
	}
	if header(e.Request.Headers, "x-requested-with") != "" {
		return "xmlhttprequest", false
	}
	// A browser says what it would like: of documents and images in words of
	// their own, of all else that anything will do.
	accept := strings.ToLower(header(e.Request.Headers, "accept"))
	switch {
	case strings.HasPrefix(accept, "text/html"):
		return mainFrame, false
	case strings.HasPrefix(accept, "image/"):
		return "image", false
	case strings.HasPrefix(accept, "text/css"):
		return styleSheet, false
	}
	// What is said about an error or a redirect is not said about what was
	// asked for.
	answered := e.Response.Status < 300 || e.Response.Status == 304
	if kind := ofType(e.Response.Content.MIME); kind != unknown && answered {
		if kind == mainFrame && accept != "" && !strings.Contains(accept, "html") {
			return "xmlhttprequest", false
		}
		return kind, false
	}
	if kind := endings[strings.ToLower(path.Ext(u.Path))]; kind != "" {
		return kind, false
	}
	if e.Response.Status >= 400 && accept == "" && html(e.Response.Content.MIME) {
		return mainFrame, false
	}
	return unknown, false
}

// ofType is the destination that a media type is mostly used as.
func ofType(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	mime = strings.ToLower(strings.TrimSpace(mime))
	family, name, _ := strings.Cut(mime, "/")
	switch {
	case html(mime):
		return mainFrame
	case name == "css":
		return styleSheet
	case strings.HasSuffix(name, "javascript"), strings.HasSuffix(name, "ecmascript"):
		return "script"
	case family == "image":
		return "image"
	case family == "font", strings.HasPrefix(name, "font-"), strings.HasPrefix(name, "x-font"), name == "vnd.ms-fontobject":
		return "font"
	case family == "audio", family == "video":
		return "media"
	case name == "json", strings.HasSuffix(name, "+json"):
		return "xmlhttprequest"
	}
	return unknown
}

// html reports whether a media type is that of a document read as HTML.
func html(mime string) bool {
	mime, _, _ = strings.Cut(mime, ";")
	mime = strings.ToLower(strings.TrimSpace(mime))
	return mime == "text/html" || mime == "application/xhtml+xml"
}
