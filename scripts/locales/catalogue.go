package main

import (
	"strings"
	"sync"

	"midwatch/wasm/check"
	_ "midwatch/wasm/export"
	_ "midwatch/wasm/inspect"
	_ "midwatch/wasm/overview"
	"midwatch/wasm/say"
)

// catalogue lists all that Midwatch says: the words of each check, then the core's
// other messages and those of the surfaces, in the order in which they are made.
var catalogue = sync.OnceValue(func() []say.Message {
	var list []say.Message
	for _, c := range check.All {
		for _, part := range []struct{ name, text string }{
			{"title", c.Title}, {"why", c.Why}, {"advice", c.Advice}, {"sentence", c.Sentence}, {"exposes", c.Exposes},
		} {
			if part.text != "" {
				list = append(list, say.Message{ID: "check_" + strings.ReplaceAll(c.ID, "-", "_") + "_" + part.name, English: part.text})
			}
		}
	}
	return append(list, say.All()...)
})
