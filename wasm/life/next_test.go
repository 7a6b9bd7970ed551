package life

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/network"
)

func next(n fact.Networking) fact.Epoch { return network.Next(n) }
