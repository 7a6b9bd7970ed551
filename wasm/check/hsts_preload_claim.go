package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
)

// The list takes registrable domains only, and asks for a year and for all
// subdomains (hstspreload.org, "Submission Requirements"). What a subdomain asks for
// is of no account: it is on the list if its registrable domain is.
//
// Innocent causes look the same: a site that asked to be listed after the list at
// hand was made, or whose server adds the word to every answer by default.
var hstsPreloadClaim = Check{
	ID:       "hsts-preload-claim",
	Title:    "Site claims a protection that it lacks",
	Why:      "Browsers have a list of sites that they never open without encryption (the HSTS preload list, HTTP Strict Transport Security). This site asks to be on it, but it does not meet the terms of the list, or is not on it. So somebody on the network can still keep your very first visit unencrypted, and read it.",
	Advice:   "Open this site with https:// in front the first time you use it on another device.",
	Spec:     "https://hstspreload.org/#submission-requirements",
	Sentence: "This site's claim to be on the browsers' list of encrypted sites does not hold.",
	Levels:   always(finding.Notice),
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation, fact.Headers, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		seen := map[string]bool{}
		for i := range s.Chain {
			h := &s.Chain[i]
			p, ok := s.Policy(h)
			name := hostName(h)
			if !ok || !p.Preload || p.MaxAge == 0 || seen[name] || !insistsPossible(h) {
				continue
			}
			seen[name] = true
			if words := s.claim(name, p); len(words) > 0 {
				found = append(found, finding.Evidence{URL: h.URL.String(), Header: clip(header(h.Hop, hsts.Name)), Words: words})
			}
		}
		return found
	},
}

var (
	preloadShortLone = say.New("hsts_preload_claim_short_lone", "The list asks for at least a year and for includeSubDomains; this is for {time:span} and for this host only.")
	preloadShort     = say.New("hsts_preload_claim_short", "The list asks for at least a year; this is for {time:span}.")
	preloadLone      = say.New("hsts_preload_claim_lone", "The list asks for includeSubDomains; this is for this host only.")
	preloadAbsent    = say.New("hsts_preload_claim_absent", "{host} is not on the list (as of {date:day}).")
	preloadBelow     = say.New("hsts_preload_claim_below", "The list takes whole sites only: {site} would have to ask, and is not on it (as of {date:day}).")
)

// claim says what is wrong with a host's claim of the preload list; empty if
// nothing.
func (s *Subject) claim(name string, p hsts.Policy) []say.Phrase {
	base := registrable(name)
	own := base == "" || base == name
	switch {
	case !own:
	case p.MaxAge < hsts.Year && !p.IncludeSubDomains:
		return say.Words(preloadShortLone.With(say.S(p.MaxAge)))
	case p.MaxAge < hsts.Year:
		return say.Words(preloadShort.With(say.S(p.MaxAge)))
	case !p.IncludeSubDomains:
		return say.Words(preloadLone.With())
	}
	if _, listed, known := s.listed(name); listed || !known {
		return nil
	}
	if own {
		return say.Words(preloadAbsent.With(say.T(name), say.D(hsts.PreloadDate())))
	}
	return say.Words(preloadBelow.With(say.T(base), say.D(hsts.PreloadDate())))
}
