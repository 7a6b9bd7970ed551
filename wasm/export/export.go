// Package export turns reports into what people take away: text, JSON, NDJSON
// and CSV. It knows only findings and facts.
package export

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// Request is what the extension asks to have exported.
type Request struct {
	Session   string           `json:"session"`
	Generated fact.Time        `json:"generated"`
	Version   string           `json:"version"`
	Private   bool             `json:"private,omitempty"` // findings of private windows too
	Reports   []finding.Report `json:"reports"`
}
