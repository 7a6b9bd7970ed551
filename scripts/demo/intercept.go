package main

import (
	"crypto/tls"
	"sync"
)

// intercept stands inside TLS, as mitmproxy and the inspection boxes of
// companies do: it answers each greeting with a certificate made on the fly and
// fetches from the honest servers what it is then asked for. Whether browsers
// believe it depends on who signed.
func intercept(u *upstream, ca *authority) road {
	return road{plain: u.passPlain, secure: u.intercepting(ca, "h2", "http/1.1")}
}

// fallback intercepts as many boxes do, which do not speak HTTP/2.
func fallback(u *upstream, ca *authority) road {
	return road{plain: u.passPlain, secure: u.intercepting(ca, "http/1.1")}
}

// intercepting leaves alone the hosts for which nobody answers.
func (u *upstream) intercepting(ca *authority, protocols ...string) way {
	best := u.best()
	return only(func(host string) bool { return best(host) == "https" },
		u.terminate(forging(ca), u.relay(always("https"), nil), protocols...), u.passSecure)
}

// forging makes each host's certificate once.
func forging(ca *authority) func(host string) (*tls.Certificate, error) {
	var mu sync.Mutex
	leafs := map[string]*tls.Certificate{}
	return func(host string) (*tls.Certificate, error) {
		mu.Lock()
		defer mu.Unlock()
		if leaf := leafs[host]; leaf != nil {
			return leaf, nil
		}
		leaf, err := ca.issue(host, Good, nil)
		if err == nil {
			leafs[host] = leaf
		}
		return leaf, err
	}
}

// inspectors are the roads on which somebody intercepts whom browsers were told
// to believe, and the names of their authorities.
var inspectors = map[string]string{
	"intercept-trusted": "Tideway family safety",
	"inspect":           "Tideway offices inspection",
	"fallback":          "Tideway old web filter",
}
