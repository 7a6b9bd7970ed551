package check

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Where the codes of NSS and mozilla::pkix begin (secerr.h, sslerr.h, pkixnss.h).
const sec, ssl, pkix = -0x2000, -0x3000, -0x4000

// nssCodes are those of Firefox's that are about a server's certificate.
var nssCodes = map[string]int{
	"MOZILLA_PKIX_ERROR_MITM_DETECTED":                         pkix + 15,
	"SEC_ERROR_UNKNOWN_ISSUER":                                 sec + 13,
	"SEC_ERROR_CA_CERT_INVALID":                                sec + 36,
	"SEC_ERROR_UNKNOWN_CERT":                                   sec + 115,
	"SEC_ERROR_UNKNOWN_SIGNER":                                 sec + 116,
	"MOZILLA_PKIX_ERROR_ADDITIONAL_POLICY_CONSTRAINT_FAILED":   pkix + 13,
	"MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA":                    pkix + 3,
	"SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID":                    sec + 37,
	"SEC_ERROR_OUT_OF_SEARCH_LIMITS":                           sec + 158,
	"SEC_ERROR_UNTRUSTED_ISSUER":                               sec + 20,
	"SEC_ERROR_UNTRUSTED_CERT":                                 sec + 21,
	"MOZILLA_PKIX_ERROR_ISSUER_NO_LONGER_TRUSTED":              pkix + 17,
	"MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT":                      pkix + 14,
	"SEC_ERROR_BAD_SIGNATURE":                                  sec + 10,
	"MOZILLA_PKIX_ERROR_SIGNATURE_ALGORITHM_MISMATCH":          pkix + 7,
	"SSL_ERROR_BAD_CERT_DOMAIN":                                ssl + 12,
	"SEC_ERROR_CERT_NOT_IN_NAME_SPACE":                         sec + 112,
	"SEC_ERROR_EXPIRED_CERTIFICATE":                            sec + 11,
	"SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE":                     sec + 30,
	"SEC_ERROR_INVALID_TIME":                                   sec + 8,
	"MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE":             pkix + 5,
	"MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE":      pkix + 6,
	"SEC_ERROR_REVOKED_CERTIFICATE":                            sec + 12,
	"SEC_ERROR_REVOKED_KEY":                                    sec + 61,
	"SEC_ERROR_REVOKED_CERTIFICATE_CRL":                        sec + 145,
	"SEC_ERROR_REVOKED_CERTIFICATE_OCSP":                       sec + 146,
	"SEC_ERROR_CRL_EXPIRED":                                    sec + 31,
	"SEC_ERROR_CRL_BAD_SIGNATURE":                              sec + 32,
	"SEC_ERROR_CRL_INVALID":                                    sec + 33,
	"SEC_ERROR_CRL_NOT_YET_VALID":                              sec + 114,
	"SEC_ERROR_CERT_BAD_ACCESS_LOCATION":                       sec + 117,
	"SEC_ERROR_OCSP_UNKNOWN_RESPONSE_TYPE":                     sec + 118,
	"SEC_ERROR_OCSP_BAD_HTTP_RESPONSE":                         sec + 119,
	"SEC_ERROR_OCSP_MALFORMED_REQUEST":                         sec + 120,
	"SEC_ERROR_OCSP_SERVER_ERROR":                              sec + 121,
	"SEC_ERROR_OCSP_TRY_SERVER_LATER":                          sec + 122,
	"SEC_ERROR_OCSP_REQUEST_NEEDS_SIG":                         sec + 123,
	"SEC_ERROR_OCSP_UNAUTHORIZED_REQUEST":                      sec + 124,
	"SEC_ERROR_OCSP_UNKNOWN_RESPONSE_STATUS":                   sec + 125,
	"SEC_ERROR_OCSP_UNKNOWN_CERT":                              sec + 126,
	"SEC_ERROR_OCSP_MALFORMED_RESPONSE":                        sec + 129,
	"SEC_ERROR_OCSP_UNAUTHORIZED_RESPONSE":                     sec + 130,
	"SEC_ERROR_OCSP_FUTURE_RESPONSE":                           sec + 131,
	"SEC_ERROR_OCSP_OLD_RESPONSE":                              sec + 132,
	"SEC_ERROR_CRL_NOT_FOUND":                                  sec + 137,
	"SEC_ERROR_OCSP_INVALID_SIGNING_CERT":                      sec + 144,
	"SEC_ERROR_CRL_INVALID_VERSION":                            sec + 147,
	"SEC_ERROR_CRL_V1_CRITICAL_EXTENSION":                      sec + 148,
	"SEC_ERROR_CRL_UNKNOWN_CRITICAL_EXTENSION":                 sec + 149,
	"SEC_ERROR_OCSP_RESPONDER_CERT_INVALID":                    sec + 156,
	"SEC_ERROR_OCSP_BAD_SIGNATURE":                             sec + 157,
	"SEC_ERROR_BAD_CRL_DP_URL":                                 sec + 175,
	"MOZILLA_PKIX_ERROR_OCSP_RESPONSE_FOR_CERT_MISSING":        pkix + 8,
	"MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING":          pkix + 10,
	"MOZILLA_PKIX_ERROR_KEY_PINNING_FAILURE":                   pkix + 0,
	"MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY": pkix + 16,
	"SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED":              sec + 176,
	"SEC_ERROR_SIGNATURE_ALGORITHM_DISABLED":                   sec + 181,
	"MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE":                   pkix + 2,
	"SSL_ERROR_WEAK_SERVER_CERT_KEY":                           ssl + 132,
	"SEC_ERROR_INVALID_ALGORITHM":                              sec + 6,
	"SEC_ERROR_INVALID_AVA":                                    sec + 7,
	"SEC_ERROR_BAD_DER":                                        sec + 9,
	"SEC_ERROR_BAD_KEY":                                        sec + 14,
	"SEC_ERROR_CERT_NOT_VALID":                                 sec + 28,
	"SEC_ERROR_EXTENSION_VALUE_INVALID":                        sec + 34,
	"SEC_ERROR_EXTENSION_NOT_FOUND":                            sec + 35,
	"SEC_ERROR_CERT_USAGES_INVALID":                            sec + 38,
	"SEC_ERROR_INVALID_KEY":                                    sec + 40,
	"SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION":                     sec + 41,
	"SEC_ERROR_UNSUPPORTED_KEYALG":                             sec + 48,
	"SEC_ERROR_INADEQUATE_KEY_USAGE":                           sec + 90,
	"SEC_ERROR_INADEQUATE_CERT_TYPE":                           sec + 91,
	"SEC_ERROR_REUSED_ISSUER_AND_SERIAL":                       sec + 138,
	"SEC_ERROR_EXTRA_INPUT":                                    sec + 140,
	"SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE":                     sec + 141,
	"SEC_ERROR_UNSUPPORTED_EC_POINT_FORM":                      sec + 142,
	"SEC_ERROR_UNRECOGNIZED_OID":                               sec + 143,
	"SEC_ERROR_INVALID_POLICY_MAPPING":                         sec + 159,
	"SEC_ERROR_POLICY_VALIDATION_FAILED":                       sec + 160,
	"SEC_ERROR_UNKNOWN_AIA_LOCATION_TYPE":                      sec + 161,
	"SEC_ERROR_BAD_INFO_ACCESS_LOCATION":                       sec + 165,
	"SEC_ERROR_BAD_INFO_ACCESS_METHOD":                         sec + 170,
	"MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY":            pkix + 1,
	"MOZILLA_PKIX_ERROR_VALIDITY_TOO_LONG":                     pkix + 9,
	"MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING":              pkix + 11,
	"MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME":                     pkix + 12,
	"SSL_ERROR_BAD_CERTIFICATE":                                ssl + 4,
	"SSL_ERROR_UNSUPPORTED_CERTIFICATE_TYPE":                   ssl + 8,
	"SSL_ERROR_RX_MALFORMED_CERTIFICATE":                       ssl + 30,
	"SSL_ERROR_EXTRACT_PUBLIC_KEY_FAILURE":                     ssl + 67,
	"SSL_ERROR_CERT_KEA_MISMATCH":                              ssl + 88,
}

// firefoxNumber is the number that webNavigation tells: an nsresult of the security
// module.
func firefoxNumber(nss int) string { return fmt.Sprint("Error code ", 0x805A0000-nss) }

// TestFirefoxNumbers computes every number of the table from the code that stands
// beside it.
func TestFirefoxNumbers(t *testing.T) {
	text, err := os.ReadFile("certificate_faults.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\t"(Error code \d+)": +\w+, +// (\w+)$`).FindAllStringSubmatch(string(text), -1)
	if len(rows) != len(nssCodes) || strings.Count(string(text), "Error code") != len(nssCodes) {
		t.Errorf("%d rows, and %d codes", len(rows), len(nssCodes))
	}
	for _, row := range rows {
		code, ok := nssCodes[row[2]]
		if !ok || row[1] != firefoxNumber(code) {
			t.Errorf("%s: %q, want %q", row[2], row[1], firefoxNumber(code))
		}
	}
	// Measured with Firefox 153.
	for name, want := range map[string]string{
		"SEC_ERROR_EXPIRED_CERTIFICATE":       "Error code 2153390069",
		"SSL_ERROR_BAD_CERT_DOMAIN":           "Error code 2153394164",
		"MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT": "Error code 2153398258",
		"SEC_ERROR_UNKNOWN_ISSUER":            "Error code 2153390067",
	} {
		if got := firefoxNumber(nssCodes[name]); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestNSSCodes compares the codes with NSS's own headers, where they are there.
func TestNSSCodes(t *testing.T) {
	var headers strings.Builder
	for _, name := range []string{"secerr.h", "sslerr.h"} {
		text, err := os.ReadFile("/usr/include/nss/" + name)
		if err != nil {
			t.Skip("NSS's headers are not here (Debian's libnss3-dev):", err)
		}
		headers.Write(text)
	}
	base := map[string]int{"SEC": sec, "SSL": ssl}
	found := 0
	for _, m := range regexp.MustCompile(`(\w+)\s*=\s*\(?(SEC|SSL)_ERROR_BASE \+\s*(\d+)`).FindAllStringSubmatch(headers.String(), -1) {
		offset, _ := strconv.Atoi(m[3])
		if code, ok := nssCodes[m[1]]; ok {
			found++
			if code != base[m[2]]+offset {
				t.Errorf("%s: %d, and NSS says %d", m[1], code, base[m[2]]+offset)
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d codes found in the headers", found)
	}
}

// TestFaultClasses: every class has codes, and words of its own.
func TestFaultClasses(t *testing.T) {
	coded, said := map[certificateFault]bool{}, map[string]bool{"": true}
	for _, f := range certificateFaults {
		coded[f] = true
	}
	for f := faultInterceptor; f <= faultMalformed; f++ {
		if !coded[f] || said[f.words().English] {
			t.Errorf("class %d: coded %v; its words are %q", f, coded[f], f.words().English)
		}
		said[f.words().English] = true
	}
	if acceptedFault("trust_error") != faultAuthority || acceptedFault("another_word") != faultMalformed {
		t.Error("the words for accepted certificates are not read")
	}
}
