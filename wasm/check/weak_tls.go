package check

import (
	"strconv"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// The attack: somebody who records the traffic opens it later with the server's key
// (no forward secrecy), or breaks or changes it now (RC4, TLS 1.0 with BEAST, CBC with
// Lucky 13, signatures with SHA-1 or MD5). Inspection boxes often speak such TLS on
// their own. The innocent cause, and by far the commonest: an old server. So it says
// what could be done, not that somebody does it. A router's or a printer's own page is
// not judged: those are old and nobody can mend them.
var weakTLS = Check{
	ID:       "weak-tls",
	Title:    "Encryption is weaker than it should be",
	Why:      "This site's encryption (TLS, Transport Layer Security) uses old parts that are known to be weak. Somebody who records what passes on this network can try to open it now, or later, once the site's secret key leaks.",
	Advice:   "Prefer another site for what has to stay secret, or use one on a network that you trust. Only the site's owner can mend this.",
	Spec:     "https://wiki.mozilla.org/Security/Server_Side_TLS#Intermediate_compatibility_.28recommended.29",
	Sentence: "This page came encrypted, but weakly.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Grade: func(e finding.Evidence) Levels {
		if e.Destination != "main_frame" {
			return always(finding.Notice)
		}
		return Levels{finding.Notice, finding.Warning}
	},
	PerHost: true,
	Needs:   []fact.Kind{fact.Certificates},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		seen := map[string]bool{}
		for _, c := range s.Connections {
			if name := site.Name(c.Host); !s.Restored && !seen[name] && !site.Local(name) {
				if weak := weaknesses(c); len(weak) > 0 {
					seen[name] = true
					u, destination := s.connected(c.Host)
					found = append(found, finding.Evidence{URL: u.String(), Destination: destination, Words: weak})
				}
			}
		}
		return found
	},
}

// oldVersions names those that are no longer safe (RFC 8996), by the browser's words.
var oldVersions = map[string]string{"SSLv2": "SSL 2", "SSLv3": "SSL 3", "TLSv1": "TLS 1.0", "TLSv1.0": "TLS 1.0", "TLSv1.1": "TLS 1.1"}

var (
	weakVersion   = say.New("weak_tls_version", "It speaks {version} (Transport Layer Security), an old version that is no longer safe.")
	weakSSL       = say.New("weak_tls_ssl", "It speaks {version} (Secure Sockets Layer), an old version that is no longer safe.")
	weakAnonymous = say.New("weak_tls_anonymous", "The server does not prove who it is at all.")
	weakKeyOnly   = say.New("weak_tls_no_forward_secrecy", "Once the server's secret key leaks, all that was recorded before can be read too (no forward secrecy).")
	weakGroup     = say.Plural("weak_tls_group",
		"The keys are agreed on with numbers of only {bits:number} bit (Diffie-Hellman).",
		"The keys are agreed on with numbers of only {bits:number} bits (Diffie-Hellman).")
	weakSignature = say.New("weak_tls_signature", "The server proves itself with a kind of signature that is broken ({name}).")
	weakKey       = say.Plural("weak_tls_key", "The key has only {bits:number} bit.", "The key has only {bits:number} bits.")
)

// weakCiphers are those that are weak by what their names hold.
var weakCiphers = []struct {
	mark string
	says say.Message
}{
	{"NULL", say.New("weak_tls_null", "Nothing is encrypted at all.")},
	{"EXPORT", say.New("weak_tls_export", "The way it encrypts was made weak on purpose (an export cipher).")},
	{"RC4", say.New("weak_tls_rc4", "The way it encrypts (the cipher RC4) is broken.")},
	{"3DES", say.New("weak_tls_3des", "The way it encrypts (3DES, the Data Encryption Standard three times over) is too old.")},
	{"DES_CBC", say.New("weak_tls_des", "The way it encrypts (the Data Encryption Standard of 1977) is broken.")},
	{"CBC", say.New("weak_tls_cbc", "The way it encrypts (CBC, cipher block chaining) has let others read parts of what passed.")},
}

// weaknesses tells what of a connection is below the intermediate profile of Mozilla's
// Server Side TLS. What was not told is not judged.
func weaknesses(c fact.Connection) (list []say.Phrase) {
	if name := oldVersions[c.Version]; strings.HasPrefix(name, "SSL") {
		list = append(list, weakSSL.With(say.T(name)))
	} else if name != "" {
		list = append(list, weakVersion.With(say.T(name)))
	}
	list = append(list, weakCipher(c)...)
	if bits, ok := finiteField(c.Group); ok && bits < 2048 {
		list = append(list, weakGroup.With(say.N(bits)))
	}
	if sig := strings.ToUpper(c.Signature); strings.Contains(sig, "SHA1") || strings.Contains(sig, "MD5") {
		list = append(list, weakSignature.With(say.T(clip(c.Signature))))
	}
	return list
}

// weakCipher judges a cipher suite by its name (IANA, TLS Cipher Suites). Those of TLS
// 1.3 do not name the key exchange and are all good.
func weakCipher(c fact.Connection) (list []say.Phrase) {
	name := strings.ToUpper(c.Cipher)
	exchange, cipher, named := strings.Cut(strings.TrimPrefix(name, "TLS_"), "_WITH_")
	switch forward := strings.HasPrefix(exchange, "ECDHE_") || strings.HasPrefix(exchange, "DHE_"); {
	case strings.HasSuffix(exchange, "_ANON"):
		list = append(list, weakAnonymous.With())
	case named && !forward, name == "" && c.Group == "none":
		list = append(list, weakKeyOnly.With())
	}
	for _, weak := range weakCiphers {
		if named && strings.Contains(cipher, weak.mark) || named && weak.mark == "EXPORT" && strings.Contains(exchange, weak.mark) {
			return append(list, weak.says.With())
		}
	}
	if c.Bits > 0 && c.Bits < 128 {
		list = append(list, weakKey.With(say.N(c.Bits)))
	}
	return list
}

// finiteField reads the size of a Diffie-Hellman group that is no curve: "FF 2048" in
// Firefox's words, or "DH 1024".
func finiteField(group string) (bits int, ok bool) {
	kind, size, _ := strings.Cut(group, " ")
	bits, err := strconv.Atoi(size)
	return bits, err == nil && bits > 0 && (kind == "FF" || kind == "DH")
}
