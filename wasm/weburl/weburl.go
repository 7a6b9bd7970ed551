// Package weburl reads URLs as browsers do, following the WHATWG URL standard
// (https://url.spec.whatwg.org/) for the schemes that matter here. net/url is
// stricter than browsers and refuses addresses that they load.
package weburl

// URL is a parsed absolute URL.
type URL struct {
	Scheme   string // lower case, without the colon
	Host     string // lower case, without port; an IPv6 address without brackets
	Port     string // empty for the scheme's default port
	Path     string // with its leading slash; everything after the colon for opaque URLs such as data:
	Query    string // with its leading "?", or empty
	Fragment string // with its leading "#", or empty
}
