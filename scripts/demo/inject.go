package main

import (
	"net/http"
	"strings"
)

// inject edits plain pages on their way, as some access providers and hotels do
// to count or to advertise: a script, and a header. Encrypted ones pass.
func inject(u *upstream) road {
	return road{secure: u.passSecure, plain: u.serve(u.relay(always("http"), func(res *http.Response) error {
		res.Header.Set("X-Served-By", "hotspot")
		return changeText(res, injected)
	}))}
}

const injectedScript = `<script src="http://count.hotspot.test/count.js"></script>`

// injected puts the script where it does least harm to the page: at the end.
func injected(text string) string {
	if head, tail, ok := strings.Cut(text, "</body>"); ok {
		return head + injectedScript + "</body>" + tail
	}
	return text + injectedScript
}
