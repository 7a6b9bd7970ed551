package main

import (
	"hash/fnv"
	"net"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// Where the café has a network of its own (see lab.go's addresses), it also has
// the resolver of that network, and every host an address.

// addresses are the networks that the café has there: two for the public hosts,
// which are reserved for documentation (RFC 5737), and the usual ones of those
// who have no public address.
var addresses = []string{"203.0.113.1/24", "198.51.100.1/24", "192.168.7.1/24", "10.20.0.1/16", "100.64.0.1/16"}

// publicAddress is where a host is unless its Site says something else.
func publicAddress(host string) netip.Addr {
	h := fnv.New32a()
	h.Write([]byte(host))
	return netip.AddrFrom4([4]byte{203, 0, 113, byte(2 + h.Sum32()%250)})
}

// lying is a resolver that gives the hosts whose names begin with rebound an
// address of this network: DNS hijacking and rebinding look so, and a company's
// host that has another address within.
func lying(clean road) road {
	clean.resolve = func(host string, honest netip.Addr) netip.Addr {
		if strings.HasPrefix(host, "rebound") {
			return netip.MustParseAddr("192.168.7.66")
		}
		return honest
	}
	return clean
}

// moving gives every host another public address, as its owner might.
func moving(clean road) road {
	clean.resolve = func(_ string, honest netip.Addr) netip.Addr {
		b := honest.As4()
		return netip.AddrFrom4([4]byte{198, 51, 100, b[3]})
	}
	return clean
}

// resolver answers questions for addresses over UDP until conn closes.
type resolver struct {
	address func(host string) (netip.Addr, bool)
}

func (r resolver) serve(conn net.PacketConn) {
	question := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFrom(question)
		if err != nil {
			return
		}
		if answer, err := r.answer(question[:n]); err == nil {
			conn.WriteTo(answer, from)
		}
	}
}

// answer is a whole message for a whole message. There are IPv4 addresses only,
// and they are not to be kept: the next network may have others.
func (r resolver) answer(message []byte) ([]byte, error) {
	var p dnsmessage.Parser
	head, err := p.Start(message)
	if err != nil {
		return nil, err
	}
	q, err := p.Question()
	if err != nil {
		return nil, err
	}
	address, known := r.address(strings.ToLower(strings.TrimSuffix(q.Name.String(), ".")))
	code := dnsmessage.RCodeSuccess
	if !known {
		code = dnsmessage.RCodeNameError
	}
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{
		ID: head.ID, Response: true, RecursionDesired: head.RecursionDesired, RecursionAvailable: true, RCode: code,
	})
	if err := b.StartQuestions(); err != nil {
		return nil, err
	}
	if err := b.Question(q); err != nil {
		return nil, err
	}
	if err := b.StartAnswers(); err != nil {
		return nil, err
	}
	if known && q.Type == dnsmessage.TypeA && address.Is4() {
		err := b.AResource(dnsmessage.ResourceHeader{Name: q.Name, Class: dnsmessage.ClassINET, TTL: 0}, dnsmessage.AResource{A: address.As4()})
		if err != nil {
			return nil, err
		}
	}
	return b.Finish()
}
