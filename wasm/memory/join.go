package memory

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/site"
)

const (
	// maxHost is the longest host name, in bytes (RFC 1035 section 2.3.4).
	maxHost = 255
	// maxText bounds every other text of a record, in bytes.
	maxText = 1 << 10
	// maxRecent is how many network epochs are told apart.
	maxRecent = 4
	// maxProtocols and maxProtocol bound how many names of protocols are looked at,
	// and their length in bytes: there are four, and none is longer.
	maxProtocols = 16
	maxProtocol  = len("http/1.1")
	// maxTime is the end of the year 9999, in milliseconds: no clock shows more.
	maxTime = 253402300799999
)

// Join adds what was seen to the records of the same hosts, and gives the records
// of all hosts seen, by host. Known may hold records of other hosts, and nonsense.
//
// A visit is joined again each time something more was seen of it, and visits of
// several tabs come in any order: joining the same twice changes nothing, and what
// was seen earlier never undoes what was seen later. Times decide; where they are
// equal, the order of joining does not.
//
//   - A policy is that of the last answer that had one. max-age=0 is one too: it
//     leaves no policy but its time, so that an older answer cannot bring back what
//     it took away.
//   - Protocols add up. Reach, Issuer, Key and Root are of the last answer over HTTPS that
//     had them; a Reach over plain HTTP only counts where there is no such answer.
//   - Epochs counts a network epoch when it is not among the last ones; of a visit
//     older than the record, only while there is room for it among them.
//   - PlainEpochs are those after the host was last seen over HTTPS, each with its
//     last time, and of many the last. So they are the same in any order.
//   - Intermittent is a host that sent its policy and left it out within one network
//     epoch, in whichever order: there that is the site's doing. Where it left it out
//     on another network, it may be that network's, and only UnsentAt is noted: the
//     last such, but one in the policy's own epoch goes before.
func Join(m fact.Memory) []fact.Known {
	known := make(map[string]fact.Known, len(m.Known))
	for _, k := range m.Known {
		if Sound(k) {
			known[k.Host] = bound(k)
		}
	}
	list := make([]fact.Known, 0, len(m.Seen))
	at := make(map[string]int, len(m.Seen))
	for _, seen := range m.Seen {
		if !Sound(seen) {
			continue
		}
		k := join(known[seen.Host], bound(seen))
		known[seen.Host] = k
		if i, ok := at[seen.Host]; ok {
			list[i] = k
			continue
		}
		at[seen.Host] = len(list)
		list = append(list, k)
	}
	return list
}

// Sound reports whether a record can be one that was once written: a host's, and
// with times and spans that there are. A record that is not sound is as if it were
// not there.
func Sound(k fact.Known) bool {
	if k.Host == "" || len(k.Host) > maxHost || k.Host != site.Name(k.Host) || k.HSTS.MaxAge < 0 || k.Epochs < 0 {
		return false
	}
	for _, t := range []fact.Time{k.SeenAt, k.FirstSecure, k.LastSecure, k.UpgradedAt, k.PlainFrom, k.PlainAt, k.PlainTrusted, k.LinkedAt, k.UnsentAt,
		k.PublicAt, k.NearAt, k.FaultAt, k.EarlierFaultAt, k.BuiltInAt, k.HSTS.At} {
		if !moment(t) {
			return false
		}
	}
	for _, m := range k.PlainEpochs {
		if !moment(m.At) {
			return false
		}
	}
	// A century from the last moment that a clock shows.
	return k.HSTS.Expires >= 0 && k.HSTS.Expires <= 2*maxTime
}

// moment reports whether a clock can have shown t.
func moment(t fact.Time) bool { return t >= 0 && t <= maxTime } // not a number is neither

// bound keeps a sound record's texts and lists as short as they are when written.
func bound(k fact.Known) fact.Known {
	if site.IP(k.Host) || k.HSTS.MaxAge == 0 {
		k.HSTS = fact.Policy{At: k.HSTS.At, Epoch: k.HSTS.Epoch}
	}
	if site.IP(k.Host) {
		k.HSTS = fact.Policy{}
		k.UnsentAt, k.Intermittent = 0, false
	}
	if k.UnsentAt == 0 {
		k.UnsentEpoch = ""
	}
	var protocols []string
	for _, p := range k.Protocols[:min(len(k.Protocols), maxProtocols)] {
		if p != "" && len(p) <= maxProtocol && p == check.ALPN(p) {
			protocols = with(protocols, p)
		}
	}
	k.Protocols = protocols
	var recent []string
	for _, epoch := range k.Recent {
		if epoch = clip(epoch); len(recent) < maxRecent && !slices.Contains(recent, epoch) {
			recent = append(recent, epoch)
		}
	}
	k.Recent = recent
	if k.Epochs = min(k.Epochs, math.MaxInt32); k.Epochs < len(recent) {
		k.Epochs = len(recent)
	}
	k.PlainEpochs = plainSince(k.LastSecure, k.PlainEpochs, nil)
	k.HSTS.Epoch, k.UnsentEpoch = clip(k.HSTS.Epoch), clip(k.UnsentEpoch)
	k.FaultEpoch, k.EarlierFaultEpoch = clip(k.FaultEpoch), clip(k.EarlierFaultEpoch)
	if k.EarlierFaultEpoch == k.FaultEpoch {
		k.EarlierFaultAt, k.EarlierFaultEpoch = 0, ""
	}
	k.Reach, k.Issuer, k.Key, k.Root = clip(k.Reach), clip(k.Issuer), clip(k.Key), clip(k.Root)
	return k
}

func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "")
}

// join joins two bounded records of one host; k may be the zero Known.
func join(k, seen fact.Known) fact.Known {
	k.Host = seen.Host
	k = joinPolicy(k, seen)
	k = joinSecure(k, seen)
	k.SeenAt = max(k.SeenAt, seen.SeenAt)
	k.UpgradedAt = max(k.UpgradedAt, seen.UpgradedAt)
	if k.PlainFrom == 0 || seen.PlainFrom > 0 && seen.PlainFrom < k.PlainFrom {
		k.PlainFrom = seen.PlainFrom
	}
	k.PlainAt, k.PlainTrusted = max(k.PlainAt, seen.PlainAt), max(k.PlainTrusted, seen.PlainTrusted)
	k.PlainEpochs = plainSince(k.LastSecure, k.PlainEpochs, seen.PlainEpochs)
	k.LinkedAt = max(k.LinkedAt, seen.LinkedAt)
	k.PublicAt, k.NearAt = max(k.PublicAt, seen.PublicAt), max(k.NearAt, seen.NearAt)
	k = joinFault(k, seen.FaultAt, seen.FaultEpoch)
	return joinFault(k, seen.EarlierFaultAt, seen.EarlierFaultEpoch)
}

// joinFault joins when a host could not prove who it is: the last of each network
// epoch counts, and of epochs the last two.
func joinFault(k fact.Known, at fact.Time, epoch string) fact.Known {
	switch {
	case at == 0:
	case epoch == k.FaultEpoch && k.FaultAt > 0:
		k.FaultAt = max(k.FaultAt, at)
	case epoch == k.EarlierFaultEpoch && k.EarlierFaultAt > 0:
		k.EarlierFaultAt = max(k.EarlierFaultAt, at)
	case laterFault(at, epoch, k.EarlierFaultAt, k.EarlierFaultEpoch):
		k.EarlierFaultAt, k.EarlierFaultEpoch = at, epoch
	}
	if laterFault(k.EarlierFaultAt, k.EarlierFaultEpoch, k.FaultAt, k.FaultEpoch) {
		k.FaultAt, k.FaultEpoch, k.EarlierFaultAt, k.EarlierFaultEpoch = k.EarlierFaultAt, k.EarlierFaultEpoch, k.FaultAt, k.FaultEpoch
	}
	return k
}

// laterFault reports whether a fault goes before another. Two of one moment have an
// order too.
func laterFault(at fact.Time, epoch string, than fact.Time, other string) bool {
	return cmp.Or(cmp.Compare(at, than), cmp.Compare(epoch, other)) > 0
}

// maxPlain is how many network epochs with plain documents are told apart: more
// than checks count.
const maxPlain = 4

// maxPlainRead bounds how many are looked at: no record was written with more.
const maxPlainRead = 64

// plainSince joins what is known of plain documents by network epoch: the last of
// each, after the host was last seen over HTTPS.
func plainSince(secure fact.Time, lists ...[]fact.Moment) []fact.Moment {
	var all []fact.Moment
	for _, list := range lists {
		for _, m := range list[:min(len(list), maxPlainRead)] {
			if m.Epoch = clip(m.Epoch); m.At > secure {
				all = append(all, m)
			}
		}
	}
	slices.SortFunc(all, func(a, b fact.Moment) int {
		return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(a.Epoch, b.Epoch))
	})
	var kept []fact.Moment
	for _, m := range all {
		if len(kept) == maxPlain {
			break
		}
		if !slices.ContainsFunc(kept, func(k fact.Moment) bool { return k.Epoch == m.Epoch }) {
			kept = append(kept, m)
		}
	}
	return kept
}

func joinPolicy(k, seen fact.Known) fact.Known {
	k.Intermittent = k.Intermittent || seen.Intermittent
	if seen.UnsentAt > k.HSTS.At && unsentBefore(k, seen) {
		k.UnsentAt, k.UnsentEpoch = seen.UnsentAt, seen.UnsentEpoch
	}
	if newer(seen.HSTS, k.HSTS) {
		if k.UnsentAt > 0 && k.UnsentAt < seen.HSTS.At {
			if seen.HSTS.MaxAge > 0 && (k.UnsentEpoch == seen.HSTS.Epoch || siteItself(k)) {
				k.Intermittent = true
			}
			k.UnsentAt, k.UnsentEpoch = 0, ""
		}
		k.HSTS = seen.HSTS
	}
	return k
}

// unsentBefore reports whether what seen tells of a document without a policy goes
// before what k does.
func unsentBefore(k, seen fact.Known) bool {
	own := seen.UnsentEpoch == k.HSTS.Epoch
	if k.HSTS.MaxAge > 0 && k.UnsentAt > 0 && own != (k.UnsentEpoch == k.HSTS.Epoch) {
		return own
	}
	return cmp.Or(cmp.Compare(seen.UnsentAt, k.UnsentAt), cmp.Compare(seen.UnsentEpoch, k.UnsentEpoch)) > 0
}

// siteItself reports whether a host left its policy out in the very network epoch
// that it last sent it in.
func siteItself(k fact.Known) bool {
	return k.HSTS.MaxAge > 0 && k.UnsentAt > 0 && k.UnsentEpoch == k.HSTS.Epoch
}

// newer reports whether policy p goes before q. Two of one moment have an order
// too, whatever it is.
func newer(p, q fact.Policy) bool {
	subdomains := func(p fact.Policy) int {
		if p.IncludeSubDomains {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(p.At, q.At), cmp.Compare(p.Expires, q.Expires), cmp.Compare(subdomains(p), subdomains(q)),
		cmp.Compare(p.MaxAge, q.MaxAge), cmp.Compare(p.Epoch, q.Epoch)) > 0
}

// joinSecure joins what is learned over HTTPS.
func joinSecure(k, seen fact.Known) fact.Known {
	last, lastBefore := seen.LastSecure, k.LastSecure
	switch {
	case last == 0 && lastBefore == 0:
		k.Reach = latest(k.Reach, k.SeenAt, seen.Reach, seen.SeenAt)
		return k
	case last == 0:
		return k
	case lastBefore == 0:
		k.Reach = "" // that of a plain answer
	}
	k.Reach = latest(k.Reach, lastBefore, seen.Reach, last)
	k.Issuer = latest(k.Issuer, lastBefore, seen.Issuer, last)
	k.Key = latest(k.Key, lastBefore, seen.Key, last)
	k.Root = latest(k.Root, lastBefore, seen.Root, last)
	k.BuiltInAt = max(k.BuiltInAt, seen.BuiltInAt)
	for _, p := range seen.Protocols {
		k.Protocols = with(k.Protocols, p)
	}
	for i := len(seen.Recent) - 1; i >= 0; i-- {
		k = joinEpoch(k, seen.Recent[i], last > lastBefore)
	}
	if k.FirstSecure == 0 || seen.FirstSecure > 0 && seen.FirstSecure < k.FirstSecure {
		k.FirstSecure = seen.FirstSecure
	}
	k.LastSecure = max(k.LastSecure, seen.LastSecure)
	return k
}

// latest is the later of two texts that are there, and of one moment the greater.
func latest(a string, at fact.Time, b string, bt fact.Time) string {
	if b == "" || a != "" && (bt < at || bt == at && b < a) {
		return a
	}
	return b
}

// joinEpoch counts a network epoch in which the host was seen; later is set where
// that was later than in all others.
func joinEpoch(k fact.Known, epoch string, later bool) fact.Known {
	i := slices.Index(k.Recent, epoch)
	switch {
	case i == 0, i > 0 && !later:
	case i > 0:
		k.Recent = slices.Insert(slices.Delete(slices.Clone(k.Recent), i, i+1), 0, epoch)
	case later:
		k.Recent = slices.Insert(slices.Clone(k.Recent), 0, epoch)
		k.Recent = k.Recent[:min(len(k.Recent), maxRecent)]
		k.Epochs++
	case len(k.Recent) < maxRecent:
		k.Recent = append(slices.Clone(k.Recent), epoch)
		k.Epochs++
	}
	return k
}
