package mixed

import (
	"testing"

	"midwatch/wasm/weburl"
)

func parsed(t *testing.T, address string) weburl.URL {
	t.Helper()
	u, err := weburl.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func all(t *testing.T, addresses []string) (list []weburl.URL) {
	t.Helper()
	for _, a := range addresses {
		list = append(list, parsed(t, a))
	}
	return list
}

// TestTrustworthyURL takes Secure Contexts sections 3.1 (by step) and 3.2.
func TestTrustworthyURL(t *testing.T) {
	for _, c := range []struct {
		section string
		in      string
		want    bool
	}{
		{"3.1.3", "https://example.com/", true},
		{"3.1.3", "wss://example.com/", true},
		{"3.1.6", "file:///etc/hosts", true},
		{"3.2.2", "data:text/html,x", true},
		{"3.2.1", "about:blank", true},
		{"3.2.1", "about:srcdoc", true},
		{"beyond it", "javascript:void(0)", true},
		{"beyond it", "mailto:a@example.com", true},
		{"3.1.7", "moz-extension://6d1d0a7c-6d77-4e17-9a7c-0c1a7e5ca7e5/popup.html", true},
		{"3.1.9", "http://example.com/", false},
		{"3.1.9", "HTTP://EXAMPLE.COM/", false},
		{"3.1.9", "ws://example.com/", false},
		{"3.1.9", "ftp://example.com/", false},
		{"3.1.5", "http://localhost/", true},
		{"3.1.5", "http://localhost.:8080/", true},
		{"3.1.5", "ws://LOCALHOST/", true},
		{"3.1.5", "http://a.b.localhost/", true},
		{"3.1.5", "http://a.localhost./", true},
		{"3.1.5", "http://notlocalhost/", false},
		{"3.1.5", "http://localhost.example.com/", false},
		{"3.1.4", "http://127.0.0.1/", true},
		{"3.1.4", "http://127.255.1.2:80/", true},
		{"3.1.4", "http://0x7f.1/", true},
		{"3.1.4", "http://2130706433/", true},
		{"3.1.4", "http://127.0.0.1.example.com/", false},
		{"3.1.4", "http://127.example/", false},
		{"3.1.4", "http://128.0.0.1/", false},
		{"3.1.4", "http://0.0.0.0/", false},
		{"3.1.4", "http://[::1]/", true},
		{"3.1.4", "http://[0:0::1]/", true},
		{"3.1.4", "http://[::2]/", false},
		{"3.1.4", "http://[::ffff:127.0.0.1]/", false},
		{"3.1.9", "http://192.168.1.1/", false},
		{"3.2.3 note", "blob:https://example.com/1-2", true},
		{"3.2.3 note", "blob:http://example.com/1-2", false},
		{"3.2.3 note", "blob:http://localhost/1-2", true},
		{"beyond it", "blob:null/1-2", true},
		{"beyond it", "blob:blob:blob:http://example.com/1", true},
	} {
		if got := TrustworthyURL(parsed(t, c.in)); got != c.want {
			t.Errorf("TrustworthyURL(%q) = %v, want %v (section %s)", c.in, got, c.want, c.section)
		}
	}
}

// TestTrustworthyOrigin takes Secure Contexts section 3.1, by step.
func TestTrustworthyOrigin(t *testing.T) {
	for _, c := range []struct {
		step string
		in   string
		want bool
	}{
		{"1", "data:text/html,x", false},
		{"1", "about:blank", false},
		{"1", "javascript:void(0)", false},
		{"1", "blob:null/1-2", false},
		{"1", "blob:file:///1-2", false},
		{"3", "https://example.com:8443/", true},
		{"3", "wss://example.com/", true},
		{"3 by 3.2's note", "blob:https://example.com/1-2", true},
		{"9 by 3.2's note", "blob:http://example.com/1-2", false},
		{"4", "http://127.0.0.9/", true},
		{"4", "ws://[::1]:9000/", true},
		{"5", "http://printer.localhost/", true},
		{"6", "file:///etc/hosts", true},
		{"7", "chrome-extension://abcdefghijklmnop/popup.html", true},
		{"9", "http://example.com/", false},
		{"9", "ftp://example.com/", false},
	} {
		if got := TrustworthyOrigin(parsed(t, c.in)); got != c.want {
			t.Errorf("TrustworthyOrigin(%q) = %v, want %v (step %s)", c.in, got, c.want, c.step)
		}
	}
}

// TestContext takes documents within documents, the innermost first.
func TestContext(t *testing.T) {
	const plain, secure, local = "http://plain.test/", "https://secure.test/", "http://localhost:8080/"
	for _, c := range []struct {
		section   string
		documents []string
		secure    bool // Secure Contexts section 1.1
		restricts bool // Mixed Content section 4.3
	}{
		{"1.1.1, 4.3 step 1", []string{secure}, true, true},
		{"1.1.1, 4.3 first example", []string{plain}, false, false},
		{"1.1.2, 4.3 step 1", []string{secure, secure}, true, true},
		{"1.1.2: an insecure page around it, 4.3 third example", []string{secure, plain}, false, true},
		{"1.1.2: between it and the top", []string{secure, plain, secure}, false, true},
		{"4.3 step 2: an ancestor restricts", []string{plain, secure}, false, true},
		{"4.3 step 2: not the nearest", []string{plain, plain, secure}, false, true},
		{"3.2 step 1: as what is around it", []string{"about:srcdoc", secure}, true, true},
		{"3.2 step 1: as what is around it", []string{"about:srcdoc", plain}, false, false},
		{"3.2 step 1: through another", []string{"about:blank", "about:srcdoc", secure}, true, true},
		{"4.3 step 2: within a secure frame", []string{"about:srcdoc", secure, plain}, false, true},
		{"3.2 step 2, 4.3 fourth example", []string{"data:text/html,x", secure}, true, true},
		{"3.2 step 2", []string{"data:text/html,x", plain}, false, false},
		{"3.2 note", []string{"blob:https://secure.test/1", secure}, true, true},
		{"3.2 note", []string{"blob:http://plain.test/1", plain}, false, false},
		{"4.3 step 1: a blob of a secure frame", []string{"blob:https://secure.test/1", plain}, false, true},
		{"4.3 step 1, which browsers do not follow", []string{local}, true, false},
		{"4.3 step 1: its own", []string{secure, local}, true, true},
		{"1.1.2", []string{plain, local}, false, false},
	} {
		list := all(t, c.documents)
		got := Top(list[len(list)-1])
		for i := len(list) - 2; i >= 0; i-- {
			got = got.Frame(list[i])
		}
		if want := (Context{c.secure, c.restricts}); got != want {
			t.Errorf("%q: %+v, want %+v (section %s)", c.documents, got, want, c.section)
		}
	}
}

// TestClassify takes Mixed Content, by section.
func TestClassify(t *testing.T) {
	for _, c := range []struct {
		section string
		want    Category
		kinds   []string
	}{
		{"3.1", Upgradable, []string{"image", "media", "audio", "video"}},
		{"3.1 note", Blockable, []string{"imageset"}},
		// destinations of fact.Ref
		{"3.2", Blockable, []string{"script", "style", "font", "frame", "object", "embed", "track", "manifest", "prefetch", "fetch",
			"socket", "worker", "ping"}},
		// webRequest's own words, of both browsers
		{"3.2", Blockable, []string{"sub_frame", "stylesheet", "xmlhttprequest", "csp_report", "websocket", "other"}},
		// Chromium's
		{"3.2", Blockable, []string{"webtransport", "webbundle"}},
		// Firefox's
		{"3.2", Blockable, []string{"beacon", "web_manifest", "speculative", "xslt", "json", "xml_dtd", "object_subrequest"}},
		{"3.2", Blockable, []string{"a kind of next year", ""}},
		{"4.4 step 1.4", None, []string{"main_frame", "link", "refresh"}},
		{"7.1", None, []string{"form"}},
		{"5.2", None, []string{"download"}},
		{"none: nothing is fetched", None, []string{"base", "connect"}},
	} {
		for _, kind := range c.kinds {
			if got := Classify(kind); got != c.want {
				t.Errorf("Classify(%q) = %s, want %s (section %s)", kind, got, c.want, c.section)
			}
		}
	}
}

// TestUpgrades takes Mixed Content section 4.1, by condition.
func TestUpgrades(t *testing.T) {
	for _, c := range []struct {
		step string
		in   string
		kind string
		want bool
	}{
		{"2", "http://example.com/a.png", "image", true},
		{"2", "http://example.com:8080/a.mp4", "media", true},
		{"2", "http://127.example.com/a.png", "image", true},
		{"1.2", "http://192.0.2.5/a.png", "image", false},
		{"1.2", "http://[2001:db8::5]/a.png", "image", false},
		{"1.5", "http://example.com/a.js", "script", false},
		{"1.6", "http://example.com/a.png", "imageset", false},
		{"2", "ftp://example.com/a.png", "image", false},
	} {
		if got := Upgrades(parsed(t, c.in), Classify(c.kind)); got != c.want {
			t.Errorf("Upgrades(%q, %s) = %v, want %v (step %s)", c.in, c.kind, got, c.want, c.step)
		}
	}
}

// TestMixedDownload takes Mixed Content section 5.2.
func TestMixedDownload(t *testing.T) {
	for _, c := range []struct {
		document string
		chain    []string
		want     bool
	}{
		{"https://secure.test/", []string{"http://files.test/a.exe"}, true},
		{"https://secure.test/", []string{"https://files.test/a.exe"}, false},
		{"https://secure.test/", []string{"https://a.test/", "http://b.test/", "https://files.test/a.exe"}, true},
		{"http://localhost/", []string{"http://files.test/a.exe"}, true},
		{"https://secure.test/", []string{"http://127.0.0.1:9000/a.exe"}, false},
		{"https://secure.test/", []string{"blob:https://secure.test/1"}, false},
		{"http://plain.test/", []string{"http://files.test/a.exe"}, false},
		{"https://secure.test/", nil, false},
	} {
		if got := MixedDownload(parsed(t, c.document), all(t, c.chain)); got != c.want {
			t.Errorf("MixedDownload(%q, %q) = %v, want %v", c.document, c.chain, got, c.want)
		}
	}
}

func FuzzTrustworthyURL(f *testing.F) {
	f.Add("blob:http://[::1]/")
	f.Add("http://127.0.0.1./")
	f.Add("http:")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := weburl.Parse(s)
		if err != nil {
			return
		}
		if TrustworthyOrigin(u) && !TrustworthyURL(u) {
			t.Errorf("%q has a trustworthy origin and is not trustworthy", s)
		}
		if c := Top(u); c.Restricts && !c.Secure {
			t.Errorf("%q came over HTTPS and is not secure", s)
		}
		if Upgrades(u, Upgradable) && u.Scheme != "http" {
			t.Errorf("%q is upgraded", s)
		}
	})
}
