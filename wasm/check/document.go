package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// maxAround is how many documents around a frame's are looked at; then comes
// the top one. Browsers nest no deeper by themselves, but facts can be anything.
const maxAround = 100

// document is how one of a visit's documents stands, the top one or that of a
// frame, with what it has from those around it.
type document struct {
	known bool // something was seen of it beyond its being there
	// address is its own, or where it has none (about:srcdoc, data:) that of
	// the nearest document around it.
	address weburl.URL
	// secure and restricts are mixed.Secure and mixed.Restricts.
	secure, restricts bool
	// policy is that of its headers, and of all documents around it.
	policy mixed.Policy
	// upgradesLater is set where a meta element asks for upgrades: it holds for
	// what is named after it, and for what is done once the text was read.
	upgradesLater bool
}

// upgraded reports whether a site's own policy covers what the document asks
// for once its text was read: what its scripts load, what its forms send.
func (d document) upgraded() bool { return d.policy.Upgrade || d.upgradesLater }

// mixes reports whether an insecure part is mixed content in the document: one
// that is insecure anyway is another check's.
func (d document) mixes() bool { return d.secure && d.restricts }

// frame is what was seen of a frame's document.
type frame struct {
	known    bool
	url      weburl.URL // empty where it is not known, or cannot be read
	parent   int
	policy   mixed.Policy
	upgrades bool // by a meta element
}

// seenFrames gathers what was seen of each frame's document, the last one where
// a frame showed several.
func (s *Subject) seenFrames() map[int]frame {
	seen := map[int]frame{}
	for _, l := range s.Loads {
		last := l.Hops[len(l.Hops)-1]
		if l.Destination != "sub_frame" || l.Frame == 0 || !last.Done && last.Error != "" {
			continue // one that failed leaves the frame without a document
		}
		seen[l.Frame] = frame{known: true, url: last.URL, parent: l.Parent, policy: headerPolicy(last.Hop)}
	}
	top := frame{url: s.URL}
	if h := s.Final(); h != nil {
		top.policy = headerPolicy(h.Hop)
	}
	for i := range s.Pages {
		p := &s.Pages[i]
		if p.Frame == 0 {
			top.known = true
			top.upgrades = top.upgrades || p.Upgrades
			continue
		}
		f := seen[p.Frame]
		u, _ := weburl.Parse(p.URL)
		if f.known && (u.Scheme != f.url.Scheme || u.HostPort() != f.url.HostPort()) {
			// Another document took its place without a request: a script's
			// own, or one from the browser's memory.
			f.policy = mixed.Policy{}
		}
		f.known, f.url = true, u
		f.upgrades = f.upgrades || p.Upgrades
		if p.Parent != 0 {
			f.parent = p.Parent
		}
		seen[p.Frame] = f
	}
	seen[0] = top
	return seen
}

// headerPolicy is what a response's policies say together. Report-only ones
// have a name of their own.
func headerPolicy(h *fact.Hop) (all mixed.Policy) {
	for _, f := range h.Headers {
		if f.Name == "content-security-policy" {
			all = all.With(mixed.ParsePolicies(f.Value))
		}
	}
	return all
}

// documentOf is the document that a frame shows. One of which nothing was seen
// stands as one without an address, right within the top document.
func (s *Subject) documentOf(id int) document {
	if d, ok := s.documents[id]; ok {
		return d
	}
	d := s.standing(id)
	s.documents[id] = d
	return d
}

func (s *Subject) standing(id int) document {
	own := s.frames[id]
	d := document{known: own.known, address: own.url, policy: own.policy, upgradesLater: own.upgrades}
	var around []weburl.URL
	for at := id; at != 0; {
		at = s.frames[at].parent
		if len(around) == maxAround {
			at = 0
		}
		f := s.frames[at]
		around = append(around, f.url)
		if !d.address.Special() {
			d.address = f.url
		}
		d.policy = d.policy.With(f.policy)
		d.policy.Upgrade = d.policy.Upgrade || f.upgrades
	}
	d.secure = len(s.Chain) > 0 && mixed.Secure(own.url, around...)
	d.restricts = mixed.Restricts(own.url, around...)
	return d
}

// asker is the document that made a load; that around a frame, where the load
// is the frame's own document.
func (s *Subject) asker(l Load) document {
	id := l.Frame
	if l.Destination == "sub_frame" {
		id = l.Parent
	}
	d := s.documentOf(id)
	if d.known && (id != 0 || l.Destination != "sub_frame") {
		return d
	}
	// It is not certain which document that is: go by what the browser says.
	if u, err := weburl.Parse(l.Initiator); err == nil {
		d.secure = d.secure && mixed.Secure(u)
		d.restricts = d.restricts || mixed.Restricts(u)
	}
	return d
}
