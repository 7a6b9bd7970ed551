package life

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/site"
)

// ofEach is how many attacks there are of each kind.
const ofEach = 20

// attack is a way to be in between.
type attack struct {
	name string
	// only, if set, is the browser that can see it.
	only fact.Source
	// fits reports whether a host is known well enough for the attack to show.
	fits func(*struck, fact.Known) bool
	// strike attacks, with the host as its target.
	strike func(s *struck, host string) finding.Report
	// says, if set, is the check that tells of it at warning and no more: a company
	// does the same.
	says string
}

// struck is a moment of the life with somebody in between. What happens in it
// leaves no trace in the life.
type struck struct {
	*life
	watch   midwatch
	browser *browser
	now     fact.Time
	count   int
}

// goes to an address while somebody is in between.
func (s *struck) goes(t typed, between func(r request, on func(request) answer) answer) finding.Report {
	s.now += 8 * second
	s.count++
	v := s.browser.visit(fmt.Sprint("attacked", s.visits, ".", s.count), s.now, s.on, t, func(r request) answer { return between(r, s.ask) })
	return s.watch.judge(v, map[string]fact.Known{})
}

func (s *struck) told(c fact.Change) {
	s.now += 400
	c.At = s.now
	s.watch.told(c)
}

// anew comes to another network.
func (s *struck) anew() {
	s.count++
	s.told(fact.Change{Kind: fact.Offline})
	s.now += minute
	s.told(fact.Change{Kind: fact.Online, Fresh: fmt.Sprint("another", s.visits, ".", s.count)})
}

// stripped keeps browsers on plain HTTP: encrypted requests get no answer, plain
// ones that of the site's encrypted page with its links changed.
func stripped(target string) func(r request, on func(request) answer) answer {
	return func(r request, on func(request) answer) answer {
		if site.Name(r.host) != target {
			return on(r)
		}
		if r.scheme == "https" {
			return answer{dead: reset}
		}
		r.scheme = "https"
		a := on(r)
		a.protocol, a.policy, a.leaf, a.fault = "http/1.1", "", certificate{}, 0
		a.html = strings.ReplaceAll(a.html, "https://", "http://")
		a.location = ""
		a.status = 200
		for i := range a.parts {
			a.parts = slices.Clone(a.parts)
			a.parts[i] = strings.Replace(a.parts[i], "https://", "http://", 1)
		}
		return a
	}
}

func (s *struck) strip(host string) finding.Report {
	return s.goes(typed{url: "http://" + host + "/", tries: s.chance(50)}, stripped(host))
}

// wellKnown is a host that is met over HTTPS again and again, and never otherwise.
func (s *struck) wellKnown(k fact.Known) bool {
	server, ok := s.web.servers[k.Host]
	if !ok || site.Local(k.Host) || !strings.Contains(k.Host, ".") || server.address != nil || len(server.parts) == 0 {
		return false
	}
	m := server.now(s.now)
	return k.Epochs >= 3 && k.LastSecure > s.now-30*day && k.PlainAt == 0 && k.FaultAt == 0 && m.https && m.fault == 0 && m.moved == ""
}

func impostor(r request, on func(request) answer) answer {
	if r.scheme != "https" {
		return on(r)
	}
	return answer{fault: stranger}
}

// signed is somebody in between with an authority of their own that the browser
// knows.
func signed(whose func(request) bool) func(r request, on func(request) answer) answer {
	return func(r request, on func(request) answer) answer {
		a := on(r)
		if r.scheme == "https" && whose(r) {
			a.leaf, a.protocol = ownLeaf("Untrusty Root", r.host), "http/1.1"
		}
		return a
	}
}

// disguise is a name that tools give a host, and where its visitor begins; empty if
// a browser would ask for all of them over HTTPS.
func (s *struck) disguise(host string) (start, disguise string) {
	com, ends := strings.CutSuffix(host, ".com")
	k := s.watch.known[host]
	extra := "wwww." + strings.TrimPrefix(host, "www.")
	switch free := !s.browser.insists(extra, s.now); {
	case k.UpgradedAt > s.now-100*day && k.UpgradedAt > 0 && !s.browser.insists(host, s.now) && digest(host)%3 == 0:
		// The site itself, asked in clear, seems to lead there.
		return "http://" + host + "/", "web" + host
	case ends && (!free || digest(host)%2 == 0):
		return "", com + ".corn"
	case free:
		return "", extra
	}
	return "", ""
}

// attacks are of each kind.
var attacks = []attack{
	{
		name: "strip, a host that redirects",
		fits: func(s *struck, k fact.Known) bool {
			return s.wellKnown(k) && k.UpgradedAt > s.now-100*day && k.UpgradedAt > 0 && !s.browser.insists(k.Host, s.now)
		},
		strike: (*struck).strip,
	}, {
		name: "strip, a policy that the browser forgot",
		fits: func(s *struck, k fact.Known) bool { return s.wellKnown(k) && hsts.InForce(k.HSTS, s.now) },
		strike: func(s *struck, host string) finding.Report {
			s.browser.forgets = true
			return s.strip(host)
		},
	}, {
		name: "strip, a host on the preload list",
		fits: func(s *struck, k fact.Known) bool {
			_, covered, _ := hsts.Preloaded(k.Host)
			server := s.web.servers[k.Host]
			return covered && server != nil && server.now(s.now).https && server.now(s.now).fault == 0
		},
		strike: func(s *struck, host string) finding.Report {
			s.browser.forgets = true
			return s.strip(host)
		},
	}, {
		name: "strip, the links of a plain page",
		fits: func(s *struck, k fact.Known) bool {
			server := s.web.servers[k.Host]
			if server == nil || k.LinkedAt == 0 || server.now(s.now).plain != serves || k.PlainAt < s.now-30*day || k.LastSecure > 0 {
				return false
			}
			links := server.now(s.now).links
			return strings.Contains(links, "https://") && slices.ContainsFunc(s.web.big, func(host string) bool {
				known := s.watch.known[host]
				return strings.Contains(links, "https://"+host+"/") && known.Epochs >= 3 && (known.UpgradedAt > 0 || hsts.InForce(known.HSTS, s.now))
			})
		},
		strike: func(s *struck, host string) finding.Report {
			return s.goes(typed{url: "http://" + host + "/"}, func(r request, on func(request) answer) answer {
				a := on(r)
				if r.host == host {
					a.status, a.html = 200, strings.ReplaceAll(a.html, "https://", "http://")
				}
				return a
			})
		},
	}, {
		name: "rename",
		fits: func(s *struck, k fact.Known) bool {
			_, disguise := s.disguise(k.Host)
			return s.wellKnown(k) && disguise != ""
		},
		strike: func(s *struck, host string) finding.Report {
			start, disguise := s.disguise(host)
			return s.goes(typed{url: cmp.Or(start, "http://"+disguise+"/")}, func(r request, on func(request) answer) answer {
				switch {
				case r.scheme == "https" && (r.host == disguise || r.host == host && start != ""):
					return answer{dead: reset}
				case r.host == host && start != "":
					return answer{status: 302, address: publicAddress(digest(host)), location: "http://" + disguise + "/"}
				case r.host == disguise:
					r.host = host
					return stripped(host)(r, on)
				}
				return on(r)
			})
		},
	}, {
		name: "interception, an authority that the browser does not know",
		fits: func(s *struck, k fact.Known) bool { return s.wellKnown(k) },
		strike: func(s *struck, host string) finding.Report {
			return s.goes(typed{url: "https://" + host + "/"}, impostor)
		},
	}, {
		name: "interception of one site, an authority that it knows",
		only: fact.Firefox,
		fits: func(s *struck, k fact.Known) bool { return s.wellKnown(k) && k.BuiltInAt > 0 },
		strike: func(s *struck, host string) finding.Report {
			return s.goes(typed{url: "https://" + host + "/"}, signed(func(r request) bool { return r.host == host }))
		},
	}, {
		name: "interception of all sites, an authority that it knows",
		only: fact.Firefox,
		fits: func(s *struck, k fact.Known) bool {
			return s.wellKnown(k) && k.BuiltInAt > 0 && !s.guarded
		},
		strike: func(s *struck, host string) finding.Report {
			s.anew() // what came before on this network was not intercepted
			return s.goes(typed{url: "https://" + host + "/"}, signed(func(request) bool { return true }))
		},
		says: "tls-inspected",
	}, {
		name: "a resolver that answers with a private address",
		fits: func(s *struck, k fact.Known) bool {
			server := s.web.servers[k.Host]
			return server != nil && k.PublicAt > s.now-100*day && k.PublicAt > 0 && server.now(s.now).moved == "" && k.NearAt == 0 && server.address == nil && server.now(s.now).plain == serves && len(server.parts) > 0 &&
				!s.browser.insists(k.Host, s.now)
		},
		strike: func(s *struck, host string) finding.Report {
			return s.goes(typed{url: "http://" + host + "/"}, func(r request, on func(request) answer) answer {
				if r.host != host {
					return on(r)
				}
				if r.scheme == "https" {
					return answer{dead: refused}
				}
				a := on(r)
				a.status, a.address = 200, []string{"192.168.50.1", "10.9.8.7", "169.254.3.4", "fd12:3456::1"}[s.random.IntN(4)]
				return a
			})
		},
	}, {
		name: "a portal that asks for a bank's password",
		fits: func(s *struck, k fact.Known) bool {
			return s.wellKnown(k) && !s.browser.insists(k.Host, s.now) && k.UpgradedAt > 0
		},
		strike: func(s *struck, host string) finding.Report {
			if s.browser.source == fact.Firefox {
				s.told(fact.Change{Kind: fact.PortalIs, State: "locked_portal", Fresh: fmt.Sprint("attacked", s.visits)})
			} else {
				s.goes(typed{url: "http://neverssl.example/"}, func(r request, _ func(request) answer) answer {
					return answer{status: 511, address: "10.1.0.1", html: portalPage}
				})
			}
			return s.goes(typed{url: "http://" + host + "/"}, func(r request, on func(request) answer) answer {
				if r.scheme == "https" {
					return answer{dead: reset}
				}
				return answer{status: 200, address: "10.1.0.1",
					html: `<!doctype html><title>Sign in</title><form action="/in" method="post"><input name="user"><input type="password" name="p"></form>`}
			})
		},
	}, {
		name: "a storm of certificates, hosts that are not known",
		fits: func(s *struck, k fact.Known) bool { return true },
		strike: func(s *struck, _ string) (last finding.Report) {
			for i := range 3 {
				host := fmt.Sprintf("www.never-seen-%d-%d.com", s.visits, i)
				last = s.goes(typed{url: "https://" + host + "/"}, impostor)
			}
			return last
		},
	}, {
		name: "a canary that came back changed",
		fits: func(s *struck, k fact.Known) bool { return s.wellKnown(k) },
		strike: func(s *struck, host string) finding.Report {
			s.told(fact.Change{Kind: fact.CanaryIs, Canary: fact.Canary{At: s.now + 400, URL: "http://canary.example/ok", Status: 200, Want: "ok\n", Got: "ok\n<script src=//ads.example/i.js></script>"}})
			return s.goes(typed{url: "https://" + host + "/"}, func(r request, on func(request) answer) answer { return on(r) })
		},
	},
}

// outcome is what came of the attacks of one kind.
type outcome struct {
	struck, found int
	levels        map[string]int
	missed        []string
}

// TestAttackedLife strikes the same life at random moments: each attack is found on
// the first page load that it touches.
func TestAttackedLife(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: too much for the browser's own machine, and the same there")
	}
	for _, source := range sources {
		t.Run(string(source), func(t *testing.T) {
			l := newLife(source, *seed)
			outcomes := make([]outcome, len(attacks))
			turn := 0
			l.before = func(l *life) {
				// Nobody strikes while the person is still new, nor where a firm inspects.
				if l.visits < loads/4 || l.on == office || l.on == tunnel || l.on == local || l.on == campus || l.visits%13 != 0 {
					return
				}
				for range attacks {
					a := &attacks[turn%len(attacks)]
					o := &outcomes[turn%len(attacks)]
					turn++
					if a.only != "" && a.only != source || o.struck == ofEach {
						continue
					}
					if r, host, ok := l.struck(a); ok {
						o.add(l, a, host, r)
						return
					}
				}
			}
			l.live()
			table := ""
			for i, a := range attacks {
				o := &outcomes[i]
				if a.only != "" && a.only != source {
					continue
				}
				table += fmt.Sprintf("%-58s %3d of %3d %v\n", a.name, o.found, o.struck, o.levels)
				if o.struck < ofEach {
					t.Errorf("%s: only %d moments were found for it", a.name, o.struck)
				}
				if o.found < o.struck {
					t.Errorf("%s: %d of %d were not seen, such as %s", a.name, o.struck-o.found, o.struck, o.missed[0])
				}
			}
			t.Logf("seed %d\n%s", *seed, table)
		})
	}
}

// struck attacks now, with a target that is drawn, and gives what Midwatch said.
func (l *life) struck(a *attack) (r finding.Report, host string, ok bool) {
	state := *l.pcg
	defer func() { *l.pcg = state }() // the life goes on as if nothing had been
	s := &struck{life: l, watch: l.watch.clone(), browser: l.browser.clone(), now: l.now + 20*second}
	if p := s.watch.epoch.Portal; l.visits%2 == 0 || s.watch.epoch.Trust == fact.Trusted || p.At > 0 && p.Opened == 0 {
		s.anew()
	}
	var hosts []string
	for _, k := range s.watch.known {
		if a.fits(s, k) {
			hosts = append(hosts, k.Host)
		}
	}
	if len(hosts) == 0 {
		return r, "", false
	}
	slices.Sort(hosts)
	host = hosts[l.random.IntN(len(hosts))]
	return a.strike(s, host), host, true
}

func (o *outcome) add(l *life, a *attack, host string, r finding.Report) {
	o.struck++
	if o.levels == nil {
		o.levels = map[string]int{}
	}
	worst := finding.Finding{Check: "nothing"}
	for _, f := range r.Findings {
		if i := slices.IndexFunc(check.All, func(c check.Check) bool { return c.ID == f.Check }); (check.All[i].Intercepts || f.Check == a.says) && f.Level.Rank() > worst.Level.Rank() {
			worst = f
		}
	}
	o.levels[fmt.Sprintf("%s %s", worst.Check, cmp.Or(worst.Level, "-"))]++
	said := func(f finding.Finding) bool {
		return f.Verdict == finding.Suspect || f.Check == a.says && f.Level == finding.Warning
	}
	incident := len(export.New(export.Request{Findings: r.Findings, Private: true}).Incidents) > 0
	if slices.ContainsFunc(r.Findings, said) && (incident || a.says != "") {
		o.found++
		return
	}
	o.missed = append(o.missed, fmt.Sprintf("%s on %s (known: %+v): %s", host, l.on.name, l.watch.known[host], words(r)))
}
