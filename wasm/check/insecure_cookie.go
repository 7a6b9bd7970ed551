package check

import (
	"strings"

	"midwatch/wasm/cookie"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// A cookie without Secure goes along with every request over plain HTTP to its
// host, and with Domain to every host below that, though it was set over HTTPS:
// seen with Chromium 156 and Firefox 153. SameSite is no help: a typed http://
// address sends even the strict ones. What keeps them safe is that browsers never
// make such a request, by HSTS; a cookie with Domain needs includeSubDomains for
// that.
//
// Not counted: cookies that browsers refuse, deletions, and those that hosts of
// other sites set along with parts of the page. Browsers keep the latter apart or
// refuse them, and their sites are judged when they are visited.
//
// Innocent causes look the same: most such cookies hold nothing worth stealing.
var insecureCookie = Check{
	ID:       "insecure-cookie",
	Title:    "Cookies may also travel without encryption",
	Why:      "The site set cookies (small notes by which it knows you again) over an encrypted connection. But it lets your browser send them without encryption too. Somebody on the network can make your browser open an http:// address of the site, and read them. If a cookie shows that you are signed in, they are then signed in as you.",
	Advice:   "Sign out of this site before you use a network that you do not trust.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.5",
	Sentence: "This site's cookies may also travel without encryption.",
	Levels:   always(finding.Notice),
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation, fact.Headers, fact.Loads, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		jar := jar{at: map[string]int{}}
		for i := range s.Chain {
			jar.take(s, &s.Chain[i])
		}
		for i := range s.Loads {
			for j := range s.Loads[i].Hops {
				if h := &s.Loads[i].Hops[j]; header(h.Hop, "set-cookie") != "" && sameSite(h.URL.Host, s.URL.Host) {
					jar.take(s, h)
				}
			}
		}
		var found []finding.Evidence
		for _, k := range jar.kept {
			if k.exposed {
				found = append(found, finding.Evidence{URL: k.hop.URL.String(), Header: clip(k.field), Words: say.Words(k.words())})
			}
		}
		return found
	},
}

// jar is the visit's cookies as browsers keep them: one of a name, place and path
// replaces the one before.
type jar struct {
	kept []kept
	at   map[string]int
}

// kept is a cookie that a browser took.
type kept struct {
	cookie.Cookie
	hop     *Hop
	field   string
	exposed bool
}

// take looks at the cookies of a response.
func (j *jar) take(s *Subject, h *Hop) {
	if !h.Encrypted || h.URL.Scheme != "https" || h.Cached || site.Local(h.URL.Host) || site.IP(h.URL.Host) {
		return
	}
	for _, f := range h.Headers {
		if f.Name != "set-cookie" {
			continue
		}
		k := kept{hop: h, field: f.Value}
		var ok bool
		if k.Cookie, ok = cookie.Parse(f.Value); !ok || k.Refused() || !k.place() {
			continue
		}
		k.exposed = !k.Secure && !k.Deletes(h.At) && !k.safe(s)
		name := k.Name + "\x00" + k.Domain + "\x00" + k.Path
		if k.Domain == "" {
			name += "\x00" + hostName(h)
		}
		if i, ok := j.at[name]; ok {
			j.kept[i] = k
			continue
		}
		j.at[name] = len(j.kept)
		j.kept = append(j.kept, k)
	}
}

// place settles where the cookie goes back to. It reports false where browsers
// refuse it: its Domain is not above its host, or anyone may register names there
// (RFC 6265bis section 5.7 steps 9 and 10).
func (k *kept) place() bool {
	if k.Domain == "" {
		return true
	}
	host := hostName(k.hop)
	u, err := weburl.Parse("https://" + k.Domain + "/") // in lower case and ASCII
	if err != nil || u.Path != "/" || u.Port != "" {
		return false
	}
	k.Domain = u.Host
	switch {
	case publicSuffix(k.Domain):
		k.Domain = "" // the host's own: it stays there
		return u.Host == host
	case k.Domain == host:
		return true
	}
	return strings.HasSuffix(host, "."+k.Domain)
}

// safe reports whether browsers never ask for anything in clear where the cookie
// goes.
func (k *kept) safe(s *Subject) bool {
	if k.Domain == "" {
		return s.covered(k.hop.URL.Host)
	}
	return s.coveredAll(k.Domain)
}

var (
	cookieOwn          = say.New("insecure_cookie_own", "The cookie {name} is not marked Secure: your browser also sends it to {address}.")
	cookieWide         = say.New("insecure_cookie_wide", "The cookie {name} is not marked Secure: your browser also sends it over http:// to all hosts of {site}.")
	cookieNamelessOwn  = say.New("insecure_cookie_nameless_own", "A cookie without a name is not marked Secure: your browser also sends it to {address}.")
	cookieNamelessWide = say.New("insecure_cookie_nameless_wide", "A cookie without a name is not marked Secure: your browser also sends it over http:// to all hosts of {site}.")
)

// words says of which cookie a piece of evidence is, and where it goes.
func (k *kept) words() say.Phrase {
	message, to := cookieWide, say.T(k.Domain)
	if k.Domain == "" {
		message, to = cookieOwn, say.T("http://"+hostName(k.hop)+"/")
	}
	switch {
	case k.Name != "":
		return message.With(say.T(clip(k.Name)), to)
	case k.Domain == "":
		return cookieNamelessOwn.With(to)
	}
	return cookieNamelessWide.With(to)
}
