package check

import "midwatch/wasm/fact"

// SentInClear reports whether what is filled into a form would leave without
// encryption, if the document of a frame sent it now. It does not where the site's
// own policy has browsers encrypt it, and where they would not send it at all.
func (s *Subject) SentInClear(frame int, f fact.Form) bool {
	return sentInClear(s.documentOf(frame), f)
}
