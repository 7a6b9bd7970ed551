package life

import "midwatch/wasm/fact"

func next(n fact.Networking) fact.Epoch {
	e := n.Epoch
	for _, c := range n.Changes {
		if c.Fresh != "" {
			e = fact.Epoch{ID: c.Fresh, Began: c.At, At: c.At, Trust: fact.Unknown}
		}
		if c.Kind == fact.Choose {
			e.Trust = c.Trust
		}
	}
	return e
}
