//go:build js

package main

import (
	"bytes"

	"golang.org/x/net/html"
)

// countXNet does the task with the tokenizer of golang.org/x/net/html.
func countXNet(text []byte) int {
	count := 0
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return count
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if string(name) == "noscript" {
				// The other peers read what a noscript holds.
				z.NextIsNotRawText()
			}
			var seen uint
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				bit := attributeBit(key)
				if bit == 0 || seen&bit != 0 {
					continue
				}
				seen |= bit
				if bit == srcset && insecureList(value) || bit != srcset && insecureURL(value) {
					count++
				}
			}
		}
	}
}
