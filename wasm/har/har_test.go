package har

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"midwatch/wasm/fact"
)

const samples = "../../testdata/har"

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t *testing.T, file string) []Recording {
	t.Helper()
	list, err := Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// log makes a HAR of entries, each "address status redirect-or-type extra",
// a second after the other; extra holds further members of the entry.
func log(entries ...string) string {
	var list []string
	for i, e := range entries {
		part := strings.SplitN(e, " ", 4)
		redirect, mime, extra := "", "", ""
		if strings.HasPrefix(part[1], "3") {
			redirect = part[2]
		} else {
			mime = part[2]
		}
		if len(part) == 4 {
			extra = ", " + part[3]
		}
		list = append(list, fmt.Sprintf(`{"startedDateTime": "2026-03-01T10:00:%02dZ", "request": {"url": %q, "headers": []},
			"response": {"status": %s, "redirectURL": %q, "content": {"mimeType": %q}}%s}`, i, part[0], part[1], redirect, mime, extra))
	}
	return `{"log": {"entries": [` + strings.Join(list, ",") + `]}}`
}

// tell writes visits as text: the navigation, then a line for each load.
func tell(list []Recording) string {
	var b strings.Builder
	chain := func(l fact.Load) string {
		parts := []string{l.Destination}
		if l.Frame > 0 {
			parts[0] += fmt.Sprint("/", l.Frame)
		}
		for _, h := range l.Hops {
			parts = append(parts, h.URL)
		}
		return strings.Join(parts, " ")
	}
	for _, r := range list {
		fmt.Fprintf(&b, "%s: %s\n", r.Visit.ID, chain(r.Visit.Navigation))
		for _, l := range r.Visit.Loads {
			fmt.Fprintf(&b, "  %s\n", chain(l))
		}
	}
	return b.String()
}

func TestFacts(t *testing.T) {
	list, err := Read(bytes.NewReader(sample(t, "downgrade.har")))
	if err != nil {
		t.Fatal(err)
	}
	const start = 1772359200000
	want := fact.Visit{ID: "page_1", Source: fact.HAR, Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{
		{URL: "http://shop.test/", At: start, Status: 301, StatusLine: "HTTP/1.1 301 Moved Permanently", Done: true,
			Headers: []fact.Header{{Name: "location", Value: "https://shop.test/"}}, Next: "https://shop.test/", Address: "203.0.113.7"},
		{URL: "https://shop.test/", At: start + 20, Status: 302, StatusLine: "HTTP/2.0 302", Done: true,
			Headers: []fact.Header{{Name: "location", Value: "http://offers.shop.test/today"}, {Name: "strict-transport-security", Value: "max-age=300"}},
			Next:    "http://offers.shop.test/today", Address: "2001:db8::7"},
		{URL: "http://offers.shop.test/today", At: start + 40, Status: 200, StatusLine: "HTTP/1.1 200 OK", Done: true, Address: "203.0.113.8",
			Headers: []fact.Header{{Name: "content-type", Value: "text/html"}}},
	}}}
	if len(list) != 1 || !reflect.DeepEqual(list[0].Visit, want) {
		t.Errorf("got  %+v\nwant %+v", list, want)
	}
	if texts := list[0].Texts; len(texts) != 1 || texts[0].URL != "http://offers.shop.test/today" || !strings.HasPrefix(string(texts[0].Body), "<!doctype") {
		t.Errorf("texts: %+v", texts)
	}
}

func TestOrderBodyFailure(t *testing.T) {
	list, err := Read(bytes.NewReader(sample(t, "mixed.har")))
	if err != nil {
		t.Fatal(err)
	}
	want := "page_1: main_frame https://news.test/\n  script https://cdn.test/lib.js\n  image http://img.news.test/a.png\n: main_frame\n"
	if got := tell(list); got != want {
		t.Fatalf("got\n%swant\n%s", got, want)
	}
	if list[0].Skipped != 0 || list[1].Skipped != 1 {
		t.Errorf("skipped %d and %d, want 0 and 1", list[0].Skipped, list[1].Skipped)
	}
	script := list[0].Visit.Loads[0].Hops[0]
	if script.Error != "net::ERR_CERT_AUTHORITY_INVALID" || script.Done || script.Status != 0 {
		t.Errorf("failed load: %+v", script)
	}
	if image := list[0].Visit.Loads[1]; image.Initiator != "https://news.test/" {
		t.Errorf("image's initiator: %q", image.Initiator)
	}
	if texts := list[0].Texts; len(texts) != 1 || !strings.Contains(string(texts[0].Body), `src="http://ads.test/tag.js"`) {
		t.Errorf("base64 text: %+v", texts)
	}
}

func TestPlaces(t *testing.T) {
	page := func(id string) string { return fmt.Sprintf(`"pageref": %q`, id) }
	tests := []struct {
		name, file, want string
	}{
		{"no entries", log(), ""},
		{"redirects of a load are one load",
			log("https://a.test/ 200 text/html", "https://a.test/x.js 302 //b.test/y.js", "https://c.test/i 200 image/png", "https://b.test/y.js 200 text/javascript"),
			": main_frame https://a.test/\n  script https://a.test/x.js https://b.test/y.js\n  image https://c.test/i\n"},
		{"a redirect to the same address",
			log("https://a.test/ 302 /", "https://a.test/ 302 /", "https://a.test/ 200 text/html"),
			": main_frame https://a.test/ https://a.test/ https://a.test/\n"},
		{"a fragment does not part a chain",
			log("https://a.test/ 302 /b#top", "https://a.test/b 200 text/html"),
			": main_frame https://a.test/ https://a.test/b\n"},
		{"an address as browsers read it",
			log("https://a.test/ 302 HTTP:\\\\B.test:80/x/../y", "http://b.test/y 200 text/html"),
			": main_frame https://a.test/ http://b.test/y\n"},
		{"upgraded on the way without a record of it",
			log("https://a.test/ 200 text/html", "https://a.test/i 302 http://a.test/j", "https://a.test/j 200 image/png"),
			": main_frame https://a.test/\n  image https://a.test/i https://a.test/j\n"},
		{"a redirect leads forward in time",
			log("https://a.test/ 302 https://c.test/", "https://b.test/ 200 image/png", "https://c.test/ 302 https://b.test/", "https://b.test/ 200 text/html"),
			": main_frame https://a.test/ https://c.test/ https://b.test/\n  image https://b.test/\n"},
		{"not modified is no redirect",
			log("https://a.test/ 200 text/html", "https://a.test/i.png 304 /j.png", "https://a.test/j.png 200 image/png"),
			": main_frame https://a.test/\n  image https://a.test/i.png\n  image https://a.test/j.png\n"},
		{"pages apart, each with its own chain",
			log("http://a.test/ 301 https://a.test/ "+page("p"), "http://a.test/ 301 https://a.test/ "+page("q"), "https://a.test/ 200 text/html "+page("q"), "https://a.test/ 200 text/html "+page("p")),
			"p: main_frame http://a.test/ https://a.test/\nq: main_frame http://a.test/ https://a.test/\n"},
		{"documents within the document",
			log("https://a.test/ 200 text/html", "https://b.test/f 200 text/html", "https://c.test/g 200 text/html", `https://d.test/x.js 200 text/javascript "request": {"url": "https://d.test/x.js", "headers": [{"name": "referer", "value": "https://c.test/"}]}`),
			": main_frame https://a.test/\n  sub_frame/1 https://b.test/f\n  sub_frame/2 https://c.test/g\n  script/2 https://d.test/x.js\n"},
		{"the browser says which document was at the top",
			log("https://a.test/ 200 text/html", `https://b.test/ 200 text/html "request": {"url": "https://b.test/", "headers": [{"name": "Sec-Fetch-Dest", "value": "document"}]}`, "https://b.test/i.png 200 image/png"),
			": main_frame https://a.test/\n#2: main_frame https://b.test/\n  image https://b.test/i.png\n"},
		{"no frame comes in clear into a secure page",
			log("https://a.test/ 200 text/html", "http://b.test/ 200 text/html", "http://b.test/i.png 200 image/png"),
			": main_frame https://a.test/\n#2: main_frame http://b.test/\n  image http://b.test/i.png\n"},
		{"but loopback may be a frame of it",
			log("https://a.test/ 200 text/html", "http://127.0.0.1/ 200 text/html"),
			": main_frame https://a.test/\n  sub_frame/1 http://127.0.0.1/\n"},
		{"the browser's own word for what it is",
			log(`https://a.test/ 200 text/html "_resourceType": "document"`, `https://a.test/d 200 text/html "_resourceType": "xhr"`, `https://a.test/e 200 text/plain "_resourceType": "stylesheet"`, `wss://a.test/s 101 x-unknown "_resourceType": "websocket"`),
			": main_frame https://a.test/\n  xmlhttprequest https://a.test/d\n  stylesheet https://a.test/e\n  websocket wss://a.test/s\n"},
		{"no document at all",
			log("https://a.test/i.png 200 image/png"),
			": main_frame\n  image https://a.test/i.png\n"},
		{"a document that was asked for as anything",
			log(`http://a.test/ 200 text/html "request": {"url": "http://a.test/", "headers": [{"name": "Accept", "value": "*/*"}]}`),
			": main_frame http://a.test/\n"},
		{"an image that was not found is no document",
			log("https://a.test/ 200 text/html", "https://a.test/i.png 404 text/html"),
			": main_frame https://a.test/\n  image https://a.test/i.png\n"},
		{"what stays in the browser",
			log("https://a.test/ 200 text/html", "data:image/png;base64,AAAA 200 image/png", "blob:https://a.test/1 200 image/png"),
			": main_frame https://a.test/\n"},
		{"what the browser asks for itself",
			log("https://a.test/ 200 text/html", "http://ca.test/ 200 application/ocsp-response", "http://ca.test/list 200 application/pkix-crl"),
			": main_frame https://a.test/\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list := read(t, test.file)
			if got := tell(list); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			for _, r := range list {
				if r.Skipped != 0 {
					t.Errorf("%d entries skipped", r.Skipped)
				}
			}
		})
	}
}

func TestOddEntries(t *testing.T) {
	const good = `{"startedDateTime": "2026-03-01T10:00:00Z", "request": {"url": "https://a.test/"}, "response": {"status": 200, "content": {"mimeType": "text/html"}}}`
	tests := []struct {
		name, odd string
		skipped   int
		loads     int
	}{
		{"null", `null`, 1, 0},
		{"a number", `7`, 1, 0},
		{"nothing in it", `{}`, 1, 0},
		{"no request", `{"request": null, "response": null}`, 1, 0},
		{"no address", `{"request": {"url": ""}}`, 1, 0},
		{"a relative address", `{"request": {"url": "/logo.gif"}}`, 1, 0},
		{"an address of another type", `{"request": {"url": 7}}`, 1, 0},
		{"a name with a port", `{"request": {"url": "example.test:80/x"}}`, 1, 0},
		{"a host that browsers refuse", `{"request": {"url": "http://a^b/"}}`, 1, 0},
		{"a bad date", `{"startedDateTime": "yesterday", "request": {"url": "https://a.test/i.png"}}`, 0, 1},
		{"a date of another type", `{"startedDateTime": {}, "request": {"url": "https://a.test/i.png"}}`, 0, 1},
		{"a negative status", `{"request": {"url": "https://a.test/i.png"}, "response": {"status": -1}}`, 0, 1},
		{"a status as text", `{"request": {"url": "https://a.test/i.png"}, "response": {"status": "200"}}`, 0, 1},
		{"a status beyond counting", `{"request": {"url": "https://a.test/i.png"}, "response": {"status": 1e300}}`, 0, 1},
		{"headers that are none", `{"request": {"url": "https://a.test/i.png", "headers": "none"}, "response": {"headers": [null, 7, {"name": 1}, {}]}}`, 0, 1},
		{"a redirect to nowhere", `{"request": {"url": "https://a.test/i.png"}, "response": {"status": 302, "redirectURL": "http://"}}`, 0, 1},
		{"a text that is no base64", `{"startedDateTime": "2026-03-01T10:00:01Z", "request": {"url": "https://a.test/f"}, "response": {"status": 200, "content": {"mimeType": "text/html", "encoding": "base64", "text": "?"}}}`, 0, 1},
		{"a broken letter", "{\"request\": {\"url\": \"https://a.test/\xff\"}}", 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list := read(t, `{"log": {"entries": [`+test.odd+`,`+good+`]}}`)
			skipped, loads, found := 0, 0, false
			for _, r := range list {
				skipped += r.Skipped
				loads += len(r.Visit.Loads)
				for _, h := range r.Visit.Navigation.Hops {
					found = found || h.URL == "https://a.test/" && h.Status == 200
				}
			}
			if !found {
				t.Error("the good entry is gone")
			}
			if skipped != test.skipped || loads != test.loads {
				t.Errorf("skipped %d and kept %d, want %d and %d", skipped, loads, test.skipped, test.loads)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	list := read(t, `{"log": {"entries": [
		{"request": {"url": "https://a.test/"}, "response": {"status": 200, "_error": "net::ERR_ABORTED", "content": {"mimeType": "text/html"}}},
		{"request": {"url": "https://b.test/i.png"}, "response": {"status": 0}}]}}`)
	if h := list[0].Visit.Navigation.Hops[0]; h.Error != "net::ERR_ABORTED" || !h.Done {
		t.Errorf("cut short: %+v", h)
	}
	if h := list[0].Visit.Loads[0].Hops[0]; h.Error != NoResponse || h.Done {
		t.Errorf("no response: %+v", h)
	}
}

func TestHeaders(t *testing.T) {
	list := read(t, `{"log": {"entries": [{"request": {"url": "https://a.test/"}, "response": {"status": 307, "statusText": "Internal Redirect", "httpVersion": "http/1.1", "redirectURL": "https://a.test/", "headers": [
		{"name": "Set-Cookie", "value": "id=secret=1; Secure\nsecret; HttpOnly\nsecret"},
		{"name": "STRICT-Transport-Security", "value": "max-age=1"},
		{"name": "strict-transport-security", "value": "max-age=2\nmax-age=3"},
		{"name": "Non-Authoritative-Reason", "value": "HSTS"}]}}]}}`)
	want := []fact.Header{{Name: "set-cookie", Value: "id=; Secure"}, {Name: "set-cookie", Value: "=; HttpOnly"}, {Name: "set-cookie", Value: "="},
		{Name: "strict-transport-security", Value: "max-age=1"}, {Name: "strict-transport-security", Value: "max-age=2"},
		{Name: "strict-transport-security", Value: "max-age=3"}, {Name: "non-authoritative-reason", Value: "HSTS"}}
	hops := list[0].Visit.Navigation.Hops
	if len(hops) == 0 {
		hops = list[0].Visit.Loads[0].Hops
	}
	if !reflect.DeepEqual(hops[0].Headers, want) {
		t.Errorf("got %v, want %v", hops[0].Headers, want)
	}
	if hops[0].StatusLine != "HTTP/1.1 307 Internal Redirect" {
		t.Errorf("status line %q", hops[0].StatusLine)
	}
}

func TestVersion(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "unknown": "", "HTTP/1.1": "HTTP/1.1", "http/1.1": "HTTP/1.1", "HTTP/2.0": "HTTP/2.0", "h2": "H2", "h3": "H3", "spdy/3.1": "SPDY/3.1",
		"1.1": "HTTP/1.1", "2 2": "HTTP/2", " HTTP/1.0 ": "HTTP/1.0", "K": "",
	} {
		if got := version(text); got != want {
			t.Errorf("version(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestUnusable(t *testing.T) {
	packed := packed(t, sample(t, "mixed.har"))
	damaged := bytes.Clone(packed)
	damaged[len(damaged)-6] ^= 0xff
	tests := []struct {
		name, file, want string
	}{
		{"empty", "", "har: the file is empty"},
		{"only a byte order mark", "\xef\xbb\xbf", "har: the file is empty"},
		{"not JSON", "<!doctype html>", "har: not JSON"},
		{"a list", `[]`, "har: not a HAR: the file holds a list"},
		{"a number", `7`, "har: not a HAR: the file holds a number"},
		{"null", `null`, "har: not a HAR: the file holds null"},
		{"no log", `{"entries": []}`, "har: not a HAR: there is no log"},
		{"a log that is none", `{"log": []}`, "har: not a HAR: the log is a list"},
		{"a log without entries", `{"log": {"pages": []}}`, "har: not a HAR: the log has no entries"},
		{"entries that are no list", `{"log": {"entries": {}}}`, "har: not a HAR: the log's entries are an object"},
		{"entries that are no objects", `{"log": {"entries": [1, "x", null]}}`, "har: not a HAR: the log's entries are no objects"},
		{"ends in the entries", log("https://a.test/ 200 text/html")[:100], "har: the file ends in the middle"},
		{"ends before the last brace", strings.TrimSuffix(log(), "}"), "har: the file ends in the middle"},
		{"two files in one", log() + log(), "har: something follows after the end"},
		{"rubbish after the end", log() + "x", "har: not JSON"},
		{"nested too deep", `{"log": {"entries": [` + strings.Repeat("[", 20000), "har: "},
		{"gzip cut short", string(packed[:len(packed)/2]), "har: the file ends in the middle"},
		{"gzip damaged", string(damaged), "har: the gzip packing is damaged"},
		{"gzip of nothing", "\x1f\x8b", "har: the file ends in the middle"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, err := Read(strings.NewReader(test.file))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || list != nil {
				t.Errorf("got %v and %v, want %q", list, err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of more than one line: %q", err)
			}
		})
	}
	broken := errors.New("disk on fire")
	if _, err := Read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a reader's error came out as %v", err)
	}
}

func packed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGzipAndMark(t *testing.T) {
	plain := sample(t, "mixed.har")
	want := tell(read(t, string(plain)))
	if got := tell(read(t, string(packed(t, plain)))); got != want {
		t.Errorf("packed: got\n%swant\n%s", got, want)
	}
	if got := tell(read(t, "\xef\xbb\xbf"+string(plain))); got != want {
		t.Errorf("with a byte order mark: got\n%swant\n%s", got, want)
	}
	if got := tell(read(t, string(packed(t, append([]byte("\xef\xbb\xbf"), plain...))))); got != want {
		t.Errorf("packed with a byte order mark: got\n%swant\n%s", got, want)
	}
}

// spaces is a file of n spaces, made as it is read.
func spaces(n int64) io.Reader { return io.LimitReader(space{}, n) }

type space struct{}

func (space) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestBounds(t *testing.T) {
	if testing.Short() || runtime.GOOS == "js" {
		t.Skip("reads hundreds of megabytes, and files are read natively only")
	}
	value := io.MultiReader(strings.NewReader(`{"log": {"comment": "`), spaces(maxFile))
	if _, err := Read(value); err == nil || err.Error() != "har: "+errValueTooLarge.Error() {
		t.Errorf("one giant value: %v", err)
	}
	many := io.MultiReader(strings.NewReader(`{"log": {"entries": [0`), strings.NewReader(strings.Repeat(",0", maxEntries)), strings.NewReader(`]}}`))
	if _, err := Read(many); err == nil || !strings.HasPrefix(err.Error(), "har: more than 200000 entries") {
		t.Errorf("too many entries: %v", err)
	}
	// A bomb: many values, none too large, that pack to almost nothing.
	reader, writer := io.Pipe()
	go func() {
		pack, _ := gzip.NewWriterLevel(writer, gzip.BestSpeed)
		_, err := pack.Write([]byte(`{"log": {"entries": [0`))
		value := []byte(`,"` + strings.Repeat("x", 8<<20) + `"`)
		for i := 0; err == nil && i < 2*maxFile/len(value); i++ {
			_, err = pack.Write(value)
		}
		writer.CloseWithError(errors.Join(err, pack.Close()))
	}()
	if _, err := Read(reader); err == nil || err.Error() != "har: "+errFileTooLarge.Error() {
		t.Errorf("a bomb: %v", err)
	}
	reader.Close()
}

func TestLongBody(t *testing.T) {
	long := strings.Repeat("a", maxBody+1)
	list := read(t, `{"log": {"entries": [{"request": {"url": "https://a.test/"}, "response": {"status": 200, "content": {"mimeType": "text/html", "text": "`+long+`"}}}]}}`)
	if text := list[0].Texts[0]; len(text.Body) != maxBody || !text.Truncated {
		t.Errorf("%d bytes, truncated %t", len(text.Body), text.Truncated)
	}
}

// TestManyRedirects: every request leads to an address that was asked for
// before, as often as there may be entries.
func TestManyRedirects(t *testing.T) {
	const n = 50_000
	all := make([]sent, n)
	for i := range all {
		all[i] = sent{hop: fact.Hop{URL: "http://a.test/", At: fact.Time(i)}, target: "http://a.test/"}
		all[i].url.Scheme, all[i].url.Host, all[i].url.Path = "http", "a.test", "/"
		if i%2 == 1 {
			all[i].target = "http://b.test/"
			all[i].url.Host = "c.test"
		}
	}
	total := 0
	for _, chain := range chains(all) {
		if len(chain) > maxHops {
			t.Fatalf("a chain of %d", len(chain))
		}
		total += len(chain)
	}
	if total != n {
		t.Errorf("%d of %d requests placed", total, n)
	}
}

func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob(filepath.Join(samples, "*.har"))
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(log("https://a.test/ 302 /b", "https://a.test/b 302 /", "https://a.test/ 200 text/html")))
	f.Add([]byte(`{"log": {"entries": [{"request": {"url": "https://a.test/", "headers": [{}]}, "response": {"status": 1e9}}, null]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Read(bytes.NewReader(data))
		if err != nil {
			if list != nil || !strings.HasPrefix(err.Error(), "har: ") {
				t.Errorf("%v with error %q", list, err)
			}
			return
		}
		for _, r := range list {
			loads := r.Visit.Loads
			if len(r.Visit.Navigation.Hops) > 0 {
				loads = append(loads, r.Visit.Navigation)
			}
			for _, l := range loads {
				if len(l.Hops) == 0 || len(l.Hops) > maxHops || l.Destination == "" {
					t.Errorf("load %+v", l)
				}
			}
		}
	})
}
