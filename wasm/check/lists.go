package check

import "midwatch/wasm/hsts"

// preloaded reports whether browsers come with a list that says to reach host
// over HTTPS only (https://hstspreload.org).
func (s *Subject) preloaded(host string) bool {
	_, covered, _ := hsts.Preloaded(host)
	return covered
}
