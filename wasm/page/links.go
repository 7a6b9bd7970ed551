package page

import (
	"bytes"
	"encoding/binary"

	"midwatch/wasm/fact"
	"midwatch/wasm/markup"
	"midwatch/wasm/weburl"
)

const (
	maxLinks     = 100      // links in fact.Page
	maxLinksKept = 16 << 10 // bytes of their addresses; 16 KiB
)

// links is what a document's links and forms lead to.
type links struct {
	hosts map[string]bool // in clear, as written
	kept  int             // bytes of addresses
}

// leads takes account of where the link or form just started leads. Only an address
// with its scheme counts: the rest stays with the document's own.
func (r *reader) leads(a markup.Attribute, kind string) {
	t := &r.tokens
	written := t.Written(a)
	if len(written) >= 8 && binary.LittleEndian.Uint64(written) == secureStart {
		if r.depth == 0 && r.within == "" {
			r.page.SecureLinks++
		}
		return
	}
	if len(written) == 0 || written[0] > ' ' && written[0]|0x20 != 'h' || r.depth > 0 || r.within != "" {
		return
	}
	value := bytes.TrimLeft(written, spaces)
	switch {
	case startsFold(value, "https:"):
		r.page.SecureLinks++
	case startsFold(value, "http:"):
		r.clearLink(value, place{tag: t.Element.String(), attr: a.String(), kind: kind, offset: t.Place(a)})
	}
}

// clearLink keeps the first link in clear to each host, and counts all.
func (r *reader) clearLink(value []byte, at place) {
	authority := bytes.TrimLeft(value[len("http:"):], `/\`)
	if i := bytes.IndexAny(authority, `/\?#`); i >= 0 {
		authority = authority[:i]
	}
	if r.links.hosts[string(authority)] {
		r.page.LinkCount++
		return
	}
	text := markup.Decode(value)
	if r.foreignHosts > maxForeignHosts && !asciiHost(text) {
		return
	}
	if !asciiHost(text) {
		r.foreignHosts++
	}
	u, err := weburl.Parse(text)
	if err != nil || !insecure(u) {
		return
	}
	r.page.LinkCount++
	url := u.String()
	if len(r.page.Links) == maxLinks || r.links.kept+len(url) > maxLinksKept {
		return
	}
	if r.links.hosts == nil {
		r.links.hosts = map[string]bool{}
	}
	r.links.hosts[string(authority)] = true
	r.links.kept += len(url)
	r.page.Links = append(r.page.Links, fact.Ref{Tag: at.tag, Attr: at.attr, URL: url, Kind: at.kind, Context: r.context(),
		Mixed: "none", Upgraded: r.upgrades, Later: r.later, Line: r.lineAt(at.offset)})
}

// startsFold reports whether text starts with a prefix in lower case, in any case.
func startsFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && bytes.EqualFold(text[:len(prefix)], []byte(prefix))
}
