//go:build !js

package weburl

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

// lastingHosts are differences of idna from browsers that stay, and why.
var lastingHosts = map[string]string{
	"http://ب\u200c6/":  "idna lets a non-joiner stand before what does not join",
	"http://ب\u200c1ب/": "idna lets a non-joiner stand before what does not join",
}

// newer are hosts of characters that Unicode 16 or 17 added or came to map;
// idna knows them with Go 1.27.
var newer = []string{
	"http://\U0001fae9/", "http://\U0002f868/", "http://\U000323b0/", "http://\u10a0/", "http://\u1c8a/", "http://\ua7dc/",
	"http://\u2132/", "http://\u2183/", "http://\u1806/",
}

// excusedHosts are the addresses that ToASCII may make differ from Chromium's.
func excusedHosts(testing.TB) map[string]bool {
	excused := map[string]bool{}
	for input := range lastingHosts {
		excused[input] = true
	}
	if strings.HasPrefix(idna.UnicodeVersion, "15.") {
		for _, input := range newer {
			excused[input] = true
		}
	}
	return excused
}
