//go:build js

package main

import "midwatch/wasm/markup"

// interesting are the attributes of the task.
var interesting = []markup.Attribute{
	markup.Action, markup.Background, markup.Cite, markup.Data, markup.FormAction, markup.Href, markup.Longdesc, markup.Poster,
	markup.Src, markup.Srcset, markup.XlinkHref,
}

var interestingSet = markup.Attributes(interesting...)

// countOurs does the task with the tokenizer that Midwatch reads pages with.
func countOurs(text []byte) int {
	t := markup.Tokenizer{Scriptless: true} // as the peers are: they read what a noscript holds
	t.Feed(text, true)
	count := 0
	for kind := t.Next(); kind != markup.More; kind = t.Next() {
		if kind != markup.Start || !t.HasAny(interestingSet) {
			continue
		}
		for _, a := range interesting {
			value := t.Written(a)
			if len(value) == 0 || !mayStart(value[0]) {
				continue
			}
			if a == markup.Srcset {
				if insecureList([]byte(markup.Decode(value))) {
					count++
				}
			} else if insecureWritten(value) {
				count++
			}
		}
	}
	return count
}

// mayStart reports whether a value that starts with c may name one of the
// schemes; a srcset may start with commas.
func mayStart(c byte) bool {
	switch c | 0x20 {
	case 'h', 'w', 'f':
		return true
	}
	return c <= ' ' || c == '&' || c == ','
}

func insecureWritten(value []byte) bool {
	if len(value) > 8 && string(value[:8]) == "https://" {
		return false
	}
	for _, c := range value {
		if c == '&' {
			return insecureURL([]byte(markup.Decode(value)))
		}
	}
	return insecureURL(value)
}
