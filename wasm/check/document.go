package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/mixed"
	"midwatch/wasm/weburl"
)

// maxAround is how many documents around a frame's are looked at; then comes
// the top one. Facts may claim any nesting, also of frames in themselves.
const maxAround = 100

// document is how one of a visit's documents stands, the top one or that of a
// frame, with what it has from those around it.
type document struct {
	mixed.Context
	known bool // something was seen of it beyond its being there
	// address is its own, or where it has none (about:srcdoc, data:) that of
	// the nearest document around it.
	address weburl.URL
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
func (d document) mixes() bool { return d.Secure && d.Restricts }

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
		if l.Frame == 0 {
			continue
		}
		f := seen[l.Frame]
		if l.Parent != 0 {
			f.parent = l.Parent
		}
		// A document that did not come leaves the frame as it was.
		if last := l.Hops[len(l.Hops)-1]; l.Destination == "sub_frame" && (last.Done || last.Error == "") {
			f = frame{known: true, url: last.URL, parent: f.parent, policy: headerPolicy(last.Hop)}
		}
		seen[l.Frame] = f
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
func (s *Subject) documentOf(id int) document { return s.documentAround(id, 0) }

// documentAround is documentOf, for a frame with so many frames inside it.
func (s *Subject) documentAround(id, inside int) document {
	if d, ok := s.documents[id]; ok {
		return d
	}
	own := s.frames[id]
	d := document{Context: mixed.Top(own.url), known: own.known, address: own.url, policy: own.policy, upgradesLater: own.upgrades}
	switch {
	case id != 0:
		parent := own.parent
		if inside >= maxAround {
			parent = 0
		}
		around := s.documentAround(parent, inside+1)
		d.Context = around.Frame(own.url)
		if !d.address.Special() {
			d.address = around.address
		}
		d.policy = d.policy.With(around.policy)
		d.policy.Upgrade = d.policy.Upgrade || around.upgradesLater
	case len(s.Chain) == 0:
		d.Context = mixed.Context{} // no document at all
	}
	s.documents[id] = d
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
		d.Context = d.Frame(u)
	}
	return d
}
