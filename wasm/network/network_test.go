package network

import (
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

const minute = 60_000

// told is an epoch after changes, each a minute after the one before and with a
// name of its own for an epoch: a, b, c, ...
func told(changes ...fact.Change) fact.Epoch {
	var e fact.Epoch
	for i, c := range changes {
		if c.At == 0 {
			c.At = fact.Time(i+1) * minute
		}
		c.Fresh = string(rune('a' + i))
		e = Next(fact.Networking{Epoch: e, Changes: []fact.Change{c}})
	}
	return e
}

func start() fact.Change          { return fact.Change{Kind: fact.Start} }
func online() fact.Change         { return fact.Change{Kind: fact.Online} }
func offline() fact.Change        { return fact.Change{Kind: fact.Offline} }
func woke() fact.Change           { return fact.Change{Kind: fact.Woke} }
func kind(s string) fact.Change   { return fact.Change{Kind: fact.Reconnect, State: s} }
func portal(s string) fact.Change { return fact.Change{Kind: fact.PortalIs, State: s} }
func pac(a string) fact.Change {
	return fact.Change{Kind: fact.ProxyIs, Proxy: fact.Proxy{Mode: "pac", Address: a}}
}
func proxy(mode string) fact.Change {
	return fact.Change{Kind: fact.ProxyIs, Proxy: fact.Proxy{Mode: mode}}
}

func choice(trust fact.Trust, scope string) fact.Change {
	return fact.Change{Kind: fact.Choose, Trust: trust, Scope: scope}
}

func at(c fact.Change, at fact.Time) fact.Change {
	c.At = at
	return c
}

// TestBegins: which change begins an epoch, and that nothing does so twice.
func TestBegins(t *testing.T) {
	for name, c := range map[string]struct {
		changes []fact.Change
		want    string // the epoch's ID
	}{
		"nothing":                          {nil, ""},
		"start":                            {[]fact.Change{start()}, "a"},
		"start again":                      {[]fact.Change{start(), start()}, "b"},
		"online, and never was offline":    {[]fact.Change{start(), online()}, "a"},
		"offline":                          {[]fact.Change{start(), offline()}, "a"},
		"online after offline":             {[]fact.Change{start(), offline(), online()}, "c"},
		"online twice":                     {[]fact.Change{start(), offline(), online(), online()}, "c"},
		"woke":                             {[]fact.Change{start(), woke()}, "b"},
		"woke, and is online then":         {[]fact.Change{start(), offline(), woke(), at(online(), 3*minute+2000)}, "c"},
		"the first word of the connection": {[]fact.Change{start(), kind("wifi")}, "a"},
		"the same connection":              {[]fact.Change{start(), kind("wifi"), kind("wifi")}, "a"},
		"another connection":               {[]fact.Change{start(), kind("wifi"), kind("cellular")}, "c"},
		"no word of the connection":        {[]fact.Change{start(), kind("wifi"), kind("")}, "a"},
		"another connection, as it starts": {[]fact.Change{start(), at(kind("wifi"), minute+1), at(kind("ethernet"), minute+2)}, "a"},
		"no portal":                        {[]fact.Change{start(), portal("unknown"), portal("not_captive"), portal("unlocked_portal")}, "a"},
		"a portal at once":                 {[]fact.Change{start(), at(portal("locked_portal"), minute+5000)}, "a"},
		"a portal comes":                   {[]fact.Change{start(), portal("not_captive"), portal("locked_portal")}, "c"},
		"told again":                       {[]fact.Change{start(), portal("not_captive"), portal("locked_portal"), portal("locked_portal")}, "c"},
		"and is opened":                    {[]fact.Change{start(), portal("locked_portal"), portal("unlocked_portal"), portal("not_captive")}, "b"},
		"and comes again":                  {[]fact.Change{start(), portal("locked_portal"), portal("unlocked_portal"), portal("locked_portal")}, "b"},
		"the first word of the proxy":      {[]fact.Change{start(), proxy("system")}, "a"},
		"the same proxy":                   {[]fact.Change{start(), proxy("system"), proxy("system")}, "a"},
		"another proxy":                    {[]fact.Change{start(), proxy("system"), pac("http://wpad.test/")}, "c"},
		"another file":                     {[]fact.Change{start(), pac("http://a.test/"), pac("http://b.test/")}, "c"},
		"no proxy that there is":           {[]fact.Change{start(), proxy("system"), proxy("magic")}, "a"},
		"another proxy since the last run": {[]fact.Change{start(), proxy("system"), start(), pac("http://a.test/")}, "c"},
		"where somebody chose meanwhile":   {[]fact.Change{start(), at(choice(fact.Trusted, "epoch"), minute+1000), at(woke(), minute+2000)}, "c"},
		"an older reading":                 {[]fact.Change{start(), kind("wifi"), at(choice("", "epoch"), 3*minute), at(kind("cellular"), 3*minute-1)}, "a"},
		"a clock that was set back":        {[]fact.Change{at(start(), 900*minute), at(kind("wifi"), 901*minute), at(kind("cellular"), 5*minute)}, "c"},
	} {
		if e := told(c.changes...); e.ID != c.want {
			t.Errorf("%s: the epoch is %q, want %q: %+v", name, e.ID, c.want, e)
		}
	}
	unnamed := Next(fact.Networking{Epoch: told(start()), Changes: []fact.Change{{Kind: fact.Woke, At: 9 * minute}}})
	if unnamed.ID != "a" {
		t.Errorf("an epoch without a name: %+v", unnamed)
	}
}

// TestPortal: a portal opens within its epoch, and comes again in it.
func TestPortal(t *testing.T) {
	if e := told(start(), portal("locked_portal")); e.Portal != (fact.Portal{At: 2 * minute}) {
		t.Errorf("%+v", e.Portal)
	}
	if e := told(start(), portal("locked_portal"), portal("locked_portal"), portal("unlocked_portal"), portal("not_captive")); e.Portal != (fact.Portal{At: 2 * minute, Opened: 4 * minute}) {
		t.Errorf("opened: %+v", e.Portal)
	}
	if e := told(start(), portal("locked_portal"), portal("unlocked_portal"), portal("locked_portal")); e.Portal != (fact.Portal{At: 4 * minute}) {
		t.Errorf("again: %+v", e.Portal)
	}
	if e := told(start(), portal("unlocked_portal")); e.Portal != (fact.Portal{}) {
		t.Errorf("of yesterday: %+v", e.Portal)
	}
}

// TestCarries: what goes on from one epoch to the next, and what does not.
func TestCarries(t *testing.T) {
	e := told(start(), pac("http://wpad.test/"), choice(fact.Trusted, "network"), choice(fact.Trusted, "everywhere"))
	e = Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{{ID: "a",
		Faults: []fact.Fault{{Host: "a.test", At: 1}}, Sites: []string{"b.test"}, Clocks: []fact.Clock{{Site: "c.test", At: 1, Ahead: 5}},
		Roots: []fact.Root{{Key: "k", Name: "CN=Corp", Sites: []string{"d.test"}, Epochs: []string{"a"}, Trusted: 7}},
		Used:  []fact.Proxy{{Mode: "request", Address: "http proxy.test:3128"}}, Alarms: []fact.Alarm{{Check: "x", Subject: "y", At: 1}},
		Said: []fact.Said{{Check: "z", Visit: "v"}}}}})
	e = Next(fact.Networking{Epoch: e, Changes: []fact.Change{{Kind: fact.CanaryIs, At: 5 * minute, Canary: fact.Canary{URL: "http://canary.test/", At: 5 * minute, Status: 200}},
		{Kind: fact.PortalIs, State: "locked_portal", At: 6 * minute}}})
	if e.Trust != fact.Untrusted || len(e.Faults)+len(e.Sites)+len(e.Clocks)+len(e.Used)+len(e.Said) != 5 || e.Canary.URL == "" || e.Portal.At == 0 {
		t.Errorf("before: %+v", e)
	}
	e = Next(fact.Networking{Epoch: e, Changes: []fact.Change{{Kind: fact.Woke, At: 9 * minute, Fresh: "b"}}})
	if len(e.Faults)+len(e.Sites)+len(e.Clocks)+len(e.Used)+len(e.Alarms)+len(e.Said) > 0 || e.Canary.URL != "" || e.Portal.At != 0 || e.Choice != "" {
		t.Errorf("too much goes on: %+v", e)
	}
	if len(e.Roots) != 1 || len(e.Roots[0].Sites) > 0 || e.Roots[0].Epochs[0] != "a" || e.Roots[0].Trusted != 7 || len(e.Proxies) != 2 ||
		len(e.Marks) != 1 || !e.Everywhere || e.Earlier != 1 || e.Trust != fact.Trusted {
		t.Errorf("too little goes on: %+v", e)
	}
}

// TestTrust: who decides how far a network is trusted.
func TestTrust(t *testing.T) {
	alarm := func(e fact.Epoch) fact.Epoch {
		return Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{{ID: e.ID, Alarms: []fact.Alarm{{Check: "https-stripped", Subject: "bank.test", At: e.Began}}}}})
	}
	dismissed := func(e fact.Epoch, reason string) fact.Epoch {
		return Next(fact.Networking{Epoch: e, Changes: []fact.Change{{Kind: fact.Dismiss, At: e.At + 1,
			Alarm: fact.Alarm{Check: "https-stripped", Subject: "bank.test", Dismissed: reason}}}})
	}
	corp := pac("http://wpad.test/")
	for name, c := range map[string]struct {
		epoch fact.Epoch
		want  fact.Trust
	}{
		"unknown":                      {told(start()), fact.Unknown},
		"chosen":                       {told(start(), choice(fact.Trusted, "epoch")), fact.Trusted},
		"chosen against":               {told(start(), choice(fact.Untrusted, "epoch")), fact.Untrusted},
		"taken back":                   {told(start(), choice(fact.Trusted, "epoch"), choice("", "epoch")), fact.Unknown},
		"nonsense":                     {told(start(), choice("fully", "epoch")), fact.Unknown},
		"until it changes":             {told(start(), choice(fact.Trusted, "epoch"), woke()), fact.Unknown},
		"always, and nothing tells it": {told(start(), choice(fact.Trusted, "network"), woke()), fact.Unknown},
		"always":                       {told(start(), corp, choice(fact.Trusted, "network"), woke()), fact.Trusted},
		"always, elsewhere":            {told(start(), corp, choice(fact.Trusted, "network"), proxy("system")), fact.Unknown},
		"always, and back":             {told(start(), corp, choice(fact.Trusted, "network"), proxy("system"), corp), fact.Trusted},
		"always, and taken back":       {told(start(), corp, choice(fact.Trusted, "network"), choice("", "network")), fact.Unknown},
		"always, but not today":        {told(start(), corp, choice(fact.Trusted, "network"), choice(fact.Untrusted, "epoch")), fact.Untrusted},
		"never":                        {told(start(), corp, choice(fact.Untrusted, "network"), woke()), fact.Untrusted},
		"everywhere":                   {told(start(), choice(fact.Trusted, "everywhere"), woke()), fact.Trusted},
		"everywhere, but not here":     {told(start(), choice(fact.Trusted, "everywhere"), choice(fact.Untrusted, "epoch")), fact.Untrusted},
		"everywhere, and taken back":   {told(start(), choice(fact.Trusted, "everywhere"), choice("", "everywhere")), fact.Unknown},
		"alarm":                        {alarm(told(start())), fact.Untrusted},
		"alarm where it was trusted":   {alarm(told(start(), choice(fact.Trusted, "epoch"))), fact.Untrusted},
		"dismissed":                    {dismissed(alarm(told(start(), choice(fact.Trusted, "epoch"))), "the site told of it"), fact.Trusted},
		"dismissed without a reason":   {dismissed(alarm(told(start(), choice(fact.Trusted, "epoch"))), " "), fact.Untrusted},
		"dismissed, and raised again":  {alarm(dismissed(alarm(told(start())), "mine")), fact.Unknown},
		"alarm, then another network":  {Next(fact.Networking{Epoch: alarm(told(start())), Changes: []fact.Change{{Kind: fact.Woke, At: 9 * minute, Fresh: "n"}}}), fact.Unknown},
		"whatever was stored of it":    {Next(fact.Networking{Epoch: fact.Epoch{ID: "a", Trust: fact.Trusted}}), fact.Unknown},
		"a proxy on the own computer":  {told(start(), pac("http://127.0.0.1:9/p"), choice(fact.Trusted, "network"), woke()), fact.Unknown},
		"a proxy file of the own":      {told(start(), pac("data:text/plain,x"), choice(fact.Trusted, "network"), woke()), fact.Unknown},
	} {
		if c.epoch.Trust != c.want {
			t.Errorf("%s: %s, want %s: %+v", name, c.epoch.Trust, c.want, c.epoch)
		}
		if c.epoch.Distinct != (Signature(c.epoch) != "") {
			t.Errorf("%s: distinct %v, signature %q", name, c.epoch.Distinct, Signature(c.epoch))
		}
	}
}

// TestAlarmBehindPortal: what looked like an attack before the portal was known for
// one is no alarm; what a portal must not do stays one.
func TestAlarmBehindPortal(t *testing.T) {
	e := told(start())
	e = Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{{ID: "a", Alarms: []fact.Alarm{
		{Check: "altered-response", Subject: "canary.test", At: 5 * minute}, {Check: "insecure-login", Subject: "mail.test", At: 5 * minute}}}}})
	if len(e.Alarms) != 2 {
		t.Fatalf("%+v", e)
	}
	e = Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{{ID: "a", Portal: fact.Portal{Host: "portal.test", At: 5*minute + 5000}}}})
	if len(e.Alarms) != 1 || e.Alarms[0].Check != "insecure-login" {
		t.Errorf("%+v", e.Alarms)
	}
}

func TestSignature(t *testing.T) {
	for want, e := range map[string]fact.Epoch{
		"":                                   {Connection: "wifi", Proxy: fact.Proxy{Mode: "system"}},
		"wifi|pac http://wpad.test/|":        {Connection: "wifi", Proxy: fact.Proxy{Mode: "pac", Address: "http://wpad.test/"}},
		"|fixed proxy.test:3128|":            {Proxy: fact.Proxy{Mode: "fixed", Address: "proxy.test:3128"}},
		"wifi||portal.test":                  {Connection: "wifi", Portal: fact.Portal{Host: "portal.test", At: 1}},
		"|pac http://wpad.test/|portal.test": {Proxy: fact.Proxy{Mode: "pac", Address: "http://wpad.test/"}, Portal: fact.Portal{Host: "portal.test", At: 1}},
		strings.Repeat("x", maxText):         {Connection: strings.Repeat("x", 2*maxText), Portal: fact.Portal{Host: "portal.test", At: 1}},
	} {
		if got := Signature(e); got != want {
			t.Errorf("%.80q, want %.80q", got, want)
		}
	}
}

// TestAlarmBehindProxy: what looked like a resolver that lies was a proxy, which a
// later visit showed by its address.
func TestAlarmBehindProxy(t *testing.T) {
	e := told(start())
	e = Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{{ID: "a", Alarms: []fact.Alarm{
		{Check: "private-address", Subject: "club.test", At: 5 * minute}, {Check: "https-stripped", Subject: "bank.test", At: 5 * minute}}}}})
	if len(e.Alarms) != 2 {
		t.Fatalf("%+v", e)
	}
	for _, p := range []fact.Proxy{{Mode: "request", Address: "203.0.113.9"}, {Mode: "request", Address: "10.4.0.2"}} {
		e = Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{{ID: "a", Used: []fact.Proxy{p}}}})
		if want := 2 - len(e.Used)/2; len(e.Alarms) != want || e.Alarms[0].Check != "https-stripped" {
			t.Errorf("%+v: %+v", p, e.Alarms)
		}
	}
}
