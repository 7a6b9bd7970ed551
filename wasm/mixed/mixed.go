// Package mixed answers the questions of two W3C documents about one URL or
// one request: Secure Contexts (https://www.w3.org/TR/secure-contexts/), is
// what it names potentially trustworthy; and Mixed Content Level 2
// (https://www.w3.org/TR/mixed-content/), would a secure document be refused
// it or have it upgraded to HTTPS.
package mixed

import (
	"strings"

	"midwatch/wasm/weburl"
)

// TrustworthyURL reports whether nobody on the network can read or change what
// u names (Secure Contexts section 3.2, "potentially trustworthy URL").
//
// It goes beyond the letter of the standard in one point: schemes that never
// touch the network, such as javascript: and mailto:, count as trustworthy,
// since there is nothing on the path to intercept. ftp:, ws: and http: to
// another machine are the ones that do not.
func TrustworthyURL(u weburl.URL) bool {
	switch u.Scheme {
	case "http", "ws", "ftp":
		return Loopback(u.Host)
	case "blob":
		// A blob is as trustworthy as the document that made it. Documents
		// without an origin make blob:null URLs, which stay in the browser.
		inner, err := weburl.Parse(u.Path)
		return err != nil || inner.Scheme == "blob" || TrustworthyURL(inner)
	}
	return true
}

// Loopback reports whether host names this very machine: localhost and the
// names under it, 127.0.0.0/8 and ::1 (Secure Contexts section 3.1, steps 4
// and 5). host is in the form that package weburl gives it.
func Loopback(host string) bool {
	name := strings.TrimSuffix(host, ".")
	return name == "localhost" || strings.HasSuffix(name, ".localhost") ||
		host == "::1" || strings.HasPrefix(host, "127.") && dottedQuad(host)
}

// dottedQuad tells the address 127.0.0.1 from the name 127.example.com. weburl
// writes every IPv4 address as four decimal numbers and refuses all other
// hosts that end in a number.
func dottedQuad(host string) bool {
	last := host[len(host)-1]
	return last >= '0' && last <= '9' && strings.Trim(host, "0123456789.") == ""
}

// Category is what a browser does with a kind of request that a secure
// document makes over an insecure scheme.
type Category string

// The categories (Mixed Content Level 2 section 3).
const (
	Blockable  Category = "blockable"  // refused
	Upgradable Category = "upgradable" // asked over HTTPS instead, without a way back
	None       Category = "none"       // not mixed content: a navigation, or nothing is fetched
)

// Classify says which category a request falls in. kind is either a
// destination as in fact.Ref.Kind or a webRequest ResourceType; both
// vocabularies agree where they share a word. Kinds it does not know are
// blockable, as the standard treats every destination it does not list.
//
// Only images, audio and video are upgradable (section 3.1). Images that come
// from srcset or <picture> ("imageset") are blockable by the same section: the
// page offered a choice, so the browser need not take the insecure one. A
// Chromium ResourceType says "image" for them all; Firefox says "imageset".
func Classify(kind string) Category {
	switch kind {
	case "image", "media", "audio", "video":
		return Upgradable
	case "main_frame", "form", "link", "refresh", "base", "download":
		// A top-level navigation replaces the document rather than entering
		// it; a base by itself fetches nothing.
		return None
	case "connect":
		// Resolving a name or opening a connection ahead of time brings
		// nothing into the document.
		return None
	}
	return Blockable
}
