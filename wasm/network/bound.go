package network

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

// How much is kept of an epoch. More would tell nothing else: the checks ask for
// three of a kind.
const (
	maxFaults  = 20
	maxRoots   = 20
	maxSites   = 5 // of one root
	maxBuiltIn = 20
	maxEpochs  = 4 // in which a root was met
	maxClocks  = 20
	maxProxies = 10
	maxMarks   = 50
	maxSaid    = 20
	// maxStanding and maxDismissed bound alarms apart from each other: one that was
	// dismissed would stand again if it were forgotten.
	maxStanding  = 25
	maxDismissed = 25
	maxEarlier   = math.MaxInt32
	// maxHost is the longest host name, in bytes (RFC 1035 section 2.3.4).
	maxHost = 255
	// maxText bounds every other text of a record, in bytes, and maxBody a canary's.
	maxText = 1 << 10
	maxBody = 4 << 10
	// maxTime is the end of the year 9999, in milliseconds: no clock shows more.
	maxTime = 253402300799999
)

// Sound reports whether a record can be one that was once written. One that is not
// is as if it were not there; what is wrong in its lists is left out alone.
func Sound(e fact.Epoch) bool {
	return span(e.Began) && span(e.At) && e.Earlier >= 0 && len(e.ID) <= maxText
}

// span reports whether a time is one that a clock shows, or none; not a number is
// neither.
func span(t fact.Time) bool { return t >= 0 && t <= maxTime }

// moment is span of a time that is there.
func moment(t fact.Time) bool { return t > 0 && t <= maxTime }

// bound keeps a record's texts and lists as they are when written. It shares
// nothing with e that it changes.
func bound(e fact.Epoch) fact.Epoch {
	e.Earlier = min(e.Earlier, maxEarlier)
	e.Choice = word(e.Choice)
	e.Connection = clip(e.Connection)
	if !moment(e.Portal.At) || !span(e.Portal.Opened) || e.Portal.Opened > 0 && e.Portal.Opened < e.Portal.At {
		e.Portal = fact.Portal{}
	}
	if e.Portal.Host != "" && !host(e.Portal.Host) {
		e.Portal.Host = ""
	}
	e.Proxy, _ = boundProxy(e.Proxy)
	e.Used, e.Proxies = boundProxies(e.Used), boundProxies(e.Proxies)
	e.Faults = boundFaults(e.Faults)
	e.Roots = boundRoots(e.Roots)
	e.Sites = hosts(e.Sites, maxBuiltIn)
	e.Clocks = boundClocks(e.Clocks)
	e.Canary, _ = boundCanary(e.Canary)
	e.Alarms = boundAlarms(e.Alarms)
	e.Said = boundSaid(e.Said)
	var marks []fact.Mark
	for _, m := range e.Marks {
		m.Signature, m.Trust = clip(m.Signature), word(m.Trust)
		known := slices.ContainsFunc(marks, func(k fact.Mark) bool { return k.Signature == m.Signature })
		if m.Signature != "" && m.Trust != "" && !known && len(marks) < maxMarks {
			marks = append(marks, m)
		}
	}
	e.Marks = marks
	return e
}

func host(name string) bool { return name != "" && len(name) <= maxHost && name == site.Name(name) }

// hosts are the first names of a list that are some, sorted.
func hosts(list []string, most int) []string {
	var out []string
	for _, name := range list {
		if host(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), most)]
}

// boundFaults keeps of each host the last fault, and of all hosts the last ones.
func boundFaults(list []fact.Fault) []fact.Fault {
	var out []fact.Fault
	for _, f := range byTime(list, func(f fact.Fault) (fact.Time, string) { return f.At, f.Host }) {
		if host(f.Host) && moment(f.At) && len(out) < maxFaults && !slices.ContainsFunc(out, func(k fact.Fault) bool { return k.Host == f.Host }) {
			out = append(out, f)
		}
	}
	slices.Reverse(out)
	return out
}

// byTime is a list from the last of it to the first.
func byTime[T any](list []T, key func(T) (fact.Time, string)) []T {
	return sorted(list, func(a, b T) int {
		at, an := key(a)
		bt, bn := key(b)
		return cmp.Or(cmp.Compare(bt, at), strings.Compare(an, bn))
	})
}

// sorted is a list in an order, equals as they were. What is sorted are places in it:
// a sort of its own for each type would make the core 10 kB larger each time.
func sorted[T any](list []T, compare func(a, b T) int) []T {
	places := make([]int, len(list))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(i, j int) int { return cmp.Or(compare(list[i], list[j]), i-j) })
	out := make([]T, len(list))
	for i, place := range places {
		out[i] = list[place]
	}
	return out
}

func boundRoots(list []fact.Root) []fact.Root {
	var out []fact.Root
	for _, r := range list {
		if r.Key == "" || len(r.Key) > maxText || !span(r.Trusted) {
			continue
		}
		r.Name, r.Sites = clip(r.Name), hosts(r.Sites, maxSites)
		var epochs []string
		for _, id := range r.Epochs {
			if id != "" && len(id) <= maxText && !slices.Contains(epochs, id) && len(epochs) < maxEpochs {
				epochs = append(epochs, id)
			}
		}
		r.Epochs = epochs
		if !slices.ContainsFunc(out, func(k fact.Root) bool { return k.Key == r.Key }) && len(out) < maxRoots {
			out = append(out, r)
		}
	}
	return out
}

// boundClocks keeps of each site the last reading, and of all sites the last ones.
func boundClocks(list []fact.Clock) []fact.Clock {
	var out []fact.Clock
	for _, c := range byTime(list, func(c fact.Clock) (fact.Time, string) { return c.At, c.Site }) {
		if host(c.Site) && moment(c.At) && c.Ahead >= -maxTime && c.Ahead <= maxTime && len(out) < maxClocks &&
			!slices.ContainsFunc(out, func(k fact.Clock) bool { return k.Site == c.Site }) {
			out = append(out, c)
		}
	}
	slices.Reverse(out)
	return out
}

// boundProxy is a proxy as it is kept; ok is false for what is none.
func boundProxy(p fact.Proxy) (_ fact.Proxy, ok bool) {
	switch p.Mode {
	case "direct", "system", "auto":
		return fact.Proxy{Mode: p.Mode}, true
	case "pac", "fixed", "request":
		return fact.Proxy{Mode: p.Mode, Address: clip(p.Address)}, true
	}
	return fact.Proxy{}, false
}

func boundProxies(list []fact.Proxy) []fact.Proxy {
	var out []fact.Proxy
	for _, p := range list {
		if p, ok := boundProxy(p); ok && !slices.Contains(out, p) && len(out) < maxProxies {
			out = append(out, p)
		}
	}
	return out
}

// boundCanary is a canary's answer as it is kept; ok is false for what is none.
func boundCanary(c fact.Canary) (_ fact.Canary, ok bool) {
	if c.URL == "" || len(c.URL) > maxText || !moment(c.At) || c.Status < 0 || c.Status > 999 {
		return fact.Canary{}, false
	}
	c.Want, c.Got = clipTo(c.Want, maxBody), clipTo(c.Got, maxBody)
	c.Final, c.Error = clip(c.Final), clip(c.Error)
	return c, true
}

// boundAlarms keeps one alarm of a check on a subject: when it was first raised,
// and a reason to set it aside, if there is one. They are in the order of time.
func boundAlarms(list []fact.Alarm) []fact.Alarm {
	var all []fact.Alarm
	for _, a := range list {
		a.Check, a.Subject, a.Dismissed = clip(a.Check), clip(a.Subject), clip(a.Dismissed)
		if a.Check == "" || !moment(a.At) {
			continue
		}
		i := slices.IndexFunc(all, func(k fact.Alarm) bool { return k.Check == a.Check && k.Subject == a.Subject })
		if i < 0 {
			all = append(all, a)
			continue
		}
		all[i].At, all[i].Dismissed = min(all[i].At, a.At), max(all[i].Dismissed, a.Dismissed)
	}
	all = sorted(all, func(a, b fact.Alarm) int {
		return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.Check, b.Check), strings.Compare(a.Subject, b.Subject))
	})
	standing, dismissed := 0, 0
	all = slices.DeleteFunc(all, func(a fact.Alarm) bool {
		if a.Dismissed == "" {
			standing++
			return standing > maxStanding
		}
		dismissed++
		return dismissed > maxDismissed
	})
	if len(all) == 0 {
		return nil
	}
	return all
}

// boundSaid keeps the first visit of each check.
func boundSaid(list []fact.Said) []fact.Said {
	var out []fact.Said
	for _, s := range list {
		if s.Check != "" && len(s.Check) <= maxText && len(s.Visit) <= maxText && len(out) < maxSaid &&
			!slices.ContainsFunc(out, func(k fact.Said) bool { return k.Check == s.Check }) {
			out = append(out, s)
		}
	}
	return out
}

func clip(s string) string { return clipTo(s, maxText) }

func clipTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}
