package har

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/weburl"
)

// reference is a line of har-reference-a.jsonl: what an independent reader saw
// in a HAR, by index of entry.
type reference struct {
	File        string `json:"file"`
	HTTPEntries []int  `json:"http_entries"`
	Redirects   []struct {
		From string `json:"from_"`
		To   string `json:"to"`
		Kind string `json:"kind"`
	} `json:"redirects"`
	HSTS []struct {
		Entry int    `json:"entry"`
		Value string `json:"value"`
	} `json:"hsts"`
}

// explained are the facts in which this package and the reference disagree, by
// file: missing here (-) or additional (+), addresses abridged, each with why.
var explained = map[string]map[string]string{
	"harviewer-images-c1e0fa12": {
		"- 1 hsts /selenium/tests/hars/issue-23/poweredby_mediawiki_88x31.png max-age=31536000; includeSubDomains; preload": "the address is relative: nobody can tell which host the policy is for",
	},
	"pagexray-frontendredirect-b5904c8c": {
		"- 3 http http://ocsp.digicert.com/": "requests of the browser's own, whether a certificate was revoked; they are no document's",
	},
}

// TestCorpus holds the visits of real recordings against what another reader
// saw in them: requests over plain HTTP, redirects with their kinds, and HSTS
// values, each as often as it occurs.
func TestCorpus(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	lines, err := os.ReadFile(filepath.Join(data, "har-reference-a.jsonl"))
	if err != nil {
		t.Skip("the recorded sessions are not here: ", err)
	}
	files, policies, plain := 0, 0, 0
	kinds, seen := map[string]int{}, map[string]int{} // redirects by kind: the reference's, and what was observed
	scan := bufio.NewScanner(bytes.NewReader(lines))
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var ref reference
		if err := json.Unmarshal(scan.Bytes(), &ref); err != nil {
			t.Fatal(err)
		}
		files++
		for _, r := range ref.Redirects {
			kinds[r.Kind]++
		}
		policies += len(ref.HSTS)
		plain += len(ref.HTTPEntries)
		name := strings.TrimSuffix(filepath.Base(ref.File), ".har")
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join(data, "corpus-a", filepath.FromSlash(ref.File)))
			if err != nil {
				t.Fatal(err)
			}
			list, err := Read(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			count := expected(t, ref, addresses(t, file))
			for _, f := range observed(list) {
				count[f]--
				if rest, ok := strings.CutPrefix(f, "redirect "); ok {
					kind, _, _ := strings.Cut(rest, " ")
					seen[kind]++
				}
			}
			why := explained[name]
			var differ []string
			for _, f := range slices.Sorted(maps.Keys(count)) {
				switch n := count[f]; {
				case n > 0:
					differ = append(differ, abridged(fmt.Sprintf("- %d %s", n, f)))
				case n < 0:
					differ = append(differ, abridged(fmt.Sprintf("+ %d %s", -n, f)))
				}
			}
			slices.Sort(differ)
			if want := slices.Sorted(maps.Keys(why)); !slices.Equal(differ, want) {
				t.Errorf("disagrees with the reference:\n%s\nexplained are:\n%s", strings.Join(differ, "\n"), strings.Join(want, "\n"))
			}
		})
	}
	if files != 49 || policies != 383 || plain != 1373 {
		t.Errorf("the reference has %d files, %d HSTS values, %d plain requests", files, policies, plain)
	}
	want := map[string]int{"http->http": 38, "https->https": 123, "upgrade": 8, "downgrade": 3}
	if !maps.Equal(kinds, want) || !maps.Equal(seen, want) {
		t.Errorf("redirects by kind: the reference has %v, seen were %v, want %v", kinds, seen, want)
	}
}

// addresses are the entries' addresses as the file has them.
func addresses(t *testing.T, file []byte) []string {
	var har struct {
		Log struct {
			Entries []struct {
				Request struct {
					URL string `json:"url"`
				} `json:"request"`
			} `json:"entries"`
		} `json:"log"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")), &har); err != nil {
		t.Fatal(err)
	}
	list := make([]string, len(har.Log.Entries))
	for i, e := range har.Log.Entries {
		list[i] = e.Request.URL
	}
	return list
}

// expected counts the reference's facts, each as a line of text.
func expected(t *testing.T, ref reference, entries []string) map[string]int {
	count := map[string]int{}
	for _, i := range ref.HTTPEntries {
		count["http "+normal(entries[i])]++
	}
	for _, r := range ref.Redirects {
		count["redirect "+r.Kind+" "+normal(r.From)+" > "+normal(r.To)]++
	}
	for _, h := range ref.HSTS {
		count["hsts "+normal(entries[h.Entry])+" "+strings.TrimSpace(h.Value)]++
	}
	return count
}

// observed are the facts in visits, in the same words.
func observed(list []Recording) (facts []string) {
	for _, r := range list {
		for _, l := range append([]fact.Load{r.Visit.Navigation}, r.Visit.Loads...) {
			for _, h := range l.Hops {
				address := normal(h.URL)
				if strings.HasPrefix(address, "http:") {
					facts = append(facts, "http "+address)
				}
				if h.Next != "" {
					next := normal(h.Next)
					facts = append(facts, "redirect "+kindOf(address, next)+" "+address+" > "+next)
				}
				for _, field := range h.Headers {
					if field.Name == "strict-transport-security" {
						facts = append(facts, "hsts "+address+" "+field.Value)
					}
				}
			}
		}
	}
	return facts
}

// kindOf is a redirect's kind in the reference's words.
func kindOf(from, to string) string {
	a, _, _ := strings.Cut(from, ":")
	b, _, _ := strings.Cut(to, ":")
	switch a + " " + b {
	case "http https":
		return "upgrade"
	case "https http":
		return "downgrade"
	}
	return a + "->" + b
}

// abridged shortens the addresses of a redirect to what tells it from others.
func abridged(line string) string {
	const most = 70 // bytes
	from, to, ok := strings.Cut(line, " > ")
	if !ok || len(from) <= most || len(to) <= most {
		return line
	}
	return from[:most-16] + "… > …" + to[len(to)-most:]
}

// normal is an address in one spelling. The library that resolved the
// reference's addresses drops an empty query, which the URL standard keeps and
// the recorded browsers asked for.
func normal(address string) string {
	u, err := weburl.Parse(address)
	if err != nil {
		return address
	}
	if u.Query == "?" {
		u.Query = ""
	}
	return bare(u).String()
}
