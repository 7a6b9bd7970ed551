// Package network decides what a network epoch is: when one begins, how far its
// network is trusted, and what visits teach of it. The records are only kept
// elsewhere: what comes from there may be anything.
package network

import (
	"cmp"
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
)

const (
	// settling is how long an epoch takes to begin, in milliseconds: a computer that
	// wakes up comes online, and then tells its connection and its proxy.
	settling = 10_000
	// late is by how much a reading may be older than what was told since, in
	// milliseconds, to be taken for one that is out of date. One that is older still
	// comes from a clock that was set back.
	late = 60_000
)

// Next is the epoch once changes were told and what visits noticed was joined: the
// same one, or another with an ID of its own. Changes are taken in the order of
// their times. Told or joined twice, they change nothing.
//
// An epoch begins with the browser's start, when the computer is online after it
// was offline, when it wakes from sleep, when the connection's kind or the proxy
// is not what it was, and when a captive portal comes. Nothing begins
//
//   - by what only repeats a state, or tells it first;
//   - by what follows within ten seconds of a beginning, since that is the same
//     cause; but where the person said how far to trust, something may have become
//     of it that they did not mean;
//   - by a portal that opens, or that comes again: behind a login page is the
//     network that was there before it. If each login began an epoch, one evening
//     in a hotel would look like several networks that agree with each other: a
//     host that the hotel strips of HTTPS would have been plain "elsewhere too", a
//     root that it inspects with "met before". So only the first coming begins one,
//     since trust must not reach to what stands behind it.
//
// What is known beyond one epoch goes on into the next: roots, proxies, and what
// the person said of networks. The rest is the epoch's own.
func Next(n fact.Networking) fact.Epoch {
	e := fact.Epoch{}
	if Sound(n.Epoch) {
		e = bound(n.Epoch)
	}
	for _, c := range sorted(n.Changes, func(a, b fact.Change) int { return cmp.Compare(a.At, b.At) }) {
		if moment(c.At) {
			e = apply(e, c)
		}
	}
	for _, seen := range n.Noticed {
		if Sound(seen) {
			e = join(e, bound(seen))
		}
	}
	e.Alarms = slices.DeleteFunc(e.Alarms, func(a fact.Alarm) bool { return disguised(e, a) })
	e = bound(e)
	e.Distinct = Signature(e) != ""
	e.Trust = trust(e)
	return e
}

// apply tells an epoch of a change.
func apply(e fact.Epoch, c fact.Change) fact.Epoch {
	if stale(e, c) {
		return e
	}
	if !overtaken(c.At, e.At) {
		e.At = c.At
	}
	switch c.Kind {
	case fact.Start, fact.Woke:
		e = begin(e, c)
	case fact.Online:
		if e.Offline {
			e = begin(e, c)
		}
		e.Offline = false
	case fact.Offline:
		e.Offline = true
	case fact.Reconnect:
		kind := clip(c.State)
		if e.Connection != "" && kind != "" && kind != e.Connection {
			e = begin(e, c)
		}
		e.Connection = cmp.Or(kind, e.Connection)
	case fact.PortalIs:
		e = portalIs(e, c)
	case fact.ProxyIs:
		p, ok := boundProxy(c.Proxy)
		if ok && e.Proxy.Mode != "" && p != e.Proxy {
			e = begin(e, c)
		}
		if ok {
			e.Proxy = p
		}
	case fact.Choose:
		e = choose(e, c)
	case fact.Dismiss:
		e = dismiss(e, c)
	case fact.CanaryIs:
		if canary, ok := boundCanary(c.Canary); ok && canary.At >= e.Began {
			e.Canary = canary
		}
	}
	return e
}

// stale reports whether a change comes too late: a reading that another one has
// overtaken, or a choice that was made for the epoch before.
func stale(e fact.Epoch, c fact.Change) bool {
	switch c.Kind {
	case fact.Reconnect, fact.PortalIs, fact.ProxyIs, fact.Woke:
		return overtaken(c.At, e.At)
	case fact.Choose:
		return c.Scope != "everywhere" && overtaken(c.At, e.Began)
	}
	return false
}

// overtaken reports whether a moment is shortly before another.
func overtaken(at, by fact.Time) bool { return at < by && by-at < late }

// begin begins an epoch, unless it is the one that has only just begun.
func begin(e fact.Epoch, c fact.Change) fact.Epoch {
	id := clip(c.Fresh)
	since := c.At - e.Began
	settles := c.Kind != fact.Start && e.ID != "" && e.Choice == "" && since >= 0 && since < settling
	if id == "" || id == e.ID || settles {
		return e
	}
	next := fact.Epoch{ID: id, Began: c.At, At: c.At, Connection: e.Connection, Proxy: e.Proxy,
		Proxies: earlier(e), Marks: e.Marks, Everywhere: e.Everywhere}
	if e.ID != "" {
		next.Earlier = min(e.Earlier+1, maxEarlier)
	}
	for _, r := range e.Roots {
		r.Sites = nil
		next.Roots = append(next.Roots, r)
	}
	if c.Kind == fact.Start {
		next.Connection, next.Proxy = "", fact.Proxy{} // to be told again
	}
	return next
}

// earlier are the proxies of an epoch and of those before it.
func earlier(e fact.Epoch) []fact.Proxy {
	list := slices.Clone(e.Used)
	if e.Proxy.Mode != "" {
		list = append([]fact.Proxy{e.Proxy}, list...)
	}
	return boundProxies(append(list, e.Proxies...))
}

// portalIs takes Firefox's word for the state of its captive portal detection.
func portalIs(e fact.Epoch, c fact.Change) fact.Epoch {
	stands := e.Portal.At > 0 && e.Portal.Opened == 0
	switch c.State {
	case "locked_portal":
		if stands {
			return e
		}
		if e.Portal.At == 0 {
			e = begin(e, c)
		}
		e.Portal = fact.Portal{Host: e.Portal.Host, At: c.At}
	case "unlocked_portal", "not_captive":
		if stands && c.At >= e.Portal.At {
			e.Portal.Opened = c.At
		}
	}
	return e
}

// disguised reports whether an alarm is only what a portal or a proxy does: it may
// have been raised before that was known for one.
func disguised(e fact.Epoch, a fact.Alarm) bool {
	if a.Check == "private-address" && check.NearProxy(e) {
		return true
	}
	if !check.PortalStands(e.Portal, a.At) {
		return false
	}
	for i := range check.All {
		if c := &check.All[i]; c.ID == a.Check {
			return c.Behind != ""
		}
	}
	return false
}
