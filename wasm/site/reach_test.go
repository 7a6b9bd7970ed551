package site

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"
)

// TestClassEdges holds the first and the last address of every block, and those
// right outside of it.
func TestClassEdges(t *testing.T) {
	for _, c := range []struct {
		before, first, last, after string // empty where there is none
		outside                    Reach  // of before
		inside                     Reach
		beyond                     Reach // of after
	}{
		{"", "0.0.0.0", "0.0.0.0", "0.0.0.1", "", UnspecifiedAddress, ReservedAddress},
		{"0.0.0.0", "0.0.0.1", "0.255.255.255", "1.0.0.0", UnspecifiedAddress, ReservedAddress, PublicAddress},
		{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0", PublicAddress, PrivateAddress, PublicAddress},
		{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0", PublicAddress, SharedAddress, PublicAddress},
		{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0", PublicAddress, LoopbackAddress, PublicAddress},
		{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0", PublicAddress, LinkLocalAddress, PublicAddress},
		{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0", PublicAddress, PrivateAddress, PublicAddress},
		{"191.255.255.255", "192.0.0.0", "192.0.0.8", "192.0.0.9", PublicAddress, ReservedAddress, PublicAddress},
		{"192.0.0.10", "192.0.0.11", "192.0.0.255", "192.0.1.0", PublicAddress, ReservedAddress, PublicAddress},
		{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0", PublicAddress, DocumentationAddress, PublicAddress},
		{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0", PublicAddress, ReservedAddress, PublicAddress},
		{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0", PublicAddress, PrivateAddress, PublicAddress},
		{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0", PublicAddress, BenchmarkAddress, PublicAddress},
		{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0", PublicAddress, DocumentationAddress, PublicAddress},
		{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0", PublicAddress, DocumentationAddress, PublicAddress},
		{"223.255.255.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", PublicAddress, MulticastAddress, ReservedAddress},
		{"239.255.255.255", "240.0.0.0", "255.255.255.255", "", MulticastAddress, ReservedAddress, ""},

		{"", "::", "::", "::1", "", UnspecifiedAddress, LoopbackAddress},
		{"::", "::1", "::1", "::2", UnspecifiedAddress, LoopbackAddress, ReservedAddress},
		{"::fffe:ffff:ffff", "::ffff:0.0.0.0", "::ffff:0.0.0.0", "::ffff:0.0.0.1", ReservedAddress, UnspecifiedAddress, ReservedAddress},
		{"::ffff:9.255.255.255", "::ffff:10.0.0.0", "::ffff:10.255.255.255", "::ffff:11.0.0.0", PublicAddress, PrivateAddress, PublicAddress},
		{"::ffff:255.255.255.255", "::1:0:0:0", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b::", ReservedAddress, ReservedAddress, UnspecifiedAddress},
		{"64:ff9b::7eff:ffff", "64:ff9b::7f00:0", "64:ff9b::7fff:ffff", "64:ff9b::8000:0", PublicAddress, LoopbackAddress, PublicAddress},
		{"64:ff9b::ffff:ffff", "64:ff9b:0:0:0:1::", "64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "64:ff9b:1::", ReservedAddress, ReservedAddress, TranslatedAddress},
		{"64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::", ReservedAddress, TranslatedAddress, ReservedAddress},
		{"1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", ReservedAddress, PublicAddress, PublicAddress},
		{"2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "2001:1::", "2001:1::", "2001:1::1", PublicAddress, ReservedAddress, PublicAddress},
		{"2001:1::3", "2001:1::4", "2001:1:ffff:ffff:ffff:ffff:ffff:ffff", "2001:2::", PublicAddress, ReservedAddress, BenchmarkAddress},
		{"2001:1:ffff:ffff:ffff:ffff:ffff:ffff", "2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff", "2001:2:1::", ReservedAddress, BenchmarkAddress, ReservedAddress},
		{"2001:2:ffff:ffff:ffff:ffff:ffff:ffff", "2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff", "2001:4::", ReservedAddress, PublicAddress, ReservedAddress},
		{"2001:4:111:ffff:ffff:ffff:ffff:ffff", "2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", "2001:4:113::", ReservedAddress, PublicAddress, ReservedAddress},
		{"2001:1f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:20::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:40::", ReservedAddress, PublicAddress, ReservedAddress},
		{"2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:40::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::", PublicAddress, ReservedAddress, PublicAddress},
		{"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", PublicAddress, DocumentationAddress, PublicAddress},
		{"2002:9ff:ffff::", "2002:a00::", "2002:aff:ffff:ffff:ffff:ffff:ffff:ffff", "2002:b00::", PublicAddress, PrivateAddress, PublicAddress},
		{"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::", PublicAddress, DocumentationAddress, PublicAddress},
		{"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fc00::", PublicAddress, ReservedAddress, UniqueLocalAddress},
		{"fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::", ReservedAddress, UniqueLocalAddress, ReservedAddress},
		{"fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fec0::", ReservedAddress, LinkLocalAddress, PrivateAddress},
		{"febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ff00::", LinkLocalAddress, PrivateAddress, MulticastAddress},
		{"feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", PrivateAddress, MulticastAddress, ""},
	} {
		for address, want := range map[string]Reach{c.before: c.outside, c.first: c.inside, c.last: c.inside, c.after: c.beyond} {
			if got := Class(address); got != want {
				t.Errorf("Class(%q) = %q, want %q", address, got, want)
			}
		}
		// The table itself: nothing lies between two neighbours.
		for _, pair := range [][2]string{{c.before, c.first}, {c.last, c.after}} {
			if pair[0] == "" || pair[1] == "" || pair[0] == "2002:9ff:ffff::" {
				continue
			}
			if next := netip.MustParseAddr(pair[0]).Next(); next != netip.MustParseAddr(pair[1]) {
				t.Errorf("after %s comes %s, not %s", pair[0], next, pair[1])
			}
		}
	}
}

func TestClassForms(t *testing.T) {
	for address, want := range map[string]Reach{
		"[::1]":            LoopbackAddress,
		"fe80::1%eth0":     LinkLocalAddress,
		"::ffff:c0a8:101":  PrivateAddress,
		"::ffff:127.0.0.1": LoopbackAddress,
		"8.8.8.8":          PublicAddress,
		"2606:4700::1111":  PublicAddress,
		"5f00::1":          ReservedAddress,
		"100::1":           ReservedAddress,
		"":                 "",
		":":                "",
		"example.com":      "",
		"1.2.3":            "",
		"1::2::3":          "",
		"[":                "",
		"%":                "",
	} {
		if got := Class(address); got != want {
			t.Errorf("Class(%q) = %q, want %q", address, got, want)
		}
	}
}

// TestClassStandard compares with the standard library, as far as that tells.
func TestClassStandard(t *testing.T) {
	for _, b := range blocks4 {
		for _, n := range []uint32{b.first, b.first | 1, b.first | 1<<(32-b.bits) - 1, b.first + 1<<(32-b.bits), b.first - 1} {
			a := netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
			got := Class(a.String())
			if mapped := Class(netip.AddrFrom16(a.As16()).String()); mapped != got {
				t.Errorf("%v is %q, mapped %q", a, got, mapped)
			}
			for reach, is := range map[Reach]bool{LoopbackAddress: a.IsLoopback(), PrivateAddress: a.IsPrivate(), LinkLocalAddress: a.IsLinkLocalUnicast(),
				MulticastAddress: a.IsMulticast(), UnspecifiedAddress: a.IsUnspecified()} {
				if is != (got == reach) {
					t.Errorf("%v is %q", a, got)
				}
			}
		}
	}
}

func FuzzClass(f *testing.F) {
	for _, s := range []string{"1.2.3.4", "::1", "64:ff9b::1.2.3.4", "[fe80::1%0]", "::ffff:0:0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Class(s)
		if got != "" && !slices.Contains(Reaches, got) {
			t.Errorf("Class(%q) = %q", s, got)
		}
		if a, err := netip.ParseAddr(s); err == nil && got == "" {
			t.Error(fmt.Sprint(a, " is an address"))
		}
	})
}
