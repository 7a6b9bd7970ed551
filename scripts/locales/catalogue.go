package main

import (
	_ "midwatch/wasm/check"
	_ "midwatch/wasm/export"
	_ "midwatch/wasm/inspect"
	_ "midwatch/wasm/overview"
	"midwatch/wasm/say"
	_ "midwatch/wasm/submission"
)

// catalogue lists all that Midwatch says: the core's messages, those of each check
// among them, and then those of the surfaces, in the order in which they are made.
func catalogue() []say.Message { return say.All() }
