package check

import (
	"testing"

	"midwatch/wasm/fact"
)

func TestCover(t *testing.T) {
	known := []fact.Known{
		{Host: "example.com", HSTS: fact.Policy{MaxAge: 10, IncludeSubDomains: true, Expires: 1000}},
		{Host: "www.example.net", HSTS: fact.Policy{MaxAge: 10, Expires: 1000}},
		{Host: "example.org"},
		{Host: "192.0.2.1", HSTS: fact.Policy{MaxAge: 10, Expires: 1000}},
		{Host: "2001:db8::1", HSTS: fact.Policy{MaxAge: 10, Expires: 1000}},
		{Host: "sub.example.com", HSTS: fact.Policy{MaxAge: 10, Expires: 1000}},
		{Host: "dot.example.", HSTS: fact.Policy{MaxAge: 10, IncludeSubDomains: true, Expires: 1000}},
		{Host: "", HSTS: fact.Policy{MaxAge: 10, IncludeSubDomains: true, Expires: 1000}},
		{Host: ".", HSTS: fact.Policy{MaxAge: 10, IncludeSubDomains: true, Expires: 1000}},
	}
	for _, c := range []struct {
		host string
		at   fact.Time
		want bool
	}{
		{"example.com", 500, true},
		{"a.b.example.com", 500, true},
		{"notexample.com", 500, false},
		{"example.com", 1001, false},
		{"www.example.net", 500, true},
		{"a.www.example.net", 500, false},
		{"example.net", 500, false},
		{"example.org", 500, false},
		{"example.com.", 500, true},
		{"a.example.com.", 500, true},
		{"example.com..", 500, false},
		{"dot.example", 500, true},
		{"a.dot.example", 500, true},
		{"other.test.", 500, false},
		{"", 500, false},
		{"192.0.2.1", 500, false},
		{"2001:db8::1", 500, false},
	} {
		if got := byHost(known).cover(c.host, c.at); got != c.want {
			t.Errorf("cover(%q, %v) = %v", c.host, c.at, got)
		}
	}
	for host, want := range map[string]bool{"example.com": true, "sub.example.com": true, "www.example.net": false, "a.test": false} {
		if got := byHost(known).cover("*."+host, 500); got != want {
			t.Errorf("all of %q covered: %v", host, got)
		}
	}
}
