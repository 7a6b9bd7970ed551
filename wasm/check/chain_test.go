package check

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/say"
)

// chainOf makes hops from lines of words: a status, an address, then what else was
// seen: an error, a header as name:value, or one of the words below.
func chainOf(lines ...string) (hops []fact.Hop) {
	for i, line := range lines {
		words := strings.Split(line, " | ")
		status, address, _ := strings.Cut(words[0], " ")
		h := fact.Hop{URL: address, At: fact.Time(1000 + 10*i)}
		h.Status, _ = strconv.Atoi(status)
		if h.Status > 0 {
			h.Done, h.StatusLine, h.Address = true, fmt.Sprintf("HTTP/1.1 %d X", h.Status), "192.0.2.1"
		}
		for _, w := range words[1:] {
			name, value, _ := strings.Cut(w, ":")
			switch name {
			case "client":
				h.Client = true
			case "text":
				h.Refresh = value
			case "next":
				h.Next = value
			case "unaddressed":
				h.Address = ""
			case "error":
				h.Error = value
			case "internal":
				h.StatusLine, h.Address = "HTTP/1.1 307 Internal Redirect", ""
			default:
				h.Headers = append(h.Headers, fact.Header{Name: name, Value: value})
			}
		}
		hops = append(hops, h)
	}
	return hops
}

// told writes a chain as it was judged: each hop's scheme and host, whether it
// crossed the network in clear (*), and why the next followed.
func told(chain []Hop) string {
	var list []string
	for _, h := range chain {
		word := h.URL.Scheme + ":" + h.URL.Host
		if h.Plain {
			word += "*"
		}
		list = append(list, strings.TrimSpace(word+" "+string(h.Cause)))
	}
	return strings.Join(list, ", ")
}

const (
	insists  = "strict-transport-security:max-age=1000; includeSubDomains"
	upgrade  = "content-security-policy:upgrade-insecure-requests"
	internal = "307 http://a.test/ | internal | location:https://a.test/"
)

// TestCauses tells apart why one hop of a navigation followed another.
func TestCauses(t *testing.T) {
	known := []fact.Known{{Host: "a.test", HSTS: fact.Policy{MaxAge: 1000, At: 1, Expires: 1e9}}}
	for _, c := range []struct {
		name   string
		source fact.Source
		visit  fact.Visit
		hops   []string
		want   string
	}{
		{"a server", fact.Chromium, fact.Visit{}, []string{"301 http://a.test/", "200 https://a.test/"}, "http:a.test* server, https:a.test"},
		{"HSTS", fact.Chromium, fact.Visit{}, []string{internal + " | non-authoritative-reason:HSTS", "200 https://a.test/"},
			"http:a.test hsts, https:a.test"},
		{"a server that says HSTS: it has an address", fact.Chromium, fact.Visit{},
			[]string{"307 http://a.test/ | non-authoritative-reason:HSTS", "200 https://a.test/"}, "http:a.test* server, https:a.test"},
		{"a reason with another status", fact.Chromium, fact.Visit{},
			[]string{"302 http://a.test/ | non-authoritative-reason:HSTS", "200 https://a.test/"}, "http:a.test* server, https:a.test"},
		{"a reason with another status, in a recording without addresses", fact.HAR, fact.Visit{},
			[]string{"302 http://a.test/ | unaddressed | non-authoritative-reason:HSTS", "200 https://a.test/"}, "http:a.test* server, https:a.test"},
		{"HTTPS-first, in a recording, of a known host", fact.HAR, fact.Visit{Known: known},
			[]string{internal + " | non-authoritative-reason:HttpsUpgrades", "200 https://a.test/"}, "http:a.test https-first, https:a.test"},
		{"HTTPS-first, as a redirect", fact.Chromium, fact.Visit{}, []string{internal + " | non-authoritative-reason:HttpsUpgrades", "200 https://a.test/"},
			"http:a.test https-first, https:a.test"},
		{"an HTTPS record", fact.Chromium, fact.Visit{}, []string{internal + " | non-authoritative-reason:DNS", "200 https://a.test/"},
			"http:a.test https-first, https:a.test"},
		{"an internal redirect without a reason, upward", fact.Chromium, fact.Visit{}, []string{internal, "200 https://a.test/"},
			"http:a.test https-first, https:a.test"},
		{"an extension's upgrade", fact.Chromium, fact.Visit{}, []string{internal + " | non-authoritative-reason:WebRequest API", "200 https://a.test/"},
			"http:a.test extension, https:a.test"},
		{"an extension", fact.Chromium, fact.Visit{}, []string{internal + " | non-authoritative-reason:WebRequest API", "200 https://b.test/"},
			"http:a.test extension, https:b.test"},
		{"a reason of next year", fact.Chromium, fact.Visit{}, []string{internal + " | non-authoritative-reason:Whim", "200 https://b.test/"},
			"http:a.test extension, https:b.test"},
		{"HTTPS-first, told by its address", fact.Chromium, fact.Visit{}, []string{"0 http://a.test/", "200 https://a.test/"},
			"http:a.test https-first, https:a.test"},
		{"the same, of a host that memory knows: HSTS it would have said", fact.Chromium, fact.Visit{Known: known}, []string{"0 http://a.test/", "200 https://a.test/"},
			"http:a.test https-first, https:a.test"},
		{"HSTS after a redirect, of which Chromium shows only where it led", fact.Chromium, fact.Visit{Known: known},
			[]string{"302 http://b.test/ | location:http://a.test/", "0 http://a.test/", "200 https://a.test/"},
			"http:b.test* server, http:a.test hsts, https:a.test"},
		{"HTTPS-first after a document that led on", fact.Chromium, fact.Visit{Known: known},
			[]string{"200 https://b.test/ | client", "0 http://a.test/", "200 https://a.test/"},
			"https:b.test script, http:a.test https-first, https:a.test"},
		{"HTTPS-first that failed", fact.Chromium, fact.Visit{}, []string{"0 http://a.test/", "0 https://a.test/ | error:net::ERR_CONNECTION_REFUSED", "200 http://a.test/"},
			"http:a.test https-first, https:a.test fallback, http:a.test*"},
		{"HTTPS-first after a redirect", fact.Chromium, fact.Visit{}, []string{"302 https://b.test/ | location:http://a.test/x | next:https://a.test/x", "200 https://a.test/x"},
			"https:b.test server, http:a.test https-first, https:a.test"},

		{"Firefox: a setting", fact.Firefox, fact.Visit{}, []string{"0 http://a.test/", "200 https://a.test/"}, "http:a.test https-first, https:a.test"},
		{"Firefox: a policy in memory", fact.Firefox, fact.Visit{Known: known}, []string{"0 http://a.test/", "200 https://a.test/"},
			"http:a.test hsts, https:a.test"},
		{"Firefox: a policy in memory, of this host only", fact.Firefox, fact.Visit{Known: known}, []string{"0 http://www.a.test/", "200 https://www.a.test/"},
			"http:www.a.test https-first, https:www.a.test"},
		{"Firefox: a policy that ran out", fact.Firefox, fact.Visit{Known: []fact.Known{{Host: "a.test", HSTS: fact.Policy{MaxAge: 1, Expires: 999}}}},
			[]string{"0 http://a.test/", "200 https://a.test/"}, "http:a.test https-first, https:a.test"},
		{"Firefox: the browser says that it knows the host", fact.Firefox, fact.Visit{Connections: []fact.Connection{{Host: "a.test", HSTS: true}}},
			[]string{"0 http://a.test/", "200 https://a.test/"}, "http:a.test hsts, https:a.test"},
		{"Firefox: it says so of another", fact.Firefox, fact.Visit{Connections: []fact.Connection{{Host: "a.test"}, {Host: "b.test", HSTS: true}}},
			[]string{"0 http://a.test/", "200 https://a.test/"}, "http:a.test https-first, https:a.test"},
		{"Firefox: a policy that came on the way", fact.Firefox, fact.Visit{},
			[]string{"302 https://a.test/ | " + insists, "0 http://www.a.test/", "200 https://www.a.test/"},
			"https:a.test server, http:www.a.test hsts, https:www.a.test"},
		{"Firefox: a policy that came only then", fact.Firefox, fact.Visit{}, []string{"0 http://a.test/", "200 https://a.test/ | " + insists},
			"http:a.test https-first, https:a.test"},
		{"Firefox: a policy taken back on the way", fact.Firefox, fact.Visit{Known: known},
			[]string{"302 https://a.test/ | strict-transport-security:max-age=0", "0 http://a.test/", "200 https://a.test/"},
			"https:a.test server, http:a.test https-first, https:a.test"},
		{"Firefox: an extension", fact.Firefox, fact.Visit{}, []string{"0 http://a.test/", "200 https://b.test/"}, "http:a.test extension, https:b.test"},
		{"Firefox: an extension, from HTTPS to itself", fact.Firefox, fact.Visit{}, []string{"0 https://a.test/", "200 https://a.test/"},
			"https:a.test extension, https:a.test"},
		{"Firefox: HTTPS-first that failed", fact.Firefox, fact.Visit{}, []string{"0 http://a.test/", "0 https://a.test/ | error:NS_ERROR_NET_RESET", "200 http://a.test/"},
			"http:a.test https-first, https:a.test fallback, http:a.test*"},
		{"a failure, then another address", fact.Firefox, fact.Visit{}, []string{"0 https://a.test/ | error:NS_ERROR_NET_RESET", "200 http://b.test/"},
			"https:a.test extension, http:b.test*"},

		{"a refresh in the text", fact.Firefox, fact.Visit{}, []string{"200 https://a.test/ | client | text:http://b.test/x", "200 http://b.test/x"},
			"https:a.test meta-refresh, http:b.test*"},
		{"a refresh in the head", fact.Chromium, fact.Visit{}, []string{"200 http://a.test/ | client | refresh:0; URL='//b.test/x#y'", "200 http://b.test/x"},
			"http:a.test* meta-refresh, http:b.test*"},
		{"a refresh of the document itself", fact.Chromium, fact.Visit{}, []string{"200 http://a.test/ | client | refresh:5", "200 http://a.test/"},
			"http:a.test* meta-refresh, http:a.test*"},
		{"a refresh that was upgraded unsaid", fact.Chromium, fact.Visit{}, []string{"200 https://a.test/ | client | text:http://b.test/", "200 https://b.test/"},
			"https:a.test meta-refresh, http:b.test https-first, https:b.test"},
		{"a refresh that was upgraded", fact.Firefox, fact.Visit{}, []string{"200 https://a.test/ | client | text:http://b.test/", "0 http://b.test/", "200 https://b.test/"},
			"https:a.test meta-refresh, http:b.test https-first, https:b.test"},
		{"a script, though there is a refresh", fact.Firefox, fact.Visit{}, []string{"200 https://a.test/ | client | text:https://c.test/ | refresh:x", "200 http://b.test/"},
			"https:a.test script, http:b.test*"},
		{"a document from the browser's memory that led on", fact.Firefox, fact.Visit{}, []string{"0 http://a.test/ | client", "200 https://a.test/"},
			"http:a.test script, https:a.test"},
		{"a policy for navigations to the same host", fact.Firefox, fact.Visit{Known: known},
			[]string{"200 https://a.test/ | client | " + upgrade, "0 http://a.test/x", "200 https://a.test/x"},
			"https:a.test script, http:a.test upgrade-insecure-requests, https:a.test"},
		{"which is not for another host", fact.Firefox, fact.Visit{},
			[]string{"200 https://b.test/ | client | " + upgrade, "0 http://a.test/x", "200 https://a.test/x"},
			"https:b.test script, http:a.test https-first, https:a.test"},
		{"nor of a document before the last", fact.Firefox, fact.Visit{},
			[]string{"200 https://a.test/ | client | " + upgrade, "200 https://b.test/ | client", "0 http://a.test/x", "200 https://a.test/x"},
			"https:a.test script, https:b.test script, http:a.test https-first, https:a.test"},
		{"nor of a redirect", fact.Firefox, fact.Visit{}, []string{"302 https://a.test/ | " + upgrade, "0 http://a.test/x", "200 https://a.test/x"},
			"https:a.test server, http:a.test https-first, https:a.test"},

		{"a loop", fact.Chromium, fact.Visit{}, []string{"302 http://a.test/", "302 https://a.test/", "302 http://a.test/", "302 https://a.test/ | error:net::ERR_TOO_MANY_REDIRECTS"},
			"http:a.test* server, https:a.test server, http:a.test* server, https:a.test"},
		{"to data:", fact.Chromium, fact.Visit{}, []string{"302 https://a.test/ | next:data:text/html,x | error:net::ERR_UNSAFE_REDIRECT"}, "https:a.test"},
		{"to data:, as a hop", fact.Firefox, fact.Visit{}, []string{"302 https://a.test/", "0 data:text/html,x | error:NS_ERROR_X"}, "https:a.test server, data:"},
		{"to a program's scheme", fact.Chromium, fact.Visit{}, []string{"302 http://a.test/ | location:intent://x#Intent;end", "0 intent://x"}, "http:a.test* server, intent:"},
		{"to nowhere", fact.Chromium, fact.Visit{}, []string{"302 http://a.test/ | location:http://[ | next:http://[", "0 http://[", "200 https://a.test/"}, "http:a.test*"},
		{"a recording's upgrade that went unsaid", fact.HAR, fact.Visit{Known: known}, []string{"302 https://b.test/ | next:http://a.test/x", "200 https://a.test/x"},
			"https:b.test server, http:a.test hsts, https:a.test"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := c.visit
			v.Source, v.Navigation = c.source, fact.Load{Destination: "main_frame", Hops: chainOf(c.hops...)}
			if got := told(Of(&v).Chain); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestLoadCauses tells apart why a part of a page was asked for over HTTPS.
func TestLoadCauses(t *testing.T) {
	const twice, upward = "http:b.test", ", https:b.test"
	plain := []string{"0 http://b.test/x", "200 https://b.test/x"}
	led := []string{"302 https://c.test/ | location:http://b.test/x", "200 https://b.test/x"}
	known := []fact.Known{{Host: "b.test", HSTS: fact.Policy{MaxAge: 1000, Expires: 1e9}}}
	for _, c := range []struct {
		name        string
		source      fact.Source
		document    string
		destination string
		known       []fact.Known
		page        fact.Page
		hops        []string
		want        string
	}{
		{"an image", fact.Firefox, "200 https://a.test/", "image", nil, fact.Page{}, plain, twice + " mixed-content-upgrade" + upward},
		{"an image of a known host", fact.Firefox, "200 https://a.test/", "image", known, fact.Page{}, plain, twice + " hsts" + upward},
		{"the page's policy comes first", fact.Firefox, "200 https://a.test/ | " + upgrade, "image", known, fact.Page{}, plain,
			twice + " upgrade-insecure-requests" + upward},
		{"one in its text", fact.Firefox, "200 https://a.test/", "script", nil, fact.Page{URL: "https://a.test/", Upgrades: true}, plain,
			twice + " upgrade-insecure-requests" + upward},
		{"in an insecure page too", fact.Firefox, "200 http://a.test/ | " + upgrade, "script", nil, fact.Page{}, plain,
			twice + " upgrade-insecure-requests" + upward},
		{"a script in a secure page: HTTPS-Only Mode", fact.Firefox, "200 https://a.test/", "script", nil, fact.Page{}, plain, twice + " https-first" + upward},
		{"an image in an insecure page: HTTPS-Only Mode", fact.Firefox, "200 http://a.test/", "image", nil, fact.Page{}, plain, twice + " https-first" + upward},
		{"Chromium: a redirected image", fact.Chromium, "200 https://a.test/", "image", known, fact.Page{}, led,
			"https:c.test server, http:b.test mixed-content-upgrade, https:b.test"},
		{"Chromium: a redirected script with a policy", fact.Chromium, "200 https://a.test/ | " + upgrade, "script", nil, fact.Page{}, led,
			"https:c.test server, http:b.test upgrade-insecure-requests, https:b.test"},
		{"Chromium: a policy that was not read", fact.Chromium, "200 https://a.test/", "script", nil, fact.Page{}, led,
			"https:c.test server, http:b.test upgrade-insecure-requests, https:b.test"},
		{"Chromium: HSTS", fact.Chromium, "200 http://a.test/", "script", nil, fact.Page{},
			[]string{"307 http://b.test/ | internal | non-authoritative-reason:HSTS", "200 https://b.test/"}, "http:b.test hsts, https:b.test"},
		{"Chromium: a socket to a known host goes encrypted", fact.Chromium, "200 http://a.test/", "websocket", known, fact.Page{},
			[]string{"101 ws://b.test/"}, "ws:b.test"},
		{"a socket to any other", fact.Chromium, "200 http://a.test/", "websocket", nil, fact.Page{}, []string{"101 ws://b.test/"}, "ws:b.test*"},
		{"Firefox: a socket to a known host", fact.Firefox, "200 http://a.test/", "websocket", known, fact.Page{}, []string{"101 ws://b.test/"}, "ws:b.test*"},
		{"a redirect's own way up", fact.Chromium, "200 https://a.test/", "image", nil, fact.Page{},
			[]string{"302 https://c.test/ | location:https://b.test/", "200 https://b.test/"}, "https:c.test server, https:b.test"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := fact.Visit{Source: c.source, Known: c.known, Navigation: fact.Load{Destination: "main_frame", Hops: chainOf(c.document)},
				Loads: []fact.Load{{Destination: c.destination, Hops: chainOf(c.hops...)}}}
			if c.page.URL != "" {
				v.Pages = []fact.Page{c.page}
			}
			if got := told(Of(&v).Loads[0].Hops); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func usePreload(t *testing.T) {
	t.Helper()
	data, err := os.ReadFile("../hsts/preload.bin")
	if err != nil {
		t.Fatal(err)
	}
	if err := hsts.UsePreload(data); err != nil {
		t.Fatal(err)
	}
}

// TestObservatory names each outcome of MDN HTTP Observatory's redirection test
// and what is said of such a visit.
func TestObservatory(t *testing.T) {
	usePreload(t)
	for _, c := range []struct {
		outcome string
		hops    []string
		want    string // check, evidence, and what was seen
	}{
		{"redirection-not-needed-no-http", []string{"200 https://a.test/"}, ""},
		{"redirection-not-needed-no-http: only asked for", []string{"0 http://a.test/", "200 https://a.test/"}, ""},
		{"redirection-missing", []string{"200 http://a.test/"}, "insecure-page http://a.test/"},
		{"redirection-not-to-https", []string{"301 http://a.test/", "200 http://www.a.test/"}, "insecure-page http://www.a.test/"},
		{"redirection-invalid-cert", []string{"301 http://a.test/", "0 https://a.test/ | error:net::ERR_CERT_AUTHORITY_INVALID"},
			"certificate-error https://a.test/"},
		{"redirection-not-to-https-on-initial-redirection", []string{"301 http://a.test/", "301 http://www.a.test/", "200 https://www.a.test/"},
			"exposed-hop http://a.test/ [passed] It led to another address that is not encrypted either.\n" +
				"exposed-hop http://www.a.test/ [passed] It led to the same host over HTTPS."},
		{"redirection-off-host-from-http", []string{"301 http://a.test/", "200 https://www.a.test/"},
			"exposed-hop http://a.test/ [passed] It led to www.a.test without securing its own host first."},
		{"redirection-to-https", []string{"301 http://a.test/", "301 https://a.test/", "200 https://www.a.test/"},
			"exposed-hop http://a.test/ [passed] It led to the same host over HTTPS."},
		{"redirection-to-https: with a port", []string{"301 http://a.test/", "200 https://a.test:8443/"},
			"exposed-hop http://a.test/ [passed] It led to the same host over HTTPS."},
		{"redirection-all-redirects-preloaded", []string{"301 http://a.dev/", "301 http://www.a.dev/", "200 https://www.a.dev/"}, ""},
		{"one of them preloaded", []string{"301 http://a.test/", "301 http://www.a.dev/", "200 https://www.a.dev/"},
			"exposed-hop http://a.test/ [passed] It led to another address that is not encrypted either."},

		// Where a visit tells more than Observatory asks.
		{"covered from now on", []string{"301 http://a.test/", "200 https://a.test/ | " + insists},
			"exposed-hop http://a.test/ [covered] It led to the same host over HTTPS. From now on the browser goes to this host over HTTPS by itself."},
		{"covered by its parent", []string{"301 http://www.a.test/", "200 https://a.test/ | " + insists},
			"exposed-hop http://www.a.test/ [covered] It led to a.test without securing its own host first. From now on the browser goes to this host over HTTPS by itself."},
		{"covered, and uncovered again", []string{"301 http://a.test/", "302 https://a.test/ | " + insists, "200 https://a.test/x | strict-transport-security:max-age=0"},
			"exposed-hop http://a.test/ [passed] It led to the same host over HTTPS."},
		{"a detour", []string{"302 https://a.test/", "302 http://b.test/", "200 https://b.test/"},
			"downgrade-redirect https://a.test/ [loaded] It redirects to http://b.test/. The browser went there without encryption.\n" +
				"exposed-hop http://b.test/ [passed] An encrypted address led here. It led to the same host over HTTPS."},
		{"upgraded on the way", []string{"301 http://a.test/", "0 http://b.test/", "200 https://b.test/"},
			"exposed-hop http://a.test/ [passed] It led to b.test without securing its own host first."},
		{"a document that leads on", []string{"200 http://a.test/ | client", "200 https://a.test/"},
			"exposed-hop http://a.test/ [passed] Its page came without encryption, and led to the same host over HTTPS."},
		{"a document that leads down", []string{"200 https://a.test/ | client | text:http://b.test/", "301 http://b.test/", "200 https://b.test/"},
			"downgrade-redirect https://a.test/ [loaded] Its page goes on by itself to http://b.test/. The browser went there without encryption.\n" +
				"exposed-hop http://b.test/ [passed] An encrypted address led here. It led to the same host over HTTPS."},
		{"there and back before it gets through", []string{"302 http://a.test/", "302 http://b.test/", "302 http://a.test/", "200 https://a.test/"},
			"exposed-hop http://a.test/ [passed] It led to another address that is not encrypted either.\n" +
				"exposed-hop http://b.test/ [passed] It led to another address that is not encrypted either."},
		{"an endless loop", []string{"302 http://a.test/ | next:http://b.test/", "302 http://b.test/ | next:http://a.test/", "302 http://a.test/ | next:http://b.test/ | error:net::ERR_TOO_MANY_REDIRECTS"}, ""},
		{"one through HTTPS", []string{"302 http://a.test/ | next:https://a.test/", "302 https://a.test/ | next:http://a.test/", "302 http://a.test/ | next:https://a.test/ | error:net::ERR_TOO_MANY_REDIRECTS"},
			"downgrade-redirect https://a.test/ [loaded] It redirects to http://a.test/. The browser went there without encryption."},
		{"this computer", []string{"302 http://localhost:8000/", "302 https://a.test/ | next:http://127.0.0.1/", "302 http://127.0.0.1/", "200 https://a.test/x"}, ""},
		{"to data:", []string{"302 https://a.test/ | next:data:text/html,x | error:net::ERR_UNSAFE_REDIRECT"}, ""},
		{"to data:, in clear", []string{"302 http://a.test/ | next:data:text/html,x | error:net::ERR_UNSAFE_REDIRECT"}, ""},
		{"to about:blank", []string{"302 https://a.test/ | location:about:blank | next:about:blank"}, ""},
		{"to a program", []string{"302 https://a.test/ | location:intent://x#Intent;S.browser_fallback_url=http://b.test/;end"}, ""},
		{"to nowhere", []string{"302 https://a.test/ | location:http://[::x | next:http://[::x"}, ""},
		{"to FTP", []string{"302 https://a.test/ | location:ftp://a.test/x"},
			"downgrade-redirect https://a.test/ [blocked] It redirects to ftp://a.test/x. The browser did not go there."},
		{"a redirect without an address is a document", []string{"302 http://a.test/"}, "insecure-page http://a.test/"},
		{"down, where nobody answers", []string{"302 https://a.test/", "0 http://a.test/ | error:net::ERR_CONNECTION_REFUSED"},
			"downgrade-redirect https://a.test/ [] It redirects to http://a.test/. The browser asked there without encryption, and no answer came."},
		{"down, where the browser stops", []string{"302 https://a.test/", "0 http://a.test/ | error:net::ERR_BLOCKED_BY_CLIENT"},
			"downgrade-redirect https://a.test/ [blocked] It redirects to http://a.test/. The browser did not go there."},
	} {
		t.Run(c.outcome, func(t *testing.T) {
			hops := chainOf(c.hops...)
			for i := range hops[:len(hops)-1] {
				if h := &hops[i]; h.Next == "" && h.Status >= 300 && h.Status <= 399 {
					h.Next = hops[i+1].URL
				}
			}
			s := Of(&fact.Visit{Source: fact.Chromium, Navigation: fact.Load{Destination: "main_frame", Hops: hops}})
			var got []string
			for _, k := range []Check{certificateError, downgradeRedirect, exposedHop, insecurePage} {
				for i, e := range k.Find(s) {
					line := k.ID + " " + e.URL
					if k.ID == downgradeRedirect.ID || k.ID == exposedHop.ID {
						line += " [" + string(e.Outcome) + "] " + say.English(e.Words)
						if i == 0 && len(e.Chain) != len(s.Chain) {
							t.Errorf("%s shows %d steps of %d", k.ID, len(e.Chain), len(s.Chain))
						}
					}
					got = append(got, line)
				}
			}
			if got := strings.Join(got, "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestPreloadedUpgrade: Firefox goes by its list without saying so.
func TestPreloadedUpgrade(t *testing.T) {
	usePreload(t)
	for _, c := range []struct {
		source fact.Source
		want   finding.Cause
	}{{fact.Firefox, finding.HSTS}, {fact.HAR, finding.HSTS}, {fact.Chromium, finding.HTTPSFirst}} {
		s := Of(&fact.Visit{Source: c.source, Navigation: fact.Load{Hops: chainOf("0 http://a.dev/", "200 https://a.dev/")}})
		if got := s.Chain[0].Cause; got != c.want {
			t.Errorf("%s: got %s, want %s", c.source, got, c.want)
		}
	}
}

// TestLongChains bounds what is shown of chains that never end.
func TestLongChains(t *testing.T) {
	var lines []string
	for i := range 400 {
		scheme := []string{"https", "http"}[i%2]
		lines = append(lines, fmt.Sprintf("302 %s://h%d.test/%s", scheme, i, strings.Repeat("x", 8<<10)))
	}
	v := &fact.Visit{Source: fact.Chromium, Navigation: fact.Load{Hops: chainOf("200 https://a.test/")}}
	for range 10 {
		hops := chainOf(lines...)
		for i := range hops[:len(hops)-1] {
			hops[i].Next = hops[i+1].URL
		}
		v.Loads = append(v.Loads, fact.Load{Destination: "image", Hops: hops})
	}
	s := Of(v)
	steps := Steps(s.Loads[0].Hops)
	if last := steps[len(steps)-1].URL; len(steps) != maxSteps || !strings.HasPrefix(last, "http://h399.test/x") || len(last) > maxAddress+len("…") {
		t.Errorf("%d steps, the last %.50q", len(steps), last)
	}
	size := 0
	found := downgradeRedirect.Find(s)
	for _, e := range found {
		for _, step := range e.Chain {
			size += len(step.URL)
		}
	}
	if len(found) != 10*200 || size > (maxDowngradeSteps+maxSteps)*(maxAddress+3) {
		t.Errorf("%d pieces of evidence, %d bytes", len(found), size)
	}
}

// TestSteps: the evidence of a chain is all of it, hop by hop.
func TestSteps(t *testing.T) {
	s := Of(&fact.Visit{Source: fact.Chromium, Navigation: fact.Load{Destination: "main_frame", Hops: chainOf(
		"302 https://a.test/ | next:http://b.test/", "200 http://b.test/ | client | text:https://c.test/", "200 https://c.test/")}})
	want := []finding.Step{
		{URL: "https://a.test/", Status: 302, Cause: finding.Server, Address: "192.0.2.1", Time: "1970-01-01T00:00:01.000Z"},
		{URL: "http://b.test/", Status: 200, Plain: true, Cause: finding.Refresh, Address: "192.0.2.1", Time: "1970-01-01T00:00:01.010Z"},
		{URL: "https://c.test/", Status: 200, Address: "192.0.2.1", Time: "1970-01-01T00:00:01.020Z"},
	}
	for _, c := range []Check{downgradeRedirect, exposedHop} {
		found := c.Find(s)
		if len(found) != 1 || !slices.Equal(found[0].Chain, want) {
			t.Errorf("%s: %+v", c.ID, found)
		}
	}
	if s.At() != 1020 {
		t.Errorf("the last document's navigation began at %v", s.At())
	}
}

// FuzzChain: whatever the hops are, they are judged; every one but the last has
// a cause, and none that stayed in the browser crossed the network.
func FuzzChain(f *testing.F) {
	f.Add("302 https://a.test/ | location:http://b.test/\n200 https://b.test/", false)
	f.Add("200 https://a.test/ | client | text:http://b.test/ | refresh:0;url=\n0 http://b.test/\n200 https://b.test/", true)
	f.Add("307 http://a.test/ | internal\n200 data:x\n0 http://[ | error:x", true)
	f.Add("302 http://a.test/ | next:ftp://b.test/\n0 intent:x\n101 ws://a.test/", false)
	f.Fuzz(func(t *testing.T, text string, firefox bool) {
		source := fact.Chromium
		if firefox {
			source = fact.Firefox
		}
		lines := strings.Split(text, "\n")
		s := Of(&fact.Visit{Source: source, Navigation: fact.Load{Destination: "main_frame", Hops: chainOf(lines...)},
			Loads: []fact.Load{{Destination: "image", Hops: chainOf(lines...)}}})
		chains := [][]Hop{s.Chain}
		for _, l := range s.Loads {
			chains = append(chains, l.Hops)
		}
		for _, chain := range chains {
			for i, h := range chain {
				if (h.Cause == "") != (i == len(chain)-1) || h.Plain && (h.Encrypted || h.Cause.Internal()) || len(chain) > 2*len(lines) {
					t.Errorf("%q: hop %d of %d: %q, plain %v, encrypted %v", text, i, len(chain), h.Cause, h.Plain, h.Encrypted)
				}
			}
			if n := len(Steps(chain)); n > maxSteps || n > len(chain) {
				t.Errorf("%d steps", n)
			}
		}
		for _, c := range All {
			c.Find(s)
		}
	})
}
