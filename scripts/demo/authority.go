package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

// day is the unit of certificates' lives.
const day = 24 * time.Hour

// authority is a certificate authority made for one run. Its key never leaves
// the process, so nothing that trusts it can be fooled once the café is shut.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	// leafKey is shared by every good certificate, so that one fingerprint
	// names them all to a browser that cannot be given the authority.
	leafKey *ecdsa.PrivateKey
}

func newAuthority(name string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	shape := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-400 * day), // an expired leaf must have had a valid issuer
		NotAfter:              now.Add(30 * day),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, shape, shape, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{cert, key, leafKey}, nil
}

// pem is the authority's certificate as certutil reads it.
func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// leafPin is the SHA-256 of the good certificates' public key, in base64.
func (a *authority) leafPin() (string, error) {
	der, err := x509.MarshalPKIXPublicKey(a.leafKey.Public())
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(der)
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

// issueRSA is issue with a key that also serves for the key exchange of old.
func (a *authority) issueRSA(host string, c Certificate, stranger *authority) (*tls.Certificate, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	return a.issueWith(key, host, c, stranger)
}

// issue makes the certificate that host shows, good or bad in the way asked.
func (a *authority) issue(host string, c Certificate, stranger *authority) (*tls.Certificate, error) {
	if c == Good {
		return a.issueWith(a.leafKey, host, c, stranger)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return a.issueWith(key, host, c, stranger)
}

func (a *authority) issueWith(key crypto.Signer, host string, c Certificate, stranger *authority) (*tls.Certificate, error) {
	now := time.Now()
	shape := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: host},
		DNSNames:     []string{host},
		NotBefore:    now.Add(-2 * day),
		NotAfter:     now.Add(20 * day),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	parent, signer := a.cert, crypto.Signer(a.key)
	switch c {
	case Expired:
		shape.NotBefore, shape.NotAfter = now.Add(-92*day), now.Add(-2*day)
	case OtherName:
		shape.Subject.CommonName, shape.DNSNames = "other.example.net", []string{"other.example.net"}
	case SelfSigned:
		parent, signer = shape, key
	case UnknownIssuer:
		parent, signer = stranger.cert, stranger.key
	}
	der, err := x509.CreateCertificate(rand.Reader, shape, parent, key.Public(), signer)
	if err != nil {
		return nil, fmt.Errorf("demo: certificate for %q: %w", host, err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

func serial() *big.Int {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic("demo: no randomness: " + err.Error()) // as crypto/rand itself does
	}
	return n
}
