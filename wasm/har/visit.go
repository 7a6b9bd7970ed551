package har

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"midwatch/wasm/fact"
	"midwatch/wasm/weburl"
)

// recordings puts entries together by page, in the order of time.
func recordings(entries []sent, skipped map[string]int) []Recording {
	pages := map[string][]sent{}
	var order []string
	slices.SortStableFunc(entries, func(a, b sent) int { return cmp.Compare(a.hop.At, b.hop.At) })
	for _, e := range entries {
		if _, ok := pages[e.page]; !ok {
			order = append(order, e.page)
		}
		pages[e.page] = append(pages[e.page], e)
	}
	var rest []string // pages of which nothing could be used
	for page := range skipped {
		if _, ok := pages[page]; !ok {
			rest = append(rest, page)
		}
	}
	slices.Sort(rest)
	var list []Recording
	for _, page := range append(order, rest...) {
		made := assemble(page, pages[page])
		made[0].Skipped = skipped[page]
		list = append(list, made...)
	}
	slices.SortStableFunc(list, func(a, b Recording) int { return cmp.Compare(begun(a), begun(b)) })
	return list
}

// begun is the time of a recording's first request; one without any comes last.
func begun(r Recording) fact.Time {
	at := fact.Time(math.Inf(1))
	if hops := r.Visit.Navigation.Hops; len(hops) > 0 {
		at = hops[0].At
	}
	if loads := r.Visit.Loads; len(loads) > 0 {
		at = min(at, loads[0].Hops[0].At)
	}
	return at
}

// assemble makes the visit of a page, or several where one top-level document
// followed another. There is always one.
func assemble(page string, all []sent) []Recording {
	var list []Recording
	begin := func() *builder {
		id := page
		if len(list) > 0 {
			id += "#" + strconv.Itoa(len(list)+1)
		}
		list = append(list, Recording{Visit: fact.Visit{ID: id, Source: fact.HAR, Navigation: fact.Load{Destination: mainFrame}}})
		return &builder{frames: map[string]int{}}
	}
	b := begin()
	joined := chains(all)
	promote(all, joined)
	for _, chain := range joined {
		if b.navigated && b.leaves(all, chain) {
			b = begin()
		}
		// begin may have moved the list.
		b.Recording = &list[len(list)-1]
		b.add(all, chain)
	}
	return list
}

// promote makes the first HTML response the document of a page in which none
// was recognised as one.
func promote(all []sent, joined [][]int) {
	for _, chain := range joined {
		if kind(all, chain) == mainFrame {
			return
		}
	}
	for _, chain := range joined {
		if final := &all[chain[len(chain)-1]]; final.html && final.kind != subFrame {
			final.kind = mainFrame
			return
		}
	}
}

// builder puts one visit together.
type builder struct {
	*Recording
	navigated bool
	secure    bool           // the top document came over HTTPS
	frames    map[string]int // address and origin of a document → its frame
	last      int            // last frame's number
}

// add puts a redirect chain in its place: the first document is the
// navigation, all else are loads.
func (b *builder) add(all []sent, chain []int) {
	first, final := &all[chain[0]], &all[chain[len(chain)-1]]
	load := fact.Load{Destination: kind(all, chain), Hops: make([]fact.Hop, len(chain))}
	for i, at := range chain {
		load.Hops[i] = all[at].hop
	}
	document := load.Destination == mainFrame || load.Destination == subFrame
	initiator, frame, known := b.asker(first.referer)
	switch {
	case load.Destination == mainFrame && !b.navigated:
		b.navigated = true
		b.secure = final.url.Scheme == "https"
		load.Initiator = first.referer
		b.Visit.Navigation = load
		b.enter(final.url, 0)
	case document:
		load.Destination = subFrame
		b.last++
		load.Frame, load.Parent = b.last, frame
		load.Initiator = initiator
		b.Visit.Loads = append(b.Visit.Loads, load)
		b.enter(final.url, load.Frame)
	default:
		if known {
			load.Frame, load.Initiator = frame, initiator
		}
		b.Visit.Loads = append(b.Visit.Loads, load)
	}
	if sheet := load.Destination == styleSheet; (document || sheet) && len(final.body) > 0 {
		b.Texts = append(b.Texts, Text{
			Document: fact.Document{Frame: load.Frame, URL: final.hop.URL, Truncated: final.cut, Sheet: sheet},
			Body:     final.body,
		})
	}
}

// leaves reports whether a chain is the navigation of another top-level
// document than the one at hand: the browser said so, or a document came in
// clear while a secure one stood, whose frames a browser would not load so
// (W3C Mixed Content section 4.4).
func (b *builder) leaves(all []sent, chain []int) bool {
	final := &all[chain[len(chain)-1]]
	switch {
	case kind(all, chain) != mainFrame:
		return false
	case all[chain[0]].strong || final.strong:
		return true
	}
	return b.secure && final.url.Scheme == "http" && final.hop.Done && !loopback(final.url.Host)
}

// asker finds the document that a Referer names: its frame, and the Referer as
// initiator. A style sheet asks too; that one is no document.
func (b *builder) asker(referer string) (initiator string, frame int, known bool) {
	u, err := weburl.Parse(referer)
	if err != nil {
		return "", 0, false
	}
	u = bare(u)
	if frame, known = b.frames[u.String()]; known {
		return u.String(), frame, true
	}
	// Browsers cut a Referer for another site down to the origin.
	if u.Path == "/" && u.Query == "" {
		if frame, known = b.frames[u.Origin()]; known {
			return u.Origin(), frame, true
		}
	}
	return "", 0, false
}

// enter notes a document; the first at an address keeps it.
func (b *builder) enter(u weburl.URL, frame int) {
	for _, name := range []string{bare(u).String(), u.Origin()} {
		if _, ok := b.frames[name]; !ok {
			b.frames[name] = frame
		}
	}
}

// kind is a chain's destination: what its response was used as, or where that
// does not tell, what was asked for.
func kind(all []sent, chain []int) string {
	if all[chain[0]].strong {
		return mainFrame
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if k := all[chain[i]].kind; k != unknown {
			return k
		}
	}
	return unknown
}

func loopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}
