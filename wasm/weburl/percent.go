package weburl

// PercentDecoded is s with its percent-encoded bytes decoded (URL standard
// section 1.3). What is no such byte stays as it is.
func PercentDecoded(s string) string { return percentDecoded(s) }
