package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// The attack: sslstrip and its kin rewrite plain pages as they pass. Each https:// in
// their text becomes http://, so that who follows a link, or sends a form, never asks
// for encryption. Pages that come encrypted are out of their reach.
//
// The innocent cause that looks the same is common: a page that was written before
// the sites that it links to had HTTPS. What tells them apart: one https: link is
// enough to show that nobody took them out, which is silence; and memory, if the host's
// pages led to https: addresses before and none does now. A host has pages of all
// ages, so that is strong only of its front page, of a form that asks for a secret,
// and where three known sites are named at once; or where the page itself is most
// likely not the host's own (https-stripped).
var linksStripped = Check{
	ID:         "links-stripped",
	Title:      "Links to encrypted sites come without encryption",
	Why:        "This page came without encryption, and leads without encryption to sites that your browser knows as encrypted. Somebody on this network may have changed the links as the page passed, to read what you do on those sites. An old page that was written before those sites had encryption looks the same.",
	Advice:     "Do not follow links from this page to sites where you sign in. Open those sites with https:// in front, or from your own bookmarks.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc6797#section-2.3.1.1",
	Sentence:   "Someone on this network has probably changed the links on this page: do not follow them to sign in anywhere.",
	Levels:     Levels{finding.Notice, finding.Danger},
	Grade:      gradeNear,
	Intercepts: true,
	Behind:     finding.Notice,
	Needs:      []fact.Kind{fact.Navigation, fact.Text, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		last := len(s.Chain) - 1
		if !s.Reached || !InClear(s.Chain, last) {
			return nil
		}
		h := &s.Chain[last]
		name := hostName(h)
		if site.Local(name) || site.IP(name) {
			return nil
		}
		var found []finding.Evidence
		credentials := false
		for _, p := range s.Pages {
			switch {
			case p.Frame != 0:
				continue
			case p.SecureLinks > 0:
				return nil
			}
			for _, l := range p.Links {
				u, err := weburl.Parse(l.URL)
				if err != nil || u.Host == h.URL.Host || u.Port != "" || site.Local(u.Host) || !s.encrypts(u.Host, h.At) {
					continue
				}
				found = append(found, finding.Evidence{URL: l.URL, Tag: l.Tag, Attr: l.Attr, Line: l.Line, Words: say.Words(linksLead.With(say.T(clip(site.Name(u.Host)))))})
				credentials = credentials || slices.ContainsFunc(p.Forms, func(f fact.Form) bool { return f.Action == l.URL && len(f.Credentials) > 0 })
			}
		}
		if len(found) == 0 {
			return nil
		}
		const several = 3 // sites: no old page links to so many by chance, and to none over HTTPS
		strength, why := finding.Weak, []say.Phrase(nil)
		k := s.known(name)
		led := k.LinkedAt > 0 && h.At-k.LinkedAt <= upgradesFor
		stripped, _ := s.stripped(s.Chain, last)
		switch {
		case stripped.Rank() >= finding.Strong.Rank():
			strength, why = finding.Strong, say.Words(linksPage.With())
		case led && (credentials || len(found) >= several || h.URL.Path == "/" && h.URL.Query == ""):
			strength, why = finding.Strong, say.Words(linksBefore.With(say.D(k.LinkedAt)))
		}
		for i := range found {
			found[i].Strength = strength
			found[i].Words = append(found[i].Words, why...)
		}
		return found
	},
}

var (
	linksLead   = say.New("links_stripped_lead", "It leads without encryption to {host}, which encrypts its pages.")
	linksPage   = say.New("links_stripped_page", "The page itself is most likely not the site's own.")
	linksBefore = say.New("links_stripped_before", "Before, last on {day:day}, this site's pages had links to encrypted sites. Here none is left.")
)

// gradeNear is the grade of checks that suspect somebody where the evidence is strong,
// and else are worth knowing; on a trusted network always.
func gradeNear(e finding.Evidence) Levels {
	if e.Strength.Rank() >= finding.Strong.Rank() {
		return Levels{finding.Notice, finding.Danger}
	}
	return always(finding.Notice)
}

// encrypts reports whether a host is known to lead everybody to HTTPS: browsers were
// told so, it redirected there, or it was seen there on several networks; and it did
// not come in clear since.
func (s *Subject) encrypts(host string, at fact.Time) bool {
	name := site.Name(host)
	k := s.known(name)
	if order, _ := s.ordered(k, name, at); order != nil {
		return true
	}
	often := k.Epochs > 1 && at-k.LastSecure <= upgradesFor
	return k.LastSecure > 0 && k.PlainAt <= k.LastSecure && (often || k.UpgradedAt > 0 && at-k.UpgradedAt <= upgradesFor)
}
