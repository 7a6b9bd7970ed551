package inspect

import (
	"fmt"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/wire"
)

// BenchmarkReport takes what the browser's worker does for each report: a visit
// is decoded, judged, and its report encoded. All that Firefox tells is there, and
// all of its hosts are known.
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
			v.Epoch = fact.Epoch{ID: "e", Began: 1, Trust: fact.Unknown, Sites: []string{"example.org"}, Clocks: []fact.Clock{{Site: "example.org", At: 1, Ahead: 10}}}
			for i := range 21 {
				host := "example.com"
				if i > 0 {
					host = fmt.Sprintf("cdn%d.example.net", i-1)
				}
				v.Known = append(v.Known, fact.Known{Host: host, SeenAt: 1, FirstSecure: 1, LastSecure: 1, PublicAt: 1, BuiltInAt: 1,
					Protocols: []string{"h2", "h3"}, Reach: "public", Epochs: 9, Recent: []string{"before"}})
				v.Connections = append(v.Connections, fact.Connection{Host: host, Version: "TLSv1.3", BuiltIn: true, Root: "root",
					Cipher: "TLS_AES_128_GCM_SHA256", Group: "x25519", Signature: "ECDSA-P256-SHA256", Bits: 128})
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
