// Package weburl reads URLs as browsers do, following the WHATWG URL standard
// (https://url.spec.whatwg.org/) for the schemes that matter here. net/url is
// stricter than browsers and refuses addresses that they load.
//
// The hierarchical schemes are the standard's special ones: http, https, ws,
// wss, ftp and file. All others (data:, blob:, javascript:, about:, mailto:)
// are opaque: they have a Path and nothing before it. User names and passwords
// are dropped on reading and never kept. Internationalised host names are kept
// as written, in lower case; they are not yet turned into their ASCII form.
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
	b.Grow(len(u.Scheme) + len(u.Host) + len(u.Port) + len(u.Path) + len(u.Query) + len(u.Fragment) + 6)
	b.WriteString(u.Scheme)
	b.WriteByte(':')
	if u.Special() {
		b.WriteString("//")
		b.WriteString(u.HostPort())
	}
	b.WriteString(u.Path)
	b.WriteString(u.Query)
	b.WriteString(u.Fragment)
	return b.String()
}

// HostPort is the host with its port where that is not the scheme's default,
// an IPv6 address in brackets: "example.com", "[::1]:8080". Empty for opaque
// URLs.
func (u URL) HostPort() string {
	host := u.Host
	if strings.IndexByte(host, ':') >= 0 {
		host = "[" + host + "]"
	}
	if u.Port != "" {
		host += ":" + u.Port
	}
	return host
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
	return u
}
