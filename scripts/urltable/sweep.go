package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"midwatch/wasm/weburl"
)

const (
	random    = 500_000 // addresses put together at random
	mostShown = 100     // differences
)

// pieces are what random addresses are made of.
var pieces = strings.Fields(`http: https: ws: wss: ftp: HTTP: h / / / // \ : @ ? # . .. %2e %2E %2 % & = a b A xn-- xn--a
	bcher-kva example.com 0 1 08 0x7f 255 256 65535 65536 :80 :443 [ ] [::1] [:: :: ffff :1 ü ß ẞ ς 例 。 ．  ａ ％ 🍵 א ا ب ` +
	"\u200c \u200d \u00ad \u0301 \u094d \u0915 \u0338 < > ' \" ` { } | ^ * ! $ ( ) + , ; ~ _ - @@ u:p@ %41 %c3%bc %00 %20 %5b %5d %3a %25 %2a")

var bases = []string{"https://example.com:8443/a/b/c?q#f", "http://a", "ws://b/c//d/", "wss://[::1]:81/x", "ftp://c/d", "about:blank"}

// sweep compares weburl with Chromium, on random addresses and on hosts with
// every code point there is, and prints where they differ.
func sweep(seed uint64) error {
	var questions [][]string
	source := rand.New(rand.NewPCG(seed, 0))
	for range random {
		var s strings.Builder
		if source.IntN(2) == 0 {
			s.WriteString("http://")
		}
		for range 1 + source.IntN(8) {
			s.WriteString(pieces[source.IntN(len(pieces))])
			if source.IntN(20) == 0 {
				s.WriteByte(' ')
			}
		}
		question := []string{s.String()}
		if source.IntN(2) == 0 {
			question = append(question, bases[source.IntN(len(bases))])
		}
		questions = append(questions, question)
	}
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		if utf8.ValidRune(r) {
			questions = append(questions, []string{"http://" + string(r)}, []string{"http://a" + string(r) + "b"})
		}
	}

	raw := make([]json.RawMessage, len(questions))
	for i, q := range questions {
		raw[i], _ = json.Marshal(q)
	}
	answers, version, err := ask(chromium, raw)
	if err != nil {
		return err
	}
	differ := 0
	for i, q := range questions {
		got, want := read(q), ""
		if answers[i] != nil {
			want = answers[i].Href
		}
		if got == want || !judged(got) && !judged(want) {
			continue
		}
		if differ++; differ <= mostShown {
			fmt.Printf("%+q: weburl %+q, Chromium %+q\n", q, got, want)
		}
	}
	fmt.Printf("%d addresses; weburl and %s differ on %d\n", len(questions), version, differ)
	return nil
}

// judged reports whether an address has a scheme that the browsers' answer must
// be met for.
func judged(address string) bool {
	scheme, _, _ := strings.Cut(address, ":")
	return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss" || scheme == "ftp"
}

// read is weburl's answer, empty for a refusal.
func read(question []string) string {
	var base weburl.URL
	if len(question) == 2 {
		base, _ = weburl.Parse(question[1])
	}
	u, err := base.Resolve(question[0])
	if err != nil {
		return ""
	}
	return u.String()
}
