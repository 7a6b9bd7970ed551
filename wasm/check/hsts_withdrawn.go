package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// Innocent causes look the same: a site moved to another server or provider, or
// sends its policy with some of its documents only. The latter is known once it was
// seen within one network epoch (UnsentEpoch, Intermittent), and is silent. So is
// a policy that did not come again on two networks since: that is the site's doing.
// What a network can do is done by one that reads encrypted traffic, as with
// hsts-cleared.
var hstsWithdrawn = Check{
	ID:       "hsts-withdrawn",
	Title:    "Site no longer insists on encryption here",
	Why:      "The site used to tell your browser to always use encryption (its HSTS policy, HTTP Strict Transport Security). On this network its answer comes without that. Once your browser forgets, somebody on a network can keep your visits unencrypted, and read them. The site may have moved to another server. Or somebody here reads your encrypted traffic, and takes the policy out.",
	Advice:   "Open this site with https:// in front, or from a bookmark that has it. Look at it again from another network: if it insists on encryption there, somebody on this one changed its answer.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6797#section-7.1",
	Sentence: "This site used to insist on encryption, and here it does not.",
	Levels:   Levels{finding.Notice, finding.Warning},
	PerHost:  true,
	Needs:    []fact.Kind{fact.Navigation, fact.Headers, fact.Preload},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		seen := map[string]bool{}
		for i := range s.Chain {
			h := &s.Chain[i]
			name := hostName(h)
			if !s.Unsent(i) || seen[name] || s.renewed[name] || site.Local(name) {
				continue
			}
			seen[name] = true
			k := s.known(name)
			inconsistent := k.Intermittent || k.UnsentAt > 0 && k.UnsentEpoch == k.HSTS.Epoch
			if !hsts.InForce(k.HSTS, h.At) || h.At <= k.HSTS.At || inconsistent || k.HSTS.Epoch == s.Network.Epoch ||
				networksSince(k, s.Network.Epoch) > 1 || s.coveredOtherwise(name) {
				continue
			}
			gone := hstsGone.With()
			if k.HSTS.At > 0 {
				gone = hstsGoneSince.With(say.D(k.HSTS.At))
			}
			found = append(found, finding.Evidence{URL: h.URL.String(), Words: say.Words(gone, hstsHolds.With(say.D(k.HSTS.Expires)))})
		}
		return found
	},
}

var (
	hstsGone      = say.New("hsts_withdrawn_gone", "Its answer had a Strict-Transport-Security header before. Now it has none.")
	hstsGoneSince = say.New("hsts_withdrawn_gone_since", "Its answer had a Strict-Transport-Security header before, last on {date:day}. Now it has none.")
	hstsHolds     = say.New("hsts_withdrawn_holds", "That one holds until {until:day}.")
)

// Unsent reports whether the chain's hop at i is a document of a host that is
// vouched for, and came without any HSTS header. Errors count for nothing: servers
// commonly leave headers out of those.
func (s *Subject) Unsent(i int) bool {
	h := &s.Chain[i]
	document := h.Client || i == len(s.Chain)-1 && s.Reached
	return document && len(h.HSTS) == 0 && h.Status >= 200 && h.Status < 300 && h.URL.Scheme == "https" && s.Vouched(h) &&
		!site.IP(h.URL.Host)
}

// networksSince counts the networks, other than this one, on which a host was seen
// over HTTPS after it last sent its policy.
func networksSince(k fact.Known, epoch string) int {
	since := k.Recent
	if i := slices.Index(since, k.HSTS.Epoch); i >= 0 {
		since = since[:i]
	}
	n := len(since)
	if slices.Contains(since, epoch) {
		n--
	}
	return n
}

// coveredOtherwise reports whether a host whose own policy is gone would be covered
// by a superdomain's, or by the preload list.
func (s *Subject) coveredOtherwise(name string) bool {
	if s.policies().coverFromAbove(name, s.end) {
		return true
	}
	_, listed, known := s.listed(name)
	return listed || !known
}
