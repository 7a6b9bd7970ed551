package check

// certificateFault is what is wrong with a certificate.
type certificateFault int

const (
	faultAuthority certificateFault = iota + 1
	faultName
	faultSelfSigned
	faultDate
	faultRevoked
	faultPinned
	faultWeak
	faultMalformed
)

func (f certificateFault) words() string {
	switch f {
	case faultAuthority:
		return "The certificate was issued by nobody that your browser trusts."
	case faultName:
		return "The certificate belongs to another site."
	case faultSelfSigned:
		return "The certificate vouches for itself; anyone can make one like it."
	case faultDate:
		return "The certificate has expired or is not valid yet, or this computer's clock is wrong."
	case faultRevoked:
		return "The certificate was withdrawn by its issuer."
	case faultPinned:
		return "The certificate is not one of those that this site has committed itself to."
	case faultWeak:
		return "The certificate is too weak to prove anything."
	}
	return "The certificate is not made as it has to be."
}

// certificateFaults reads both browsers' codes: Chromium's net errors, and the
// numbers of Firefox's webNavigation, which are NSS and mozilla::pkix codes
// (0x805A0000 less the code). Firefox's webRequest has only translated prose.
var certificateFaults = map[string]certificateFault{
	"net::ERR_CERT_AUTHORITY_INVALID":            faultAuthority,
	"net::ERR_CERT_KNOWN_INTERCEPTION_BLOCKED":   faultAuthority,
	"net::ERR_CERT_SYMANTEC_LEGACY":              faultAuthority,
	"net::ERR_CERT_SELF_SIGNED_LOCAL_NETWORK":    faultSelfSigned,
	"net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED": faultAuthority,
	"net::ERR_CERT_COMMON_NAME_INVALID":          faultName,
	"net::ERR_CERT_NAME_CONSTRAINT_VIOLATION":    faultName,
	"net::ERR_CERT_NON_UNIQUE_NAME":              faultName,
	"net::ERR_CERT_DATE_INVALID":                 faultDate,
	"net::ERR_CERT_VALIDITY_TOO_LONG":            faultMalformed,
	"net::ERR_CERT_REVOKED":                      faultRevoked,
	"net::ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN":  faultPinned,
	"net::ERR_CERT_WEAK_SIGNATURE_ALGORITHM":     faultWeak,
	"net::ERR_CERT_WEAK_KEY":                     faultWeak,
	"net::ERR_CERT_CONTAINS_ERRORS":              faultMalformed,
	"net::ERR_CERT_INVALID":                      faultMalformed,

	"Error code 2153390067": faultAuthority,  // SEC_ERROR_UNKNOWN_ISSUER
	"Error code 2153390060": faultAuthority,  // SEC_ERROR_UNTRUSTED_ISSUER
	"Error code 2153390059": faultAuthority,  // SEC_ERROR_UNTRUSTED_CERT
	"Error code 2153390044": faultAuthority,  // SEC_ERROR_CA_CERT_INVALID
	"Error code 2153398257": faultAuthority,  // MOZILLA_PKIX_ERROR_MITM_DETECTED
	"Error code 2153398259": faultAuthority,  // MOZILLA_PKIX_ERROR_ADDITIONAL_POLICY_CONSTRAINT_FAILED
	"Error code 2153398258": faultSelfSigned, // MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT
	"Error code 2153394164": faultName,       // SSL_ERROR_BAD_CERT_DOMAIN
	"Error code 2153389968": faultName,       // SEC_ERROR_CERT_NOT_IN_NAME_SPACE
	"Error code 2153390069": faultDate,       // SEC_ERROR_EXPIRED_CERTIFICATE
	"Error code 2153390050": faultDate,       // SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE
	"Error code 2153398267": faultDate,       // MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE
	"Error code 2153398266": faultDate,       // MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE
	"Error code 2153390068": faultRevoked,    // SEC_ERROR_REVOKED_CERTIFICATE
	"Error code 2153398272": faultPinned,     // MOZILLA_PKIX_ERROR_KEY_PINNING_FAILURE
	"Error code 2153398270": faultWeak,       // MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE
	"Error code 2153389904": faultWeak,       // SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED
	"Error code 2153390070": faultMalformed,  // SEC_ERROR_BAD_SIGNATURE
	"Error code 2153389990": faultMalformed,  // SEC_ERROR_INADEQUATE_KEY_USAGE
	"Error code 2153389989": faultMalformed,  // SEC_ERROR_INADEQUATE_CERT_TYPE
	"Error code 2153398271": faultMalformed,  // MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY
}
