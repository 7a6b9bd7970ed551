package weburl

import (
	"strings"
	"syscall/js"
	"testing"

	"midwatch/wasm/browser"
)

func init() { ToASCII = browser.ToASCII }

// excusedHosts are the addresses of which the URL parser that runs the test
// thinks otherwise than Chromium: node's knows less of IDNA.
func excusedHosts(t testing.TB) map[string]bool {
	excused := map[string]bool{}
	parser := js.Global().Get("URL")
	for _, a := range answers(t) {
		if !strings.HasPrefix(a.Ask[0], "http://") || kindsOf(PercentDecoded(a.Ask[0]))&beyondHost == 0 {
			continue
		}
		hostname := ""
		args := []any{a.Ask[0]}
		if len(a.Ask) == 2 {
			args = append(args, a.Ask[1])
		}
		if parser.Call("canParse", args...).Bool() {
			hostname = parser.New(args...).Get("hostname").String()
		}
		if a.Chromium == nil && hostname != "" || a.Chromium != nil && hostname != a.Chromium.Hostname {
			excused[a.Ask[0]] = true
		}
	}
	return excused
}
