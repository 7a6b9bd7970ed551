package check

import (
	"slices"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// The attack: a rogue access point's resolver (dns2proxy, dnsmasq, bettercap's
// dns.spoof) answers with the address of a machine of its own on this network, which
// then serves the site's pages.
//
// Innocent causes look the same:
//
//   - A company's host that has an address outside and another within. Over HTTPS it
//     proves who it is, so an answer that is vouched for is silence; and so is a host
//     that was seen near on a trusted network.
//   - Names that belong to routers: their makers own them, and each router answers for
//     them itself.
//   - A proxy: browsers tell its address instead of the server's. Known by what the
//     browser is set to, and by an answer over HTTPS that came from such an address.
//   - Blockers that answer 0.0.0.0, :: or 127.0.0.1, and a developer's own server: what
//     is on this computer was put there by somebody on this computer.
//   - A carrier's or a private network's shared addresses (100.64.0.0/10): weak.
//   - A portal that answers in everybody's name. See captive-portal.
var privateAddress = Check{
	ID:         "private-address",
	Title:      "Public site answers from this network",
	Why:        "Your browser used to find this site at a public address on the Internet. Here its page came from an address that exists on this network only, and nothing proves who answered. Somebody here may be sending you to a computer of their own instead.",
	Advice:     "Do not sign in and do not type anything here. Use another network, such as that of your phone.",
	Spec:       "https://www.rfc-editor.org/rfc/rfc1918",
	Sentence:   "Someone on this network is probably answering in this site's place: do not type anything here.",
	Levels:     Levels{finding.Notice, finding.Danger},
	Grade:      gradeNear,
	PerHost:    true,
	Intercepts: true,
	Behind:     finding.Notice,
	Needs:      []fact.Kind{fact.Navigation},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		shown := map[string]bool{}
		for i := range s.Chain {
			h := &s.Chain[i]
			strength, words := s.nearby(s.Chain, i)
			if strength == "" || shown[hostName(h)] {
				continue
			}
			shown[hostName(h)] = true
			e := finding.Evidence{URL: h.URL.String(), Strength: strength, Words: words}
			if len(found) == 0 {
				e.Chain = Steps(s.Chain)
			}
			found = append(found, e)
		}
		return found
	},
}

var (
	nearAddress = say.New("private_address_near", "It came from {address}, an address of this network.")
	nearBefore  = say.New("private_address_before", "Before, last on {day:day}, the site was at a public address.")
	nearShared  = say.New("private_address_shared", "Phone companies and private networks use such addresses too.")
)

// nearby judges from where the document at i of a chain came.
func (s *Subject) nearby(chain []Hop, i int) (finding.Strength, []say.Phrase) {
	h := &chain[i]
	document := (i == len(chain)-1 || h.Client) && h.Done && h.Error == "" && h.Status >= 200 && h.Status < 300
	reach := site.Class(h.Address)
	name := hostName(h)
	if !document || !h.Plain && !h.Encrypted || h.Cached || s.Vouched(h) || !reach.Near() || reach == site.LoopbackAddress ||
		site.Local(name) || site.IP(name) || site.RouterName(name) {
		return "", nil
	}
	k := s.known(name)
	if k.PublicAt == 0 || k.NearAt > 0 || h.At-k.PublicAt > secureFor || s.Proxied(h) {
		return "", nil
	}
	words := say.Words(nearAddress.With(say.T(h.Address)), nearBefore.With(say.D(k.PublicAt)))
	if reach == site.SharedAddress {
		return finding.Weak, append(words, nearShared.With())
	}
	return finding.Strong, words
}

// Proxied reports whether the address that a hop came from is most likely a proxy's:
// Firefox says so, the browser is set to one, or this visit or another one in its
// network epoch showed one (ProxyAddress).
func (s *Subject) Proxied(h *Hop) bool {
	return h.Proxy != "" || s.Epoch.Proxy.Mode == "fixed" || s.Epoch.Proxy.Mode == "pac" || s.ProxyAddress() != "" ||
		s.Epoch.ID == s.Network.Epoch && NearProxy(s.Epoch)
}

// ProxyAddress is an address of this network from which an answer came that is vouched
// for, of a host that is known to be elsewhere: that of a proxy, which Chromium does
// not tell of. It is empty if there is none.
func (s *Subject) ProxyAddress() string {
	if s.proxy == nil {
		s.proxy = new(string)
		for h := range s.hops() {
			name := hostName(h)
			if site.Class(h.Address).Near() && s.Vouched(h) && !site.Local(name) && s.known(name).PublicAt > 0 {
				*s.proxy = h.Address
				break
			}
		}
	}
	return *s.proxy
}

// NearProxy reports whether visits of an epoch showed a proxy by its address alone.
func NearProxy(e fact.Epoch) bool {
	return slices.ContainsFunc(e.Used, func(p fact.Proxy) bool { return site.Class(p.Address).Near() })
}
