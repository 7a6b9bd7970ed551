package page

import (
	"midwatch/wasm/browser"
	"midwatch/wasm/weburl"
)

// As main does it.
func init() { weburl.ToASCII = browser.ToASCII }
