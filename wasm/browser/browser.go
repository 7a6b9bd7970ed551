//go:build js

// Package browser asks the browser for what it knows better than the core could
// without carrying it along. Nothing that judges imports it: main hands its
// functions to those that need them.
package browser

import (
	"errors"
	"strings"

	"github.com/hack-pad/safejs"
)

// maxKept bounds the hosts whose answers are kept: asking takes tens of
// microseconds, and a page names the same few again and again.
const maxKept = 8

type answer struct {
	host, ascii string
	err         error
}

var (
	kept   []answer
	oldest int // in kept, once that is full
)

var errMore = errors.New("browser: more than a host")

// ToASCII is weburl.ToASCII as the browser's own URL parser has it.
func ToASCII(host string) (string, error) {
	for i := range kept {
		if kept[i].host == host {
			return kept[i].ascii, kept[i].err
		}
	}
	a := answer{host: strings.Clone(host)} // host may be part of a page's text
	a.ascii, a.err = ask(host)
	if len(kept) < maxKept {
		kept = append(kept, a)
	} else {
		kept[oldest] = a
		oldest = (oldest + 1) % maxKept
	}
	return a.ascii, a.err
}

func ask(host string) (string, error) {
	// Outside the brackets of an IPv6 address a colon would begin a port.
	inBrackets := strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]")
	if strings.ContainsAny(host, `/\?#@`) || !inBrackets && strings.IndexByte(host, ':') >= 0 {
		return "", errMore
	}
	parser, err := safejs.Global().Get("URL")
	if err != nil {
		return "", err
	}
	url, err := parser.New("http://" + host + "/")
	if err != nil {
		return "", err
	}
	name, err := url.Get("hostname")
	if err != nil {
		return "", err
	}
	return name.String()
}
