package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// proxyAddress is where it is on a network with addresses.
const proxyAddress = "10.20.0.3"

// proxy is an HTTP proxy that leads everything to u, and notes nothing.
func proxy(u *upstream) http.Handler {
	relay := u.relay(always("http"), nil)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			relay.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(http.StatusOK)
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		early, _ := buffered.Reader.Peek(buffered.Reader.Buffered())
		to := u.plainAt
		if strings.HasSuffix(r.Host, ":443") {
			to = u.secureAt
		}
		pipe(replayed{conn, io.MultiReader(strings.NewReader(string(early)), conn)}, to)
	})
}

// pac is the script (proxy auto-configuration) that sends all but this computer
// itself through the proxy on a port.
func pac(at net.Addr) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-ns-proxy-autoconfig")
		fmt.Fprintf(w, `function FindProxyForURL(url, host) {
	if (host === "localhost" || host === "127.0.0.1") return "DIRECT";
	return "PROXY %s";
}
`, at)
	}
}
