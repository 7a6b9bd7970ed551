package inspect

import (
	"fmt"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// TestEvidenceSize: long addresses cost evidence, not room without end; what is not
// kept is counted.
func TestEvidenceSize(t *testing.T) {
	v := fact.Visit{ID: "v", Source: fact.HAR, Network: fact.Network{Epoch: "e", Trust: fact.Unknown},
		Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: "https://a.test/", Status: 200, Done: true}}}}
	long := strings.Repeat("x", 10<<10)
	for i := range finding.MaxEvidence {
		v.Loads = append(v.Loads, fact.Load{Destination: "image", Initiator: "https://a.test/",
			Hops: []fact.Hop{{URL: fmt.Sprint("http://b.test/", i, long), Status: 200, Done: true}}})
	}
	for _, f := range Visit(v).Findings {
		if f.Check != "mixed-content" {
			continue
		}
		if f.Count != finding.MaxEvidence || len(f.Evidence) != 3 {
			t.Errorf("%d pieces of evidence are counted, %d kept", f.Count, len(f.Evidence))
		}
		return
	}
	t.Error("no finding")
}
