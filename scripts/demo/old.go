package main

import "crypto/tls"

// Protocol is what a host speaks over HTTPS.
type Protocol int

// The protocols.
const (
	Modern           Protocol = iota // what Go speaks by itself: TLS 1.3
	TLS12                            // TLS 1.2 at most, as well as that can be
	NoForwardSecrecy                 // TLS 1.2 at most, with the key exchange that lets a recording be read once the server's key is known
)

func (p Protocol) config(certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	c := &tls.Config{GetCertificate: certificate, MaxVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, SessionTicketsDisabled: true}
	if p == NoForwardSecrecy {
		c.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	}
	return c
}
