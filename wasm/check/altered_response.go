package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

// The attack: something on the path puts a script into pages, or takes the s out of
// their links (mitmproxy, bettercap's http.proxy with injectjs, advertising hotspots
// and providers). It shows on a page of which every byte is known.
//
// Innocent: nothing came, the server failed, a captive portal answered instead, by a
// redirect or with a page of its own, or the owner put another page there. What tells
// an edited page from those: it still holds most of what was expected. Where it does
// not, captive-portal tells of it.
var alteredResponse = Check{
	ID:         "altered-response",
	Title:      "Something on the way changes pages",
	Why:        "Midwatch knows every letter of one page, and here that page came back changed. Somebody between you and the sites that you open edits pages that come without encryption. They can add programs of their own to them, lead links elsewhere, and read what you send.",
	Advice:     "On this network, open only pages whose address begins with https://, and download nothing. Better still, use another network, or a VPN (virtual private network) that you trust.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc7258",
	Sentence:   "Somebody on this network changes pages on their way to you.",
	Levels:     always(finding.Danger),
	PerHost:    true,
	Intercepts: true,
	Once:       true,
	Behind:     finding.Notice,
	Needs:      []fact.Kind{fact.Surroundings},
	Find: func(s *Subject) []finding.Evidence {
		if _, changed := s.canaryAnswer(); !changed {
			return nil
		}
		return []finding.Evidence{{URL: s.canary().URL, Strength: finding.Strong, Words: say.Words(alteredCanary.With())}}
	},
}

var alteredCanary = say.New("altered_response_canary", "The page that you chose for watching this network came back changed: something was added to it, or something in it was replaced.")

// canary is what came back for the canary page of the visit's own network epoch; the
// zero Canary if nothing did.
func (s *Subject) canary() fact.Canary {
	c := s.Epoch.Canary
	if _, err := weburl.Parse(c.URL); err != nil || c.At == 0 || c.Error != "" || s.Epoch.ID != s.Network.Epoch {
		return fact.Canary{}
	}
	return c
}

// canaryAnswer tells whether another page came in place of the canary page, or that
// page with changes. A server that fails changes nothing.
func (s *Subject) canaryAnswer() (other, changed bool) {
	c := s.canary()
	want, got := strings.TrimSpace(c.Want), strings.TrimSpace(c.Got)
	if c.Status < 200 || c.Status > 299 || want == "" || got == "" || want == got || diverted(c) != "" {
		return false, false
	}
	changed = edited(want, got)
	return !changed, changed
}

// diverted is the host of another site that a canary page was led to; empty if to
// none.
func diverted(c fact.Canary) string {
	if to := hostOf(c.Final); to != "" && !sameSite(to, hostOf(c.URL)) {
		return to
	}
	return ""
}

// edited reports whether got is most of want: what they have in common at the
// beginning and at the end is three quarters of it.
func edited(want, got string) bool {
	head := 0
	for head < len(want) && head < len(got) && want[head] == got[head] {
		head++
	}
	tail := 0
	for tail < len(want)-head && tail < len(got)-head && want[len(want)-1-tail] == got[len(got)-1-tail] {
		tail++
	}
	return 4*(head+tail) >= 3*len(want)
}
