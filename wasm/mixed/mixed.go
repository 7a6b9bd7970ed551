// Package mixed answers the questions of three W3C documents about one URL, one
// request or one document: Secure Contexts
// (https://www.w3.org/TR/secure-contexts/), is what it names potentially
// trustworthy; Mixed Content Level 2 (https://www.w3.org/TR/mixed-content/),
// would a secure document be refused it or have it upgraded to HTTPS; and
// Upgrade Insecure Requests (https://www.w3.org/TR/upgrade-insecure-requests/),
// what does a site's own policy ask for.
//
// Where browsers do otherwise than the standard, they are followed, and it is
// said here: seen with Chromium 156 and Firefox 153.
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

// TrustworthyOrigin reports whether u's origin is potentially trustworthy
// (Secure Contexts section 3.1). Unlike a URL, an origin that is opaque, as
// those of data: and about: URLs are, is not. Extensions' own pages come with
// the browser and are (step 7).
func TrustworthyOrigin(u weburl.URL) bool {
	switch u.Scheme {
	case "https", "wss", "file", "chrome-extension", "moz-extension":
		return true
	case "http", "ws", "ftp":
		return Loopback(u.Host)
	case "blob":
		inner, err := weburl.Parse(u.Path)
		return err == nil && (inner.Scheme == "http" || inner.Scheme == "https") && TrustworthyOrigin(inner)
	}
	return false
}

// Context is how a document stands, with all documents around it.
//
// Both fields go by addresses: a sandboxed document, whose origin is opaque, is
// judged like any other.
type Context struct {
	// Secure is set for a secure context (HTML section 8.1.3.5, Secure Contexts
	// section 1.1): nobody on the path can change the document or one around
	// it. One without an address of its own (about:srcdoc, about:blank, data:)
	// is as secure as what is around it.
	Secure bool
	// Restricts is set where browsers keep mixed content out (Mixed Content
	// section 4.3): the document, or one around it, came over HTTPS. So one
	// over HTTPS is restricted within an insecure one, and a data: document
	// within a secure one. The standard has every potentially trustworthy
	// origin restrict, browsers only HTTPS: a page of this computer's own may
	// load what it likes.
	Restricts bool
}

// Top is the context of a top-level document.
func Top(address weburl.URL) Context { return Context{Secure: true}.Frame(address) }

// Frame is the context of a document in a frame of this one.
func (c Context) Frame(address weburl.URL) Context {
	return Context{c.Secure && TrustworthyURL(address), c.Restricts || encrypted(address)}
}

func encrypted(u weburl.URL) bool {
	return u.Scheme == "https" || u.Scheme == "blob" && strings.HasPrefix(u.Origin(), "https:")
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
	if host == "" {
		return false
	}
	last := host[len(host)-1]
	return last >= '0' && last <= '9' && strings.Trim(host, "0123456789.") == ""
}

// Category is what a browser does with a kind of request that a secure
// document makes over an insecure scheme.
type Category string

// The categories (Mixed Content section 3).
const (
	Blockable  Category = "blockable"  // refused
	Upgradable Category = "upgradable" // asked over HTTPS instead, without a way back
	None       Category = "none"       // not mixed content: a navigation, or nothing is fetched
)

// Classify says which category a request falls in. kind is either a
// destination as in fact.Ref.Kind or a webRequest ResourceType; both
// vocabularies agree where they share a word. Kinds it does not know are
// blockable, as the standard treats every destination it does not list
// (section 3.2).
//
// Only images, audio and video are upgradable (section 3.1). Images that come
// from srcset or <picture> ("imageset") are blockable by the same section: the
// page offered a choice, so the browser need not take the insecure one. A
// Chromium ResourceType says "image" for them all; Firefox says "imageset".
// The standard blocks CORS-enabled images and media too (section 4.1), but both
// browsers upgrade them like the others, so crossorigin changes nothing here.
func Classify(kind string) Category {
	switch kind {
	case "image", "media", "audio", "video":
		return Upgradable
	case "main_frame", "form", "link", "refresh", "base", "download":
		// A top-level navigation replaces the document rather than entering
		// it (section 4.4 step 1.4); what a form sends is a navigation too,
		// which browsers may warn of (section 7.1). A download is a navigation
		// until it is answered: see MixedDownload. A base by itself fetches
		// nothing.
		return None
	case "connect":
		// Resolving a name or opening a connection ahead of time brings
		// nothing into the document.
		return None
	}
	return Blockable
}

// Upgrades reports whether a request of category c for u is asked over HTTPS
// instead of refused (section 4.1): a server at a bare IP address is left out,
// as it can hardly prove who it is. Firefox upgrades those too.
func Upgrades(u weburl.URL, c Category) bool {
	return c == Upgradable && u.Scheme == "http" && !strings.Contains(u.Host, ":") && !dottedQuad(u.Host)
}

// MixedDownload reports whether a download that document began is mixed (section
// 5.2): the document is trustworthy, and an address on the way to the file is
// not. Browsers refuse the file, but only once it was asked for in clear.
func MixedDownload(document weburl.URL, chain []weburl.URL) bool {
	if !TrustworthyURL(document) {
		return false
	}
	for _, u := range chain {
		if !TrustworthyURL(u) {
			return true
		}
	}
	return false
}
