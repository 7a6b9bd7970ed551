// Package memory decides what is remembered of hosts: what a visit teaches of
// them, and how that joins what was known. Records are only kept elsewhere, by
// people's browsers and files: what comes from there may be anything.
package memory

import (
	"cmp"
	"slices"
	"strings"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// maxParts bounds how many hosts are remembered of one visit, beside those of its
// documents: a page can ask thousands for something.
const maxParts = 300

// Seen is what a visit alone teaches of its hosts, by host (site.Name): records to
// Join with those that are kept. There is one for each host that the document was
// reached by, and for those that a part came from over HTTPS.
//
//   - Nothing is learned from what did not cross the network: upgrades within the
//     browser, its cache, a page that it showed from its memory; and nothing in a
//     private window.
//   - What a host is trusted for comes from answers that are vouched for only
//     (check.Subject.Vouched): FirstSecure, LastSecure, Epochs, Recent, Protocols,
//     Issuer, Key, Root, BuiltInAt, and the HSTS policy (RFC 6797 section 8.1; never for an address,
//     section 8.1.1). A bad certificate that somebody clicked through teaches
//     FaultAt and FaultEpoch, and no more.
//   - Reach is that of the last of those answers; of a host that gave none, that of
//     the last answer at all.
//   - UpgradedAt: its server redirected plain HTTP to HTTPS on the same host, other
//     ports included. What the browser or the document did by itself is no such
//     redirect.
//   - PlainFrom, PlainAt: a document came over plain HTTP (status 2xx or 304), not from this
//     computer. One that then led on by a script or a refresh did come. PlainEpochs
//     tells the network epoch, and PlainTrusted that it was a trusted one; LinkedAt
//     that its text led to https: addresses. One that is most likely somebody else's
//     (check.Subject.Suspect) teaches none of these: else its maker would be innocent
//     the next day.
//   - PublicAt: an answer came from a public address; NearAt: one came from an address
//     that is not public, on a trusted network. Addresses set aside for documentation
//     (RFC 5737) stand for public ones.
//   - UnsentAt: a document came without any HSTS header. Where the policy came with
//     another answer of the same visit, the host is Intermittent instead.
func Seen(s *check.Subject) []fact.Known {
	if s.Restored || s.Private || s.Source == fact.HTML {
		return nil
	}
	n := notes{Subject: s, at: map[string]int{}}
	for i := range s.Chain {
		n.record(&s.Chain[i], true)
	}
	for i := range s.Loads {
		for j := range s.Loads[i].Hops {
			n.record(&s.Loads[i].Hops[j], false)
		}
	}
	for i := range s.Chain {
		n.see(&s.Chain[i])
		n.unsent(i)
		n.plain(s.Chain, i)
	}
	for _, l := range s.Loads {
		for i := range l.Hops {
			n.see(&l.Hops[i])
		}
		if l.Destination == "sub_frame" {
			n.plain(l.Hops, len(l.Hops)-1)
		}
	}
	n.linked()
	n.protocols()
	n.connections()
	for i := range n.list {
		k := &n.list[i]
		if k.UnsentAt > 0 && k.HSTS.MaxAge > 0 {
			k.UnsentAt, k.UnsentEpoch, k.Intermittent = 0, "", true
		}
		k.PlainEpochs = plainSince(k.LastSecure, k.PlainEpochs)
	}
	slices.SortFunc(n.list, func(a, b fact.Known) int { return strings.Compare(a.Host, b.Host) })
	return n.list
}

// notes are the records of a visit as they are made.
type notes struct {
	*check.Subject
	list  []fact.Known
	at    map[string]int // host → its record
	parts int
}

// of is the record of a host; nil if it gets none.
func (n *notes) of(host string) *fact.Known {
	if i, ok := n.at[site.Name(host)]; ok {
		return &n.list[i]
	}
	return nil
}

// record begins a record of a hop's host, if it is to have one.
func (n *notes) record(h *check.Hop, document bool) {
	name := site.Name(h.URL.Host)
	if _, ok := n.at[name]; ok || name == "" || len(name) > maxHost {
		return
	}
	faulty := check.CertificateFault(h.Error)
	switch {
	case document:
		if !crossed(h) && !faulty {
			return
		}
	case n.parts == maxParts || !faulty && !(h.URL.Scheme == "https" && n.Vouched(h)):
		return
	default:
		n.parts++
	}
	n.at[name] = len(n.list)
	n.list = append(n.list, fact.Known{Host: name})
}

// crossed reports whether an answer to a hop came over the network.
func crossed(h *check.Hop) bool { return (h.Plain || h.Encrypted) && !h.Cached && !h.Internal() }

// see learns from a hop.
func (n *notes) see(h *check.Hop) {
	k := n.of(h.URL.Host)
	if k == nil {
		return
	}
	if check.CertificateFault(h.Error) && h.At >= k.FaultAt {
		k.SeenAt = max(k.SeenAt, h.At)
		k.FaultAt, k.FaultEpoch = h.At, n.Network.Epoch
	}
	if !crossed(h) {
		return
	}
	k.SeenAt = max(k.SeenAt, h.At)
	n.reached(k, h)
	reach := string(site.Class(h.Address))
	switch {
	case h.URL.Scheme == "https" && n.Vouched(h):
		if k.LastSecure == 0 {
			k.Reach = "" // that of a plain answer counts for less
			k.FirstSecure = h.At
			k.Epochs = 1
			k.Recent = []string{n.Network.Epoch}
		}
		if reach != "" && (h.At >= k.LastSecure || k.Reach == "") {
			k.Reach = reach
		}
		k.FirstSecure, k.LastSecure = min(k.FirstSecure, h.At), max(k.LastSecure, h.At)
		if name := n.Spoken(h); name != "" {
			k.Protocols = with(k.Protocols, name)
		}
		if p, ok := n.Policy(h); ok && h.At >= k.HSTS.At {
			k.HSTS = p.Note(h.At)
			k.HSTS.Epoch = n.Network.Epoch
		}
		return
	case k.LastSecure == 0 && reach != "" && h.At >= k.SeenAt:
		k.Reach = reach
	}
	if h.Upgrades() {
		k.UpgradedAt = max(k.UpgradedAt, h.At)
	}
}

// reached learns from where a host answered.
func (n *notes) reached(k *fact.Known, h *check.Hop) {
	if n.Proxied(h) {
		return
	}
	switch reach := site.Class(h.Address); {
	case reach.Public():
		k.PublicAt = max(k.PublicAt, h.At)
	case reach.Near() && n.Network.Trust == fact.Trusted:
		k.NearAt = max(k.NearAt, h.At)
	}
}

// plain learns from the document at i of a chain that it came in clear.
func (n *notes) plain(chain []check.Hop, i int) {
	h := &chain[i]
	k := n.of(h.URL.Host)
	if k == nil || !check.InClear(chain, i) || n.Suspect(chain, i) {
		return
	}
	if k.PlainFrom == 0 || h.At < k.PlainFrom {
		k.PlainFrom = h.At
	}
	k.PlainAt = max(k.PlainAt, h.At)
	k.PlainEpochs = []fact.Moment{{At: k.PlainAt, Epoch: n.Network.Epoch}}
	if n.Network.Trust == fact.Trusted {
		k.PlainTrusted = k.PlainAt
	}
}

// linked learns that the document, which came in clear, leads to https: addresses.
func (n *notes) linked() {
	last := len(n.Chain) - 1
	if !n.Reached || !check.InClear(n.Chain, last) || n.Suspect(n.Chain, last) {
		return
	}
	h := &n.Chain[last]
	k := n.of(h.URL.Host)
	if k != nil && slices.ContainsFunc(n.Pages, func(p fact.Page) bool { return p.Frame == 0 && p.SecureLinks > 0 }) {
		k.LinkedAt = h.At
	}
}

// unsent learns from the document at i of the chain that it came without an HSTS
// header.
func (n *notes) unsent(i int) {
	if !n.Unsent(i) {
		return
	}
	h := &n.Chain[i]
	if k := n.of(h.URL.Host); k != nil && h.At > k.UnsentAt {
		k.UnsentAt, k.UnsentEpoch = h.At, n.Network.Epoch
	}
}

// protocols learns which protocols documents came by, where their browser tells
// them: Chromium's status lines say HTTP/1.1 of HTTP/2 and HTTP/3 too.
func (n *notes) protocols() {
	for _, p := range n.Pages {
		name := check.ALPN(p.Protocol)
		u, err := weburl.Parse(p.URL)
		if name == "" || err != nil || u.Scheme != "https" {
			continue
		}
		h := n.documentHop(p.Frame)
		if h == nil || !n.Vouched(h) || h.URL.HostPort() != u.HostPort() {
			continue
		}
		if k := n.of(u.Host); k != nil {
			k.Protocols = with(k.Protocols, name)
		}
	}
}

// documentHop is the hop that a frame's document came by, the last where there
// were several; nil if it was not seen.
func (n *notes) documentHop(frame int) *check.Hop {
	if frame == 0 {
		return n.Final()
	}
	for i := len(n.Loads) - 1; i >= 0; i-- {
		if l := &n.Loads[i]; l.Frame == frame && l.Destination == "sub_frame" {
			return &l.Hops[len(l.Hops)-1]
		}
	}
	return nil
}

// connections learns from what Firefox tells of certificates.
func (n *notes) connections() {
	for _, c := range n.Connections {
		k := n.of(c.Host)
		switch {
		case k == nil:
		case c.Fault != "":
			if c.At >= k.FaultAt {
				k.FaultAt, k.FaultEpoch = c.At, n.Network.Epoch
			}
		case k.LastSecure > 0:
			k.Issuer, k.Key, k.Root = clip(c.Issuer), clip(c.Key), clip(c.Root)
			if c.BuiltIn {
				k.BuiltInAt = k.LastSecure
			}
		}
	}
}

// with is a sorted list with one more word, unless it is there.
func with(list []string, word string) []string {
	i, ok := slices.BinarySearch(list, word)
	if ok {
		return list
	}
	return slices.Insert(slices.Clone(list), i, word)
}

// Prune leaves of records the most that may be kept. Those least recently seen
// leave, of equals the last by name. The order of the rest is by name. It may
// change list.
func Prune(list []fact.Known, most int) []fact.Known {
	if len(list) > most {
		slices.SortFunc(list, func(a, b fact.Known) int {
			return cmp.Or(cmp.Compare(lastSeen(b), lastSeen(a)), cmp.Compare(a.Host, b.Host))
		})
		list = list[:most]
	}
	slices.SortFunc(list, func(a, b fact.Known) int { return cmp.Compare(a.Host, b.Host) })
	return list
}

// lastSeen is when a host was last seen at all. Older records have no SeenAt.
func lastSeen(k fact.Known) fact.Time { return max(k.SeenAt, k.LastSecure) }
