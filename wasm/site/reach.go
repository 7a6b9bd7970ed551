package site

import (
	"strings"

	"midwatch/wasm/weburl"
)

// Reach is from where an address can be reached, in the terms of the IANA IPv4
// and IPv6 Special-Purpose Address Registries.
type Reach string

// The classes of addresses.
const (
	PublicAddress        Reach = "public"        // from everywhere, or it would be
	LoopbackAddress      Reach = "loopback"      // this computer (RFC 1122, RFC 4291)
	PrivateAddress       Reach = "private"       // one's own network (RFC 1918; fec0::/10, RFC 3879)
	UniqueLocalAddress   Reach = "unique-local"  // the same in IPv6 (RFC 4193)
	LinkLocalAddress     Reach = "link-local"    // the same cable or Wi-Fi (RFC 3927, RFC 4291)
	SharedAddress        Reach = "shared"        // behind a carrier's address translation (RFC 6598)
	BenchmarkAddress     Reach = "benchmark"     // RFC 2544, RFC 5180
	DocumentationAddress Reach = "documentation" // RFC 5737, RFC 3849, RFC 9637
	UnspecifiedAddress   Reach = "unspecified"   // 0.0.0.0 and ::, the answer of many blockers
	MulticastAddress     Reach = "multicast"     // RFC 5771, RFC 4291
	TranslatedAddress    Reach = "translated"    // a network's own translation to IPv4 (RFC 8215): to where does not show
	ReservedAddress      Reach = "reserved"      // set aside for protocols, or for nothing yet
)

// Reaches lists every Reach.
var Reaches = []Reach{PublicAddress, LoopbackAddress, PrivateAddress, UniqueLocalAddress, LinkLocalAddress, SharedAddress, BenchmarkAddress, DocumentationAddress,
	UnspecifiedAddress, MulticastAddress, TranslatedAddress, ReservedAddress}

// Public reports whether an address is one of the Internet at large. Those set aside
// for documentation (RFC 5737, RFC 3849) stand for such.
func (r Reach) Public() bool { return r == PublicAddress || r == DocumentationAddress }

// Near reports whether an address is of this computer, or of a network near it:
// nobody elsewhere can answer from there.
func (r Reach) Near() bool {
	switch r {
	case LoopbackAddress, PrivateAddress, UniqueLocalAddress, LinkLocalAddress, SharedAddress:
		return true
	}
	return false
}

// Class is the class of an IP address, with or without brackets and zone. An
// IPv6 address that only stands for an IPv4 one has that one's class:
// IPv4-mapped (RFC 4291), translated by NAT64 (64:ff9b::/96, RFC 6052), and 6to4
// (RFC 3056). It is empty for what is no address.
func Class(address string) Reach {
	address, _, _ = strings.Cut(strings.TrimSuffix(strings.TrimPrefix(address, "["), "]"), "%")
	if a, ok := ipv4(address); ok {
		return class4(uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3]))
	}
	if !strings.Contains(address, ":") {
		return ""
	}
	groups, ok := weburl.IPv6(address)
	if !ok {
		return ""
	}
	return class6(groups)
}

// block4 is a range of addresses: those whose first bits are those of first.
type block4 struct {
	first uint32
	bits  int
	reach Reach
}

// blocks4 are the special-purpose blocks; of those that hold an address, the
// first here is the most specific.
var blocks4 = []block4{
	{0x00000000, 32, UnspecifiedAddress},   // 0.0.0.0
	{0x00000000, 8, ReservedAddress},       // 0.0.0.0/8
	{0x0a000000, 8, PrivateAddress},        // 10.0.0.0/8
	{0x64400000, 10, SharedAddress},        // 100.64.0.0/10
	{0x7f000000, 8, LoopbackAddress},       // 127.0.0.0/8
	{0xa9fe0000, 16, LinkLocalAddress},     // 169.254.0.0/16
	{0xac100000, 12, PrivateAddress},       // 172.16.0.0/12
	{0xc0000009, 32, PublicAddress},        // 192.0.0.9, RFC 7723
	{0xc000000a, 32, PublicAddress},        // 192.0.0.10, RFC 8155
	{0xc0000000, 24, ReservedAddress},      // 192.0.0.0/24
	{0xc0000200, 24, DocumentationAddress}, // 192.0.2.0/24
	{0xc0586300, 24, ReservedAddress},      // 192.88.99.0/24, RFC 7526
	{0xc0a80000, 16, PrivateAddress},       // 192.168.0.0/16
	{0xc6120000, 15, BenchmarkAddress},     // 198.18.0.0/15
	{0xc6336400, 24, DocumentationAddress}, // 198.51.100.0/24
	{0xcb007100, 24, DocumentationAddress}, // 203.0.113.0/24
	{0xe0000000, 4, MulticastAddress},      // 224.0.0.0/4
	{0xf0000000, 4, ReservedAddress},       // 240.0.0.0/4
}

func class4(address uint32) Reach {
	for _, b := range blocks4 {
		if (address^b.first)>>(32-b.bits) == 0 {
			return b.reach
		}
	}
	return PublicAddress
}

// embedded stands for the class of the IPv4 address within.
const embedded Reach = "embedded"

// block6 is a range of IPv6 addresses; first holds the leading groups.
type block6 struct {
	first []uint16
	bits  int
	reach Reach
}

// blocks6 are the special-purpose blocks, the most specific first.
var blocks6 = []block6{
	{[]uint16{0, 0, 0, 0, 0, 0, 0, 0}, 128, UnspecifiedAddress},
	{[]uint16{0, 0, 0, 0, 0, 0, 0, 1}, 128, LoopbackAddress},
	{[]uint16{0, 0, 0, 0, 0, 0xffff}, 96, embedded},
	{[]uint16{0x64, 0xff9b, 0, 0, 0, 0}, 96, embedded},
	{[]uint16{0x64, 0xff9b, 1}, 48, TranslatedAddress},
	{[]uint16{0x2001, 1, 0, 0, 0, 0, 0, 1}, 128, PublicAddress}, // RFC 7723
	{[]uint16{0x2001, 1, 0, 0, 0, 0, 0, 2}, 128, PublicAddress}, // RFC 8155
	{[]uint16{0x2001, 1, 0, 0, 0, 0, 0, 3}, 128, PublicAddress}, // RFC 9665
	{[]uint16{0x2001, 2, 0}, 48, BenchmarkAddress},
	{[]uint16{0x2001, 0}, 32, PublicAddress},        // Teredo, RFC 4380
	{[]uint16{0x2001, 3}, 32, PublicAddress},        // RFC 7450
	{[]uint16{0x2001, 4, 0x112}, 48, PublicAddress}, // RFC 7535
	{[]uint16{0x2001, 0x20}, 28, PublicAddress},     // RFC 7343
	{[]uint16{0x2001, 0x30}, 28, PublicAddress},     // RFC 9374
	{[]uint16{0x2001, 0}, 23, ReservedAddress},      // RFC 2928
	{[]uint16{0x2001, 0xdb8}, 32, DocumentationAddress},
	{[]uint16{0x2002}, 16, embedded},
	{[]uint16{0x3fff, 0}, 20, DocumentationAddress},
	{[]uint16{0x2000}, 3, PublicAddress},
	{[]uint16{0xfc00}, 7, UniqueLocalAddress},
	{[]uint16{0xfe80}, 10, LinkLocalAddress},
	{[]uint16{0xfec0}, 10, PrivateAddress},
	{[]uint16{0xff00}, 8, MulticastAddress},
}

func class6(a [8]uint16) Reach {
	for _, b := range blocks6 {
		switch {
		case !within(a, b):
			continue
		case b.reach != embedded:
			return b.reach
		case b.bits == 16: // 6to4: right behind the prefix
			return class4(uint32(a[1])<<16 | uint32(a[2]))
		}
		return class4(uint32(a[6])<<16 | uint32(a[7]))
	}
	return ReservedAddress // RFC 4291 section 4: only 2000::/3 is given out
}

func within(a [8]uint16, b block6) bool {
	for i, bits := 0, b.bits; bits > 0; i, bits = i+1, bits-16 {
		if (a[i]^b.first[i])>>(16-min(bits, 16)) != 0 {
			return false
		}
	}
	return true
}
