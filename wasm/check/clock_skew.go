package check

import (
	"cmp"
	"slices"
	"strconv"

	"midwatch/wasm/cookie"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// The attack: Delorean answers the computer's question for the time (NTP, without any
// proof) with a date years ahead. HSTS policies run out by that, and sslstrip works
// again; certificates that ran out and whose keys leaked count as good with the clock
// set back.
//
// The innocent cause is the same clock: an empty battery, a wrong setting. Either way
// dates cannot be relied on, which is all that is said.
//
// What looks alike and is not: an answer that a cache kept for days and does not say
// so (no Age): different sites are not off by the same. One server or portal with a
// wrong clock: three sites have to agree to an hour, and none may say that the local
// clock is right.
var clockSkew = Check{
	ID:       "clock-skew",
	Title:    "This computer's clock is wrong",
	Why:      "Several sites agree on a time that is more than a day from this computer's clock. Certificates hold until a date, and so do orders to use encryption (HSTS, HTTP Strict Transport Security). With a wrong clock your browser takes old ones for good and good ones for old. Somebody on the network can set clocks wrong on purpose.",
	Advice:   "Set this computer's date and time by a clock that you trust, and open the page again.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1",
	Sentence: "This computer's clock is wrong, so your browser cannot tell which certificates still hold.",
	Levels:   always(finding.Warning),
	Once:     true,
	Needs:    []fact.Kind{fact.Navigation, fact.Headers},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		for _, c := range s.skewed() {
			found = append(found, finding.Evidence{URL: originOf(c.Site), Words: say.Words(off(c, clockBehind, clockAhead))})
		}
		return found
	},
}

var (
	clockBehind = say.New("clock_skew_behind", "By this site's clock, this computer's is about {off:span} behind.")
	clockAhead  = say.New("clock_skew_ahead", "By this site's clock, this computer's is about {off:span} ahead.")
)

const (
	hour fact.Time = 3600 * 1000 // milliseconds
	// maxSkew is by how much a clock may be wrong before it matters.
	maxSkew = 24 * hour
	// maxClocks bounds the sites told of one visit, and those looked at of an epoch.
	maxClocks = 100
	// maxHours bounds what a clock that shows nonsense is said to be off: a millennium.
	maxHours = 1000 * 365 * 24
	// maxAge is the longest Age that is believed, in seconds: a year.
	maxAge = 365 * 24 * 3600
)

// Clocks are what the clocks of servers showed that the visit's documents came from,
// one a site, in order of time: their Date (RFC 9110 section 6.6.1) and for how long a
// cache had kept it since (Age, RFC 9111 section 5.1). Package network gathers those
// of an epoch.
func (s *Subject) Clocks() (list []fact.Clock) {
	if s.Restored {
		return nil
	}
	for h := range s.documentHops() {
		date, ok := cookie.Date(header(h.Hop, "date"))
		if !ok || h.At <= 0 || h.Cached || h.Internal() || !h.Plain && !h.Encrypted || site.Local(h.URL.Host) {
			continue
		}
		c := fact.Clock{Site: siteOf(h.URL.Host), At: h.At, Ahead: float64(date + age(h) - h.At)}
		if i := slices.IndexFunc(list, func(o fact.Clock) bool { return o.Site == c.Site }); i >= 0 {
			list[i] = c
		} else if len(list) < maxClocks {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b fact.Clock) int { return cmp.Compare(a.At, b.At) })
	return list
}

// documentHops gives the hops that documents may have come by: the navigation's, and
// those of frames.
func (s *Subject) documentHops() func(yield func(*Hop) bool) {
	return func(yield func(*Hop) bool) {
		for i := range s.Chain {
			if !yield(&s.Chain[i]) {
				return
			}
		}
		for i := range s.Loads {
			for j := range s.Loads[i].Hops {
				if s.Loads[i].Destination == "sub_frame" && !yield(&s.Loads[i].Hops[j]) {
					return
				}
			}
		}
	}
}

// age is a response's Age in milliseconds; 0 where there is none.
func age(h *Hop) fact.Time {
	n, err := strconv.Atoi(header(h.Hop, "age"))
	if err != nil || n < 0 || n > maxAge {
		return 0
	}
	return fact.Time(n) * 1000
}

// skewed are the clocks by which the local one is wrong: of three or more sites, one
// of them this visit's, that agree with each other; none where another site's says, at
// about the same time, that it is right.
func (s *Subject) skewed() []fact.Clock {
	const enough = 3
	own := s.Clocks()
	all := slices.Clone(own)
	for _, c := range newest(s.Epoch.Clocks, maxClocks) {
		if !slices.ContainsFunc(own, func(o fact.Clock) bool { return o.Site == c.Site }) {
			all = append(all, c)
		}
	}
	for _, c := range own {
		if !wrong(c) {
			continue
		}
		var agree []fact.Clock
		right := false
		for _, o := range all {
			switch {
			case wrong(o) && nearTime(o.Ahead, c.Ahead):
				agree = append(agree, o)
			case !wrong(o) && nearTime(float64(o.At), float64(c.At)):
				right = true
			}
		}
		if len(agree) >= enough && !right {
			return agree
		}
	}
	return nil
}

func wrong(c fact.Clock) bool { return c.Ahead > float64(maxSkew) || c.Ahead < -float64(maxSkew) }

// nearTime reports whether two times are no more than an hour apart.
func nearTime(a, b float64) bool { return a-b <= float64(hour) && b-a <= float64(hour) }

// off tells by how much the local clock is off, by a server's, in one of two messages.
func off(c fact.Clock, behind, ahead say.Message) say.Phrase {
	hours, message := c.Ahead/float64(hour), behind
	if hours < 0 {
		hours, message = -hours, ahead
	}
	return message.With(say.S(int64(min(hours, maxHours)+0.5) * 3600))
}
