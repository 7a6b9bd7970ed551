//go:build js

package main

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/page"
)

// countOurs does the task with Midwatch's reader.
//
// STAND-IN: the reader has no attributes-only entrance yet, so this reads the
// whole page and counts what it found, which is another and a larger task.
func countOurs(text []byte) int {
	return page.Read(text, fact.Document{URL: "https://example.test/"}, 1).RefCount
}
