package check

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

func TestWeaknesses(t *testing.T) {
	for name, c := range map[string]struct {
		connection fact.Connection
		want       string // a word of each sentence
	}{
		"nothing told":      {fact.Connection{}, ""},
		"unknown":           {fact.Connection{Version: "unknown", Cipher: "?", Group: "unknown group", Signature: "unknown signature"}, ""},
		"1.3":               {fact.Connection{Version: "TLSv1.3", Cipher: "TLS_AES_256_GCM_SHA384", Group: "x25519", Signature: "RSA-PSS-SHA256", Bits: 256}, ""},
		"1.2":               {fact.Connection{Version: "TLSv1.2", Cipher: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Group: "P521", Signature: "RSA-PKCS1-SHA512", Bits: 256}, ""},
		"DHE":               {fact.Connection{Version: "TLSv1.2", Cipher: "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", Group: "FF 2048", Bits: 256}, ""},
		"custom group":      {fact.Connection{Version: "TLSv1.2", Cipher: "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", Group: "custom"}, ""},
		"CCM":               {fact.Connection{Cipher: "TLS_ECDHE_ECDSA_WITH_AES_128_CCM"}, ""},
		"1.0":               {fact.Connection{Version: "TLSv1"}, "TLS 1.0"},
		"1.1":               {fact.Connection{Version: "TLSv1.1"}, "TLS 1.1"},
		"SSL 3":             {fact.Connection{Version: "SSLv3"}, "SSL 3"},
		"RSA key exchange":  {fact.Connection{Cipher: "TLS_RSA_WITH_AES_128_GCM_SHA256", Group: "none"}, "forward secrecy"},
		"static ECDH":       {fact.Connection{Cipher: "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256"}, "forward secrecy"},
		"no group":          {fact.Connection{Group: "none"}, "forward secrecy"},
		"CBC":               {fact.Connection{Cipher: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"}, "(CBC,"},
		"3DES":              {fact.Connection{Cipher: "TLS_RSA_WITH_3DES_EDE_CBC_SHA"}, "forward secrecy 3DES"},
		"DES":               {fact.Connection{Cipher: "TLS_DHE_RSA_WITH_DES_CBC_SHA"}, "Data Encryption Standard"},
		"RC4":               {fact.Connection{Cipher: "TLS_ECDHE_RSA_WITH_RC4_128_SHA"}, "RC4"},
		"NULL":              {fact.Connection{Cipher: "TLS_ECDHE_RSA_WITH_NULL_SHA"}, "Nothing encrypted"},
		"EXPORT":            {fact.Connection{Cipher: "TLS_RSA_EXPORT_WITH_RC4_40_MD5"}, "forward secrecy export"},
		"anonymous":         {fact.Connection{Cipher: "TLS_DH_anon_WITH_AES_128_GCM_SHA256"}, "prove"},
		"short group":       {fact.Connection{Group: "FF 1024"}, "1024"},
		"SHA-1":             {fact.Connection{Signature: "ECDSA-SHA1"}, "ECDSA-SHA1"},
		"SHA-1 and MD5":     {fact.Connection{Signature: "RSA-PKCS1-SHA1MD5"}, "SHA1MD5"},
		"short key":         {fact.Connection{Cipher: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Bits: 56}, "56"},
		"everything at one": {fact.Connection{Version: "TLSv1", Cipher: "TLS_RSA_WITH_RC4_128_MD5", Group: "DH 512", Signature: "MD5"}, "TLS 1.0 forward secrecy RC4 512 MD5"},
	} {
		got := say.English(weaknesses(c.connection))
		if (got == "") != (c.want == "") {
			t.Errorf("%s: %q", name, got)
		}
		for word := range strings.FieldsSeq(c.want) {
			if !strings.Contains(got, word) {
				t.Errorf("%s: %q, without %q", name, got, word)
			}
		}
	}
}

// TestStormAround: the failures of a minute belong together, wherever in it the
// visit's own is; each site counts once.
func TestStormAround(t *testing.T) {
	fault := func(host string, second float64) fact.Fault {
		return fact.Fault{Host: host, At: fact.Time(1e6 + second*1000)}
	}
	for name, c := range map[string]struct {
		own, epoch []fact.Fault
		want       string
	}{
		"last":         {[]fact.Fault{fault("c.test", 60)}, []fact.Fault{fault("a.test", 0), fault("b.test", 30)}, "a.test b.test c.test"},
		"first":        {[]fact.Fault{fault("c.test", 0)}, []fact.Fault{fault("a.test", 59), fault("b.test", 60)}, "c.test a.test b.test"},
		"too far":      {[]fact.Fault{fault("c.test", 60.001)}, []fact.Fault{fault("a.test", 0), fault("b.test", 30)}, ""},
		"two":          {[]fact.Fault{fault("c.test", 0)}, []fact.Fault{fault("a.test", 1)}, ""},
		"one site":     {[]fact.Fault{fault("a.test", 0)}, []fact.Fault{fault("www.a.test", 1), fault("b.test", 1)}, ""},
		"no witness":   {[]fact.Fault{fault("z.test", 999)}, []fact.Fault{fault("a.test", 0), fault("b.test", 1), fault("c.test", 2)}, ""},
		"the largest":  {[]fact.Fault{fault("c.test", 60)}, []fact.Fault{fault("a.test", 0), fault("b.test", 30), fault("d.test", 80), fault("e.test", 90)}, "b.test c.test d.test e.test"},
		"local":        {[]fact.Fault{fault("a.test", 0)}, []fact.Fault{fault("printer", 1), fault("192.168.1.1", 1)}, ""},
		"twice":        {[]fact.Fault{fault("a.test", 0)}, []fact.Fault{fault("a.test", 0), fault("b.test", 1), fault("b.test", 2)}, ""},
		"not a number": {[]fact.Fault{fault("a.test", 0)}, []fact.Fault{{Host: "b.test", At: fact.Time(math.NaN())}, {At: 5}}, ""},
	} {
		var hosts []string
		for _, f := range stormAround(c.own, append(slices.Clone(c.own), c.epoch...)) {
			hosts = append(hosts, f.Host)
		}
		if got := strings.Join(hosts, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRootName(t *testing.T) {
	for subject, want := range map[string]string{
		"":                                  "",
		"CN=mitmproxy,O=mitmproxy":          "mitmproxy",
		"O=Example Inc., cn=Example Root":   "Example Root",
		"O=Example Inc.":                    "O=Example Inc.",
		"CN=":                               "CN=",
		"CN=" + strings.Repeat("a", 100000): "" + strings.Repeat("a", 200) + "…",
	} {
		if got := rootName(fact.Connection{RootName: subject}); got != want {
			t.Errorf("%.40q: %.300s", subject, got)
		}
	}
}

// TestTricks: each way to imitate a name has words.
func TestTricks(t *testing.T) {
	for _, trick := range site.Tricks {
		if tricks[trick].ID == "" {
			t.Errorf("%s has no words", trick)
		}
	}
}

// TestInspection: of many sites the first are named, and a root may have no name.
func TestInspection(t *testing.T) {
	sites := []string{"a.test", "b.test", "c.test", "d.test", "e.test", "f.test"}
	for name, c := range map[string]struct {
		root string
		most int
		want string
	}{
		"three":    {"CN=Mitm", 3, "The root certificate “Mitm” vouches for 3 sites here, and did not come with your browser. The sites are a.test, b.test and c.test."},
		"five":     {"CN=Mitm", 5, "The root certificate “Mitm” vouches for 5 sites here, and did not come with your browser. The sites are a.test, b.test, c.test, d.test and e.test."},
		"six":      {"CN=Mitm", 6, "The root certificate “Mitm” vouches for 6 sites here, and did not come with your browser. Among them are a.test, b.test, c.test, d.test and e.test."},
		"nameless": {"", 3, "A root certificate without a name vouches for 3 sites here, and did not come with your browser. The sites are a.test, b.test and c.test."},
	} {
		if got := say.English(inspection(fact.Connection{RootName: c.root}, sites[:c.most])); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := say.English(say.Words(issuer(fact.Connection{}))); got != "The root certificate that vouches for this site here has no name, and did not come with your browser." {
		t.Error(got)
	}
}

// TestClocks: of a site's documents the last counts, with the time that a cache had
// kept it; what says nothing is left out.
func TestClocks(t *testing.T) {
	const date = "Sun, 06 Nov 1994 08:49:37 GMT"
	const at = 784111777000
	answer := func(url, age string) fact.Hop {
		return fact.Hop{URL: url, At: at, Status: 200, Done: true, Headers: []fact.Header{{Name: "age", Value: age}, {Name: "date", Value: date}}}
	}
	internal := answer("http://b.test/", "")
	internal.Status, internal.StatusLine = 307, "HTTP/1.1 307 Internal Redirect"
	for want, hops := range map[string][]fact.Hop{
		"a.test 0":             {answer("http://a.test/", "")},
		"a.test 10000":         {answer("http://a.test/", "10")},
		"a.test 20000":         {answer("http://a.test/", "10"), answer("https://www.a.test/", "20")},
		"a.test 0 c.test 1000": {answer("https://a.test/", "-5"), internal, answer("https://c.test/", "1")},
		"a.test 0 ":            {answer("http://a.test/", "99999999999999999999")},
		"":                     {{URL: "http://a.test/", At: at, Status: 200, Done: true}, answer("http://printer.local/", "")},
	} {
		if want != "" {
			hops = append(hops, fact.Hop{URL: "https://d.test/", At: at, Error: "net::ERR_FAILED"})
		}
		v := fact.Visit{Source: fact.Chromium, Navigation: fact.Load{Destination: "main_frame", Hops: hops}}
		var got []string
		for _, c := range Of(&v).Clocks() {
			got = append(got, fmt.Sprint(c.Site, " ", c.Ahead))
		}
		if strings.Join(got, " ") != strings.TrimSpace(want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// FuzzCertificates judges by whatever a store or a browser may tell: nothing fails, and
// what is told on is bounded.
func FuzzCertificates(f *testing.F) {
	f.Add(`{"faults":[{"host":"a.test","at":1e12},{"host":"","at":-1}],"roots":[{"key":"k","sites":["a.test","b.test"],"epochs":["e1"]}],"sites":[],"clocks":[{"site":"a.test","at":1e12,"ahead":1e300},{"site":"b.test","ahead":-1e300}]}`,
		"TLSv1", "TLS_RSA_WITH_RC4_128_MD5", "CN=x", "trust_error", "net::ERR_CERT_AUTHORITY_INVALID", "Sun, 06 Nov 1994 08:49:37 GMT", "7")
	f.Add(`{"clocks":[{"site":"c.test","at":1e12,"ahead":-2e11},{"site":"b.test","at":1e12,"ahead":-2e11}]}`, "", "", "", "", "Error code 2153398257", "Sun Nov  6 08:49:37 1994", "-1")
	f.Fuzz(func(t *testing.T, epoch, version, cipher, root, fault, code, date, age string) {
		v := fact.Visit{Source: fact.Firefox, Network: fact.Network{Epoch: "e2", Trust: fact.Unknown}}
		if json.Unmarshal([]byte(epoch), &v.Epoch) != nil {
			return
		}
		for i := range 3 {
			host := fmt.Sprintf("site%d.test", i)
			v.Known = append(v.Known, fact.Known{Host: host, LastSecure: 9e11, BuiltInAt: 9e11, Epochs: 2, Protocols: []string{"h2"}})
			v.Connections = append(v.Connections,
				fact.Connection{Host: host, At: 1e12, Version: version, Cipher: cipher, Group: cipher, Signature: root, Root: root, RootName: root},
				fact.Connection{Host: root, Fault: fault})
			v.Loads = append(v.Loads, fact.Load{Destination: "script", Hops: []fact.Hop{{URL: "https://" + host + "/", At: 1e12, Error: code}}})
		}
		v.Navigation = fact.Load{Destination: "main_frame", Hops: []fact.Hop{{URL: "https://site0.test/", At: 1e12, Status: 200, StatusLine: "HTTP/1.1 200 OK", Done: true,
			Headers: []fact.Header{{Name: "date", Value: date}, {Name: "age", Value: age}}}}}
		s := Of(&v)
		for _, c := range []*Check{&certificateError, &certificateStorm, &issuerChanged, &tlsInspected, &weakTLS, &protocolFallback, &clockSkew} {
			found, _ := c.Look(s)
			for _, e := range found {
				if len(e.Detail) > 4<<10 || e.URL == "" {
					t.Errorf("%s: %.200q", c.ID, e.Detail)
				}
				if c.Grade != nil && c.Grade(e).Untrusted.Rank() < finding.Notice.Rank() {
					t.Errorf("%s: no level for %+v", c.ID, e)
				}
			}
		}
		if len(s.CertificateFaults()) > maxFaults || len(s.Roots()) > maxRoots || len(s.BuiltInSites()) > maxRootSites || len(s.Clocks()) > maxClocks {
			t.Error("more than is to be told of one visit")
		}
	})
}

// TestCertificateFaults: what package network gathers of an epoch is what counts for
// a storm, each host once.
func TestCertificateFaults(t *testing.T) {
	const authority = "net::ERR_CERT_AUTHORITY_INVALID"
	failed := func(url, code string, at fact.Time) fact.Hop { return fact.Hop{URL: url, At: at, Error: code} }
	for want, v := range map[string]fact.Visit{
		"[{a.test 9}]": {Navigation: fact.Load{Hops: []fact.Hop{failed("https://a.test/", authority, 9)}}},
		"[{a.test 8} {b.test 9}]": {Navigation: fact.Load{Hops: []fact.Hop{failed("https://b.test./", authority, 9)}},
			Known: []fact.Known{{Host: "a.test", LastSecure: 1}},
			Loads: []fact.Load{{Hops: []fact.Hop{failed("https://a.test/1", authority, 8)}}, {Hops: []fact.Hop{failed("https://a.test/2", authority, 9)}}}},
		"[{c.test 7}]": {Navigation: navigation("https://c.test/"), Connections: []fact.Connection{{Host: "c.test", At: 7, Fault: "trust_error"}},
			Known: []fact.Known{{Host: "c.test", LastSecure: 1}}},
		"[]":   {Navigation: fact.Load{Hops: []fact.Hop{failed("https://printer.local/", authority, 9)}}},
		"[] ":  {Navigation: fact.Load{Hops: []fact.Hop{failed("https://a.test/", "net::ERR_CERT_DATE_INVALID", 9)}}},
		"[]  ": {Restored: true, Navigation: fact.Load{Hops: []fact.Hop{failed("https://a.test/", authority, 9)}}},
	} {
		if got := fmt.Sprint(Of(&v).CertificateFaults()); got != strings.TrimSpace(want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestMissingCertificate: where a certificate was not shown, why is told; where the
// document came without one, or its certificate is there, nothing is.
func TestMissingCertificate(t *testing.T) {
	shown := []fact.Connection{{Host: "a.test"}}
	for name, c := range map[string]struct {
		visit fact.Visit
		want  string // contained in the reason; empty: none
	}{
		"Chromium":           {fact.Visit{Source: fact.Chromium, Navigation: navigation("https://a.test/")}, "Chrome does not show"},
		"Chromium, in clear": {fact.Visit{Source: fact.Chromium, Navigation: navigation("http://a.test/")}, ""},
		"recording":          {fact.Visit{Source: fact.HAR, Navigation: navigation("https://a.test/")}, "recording"},
		"Firefox":            {fact.Visit{Source: fact.Firefox, Navigation: navigation("https://a.test./"), Connections: shown}, ""},
		"Firefox, another":   {fact.Visit{Source: fact.Firefox, Navigation: navigation("https://b.test/"), Connections: shown}, "Firefox did not show"},
		"Firefox, in clear":  {fact.Visit{Source: fact.Firefox, Navigation: navigation("http://b.test/")}, ""},
		"from memory":        {fact.Visit{Source: fact.Firefox, Restored: true, Navigation: navigation("https://a.test/")}, "from its memory"},
		"file":               {fact.Visit{Source: fact.HTML, Navigation: navigation("https://a.test/")}, "lone"},
	} {
		got := say.English(Of(&c.visit).Missing([]fact.Kind{fact.Certificates}))
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
