package network

import (
	"slices"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// trust is how far an epoch's network is trusted, all in all. An alarm that stands
// counts for more than what the person said before it: they can dismiss it.
func trust(e fact.Epoch) fact.Trust {
	if slices.ContainsFunc(e.Alarms, func(a fact.Alarm) bool { return a.Dismissed == "" }) {
		return fact.Untrusted
	}
	if e.Choice != "" {
		return e.Choice
	}
	if signature := Signature(e); signature != "" {
		for _, m := range e.Marks {
			if m.Signature == signature {
				return m.Trust
			}
		}
	}
	if e.Everywhere {
		return fact.Trusted
	}
	return fact.Unknown
}

// Signature is what tells an epoch's network from others, as far as a browser shows
// it: the address of its proxy or the host of its captive portal, with the
// connection's kind. It is empty where there is neither: then it could be any
// network, and nothing can be said of it for always. A proxy on the own computer
// tells nothing either, since it goes everywhere.
func Signature(e fact.Epoch) string {
	var proxy string
	if names(e.Proxy) && !ownComputer(e.Proxy.Address) {
		proxy = e.Proxy.Mode + " " + e.Proxy.Address
	}
	if proxy == "" && e.Portal.Host == "" {
		return ""
	}
	return clip(strings.Join([]string{e.Connection, proxy, e.Portal.Host}, "|"))
}

// names reports whether a browser was told which proxy to use, or which file tells.
func names(p fact.Proxy) bool { return (p.Mode == "pac" || p.Mode == "fixed") && p.Address != "" }

// ownComputer reports whether an address is of this computer: that of a PAC file,
// or host and port of a proxy. What names no host at all (a file, a text of its
// own) is of this computer too.
func ownComputer(address string) bool {
	u, err := weburl.Parse(address)
	if err != nil || u.Host == "" {
		u, err = weburl.Parse("http://" + address)
	}
	if err != nil || u.Host == "" {
		return true
	}
	host := site.Name(u.Host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || site.Class(host) == site.LoopbackAddress
}

// choose takes the person's word for how far to trust.
func choose(e fact.Epoch, c fact.Change) fact.Epoch {
	choice := word(c.Trust)
	signature := Signature(e)
	switch {
	case c.Scope == "everywhere":
		e.Everywhere = choice == fact.Trusted
		e.Choice = "" // or what was said of this network alone would go before it
	case c.Scope == "network" && signature != "":
		e.Marks = slices.DeleteFunc(slices.Clone(e.Marks), func(m fact.Mark) bool { return m.Signature == signature })
		if choice != "" {
			e.Marks = append([]fact.Mark{{Signature: signature, Trust: choice}}, e.Marks...)
		}
		e.Marks = e.Marks[:min(len(e.Marks), maxMarks)]
		e.Choice = ""
	default:
		e.Choice = choice
	}
	return e
}

// word is a trust that a person can choose; empty for none.
func word(t fact.Trust) fact.Trust {
	if t == fact.Trusted || t == fact.Untrusted {
		return t
	}
	return ""
}

// dismiss sets an alarm aside, or raises it again where no reason is given.
func dismiss(e fact.Epoch, c fact.Change) fact.Epoch {
	e.Alarms = slices.Clone(e.Alarms)
	for i := range e.Alarms {
		if a := &e.Alarms[i]; a.Check == c.Alarm.Check && a.Subject == clip(c.Alarm.Subject) {
			a.Dismissed = clip(strings.TrimSpace(c.Alarm.Dismissed))
		}
	}
	return e
}
