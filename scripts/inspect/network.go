package main

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/network"
)

// networks are the network epochs of a run, by their IDs: each file is one. Nothing
// goes on from one to the next, since recordings tell neither of roots nor of
// proxies.
type networks map[string]fact.Epoch

// of is the epoch that a visit happened in, as it is known so far. It begins with
// its first visit, trusted as far as the person says.
func (n networks) of(v fact.Visit, trust fact.Trust) fact.Epoch {
	id := v.Network.Epoch
	e, ok := n[id]
	if !ok {
		at := max(begun(v), 1)
		e = network.Next(fact.Networking{Changes: []fact.Change{{Kind: fact.Start, At: at, Fresh: id}, {Kind: fact.Choose, At: at, Trust: trust, Scope: "epoch"}}})
		n[id] = e
	}
	return e
}

// learn adds what a visit taught of its epoch.
func (n networks) learn(seen fact.Epoch) {
	if e, ok := n[seen.ID]; ok {
		n[seen.ID] = network.Next(fact.Networking{Epoch: e, Noticed: []fact.Epoch{seen}})
	}
}
