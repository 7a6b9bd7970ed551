package check

// preloaded reports whether browsers come with a list that says to reach host
// over HTTPS only (https://hstspreload.org).
func (s *Subject) preloaded(host string) bool { return s.preload != nil && s.preload(host) }
