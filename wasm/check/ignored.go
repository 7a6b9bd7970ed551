package check

import (
	"slices"

	"midwatch/wasm/fact"
)

// Ignores reports whether a person chose not to be told of a check's findings on
// pages of the visit's host: on this network, or for good where that is taken into
// account.
func (s *Subject) Ignores(id string, forGood bool) bool {
	return slices.ContainsFunc(s.Ignored, func(i fact.Ignored) bool {
		return i.Check == id && i.Host == s.URL.Host && (i.Epoch == "" && forGood || i.Epoch != "" && i.Epoch == s.Network.Epoch)
	})
}
