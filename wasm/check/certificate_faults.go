package check

import "midwatch/wasm/say"

// certificateFault is what is wrong with a certificate or its chain.
type certificateFault int

const (
	// faultInterceptor is Chromium's word for a root that is known to be used for
	// interception by others than the device's owner: it comes with a list of them.
	faultInterceptor certificateFault = iota + 1
	// faultIntercepted is Firefox's word for a chain that ends in the root that even
	// a connection of Firefox's own, to a server of its maker, was seen to end in.
	faultIntercepted
	faultAuthority
	faultDistrusted
	faultSelfSigned
	faultForged
	faultName
	faultDate
	faultRevoked
	faultStatus
	faultPinned
	faultUnlogged
	faultWeak
	faultMalformed
)

var faultMessages = [...]say.Message{
	faultInterceptor: say.New("certificate_error_interceptor", "Your browser knows who issued this certificate. It belongs to somebody who reads the encrypted traffic of others."),
	faultIntercepted: say.New("certificate_error_intercepted", "Your browser found that somebody between you and the sites you open answers in their place."),
	faultAuthority:   say.New("certificate_error_authority", "The certificate was issued by nobody that your browser trusts."),
	faultDistrusted:  say.New("certificate_error_distrusted", "The certificate's issuer is one that your browser no longer trusts."),
	faultSelfSigned:  say.New("certificate_error_self_signed", "The certificate vouches for itself; anyone can make one like it."),
	faultForged:      say.New("certificate_error_forged", "The certificate bears the name of an issuer, and that issuer did not sign it."),
	faultName:        say.New("certificate_error_name", "The certificate belongs to another site."),
	faultDate:        say.New("certificate_error_date", "The certificate has expired or is not valid yet, or this computer's clock is wrong."),
	faultRevoked:     say.New("certificate_error_revoked", "The certificate was withdrawn by its issuer."),
	faultStatus:      say.New("certificate_error_status", "Your browser could not find out whether the certificate was withdrawn."),
	faultPinned:      say.New("certificate_error_pinned", "This site promised to show only certain certificates, and this is none of them."),
	faultUnlogged:    say.New("certificate_error_unlogged", "The certificate is not in the public records (Certificate Transparency). There, everyone could see that it was issued."),
	faultWeak:        say.New("certificate_error_weak", "The certificate is too weak to prove anything."),
	faultMalformed:   say.New("certificate_error_malformed", "The certificate is not made as it has to be."),
}

func (f certificateFault) words() say.Message { return faultMessages[f] }

// identity reports whether the fault leaves it open who answered. The others are
// those of certificates that the site itself most likely shows: no one who comes in
// between needs to show one that ran out, is weak or badly made.
func (f certificateFault) identity() bool {
	switch f {
	case faultDistrusted, faultDate, faultStatus, faultWeak, faultMalformed:
		return false
	}
	return true
}

// certificateFaults reads the codes of both browsers for what is wrong with a
// server's certificate or its chain:
//
//   - Chromium's net errors: -200 to -219 (net/base/net_error_list.h), and those of
//     ERR_SSL_*, ERR_ECH_* and ERR_QUIC_* that are about the certificate.
//   - The numbers of Firefox's webNavigation: 0x805A0000 less the code of NSS or
//     mozilla::pkix. Its webRequest has only translated prose. Alerts
//     (SSL_ERROR_BAD_CERT_ALERT, ...) are about the browser's own certificate.
//   - Firefox's overridableErrorCategory of a connection whose certificate its user
//     told it to accept.
var certificateFaults = map[string]certificateFault{
	"net::ERR_CERT_KNOWN_INTERCEPTION_BLOCKED":   faultInterceptor,
	"net::ERR_CERT_AUTHORITY_INVALID":            faultAuthority,
	"net::ERR_ECH_FALLBACK_CERTIFICATE_INVALID":  faultAuthority,
	"net::ERR_QUIC_CERT_ROOT_NOT_KNOWN":          faultAuthority,
	"net::ERR_CERT_SYMANTEC_LEGACY":              faultDistrusted,
	"net::ERR_CERT_SELF_SIGNED_LOCAL_NETWORK":    faultSelfSigned,
	"net::ERR_CERT_COMMON_NAME_INVALID":          faultName,
	"net::ERR_CERT_NAME_CONSTRAINT_VIOLATION":    faultName,
	"net::ERR_CERT_NON_UNIQUE_NAME":              faultName,
	"net::ERR_CERT_DATE_INVALID":                 faultDate,
	"net::ERR_CERT_REVOKED":                      faultRevoked,
	"net::ERR_CERT_NO_REVOCATION_MECHANISM":      faultStatus,
	"net::ERR_CERT_UNABLE_TO_CHECK_REVOCATION":   faultStatus,
	"net::ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN":  faultPinned,
	"net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED": faultUnlogged,
	"net::ERR_CERT_WEAK_SIGNATURE_ALGORITHM":     faultWeak,
	"net::ERR_CERT_WEAK_KEY":                     faultWeak,
	"net::ERR_CERT_CONTAINS_ERRORS":              faultMalformed,
	"net::ERR_CERT_INVALID":                      faultMalformed,
	"net::ERR_CERT_VALIDITY_TOO_LONG":            faultMalformed,
	"net::ERR_SSL_BAD_PEER_PUBLIC_KEY":           faultMalformed,
	"net::ERR_SSL_KEY_USAGE_INCOMPATIBLE":        faultMalformed,
	"net::ERR_SSL_SERVER_CERT_BAD_FORMAT":        faultMalformed,
	"net::ERR_SSL_SERVER_CERT_CHANGED":           faultMalformed,

	"Error code 2153398257": faultIntercepted, // MOZILLA_PKIX_ERROR_MITM_DETECTED
	"Error code 2153390067": faultAuthority,   // SEC_ERROR_UNKNOWN_ISSUER
	"Error code 2153390044": faultAuthority,   // SEC_ERROR_CA_CERT_INVALID
	"Error code 2153389965": faultAuthority,   // SEC_ERROR_UNKNOWN_CERT
	"Error code 2153389964": faultAuthority,   // SEC_ERROR_UNKNOWN_SIGNER
	"Error code 2153398259": faultAuthority,   // MOZILLA_PKIX_ERROR_ADDITIONAL_POLICY_CONSTRAINT_FAILED
	"Error code 2153398269": faultAuthority,   // MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA
	"Error code 2153390043": faultAuthority,   // SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID
	"Error code 2153389922": faultAuthority,   // SEC_ERROR_OUT_OF_SEARCH_LIMITS
	"Error code 2153390060": faultDistrusted,  // SEC_ERROR_UNTRUSTED_ISSUER
	"Error code 2153390059": faultDistrusted,  // SEC_ERROR_UNTRUSTED_CERT
	"Error code 2153398255": faultDistrusted,  // MOZILLA_PKIX_ERROR_ISSUER_NO_LONGER_TRUSTED
	"Error code 2153398258": faultSelfSigned,  // MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT
	"Error code 2153390070": faultForged,      // SEC_ERROR_BAD_SIGNATURE
	"Error code 2153398265": faultForged,      // MOZILLA_PKIX_ERROR_SIGNATURE_ALGORITHM_MISMATCH
	"Error code 2153394164": faultName,        // SSL_ERROR_BAD_CERT_DOMAIN
	"Error code 2153389968": faultName,        // SEC_ERROR_CERT_NOT_IN_NAME_SPACE
	"Error code 2153390069": faultDate,        // SEC_ERROR_EXPIRED_CERTIFICATE
	"Error code 2153390050": faultDate,        // SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE
	"Error code 2153390072": faultDate,        // SEC_ERROR_INVALID_TIME
	"Error code 2153398267": faultDate,        // MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE
	"Error code 2153398266": faultDate,        // MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE
	"Error code 2153390068": faultRevoked,     // SEC_ERROR_REVOKED_CERTIFICATE
	"Error code 2153390019": faultRevoked,     // SEC_ERROR_REVOKED_KEY
	"Error code 2153389935": faultRevoked,     // SEC_ERROR_REVOKED_CERTIFICATE_CRL
	"Error code 2153389934": faultRevoked,     // SEC_ERROR_REVOKED_CERTIFICATE_OCSP
	"Error code 2153390049": faultStatus,      // SEC_ERROR_CRL_EXPIRED
	"Error code 2153390048": faultStatus,      // SEC_ERROR_CRL_BAD_SIGNATURE
	"Error code 2153390047": faultStatus,      // SEC_ERROR_CRL_INVALID
	"Error code 2153389966": faultStatus,      // SEC_ERROR_CRL_NOT_YET_VALID
	"Error code 2153389963": faultStatus,      // SEC_ERROR_CERT_BAD_ACCESS_LOCATION
	"Error code 2153389962": faultStatus,      // SEC_ERROR_OCSP_UNKNOWN_RESPONSE_TYPE
	"Error code 2153389961": faultStatus,      // SEC_ERROR_OCSP_BAD_HTTP_RESPONSE
	"Error code 2153389960": faultStatus,      // SEC_ERROR_OCSP_MALFORMED_REQUEST
	"Error code 2153389959": faultStatus,      // SEC_ERROR_OCSP_SERVER_ERROR
	"Error code 2153389958": faultStatus,      // SEC_ERROR_OCSP_TRY_SERVER_LATER
	"Error code 2153389957": faultStatus,      // SEC_ERROR_OCSP_REQUEST_NEEDS_SIG
	"Error code 2153389956": faultStatus,      // SEC_ERROR_OCSP_UNAUTHORIZED_REQUEST
	"Error code 2153389955": faultStatus,      // SEC_ERROR_OCSP_UNKNOWN_RESPONSE_STATUS
	"Error code 2153389954": faultStatus,      // SEC_ERROR_OCSP_UNKNOWN_CERT
	"Error code 2153389951": faultStatus,      // SEC_ERROR_OCSP_MALFORMED_RESPONSE
	"Error code 2153389950": faultStatus,      // SEC_ERROR_OCSP_UNAUTHORIZED_RESPONSE
	"Error code 2153389949": faultStatus,      // SEC_ERROR_OCSP_FUTURE_RESPONSE
	"Error code 2153389948": faultStatus,      // SEC_ERROR_OCSP_OLD_RESPONSE
	"Error code 2153389943": faultStatus,      // SEC_ERROR_CRL_NOT_FOUND
	"Error code 2153389936": faultStatus,      // SEC_ERROR_OCSP_INVALID_SIGNING_CERT
	"Error code 2153389933": faultStatus,      // SEC_ERROR_CRL_INVALID_VERSION
	"Error code 2153389932": faultStatus,      // SEC_ERROR_CRL_V1_CRITICAL_EXTENSION
	"Error code 2153389931": faultStatus,      // SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION
	"Error code 2153389924": faultStatus,      // SEC_ERROR_OCSP_RESPONDER_CERT_INVALID
	"Error code 2153389923": faultStatus,      // SEC_ERROR_OCSP_BAD_SIGNATURE
	"Error code 2153389905": faultStatus,      // SEC_ERROR_BAD_CRL_DP_URL
	"Error code 2153398264": faultStatus,      // MOZILLA_PKIX_ERROR_OCSP_RESPONSE_FOR_CERT_MISSING
	"Error code 2153398262": faultStatus,      // MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING
	"Error code 2153398272": faultPinned,      // MOZILLA_PKIX_ERROR_KEY_PINNING_FAILURE
	"Error code 2153398256": faultUnlogged,    // MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY
	"Error code 2153389904": faultWeak,        // SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED
	"Error code 2153389899": faultWeak,        // SEC_ERROR_SIGNATURE_ALGORITHM_DISABLED
	"Error code 2153398270": faultWeak,        // MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE
	"Error code 2153394044": faultWeak,        // SSL_ERROR_WEAK_SERVER_CERT_KEY
	"Error code 2153390074": faultMalformed,   // SEC_ERROR_INVALID_ALGORITHM
	"Error code 2153390073": faultMalformed,   // SEC_ERROR_INVALID_AVA
	"Error code 2153390071": faultMalformed,   // SEC_ERROR_BAD_DER
	"Error code 2153390066": faultMalformed,   // SEC_ERROR_BAD_KEY
	"Error code 2153390052": faultMalformed,   // SEC_ERROR_CERT_NOT_VALID
	"Error code 2153390046": faultMalformed,   // SEC_ERROR_EXTENSION_VALUE_INVALID
	"Error code 2153390045": faultMalformed,   // SEC_ERROR_EXTENSION_NOT_FOUND
	"Error code 2153390042": faultMalformed,   // SEC_ERROR_CERT_USAGES_INVALID
	"Error code 2153390040": faultMalformed,   // SEC_ERROR_INVALID_KEY
	"Error code 2153390039": faultMalformed,   // SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION
	"Error code 2153390032": faultMalformed,   // SEC_ERROR_UNSUPPORTED_KEYALG
	"Error code 2153389990": faultMalformed,   // SEC_ERROR_INADEQUATE_KEY_USAGE
	"Error code 2153389989": faultMalformed,   // SEC_ERROR_INADEQUATE_CERT_TYPE
	"Error code 2153389942": faultMalformed,   // SEC_ERROR_REUSED_ISSUER_AND_SERIAL
	"Error code 2153389940": faultMalformed,   // SEC_ERROR_EXTRA_INPUT
	"Error code 2153389939": faultMalformed,   // SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE
	"Error code 2153389938": faultMalformed,   // SEC_ERROR_UNSUPPORTED_EC_POINT_FORM
	"Error code 2153389937": faultMalformed,   // SEC_ERROR_UNRECOGNIZED_OID
	"Error code 2153389921": faultMalformed,   // SEC_ERROR_INVALID_POLICY_MAPPING
	"Error code 2153389920": faultMalformed,   // SEC_ERROR_POLICY_VALIDATION_FAILED
	"Error code 2153389919": faultMalformed,   // SEC_ERROR_UNKNOWN_AIA_LOCATION_TYPE
	"Error code 2153389915": faultMalformed,   // SEC_ERROR_BAD_INFO_ACCESS_LOCATION
	"Error code 2153389910": faultMalformed,   // SEC_ERROR_BAD_INFO_ACCESS_METHOD
	"Error code 2153398271": faultMalformed,   // MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY
	"Error code 2153398263": faultMalformed,   // MOZILLA_PKIX_ERROR_VALIDITY_TOO_LONG
	"Error code 2153398261": faultMalformed,   // MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING
	"Error code 2153398260": faultMalformed,   // MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME
	"Error code 2153394172": faultMalformed,   // SSL_ERROR_BAD_CERTIFICATE
	"Error code 2153394168": faultMalformed,   // SSL_ERROR_UNSUPPORTED_CERTIFICATE_TYPE
	"Error code 2153394146": faultMalformed,   // SSL_ERROR_RX_MALFORMED_CERTIFICATE
	"Error code 2153394109": faultMalformed,   // SSL_ERROR_EXTRACT_PUBLIC_KEY_FAILURE
	"Error code 2153394088": faultMalformed,   // SSL_ERROR_CERT_KEA_MISMATCH

	"trust_error":              faultAuthority,
	"domain_mismatch":          faultName,
	"expired_or_not_yet_valid": faultDate,
}

// faultOf is what a browser's code or word says; 0 if it is not about a certificate.
func faultOf(code string) certificateFault { return certificateFaults[code] }

// acceptedFault is what a browser's word for an accepted certificate says. Any word
// that is not known is still one for a certificate that does not check out.
func acceptedFault(word string) certificateFault {
	if f := faultOf(word); f != 0 {
		return f
	}
	return faultMalformed
}
