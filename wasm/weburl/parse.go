package weburl

import (
	"errors"
	"fmt"
	"strings"
)

// maxURL bounds a URL, read or written, in bytes. Chromium refuses to pass on
// more than 2 MiB; nothing on the network carries more than a few KiB.
const maxURL = 64 << 10

// maxQuoted bounds the part of a refused URL that its error quotes, in bytes.
const maxQuoted = 100

// Parse reads an absolute URL as the URL standard's basic parser does (section
// 4.4) without a base. It reports an error for text without a scheme, a host
// that browsers refuse, a port over 65535, and anything over 64 KiB.
func Parse(s string) (URL, error) {
	return URL{}.Resolve(s)
}

// Resolve reads ref as an address inside a document whose base URL is base
// (URL standard section 4.4). Its errors are those of Parse, and one for a
// relative ref where base is opaque.
func (base URL) Resolve(ref string) (URL, error) {
	u, err := base.resolve(ref)
	if err != nil {
		return URL{}, fmt.Errorf("weburl: %w in %q", err, quoted(ref))
	}
	return u, nil
}

func quoted(s string) string {
	if len(s) > maxQuoted {
		return s[:maxQuoted] + "..."
	}
	return s
}

var (
	errNoScheme  = errors.New("no scheme")
	errTooLong   = errors.New("more than 64 KiB")
	errNoHost    = errors.New("no host")
	errBadHost   = errors.New("bad host")
	errBadPort   = errors.New("bad port")
	errNotInside = errors.New("relative address under an opaque URL")
)

func (base URL) resolve(ref string) (URL, error) {
	if len(ref) > maxURL {
		return URL{}, errTooLong
	}
	ref = clean(ref)
	u, err := base.parts(ref)
	if err != nil {
		return URL{}, err
	}
	// Percent-encoding can triple what was read, and a URL that was written
	// must be one that can be read.
	if len(u.Path)+len(u.Query)+len(u.Fragment)+len(u.Host)+len(u.Scheme)+len("://[]:65535") > maxURL {
		return URL{}, errTooLong
	}
	return u, nil
}

// parts splits a cleaned ref and joins it with base.
func (base URL) parts(ref string) (URL, error) {
	var u URL
	scheme, rest, found := cutScheme(ref)
	if !found {
		if base.Scheme == "" {
			return u, errNoScheme
		}
		if _, ok := special(base.Scheme); !ok {
			if !strings.HasPrefix(ref, "#") {
				return u, errNotInside
			}
			u = base
			u.Fragment = encode(ref, fragmentSet)
			return u, nil
		}
		return base.relative(base.Scheme, ref)
	}
	if _, ok := special(scheme); ok {
		if scheme == base.Scheme || scheme == "file" {
			// "http:page" inside an http: document is relative; the standard
			// keeps that for old pages.
			return base.relative(scheme, rest)
		}
		return absolute(scheme, rest)
	}
	u.Scheme = scheme
	path, query, fragment := cutTail(withoutUser(rest))
	u.Path = encode(path, controlSet)
	u.Query = encode(query, querySet)
	u.Fragment = encode(fragment, fragmentSet)
	return u, nil
}

// relative reads what follows a special scheme, or stands alone, under base
// (the standard's states "relative", "relative slash" and "file").
func (base URL) relative(scheme, ref string) (URL, error) {
	if scheme == "file" {
		return base.file(ref)
	}
	if len(ref) > 1 && slash(ref[0]) && slash(ref[1]) {
		return absolute(scheme, ref)
	}
	u := URL{Scheme: scheme, Host: base.Host, Port: base.Port}
	u.join(base, ref)
	return u, nil
}

// join sets u's path, query and fragment from ref, which has no host.
func (u *URL) join(base URL, ref string) {
	path, query, fragment := cutTail(ref)
	u.Fragment = encode(fragment, fragmentSet)
	u.Query = encode(query, specialQuerySet)
	switch {
	case path == "":
		u.Path = base.Path
		if u.Path == "" {
			u.Path = "/"
		}
		if query == "" {
			u.Query = base.Query
		}
	case slash(path[0]):
		u.Path = normal("/", path)
	default:
		u.Path = normal(base.Path[:strings.LastIndexByte(base.Path, '/')+1], path)
	}
}

// file reads what follows "file:" (the standard's states "file", "file slash"
// and "file host"). Drive letters are names like any other here: they have no
// part in judging a network.
func (base URL) file(ref string) (URL, error) {
	u := URL{Scheme: "file"}
	if base.Scheme != "file" {
		base = URL{Scheme: "file", Path: "/"}
	}
	if len(ref) < 2 || !slash(ref[0]) || !slash(ref[1]) {
		u.Host = base.Host
		u.join(base, ref)
		return u, nil
	}
	authority, tail := cutAuthority(ref[2:])
	if authority != "" {
		host, err := parseHost(authority)
		if err != nil {
			return URL{}, err
		}
		if host != "localhost" {
			u.Host = host
		}
	}
	u.join(URL{}, tail)
	return u, nil
}

// absolute reads an authority, with any number of slashes before it, and what
// follows it.
func absolute(scheme, rest string) (URL, error) {
	u := URL{Scheme: scheme}
	for rest != "" && slash(rest[0]) {
		rest = rest[1:]
	}
	authority, tail := cutAuthority(rest)
	host, port := cutPort(authority[strings.LastIndexByte(authority, '@')+1:])
	if host == "" {
		return URL{}, errNoHost
	}
	var err error
	if u.Host, err = parseHost(host); err != nil {
		return URL{}, err
	}
	if u.Port, err = parsePort(scheme, port); err != nil {
		return URL{}, err
	}
	u.join(URL{}, tail)
	return u, nil
}

// cutPort splits off what follows the last colon outside of brackets.
func cutPort(s string) (host, port string) {
	colon := strings.LastIndexByte(s, ':')
	bracket := strings.LastIndexByte(s, ']')
	if colon < 0 || colon < bracket || bracket < 0 && s[0] == '[' {
		return s, ""
	}
	return s[:colon], s[colon+1:]
}

// parsePort drops leading zeros and the scheme's default port.
func parsePort(scheme, s string) (string, error) {
	for len(s) > 1 && s[0] == '0' {
		s = s[1:]
	}
	number := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return "", errBadPort
		}
		if number = number*10 + int(s[i]-'0'); number > 65535 {
			return "", errBadPort
		}
	}
	if standard, _ := special(scheme); s == standard {
		return "", nil
	}
	return s, nil
}

func slash(c byte) bool { return c == '/' || c == '\\' }

// clean strips control characters and spaces at both ends, and tabs and line
// breaks everywhere, as the standard's parser begins.
func clean(s string) string {
	for s != "" && s[0] <= ' ' {
		s = s[1:]
	}
	for s != "" && s[len(s)-1] <= ' ' {
		s = s[:len(s)-1]
	}
	if strings.IndexByte(s, '\t') < 0 && strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '\t' && c != '\n' && c != '\r' {
			out = append(out, c)
		}
	}
	return string(out)
}

// cutScheme splits "Scheme:rest"; the scheme comes back in lower case.
func cutScheme(s string) (scheme, rest string, found bool) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(s[:i]), s[i+1:], true
		default:
			return "", s, false
		}
	}
	return "", s, false
}

// cutAuthority splits at the first slash, backslash, question mark or hash.
func cutAuthority(s string) (authority, tail string) {
	for i := 0; i < len(s); i++ {
		if c := s[i]; slash(c) || c == '?' || c == '#' {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// withoutUser drops the user name and password of an opaque URL that has a host
// after all, such as "ssh://user@host/".
func withoutUser(s string) string {
	if !strings.HasPrefix(s, "//") {
		return s
	}
	end := len(s)
	if i := strings.IndexAny(s[2:], "/?#"); i >= 0 {
		end = 2 + i
	}
	at := strings.LastIndexByte(s[:end], '@')
	if at < 0 {
		return s
	}
	return "//" + s[at+1:]
}

// cutTail splits off the query and the fragment, each with its mark.
func cutTail(s string) (path, query, fragment string) {
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s, fragment = s[:i], s[i:]
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, query = s[:i], s[i:]
	}
	return s, query, fragment
}
