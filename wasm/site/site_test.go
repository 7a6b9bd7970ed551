package site

import (
	"strings"
	"testing"
)

func TestHosts(t *testing.T) {
	for _, c := range []struct {
		host      string
		ip, local bool
	}{
		{"example.com", false, false},
		{"192.0.2.1", true, false},
		{"192.168.1.1", true, true},
		{"172.16.0.1", true, true},
		{"172.32.0.1", true, false},
		{"10.0.0.256", false, false},
		{"10.0.0", false, false},
		{"1.2.3.4.5", false, false},
		{"::1", true, true},
		{"fe80::1", true, true},
		{"fd00::1", true, true},
		{"2001:db8::1", true, false},
		{"::ffff:c0a8:101", true, true},
		{"::ffff:808:808", true, false},
		{"100.64.0.1", true, false},
		{"fritz.box", false, false},
		{"router", false, true},
		{"printer.local", false, true},
		{"nas.home.arpa.", false, true},
		{"", false, true},
	} {
		if IP(c.host) != c.ip || Local(c.host) != c.local {
			t.Errorf("%q: IP %v, Local %v; want %v, %v", c.host, IP(c.host), Local(c.host), c.ip, c.local)
		}
	}
}

func TestParents(t *testing.T) {
	for host, want := range map[string]string{
		"a.b.example": "b.example example",
		"example":     "",
		"192.0.2.1":   "",
		"example.":    "",
		"a.example.":  "example",
	} {
		if got := strings.Join(Parents(host), " "); got != want {
			t.Errorf("Parents(%q) = %q, want %q", host, got, want)
		}
	}
}
