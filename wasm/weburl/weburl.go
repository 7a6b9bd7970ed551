// Package weburl reads URLs as browsers do, following the WHATWG URL standard
// (https://url.spec.whatwg.org/) for the schemes that matter here. net/url is
// stricter than browsers and refuses addresses that they load.
//
// The hierarchical schemes are the standard's special ones: http, https, ws,
// wss, ftp and file. All others (data:, blob:, javascript:, about:, mailto:)
// are opaque: they have a Path and nothing before it. User names and passwords
// are dropped on reading and never kept.
//
// Where browsers and the standard part, addresses of the network are read as
// Chromium reads them, which refuses least: better to judge an address that is
// never loaded than to miss one that is. What Firefox refuses beyond that stands
// in testdata/urls.
//
// The parts of a URL are slices of the text that it was read from wherever
// nothing had to change, and keep that text in memory.
package weburl

import "strings"

// URL is a parsed absolute URL.
type URL struct {
	Scheme   string // lower case, without the colon
	Host     string // lower case, without port; an IPv6 address without brackets
	Port     string // empty for the scheme's default port
	Path     string // with its leading slash; for opaque URLs such as data: what follows the colon
	Query    string // with its leading "?", or empty
	Fragment string // with its leading "#", or empty
}

// special maps the hierarchical schemes to their default ports (URL standard
// section 3.2, "special scheme").
func special(scheme string) (port string, ok bool) {
	switch scheme {
	case "http", "ws":
		return "80", true
	case "https", "wss":
		return "443", true
	case "ftp":
		return "21", true
	case "file":
		return "", true
	}
	return "", false
}

// Special reports whether u has one of the hierarchical schemes http, https,
// ws, wss, ftp or file.
func (u URL) Special() bool {
	_, ok := special(u.Scheme)
	return ok
}

// String writes u as the URL standard serialises it (section 4.5), without the
// user name and password. The zero URL is the empty string.
func (u URL) String() string {
	if u.Scheme == "" {
		return ""
	}
	var b strings.Builder
	b.Grow(len(u.Scheme) + len(u.Host) + len(u.Port) + len(u.Path) + len(u.Query) + len(u.Fragment) + len("://[]:"))
	b.WriteString(u.Scheme)
	b.WriteByte(':')
	if u.Special() {
		b.WriteString("//")
		u.writeHost(&b)
	}
	b.WriteString(u.Path)
	b.WriteString(u.Query)
	b.WriteString(u.Fragment)
	return b.String()
}

// writeHost writes host and port, an IPv6 address in brackets.
func (u URL) writeHost(b *strings.Builder) {
	if strings.IndexByte(u.Host, ':') >= 0 {
		b.WriteByte('[')
		b.WriteString(u.Host)
		b.WriteByte(']')
	} else {
		b.WriteString(u.Host)
	}
	if u.Port != "" {
		b.WriteByte(':')
		b.WriteString(u.Port)
	}
}

// HostPort is the host with its port where that is not the scheme's default,
// an IPv6 address in brackets: "example.com", "[::1]:8080". Empty for opaque
// URLs.
func (u URL) HostPort() string {
	if u.Port == "" && strings.IndexByte(u.Host, ':') < 0 {
		return u.Host
	}
	var b strings.Builder
	b.Grow(len(u.Host) + len(u.Port) + len("[]:"))
	u.writeHost(&b)
	return b.String()
}

// Origin is u's origin as the URL standard serialises it (section 4.7):
// scheme://host[:port], for a blob: URL the origin of the URL inside it, and
// "null" for all others, which share an origin with nothing.
func (u URL) Origin() string {
	switch u.Scheme {
	case "http", "https", "ws", "wss", "ftp":
		return u.Scheme + "://" + u.HostPort()
	case "blob":
		inner, err := Parse(u.Path)
		if err == nil && (inner.Scheme == "http" || inner.Scheme == "https") {
			return inner.Origin()
		}
	}
	return "null"
}

// WithoutQuery is u without its query and fragment, as it names a document.
func (u URL) WithoutQuery() URL {
	u.Query, u.Fragment = "", ""
	u.Path = strings.TrimRight(u.Path, " ") // an opaque one; else they would end the URL
	return u
}
