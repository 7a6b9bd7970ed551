package main

import (
	"crypto/tls"
	"net/http"
	"time"
)

// wrongBy is how far the clocks of clocks are off.
const wrongBy = -3 * day

// clocks has the servers of the chosen hosts date their answers wrongly. All of
// them together look as they do from a computer whose own clock is off: one
// cannot tell the two apart.
func clocks(u *upstream, certificate func(host string) (*tls.Certificate, error), chosen func(host string) bool) road {
	late := func(res *http.Response) error {
		if chosen(hostname(res.Request.Host)) {
			res.Header.Set("Date", time.Now().Add(wrongBy).UTC().Format(http.TimeFormat))
		}
		return nil
	}
	return road{
		plain:  u.serve(u.relay(always("http"), late)),
		secure: only(chosen, u.terminate(certificate, u.relay(always("https"), late), "http/1.1"), u.passSecure),
	}
}
