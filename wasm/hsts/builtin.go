//go:build !js

package hsts

import _ "embed"

// Builtin is the preload list for OpenPreload and UsePreload. It must not be
// changed. In the browser it is handed in from the extension's package instead.
//
//go:embed preload.bin
var Builtin []byte
