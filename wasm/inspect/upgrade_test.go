package inspect

import (
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// TestUpgrade: the encrypted version of a page is offered where there may be one, as
// known only where memory or the preload list says that the host answers there.
func TestUpgrade(t *testing.T) {
	const day, at = 86_400_000, 1_790_000_000_000
	known := func(k fact.Known) fact.Known { k.Host = "a.example"; return k }
	for name, c := range map[string]struct {
		line  string
		known fact.Known
		want  finding.Upgrade
	}{
		"nothing known":          {"http://a.example/x?y=1#z", fact.Known{}, finding.Upgrade{URL: "https://a.example/x?y=1#z"}},
		"seen over HTTPS":        {"http://a.example/", known(fact.Known{LastSecure: at - day}), finding.Upgrade{URL: "https://a.example/", Known: true}},
		"long ago":               {"http://a.example/", known(fact.Known{LastSecure: at - 400*day}), finding.Upgrade{URL: "https://a.example/"}},
		"its certificate failed": {"http://a.example/", known(fact.Known{LastSecure: at - 2*day, FaultAt: at - day}), finding.Upgrade{URL: "https://a.example/"}},
		"its policy says so":     {"http://a.example/", known(fact.Known{HSTS: fact.Policy{MaxAge: 1, Expires: at + day}}), finding.Upgrade{URL: "https://a.example/", Known: true}},
		"preloaded":              {"http://paypal.com/", fact.Known{}, finding.Upgrade{URL: "https://paypal.com/", Known: true}},
		"just tried in vain":     {"http://a.example/ https://a.example/! http://a.example/", known(fact.Known{LastSecure: at - day}), finding.Upgrade{URL: "https://a.example/"}},
		"it leads down itself":   {"https://a.example/ http://a.example/", known(fact.Known{LastSecure: at - day}), finding.Upgrade{}},
		"another leads there":    {"https://b.example/ http://a.example/", fact.Known{}, finding.Upgrade{URL: "https://a.example/"}},
		"encrypted":              {"https://a.example/", fact.Known{}, finding.Upgrade{}},
		"failed":                 {"http://a.example/!", fact.Known{}, finding.Upgrade{}},
		"another port":           {"http://a.example:8080/", fact.Known{}, finding.Upgrade{}},
		"this computer":          {"http://localhost/", fact.Known{}, finding.Upgrade{}},
		"a router":               {"http://192.168.0.1/", fact.Known{}, finding.Upgrade{}},
		"the local network":      {"http://printer.local/", fact.Known{}, finding.Upgrade{}},
	} {
		v := visitOf(c.line, at)
		v.Network = fact.Network{Epoch: "e1", Trust: fact.Unknown}
		if c.known.Host != "" {
			v.Known = []fact.Known{c.known}
		}
		if got := Visit(v).Upgrade; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
