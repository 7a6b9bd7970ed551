package mixed

import (
	"testing"

	"midwatch/wasm/weburl"
)

func TestTrustworthyURL(t *testing.T) {
	for in, want := range map[string]bool{
		"https://example.com/":                true,
		"wss://example.com/":                  true,
		"file:///etc/hosts":                   true,
		"data:text/html,x":                    true,
		"about:blank":                         true,
		"about:srcdoc":                        true,
		"javascript:void(0)":                  true,
		"mailto:a@example.com":                true,
		"http://example.com/":                 false,
		"HTTP://EXAMPLE.COM/":                 false,
		"ws://example.com/":                   false,
		"ftp://example.com/":                  false,
		"http://localhost/":                   true,
		"http://localhost.:8080/":             true,
		"ws://LOCALHOST/":                     true,
		"http://a.b.localhost/":               true,
		"http://a.localhost./":                true,
		"http://notlocalhost/":                false,
		"http://localhost.example.com/":       false,
		"http://127.0.0.1/":                   true,
		"http://127.255.1.2:80/":              true,
		"http://0x7f.1/":                      true,
		"http://2130706433/":                  true,
		"http://127.0.0.1.example.com/":       false,
		"http://127.example/":                 false,
		"http://128.0.0.1/":                   false,
		"http://0.0.0.0/":                     false,
		"http://[::1]/":                       true,
		"http://[0:0::1]/":                    true,
		"http://[::2]/":                       false,
		"http://[::ffff:127.0.0.1]/":          false,
		"http://192.168.1.1/":                 false,
		"blob:https://example.com/1-2":        true,
		"blob:http://example.com/1-2":         false,
		"blob:http://localhost/1-2":           true,
		"blob:null/1-2":                       true,
		"blob:blob:blob:http://example.com/1": true,
	} {
		u, err := weburl.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := TrustworthyURL(u); got != want {
			t.Errorf("TrustworthyURL(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestClassify(t *testing.T) {
	for want, kinds := range map[Category][]string{
		Upgradable: {"image", "media"},
		Blockable: {
			// destinations of fact.Ref
			"script", "style", "font", "frame", "object", "embed", "track", "manifest", "prefetch", "fetch", "socket", "worker", "ping",
			// webRequest's own words
			"sub_frame", "stylesheet", "imageset", "xmlhttprequest", "beacon", "csp_report", "websocket", "other", "web_manifest",
			"speculative", "xslt", "json", "xml_dtd", "object_subrequest",
			"a kind of next year", "",
		},
		None: {"main_frame", "form", "link", "refresh", "base", "connect", "download"},
	} {
		for _, kind := range kinds {
			if got := Classify(kind); got != want {
				t.Errorf("Classify(%q) = %s, want %s", kind, got, want)
			}
		}
	}
}

func FuzzTrustworthyURL(f *testing.F) {
	f.Add("blob:http://[::1]/")
	f.Add("http://127.0.0.1./")
	f.Fuzz(func(t *testing.T, s string) {
		if u, err := weburl.Parse(s); err == nil {
			TrustworthyURL(u)
		}
	})
}
