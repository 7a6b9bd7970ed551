package check

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// Hop is a hop with its URL parsed and the cause of the next one told apart.
type Hop struct {
	*fact.Hop
	URL       weburl.URL
	Plain     bool          // it went over the network without encryption
	Encrypted bool          // it was answered over the network with encryption
	Cause     finding.Cause // why the next hop followed; empty for the last
	HSTS      []hsts.Policy // of each Strict-Transport-Security field, in order
}

// parseChain parses hops, without their causes. A hop whose URL cannot be read
// is left out, with those that follow it.
//
// Where a browser upgraded an address that it was led to and tells only of the
// outcome, as Chromium does of images, the plain address is put in between: so
// all chains have the form in which Firefox shows them.
func parseChain(in []fact.Hop, read policyReader) []Hop {
	out := make([]Hop, 0, len(in))
	for i := range in {
		u, err := weburl.Parse(in[i].URL)
		if err != nil {
			break
		}
		if n := len(out); n > 0 {
			for _, t := range out[n-1].targets() {
				if upgrades(t, u) {
					unseen := &fact.Hop{URL: t.String(), At: in[i].At, Next: u.String()}
					out = append(out, Hop{Hop: unseen, URL: t})
					break
				}
			}
		}
		out = append(out, Hop{Hop: &in[i], URL: u})
	}
	for i := range out {
		h := &out[i]
		within := i+1 < len(out) && (internalRedirect(h.Hop) || h.Status == 0 && h.Error == "")
		answered := !within && (h.Done || h.Status > 0)
		h.Plain = answered && !mixed.TrustworthyURL(h.URL)
		h.Encrypted = answered && (h.URL.Scheme == "https" || h.URL.Scheme == "wss")
		if answered {
			h.HSTS = read.policies(h.Hop)
		}
	}
	return out
}

// policyReader holds what each value of a Strict-Transport-Security field says: a
// site sends the same with every answer.
type policyReader map[string][]hsts.Policy

func (r policyReader) policies(h *fact.Hop) (list []hsts.Policy) {
	for i := range h.Headers {
		if f := &h.Headers[i]; f.Name == hsts.Name {
			one, ok := r[f.Value]
			if !ok {
				one = []hsts.Policy{hsts.Parse(f.Value)}
				r[f.Value] = one
			}
			if list == nil {
				list = one // shared by all hops with that value: it is full, so the next makes a copy
			} else {
				list = append(list, one...)
			}
		}
	}
	return list
}

// targets are the addresses that the answer at a hop leads to, as the answer
// says it: where a browser went next may already show its upgrade. A document
// may hold a refresh in its head and another in its text.
func (h *Hop) targets() []weburl.URL {
	switch {
	case h.Client:
		list := h.refreshes()
		if u, err := weburl.Parse(h.Refresh); err == nil {
			list = append(list, u)
		}
		return list
	case h.Status >= 300 && h.Status <= 399:
		if location := header(h.Hop, "location"); location != "" {
			if u, err := h.URL.Resolve(location); err == nil {
				return []weburl.URL{u}
			}
		}
		if u, err := weburl.Parse(h.Next); err == nil {
			return []weburl.URL{u}
		}
	}
	return nil
}

// refreshes are the addresses in a response's Refresh header fields. One
// without an address asks for the document again.
func (h *Hop) refreshes() (list []weburl.URL) {
	for _, f := range h.Headers {
		if f.Name != "refresh" {
			continue
		}
		if r, ok := weburl.ParseRefresh(f.Value); ok {
			if u, err := h.URL.Resolve(r.Address); err == nil {
				list = append(list, u)
			}
		}
	}
	return list
}

// upgrades reports whether to is what a browser's own upgrade of from leads to.
func upgrades(from, to weburl.URL) bool {
	return twin(from).Scheme != from.Scheme && bare(twin(from)) == bare(to)
}

// twin is the address that a browser's own upgrade of u leads to.
func twin(u weburl.URL) weburl.URL {
	switch u.Scheme {
	case "http":
		u.Scheme = "https"
	case "ws":
		u.Scheme = "wss"
	}
	return u
}

// internalRedirect reports whether Chromium made up a response for a redirect of
// its own. A server may use the same words, but an answer of its comes from an
// address.
func internalRedirect(h *fact.Hop) bool {
	return h.Status == 307 && h.Address == "" &&
		(strings.HasSuffix(h.StatusLine, "Internal Redirect") || header(h, "non-authoritative-reason") != "")
}

// reasons are Chromium's own words for why it redirected.
var reasons = map[string]finding.Cause{
	"HSTS":           finding.HSTS,
	"HttpsUpgrades":  finding.HTTPSFirst,
	"DNS":            finding.HTTPSFirst, // the host's HTTPS record asks for it (RFC 9460 section 9.5)
	"WebRequest API": finding.Extension,
}

// explain tells the causes of a chain: of load l, or of the navigation where l
// is nil. It needs all policies and documents of the visit.
func (s *Subject) explain(chain []Hop, l *Load) {
	for i := range chain {
		if i+1 < len(chain) {
			chain[i].Cause = s.cause(chain, i, l)
		}
		// Chromium tells of a socket to a known HSTS host by its plain address,
		// though what passes is encrypted.
		if h := &chain[i]; h.Plain && h.URL.Scheme == "ws" && s.Source == fact.Chromium && s.insists(h.URL.Host, h.At) {
			h.Plain, h.Encrypted = false, true
		}
	}
}

// cause tells why the next hop followed the one at i. Browsers show their own
// upgrades as redirects: Chromium as "307 Internal Redirect" with its reason in
// a header, Firefox as one without any status.
func (s *Subject) cause(chain []Hop, i int, l *Load) finding.Cause {
	h, next := &chain[i], chain[i+1].URL
	switch {
	case h.Client:
		for _, t := range h.targets() {
			if bare(t) == bare(next) {
				return finding.Refresh
			}
		}
		return finding.Script
	case h.Status == 0 && h.Error != "":
		if upgrades(next, h.URL) {
			return finding.Fallback
		}
		return finding.Extension
	case internalRedirect(h.Hop):
		if c := reasons[header(h.Hop, "non-authoritative-reason")]; c != "" {
			return c
		}
	case h.Status != 0:
		return finding.Server
	}
	if !upgrades(h.URL, next) {
		return finding.Extension
	}
	return s.upgrader(chain, i, l)
}

// upgrader tells what made a browser go from the plain address at i to its
// encrypted twin, in the order in which browsers ask. Where nothing that was
// seen explains it, a setting does.
func (s *Subject) upgrader(chain []Hop, i int, l *Load) finding.Cause {
	h := &chain[i]
	switch {
	case l == nil && policyUpgrades(chain[:i], h.URL):
		return finding.UpgradeInsecure
	case l == nil:
		// Chromium says so itself, but for an address that it was redirected to.
		redirected := i > 0 && !chain[i-1].Client
		if (s.Source != fact.Chromium || redirected) && s.insists(h.URL.Host, h.At) {
			return finding.HSTS
		}
		return finding.HTTPSFirst
	}
	switch d := s.asker(*l); {
	case d.upgraded():
		return finding.UpgradeInsecure
	case s.Source != fact.Chromium && s.insists(h.URL.Host, h.At):
		return finding.HSTS
	case d.Restricts && mixed.Classify(l.Destination) == mixed.Upgradable:
		return finding.MixedUpgrade
	case s.Source == fact.Chromium:
		return finding.UpgradeInsecure // in a text that was not read: nothing else goes unsaid there
	}
	return finding.HTTPSFirst // Firefox's HTTPS-Only Mode takes in parts of pages
}

// policyUpgrades reports whether the document that led here by itself has a
// policy that covers navigations to u: to its own host only (W3C Upgrade
// Insecure Requests section 3.2).
func policyUpgrades(before []Hop, u weburl.URL) bool {
	for i := len(before) - 1; i >= 0; i-- {
		if h := &before[i]; h.Client {
			return h.URL.HostPort() == u.HostPort() && headerPolicy(h.Hop).Upgrade
		}
	}
	return false
}

// insists reports whether the browser knew at a time that host is to be reached
// over HTTPS only: by a policy that it noted before, by what it says itself, or
// by its preload list.
func (s *Subject) insists(host string, at fact.Time) bool {
	if s.policies().cover(host, at) {
		return true
	}
	for _, c := range s.Connections {
		if c.HSTS && c.Host == host {
			return true
		}
	}
	return s.preloaded(host)
}

// Bounds on what is shown of one chain.
const (
	maxSteps   = 60      // browsers give up after 20 redirects; documents may lead on
	maxAddress = 1 << 10 // bytes of an address; 1 KiB
)

// Steps renders a chain as evidence: of one that is too long its beginning and
// its end, of an address that is too long its beginning.
func Steps(chain []Hop) []finding.Step {
	steps := make([]finding.Step, 0, min(len(chain), maxSteps))
	for i, h := range chain {
		if len(chain) > maxSteps && i >= maxSteps-1 && i < len(chain)-1 {
			continue
		}
		steps = append(steps, finding.Step{URL: cut(h.URL.String(), maxAddress), Status: h.Status, Plain: h.Plain, Cause: h.Cause,
			Address: h.Address, Time: moment(h.At)})
	}
	return steps
}

// cut keeps the first bytes of s, and shows where there were more.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
