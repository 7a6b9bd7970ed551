package har

import (
	"encoding/base64"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"midwatch/wasm/fact"
	"midwatch/wasm/weburl"
)

// sent is one entry, ready to be put in its place.
type sent struct {
	page    string
	hop     fact.Hop
	url     weburl.URL
	target  string // address that it was redirected to, without fragment; empty if none
	kind    string // destination, as far as this entry tells
	strong  bool   // the browser itself said that this is a top-level document
	html    bool   // the response was HTML, whatever it was used as
	referer string
	body    []byte // of an HTML document or a style sheet
	cut     bool   // body is only its beginning
}

// read tells the facts of an entry. It reports false if the entry has no
// absolute URL of a network scheme, or is no document's; then only the time is
// set. before is the time that an entry without a readable one takes.
func (e *entry) read(before float64) (sent, bool) {
	s := sent{page: e.Page}
	s.hop.At = moment(e.Started, before)
	u, err := weburl.Parse(e.Request.URL)
	if err != nil || !slices.Contains(networked, u.Scheme) || e.internal() {
		return s, false
	}
	s.url = bare(u)
	s.hop.URL = u.String()
	s.hop.Address = address(e.Address)
	s.hop.Cached = e.Cache != "" || e.Response.Disk
	s.respond(&e.Response)
	s.kind, s.strong = destination(e, u)
	s.referer = header(e.Request.Headers, "referer")
	final := s.hop.Done && s.target == ""
	s.html = final && html(e.Response.Content.MIME)
	if s.html || final && s.kind == styleSheet {
		s.body, s.cut = body(e.Response.Content)
	}
	return s, true
}

// networked are the schemes that pass over a network.
var networked = []string{"http", "https", "ws", "wss", "ftp"}

// internal reports whether an entry is none of a document's: its scheme stays
// within the browser, or the browser asked on its own whether a certificate was
// revoked (RFC 6960, RFC 5280), which proxies record and browsers never show.
// That passes in clear by design; the answers are signed.
func (e *entry) internal() bool {
	for _, mime := range []string{header(e.Request.Headers, "content-type"), e.Response.Content.MIME} {
		switch mime {
		case "application/ocsp-request", "application/ocsp-response", "application/pkix-crl":
			return true
		}
	}
	scheme, _, _ := strings.Cut(e.Request.URL, ":")
	switch strings.ToLower(scheme) {
	case "about", "blob", "chrome", "chrome-extension", "data", "file", "javascript", "moz-extension", "resource":
		return true
	}
	return false
}

func (s *sent) respond(r *response) {
	if status := math.Trunc(r.Status); status > 0 && status < 1000 {
		s.hop.Status = int(status)
		s.hop.Done = true
		line := strings.TrimSpace(version(r.Version) + " " + strconv.Itoa(s.hop.Status))
		s.hop.StatusLine = clip(strings.TrimSpace(line + " " + r.StatusText))
	}
	for _, f := range r.Headers {
		if name := strings.ToLower(f.Name); slices.Contains(fact.HeaderNames, name) || slices.Contains(fact.DocumentHeaderNames, name) {
			// Some tools join the fields of one name by line ends.
			for value := range strings.SplitSeq(f.Value, "\n") {
				value = strings.TrimSpace(value)
				if name == "set-cookie" {
					value = valueless(value)
				}
				s.hop.Headers = append(s.hop.Headers, fact.Header{Name: name, Value: clip(value)})
			}
		}
	}
	location := r.Redirect
	if location == "" {
		location = header(r.Headers, "location")
	}
	redirects := s.hop.Status >= 300 && s.hop.Status < 400 && s.hop.Status != 304
	if location != "" && (redirects || s.hop.Status == 0 && r.Error == "") {
		if to, err := s.url.Resolve(location); err == nil {
			s.hop.Next = to.String()
			s.target = bare(to).String()
		}
	}
	switch {
	case r.Error != "":
		s.hop.Error = clip(r.Error)
	case s.hop.Status == 0 && s.target == "":
		s.hop.Error = NoResponse
	}
}

// version is a protocol's name and version as a status line begins, in one word:
// some tools write the number only, and some more than that.
func version(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(strings.ToUpper(text)), " ")
	switch {
	case !strings.ContainsAny(word, "0123456789"):
		return ""
	case word[0] >= '0' && word[0] <= '9':
		return "HTTP/" + word
	}
	return word
}

// valueless takes the value out of a Set-Cookie field: it is a secret, and only
// what is said about it is judged.
func valueless(field string) string {
	pair, attributes, more := strings.Cut(field, ";")
	name, _, named := strings.Cut(pair, "=")
	if !named {
		name = "" // a cookie without a name is all value
	}
	if field = name + "="; more {
		field += ";" + attributes
	}
	return field
}

// moment reads ISO 8601, as HAR writes time.
func moment(text string, otherwise float64) fact.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, text); err == nil {
			return fact.Time(float64(t.UnixMicro()) / 1000)
		}
	}
	return fact.Time(otherwise)
}

// address reads an IP address, with or without an IPv6 address's brackets.
func address(text string) string {
	a, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		return ""
	}
	return a.String()
}

// body reads a document's text.
func body(c content) (text []byte, cut bool) {
	if strings.EqualFold(c.Encoding, "base64") {
		decoded, err := base64.StdEncoding.DecodeString(c.Text)
		if err != nil {
			return nil, false
		}
		text = decoded
	} else {
		text = []byte(c.Text)
	}
	if len(text) > maxBody {
		return text[:maxBody], true
	}
	return text, false
}

func header(fields []field, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

func clip(s string) string { return s[:min(len(s), maxField)] }

// bare is u without its fragment, which is never sent.
func bare(u weburl.URL) weburl.URL {
	u.Fragment = ""
	return u
}
