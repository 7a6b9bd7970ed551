package inspect

import (
	"fmt"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/wire"
)

// BenchmarkReport takes what the browser's worker does for each report: a visit
// is decoded, judged, and its report encoded.
func BenchmarkReport(b *testing.B) {
	for _, loads := range []int{100, 2000} {
		b.Run(fmt.Sprint(loads, " loads"), func(b *testing.B) {
			policy := []fact.Header{{Name: "strict-transport-security", Value: "max-age=63072000; includeSubDomains"}}
			v := fact.Visit{ID: "v", Source: fact.Firefox, Network: fact.Network{Epoch: "e", Trust: fact.Unknown},
				Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{
					{URL: "https://example.com/", Status: 200, Done: true, Headers: policy}}}}
			for i := range loads {
				v.Loads = append(v.Loads, fact.Load{Destination: "image", Initiator: "https://example.com/", Hops: []fact.Hop{{
					URL: fmt.Sprintf("https://cdn%d.example.net/assets/%d/picture.png?size=large&v=%d", i%20, i, i),
					At:  fact.Time(i), Status: 200, StatusLine: "HTTP/1.1 200 OK", Done: true, Address: "203.0.113.7", Headers: policy}}})
			}
			message := wire.AppendVisit(nil, &v)
			var out []byte
			b.SetBytes(int64(len(message)))
			for b.Loop() {
				visit, err := wire.DecodeVisit(message)
				if err != nil {
					b.Fatal(err)
				}
				report := Visit(visit)
				out = wire.AppendReport(out[:0], &report)
			}
		})
	}
}
