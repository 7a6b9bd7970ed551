package main

import (
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/http"
)

// Pages that lead to files and to live connections.

// plotter is an encrypted page that has people fetch a program.
func plotter(from string) http.Handler {
	return strictSite(show("Chart plotter", `<p>For all coasts. <a id="next" href="`+from+`">Download</a></p>`))
}

// program is one that does nothing, as a file to keep.
var program = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/x-msdownload")
	w.Header().Set("Content-Disposition", `attachment; filename="setup.exe"`)
	io.WriteString(w, "MZ: not really")
})

// live is a page with a WebSocket to an address of its own host.
func live(address string) http.Handler {
	return paths{
		"/":     show("Live", `<p>Leg three.</p><script>new WebSocket("`+address+`").onmessage = () => { document.body.dataset.live = "yes"; };</script>`),
		"/feed": http.HandlerFunc(feed),
	}
}

// feed is a WebSocket server (RFC 6455) that says one word.
func feed(w http.ResponseWriter, r *http.Request) {
	const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" // section 1.3
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + guid))
	w.Header().Set("Upgrade", "websocket")
	w.Header().Set("Connection", "Upgrade")
	w.Header().Set("Sec-WebSocket-Accept", base64.StdEncoding.EncodeToString(sum[:]))
	w.WriteHeader(http.StatusSwitchingProtocols)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	conn.Write([]byte("\x81\x02go")) // a whole message of text, two bytes long
	io.Copy(io.Discard, conn)        // until the browser leaves
}
