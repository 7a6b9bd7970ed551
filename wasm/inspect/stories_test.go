package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/memory"
	"midwatch/wasm/page"
)

// story is what somebody visits, in order, and what the last visit must show of the
// checks that suspect somebody. Each line is a visit: addresses of its hops, where "!"
// marks one that failed, and the text of its page. A line "network" begins another
// network; "trusted" does, and is one.
type story struct {
	name  string
	lines []string
	want  string
}

// TestStories lets memory grow as browsers' does: with each visit comes only what is
// known of the hosts that it wants.
func TestStories(t *testing.T) {
	const (
		upgrade = "http://www.savings.example/ https://www.savings.example/"
		bank    = `| <a href="https://www.savings.example/">bank</a>`
		clear   = `| <a href="http://www.savings.example/">bank</a>`
	)
	for _, s := range []story{
		{"a site that always led up is stripped", []string{upgrade, "network", "http://www.savings.example/"}, "danger https-stripped"},
		{"and again the next day", []string{upgrade, "network", "http://www.savings.example/", "network", "http://www.savings.example/"}, "danger https-stripped"},
		{"in the middle of a network", []string{upgrade, "http://www.savings.example/"}, "danger https-stripped"},
		{"it was there over HTTPS on two networks, and the browser falls back", []string{"https://a.example/", "network", "https://a.example/", "network",
			"http://a.example/ https://a.example/! http://a.example/"}, "danger https-stripped"},
		{"it was there over HTTPS once", []string{"https://a.example/", "network", "http://a.example/"}, "warning https-stripped"},
		{"it gave up HTTPS, as a trusted network showed", []string{upgrade, "trusted", "http://www.savings.example/", "network", "http://www.savings.example/"}, ""},
		{"it gave up HTTPS, and was seen so on two networks", []string{"https://a.example/", "network", "http://a.example/", "network", "http://a.example/",
			"network", "http://a.example/"}, ""},
		{"it serves both", []string{"http://a.example/", "network", "https://a.example/", "network", "http://a.example/", "http://a.example/"}, ""},
		{"it never had HTTPS", []string{"http://a.example/", "network", "http://a.example/", "network", "http://a.example/"}, ""},
		{"links were stripped", []string{"http://news.example/ " + bank, upgrade, "network", "http://news.example/ " + clear}, "danger links-stripped"},
		{"and again the next day", []string{"http://news.example/ " + bank, upgrade, "network", "http://news.example/ " + clear, "network",
			"http://news.example/ " + clear}, "danger links-stripped"},
		{"an old page with old links", []string{"http://old.example/ " + clear, upgrade, "network", "http://old.example/ " + clear}, "notice links-stripped"},
		{"a page as ever", []string{"http://news.example/ " + bank, upgrade, "network", "http://news.example/ " + bank}, ""},
		{"one w more", []string{"https://www.savings.example/", "network", "http://wwww.savings.example/"}, "danger lookalike-host"},
		{"an ending that there is not", []string{"https://savings.example.com/", "network", "http://savings.example.corn/"}, "danger lookalike-host"},
		{"and again the next day", []string{"https://savings.example.com/", "network", "http://savings.example.corn/", "network",
			"http://savings.example.corn/"}, "danger lookalike-host"},
		{"a plain host of the site's own, known before", []string{"https://shop.example/", "http://webshop.example/", "network", "http://webshop.example/"}, ""},
		{"a public site at a private address", []string{"http://club.example/@203.0.113.9", "network", "http://club.example/@192.168.0.66"}, "danger private-address"},
		{"and again the next day", []string{"http://club.example/@203.0.113.9", "network", "http://club.example/@192.168.0.66", "network",
			"http://club.example/@192.168.0.66"}, "danger private-address"},
		{"an intranet at home", []string{"https://intra.example/@203.0.113.9", "trusted", "http://intra.example/@10.0.0.9", "network",
			"http://intra.example/@10.0.0.9"}, ""},
		{"a portal that redirects", []string{upgrade, "network", "http://www.savings.example/ http://portal.example/@10.0.0.1"}, ""},
	} {
		if got := s.told(); got != s.want {
			t.Errorf("%s: %q, want %q", s.name, got, s.want)
		}
	}
}

// told tells what the last visit showed.
func (s story) told() string {
	known := map[string]fact.Known{}
	network, trust, now := 0, fact.Unknown, fact.Time(1.7e12)
	var last finding.Report
	for _, line := range s.lines {
		now += 3_600_000
		if line == "network" || line == "trusted" {
			network++
			trust = fact.Unknown
			if line == "trusted" {
				trust = fact.Trusted
			}
			continue
		}
		v := visitOf(line, now)
		v.Network = fact.Network{Epoch: fmt.Sprint("e", network), Trust: trust}
		for _, host := range memory.Wanted(check.Of(&v)) {
			if k, ok := known[host]; ok {
				v.Known = append(v.Known, k)
			}
		}
		last = Visit(v)
		for _, k := range memory.Join(fact.Memory{Known: v.Known, Seen: last.Remember}) {
			known[k.Host] = k
		}
	}
	var told []string
	for _, f := range last.Findings {
		if slices.Contains([]string{"https-stripped", "links-stripped", "lookalike-host", "private-address"}, f.Check) {
			told = append(told, string(f.Level)+" "+f.Check)
		}
	}
	return strings.Join(told, ", ")
}

// visitOf reads a visit from its line.
func visitOf(line string, at fact.Time) fact.Visit {
	v := fact.Visit{ID: line, Source: fact.Chromium, Navigation: fact.Load{Destination: "main_frame"}}
	way, text, _ := strings.Cut(line, "|")
	list := strings.Fields(way)
	for i, word := range list {
		address, from, _ := strings.Cut(word, "@")
		url, failed := strings.CutSuffix(address, "!")
		h := fact.Hop{URL: url, At: at + fact.Time(i), Address: from}
		next := ""
		if i+1 < len(list) {
			next, _, _ = strings.Cut(strings.TrimSuffix(list[i+1], "!"), "@")
		}
		switch {
		case failed:
			h.Error = "net::ERR_CONNECTION_CLOSED"
		case i+1 < len(list) && strings.HasSuffix(list[i+1], "!"): // the browser tried HTTPS first
		case next != "":
			h.Status, h.Done, h.Next = 301, true, next
		default:
			h.Status, h.Done = 200, true
		}
		v.Navigation.Hops = append(v.Navigation.Hops, h)
	}
	last := v.Navigation.Hops[len(v.Navigation.Hops)-1]
	v.Pages = []fact.Page{page.Read([]byte("<body>"+text+strings.Repeat(" ", 40)), fact.Document{URL: last.URL, Live: true}, check.MaxRefs)}
	return v
}
