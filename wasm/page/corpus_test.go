package page

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

// sharedData finds the data directory beside the repository, or skips.
func sharedData(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			data := filepath.Join(dir, "..", "shared", "data")
			if _, err := os.Stat(data); err != nil {
				t.Skip("no ../shared/data beside the repository: its real pages are not read")
			}
			return data
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = parent
	}
}

// reference is one line of the oracle's list.
type reference struct {
	File, Tag, Attr, URL, Kind, Context string
	Core                                bool
	Line                                int
}

// key is what must agree. The oracle calls every address in CSS by one kind.
func key(tag, attr, url, context string) string {
	return strings.Join([]string{tag, attr, url, context}, " ")
}

func readReferences(t *testing.T, data string) map[string][]reference {
	t.Helper()
	file, err := os.Open(filepath.Join(data, "reference-a.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	byFile := make(map[string][]reference)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		byFile[r.File] = append(byFile[r.File], r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return byFile
}

// readBases reads each page's assumed address from the corpus's index.
func readBases(t *testing.T, data string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "corpus-a", "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	bases := make(map[string]string)
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Split(line, "\t"); len(fields) > 2 && strings.HasPrefix(fields[0], "html/") {
			bases[fields[0]] = fields[2]
		}
	}
	if len(bases) == 0 {
		t.Fatal("no page in INDEX.tsv")
	}
	return bases
}

// What was measured when the test was written: all 820 references of the
// oracle, core or not, on the same lines, and nothing else.
const (
	wantRecall    = 1.0
	wantPrecision = 1.0
)

func TestRealPages(t *testing.T) {
	data := sharedData(t)
	references := readReferences(t, data)
	type score struct{ found, missed, extra int }
	scores := make(map[string]*score)
	of := func(tag, attr string) *score {
		name := tag + "[" + attr + "]"
		if scores[name] == nil {
			scores[name] = &score{}
		}
		return scores[name]
	}
	pages := 0
	for name, base := range readBases(t, data) {
		text, err := os.ReadFile(filepath.Join(data, "corpus-a", name))
		if err != nil {
			t.Fatal(err)
		}
		pages++
		got := Read(text, fact.Document{URL: base}, 0)
		if got.Bytes != len(text) || got.RefCount != len(got.Refs) {
			t.Errorf("%s: %d of %d bytes, %d of %d places", name, got.Bytes, len(text), len(got.Refs), got.RefCount)
		}
		left := make(map[string][]fact.Ref)
		for _, ref := range got.Refs {
			if ref.Context == "script" {
				continue // the oracle reads no scripts
			}
			k := key(ref.Tag, ref.Attr, ref.URL, ref.Context)
			left[k] = append(left[k], ref)
		}
		for _, want := range references[name] {
			k := key(want.Tag, want.Attr, want.URL, want.Context)
			s := of(want.Tag, want.Attr)
			same := left[k]
			if len(same) == 0 {
				s.missed++
				if want.Core {
					t.Logf("%s:%d: missed %s", name, want.Line, k)
				}
				continue
			}
			s.found++
			if want.Line > 0 && same[0].Line != want.Line {
				t.Errorf("%s: %s on line %d, want %d", name, k, same[0].Line, want.Line)
			}
			left[k] = same[1:]
		}
		for k, refs := range left {
			for _, ref := range refs {
				of(ref.Tag, ref.Attr).extra++
				t.Logf("%s:%d: extra %s", name, ref.Line, k)
			}
		}
	}
	var total score
	var table []string
	for name, s := range scores {
		table = append(table, fmt.Sprintf("%-20s found %3d, missed %d, extra %d", name, s.found, s.missed, s.extra))
		total.found += s.found
		total.missed += s.missed
		total.extra += s.extra
	}
	sort.Strings(table)
	t.Logf("%d pages\n%s", pages, strings.Join(table, "\n"))
	recall := float64(total.found) / float64(total.found+total.missed)
	precision := float64(total.found) / float64(total.found+total.extra)
	t.Logf("recall %.4f, precision %.4f", recall, precision)
	if recall < wantRecall || precision < wantPrecision {
		t.Errorf("recall %.4f, precision %.4f, want at least %.4f and %.4f", recall, precision, wantRecall, wantPrecision)
	}
}

// TestChromiumRequests holds the reading to what a real Chromium asked for on
// the same pages: every insecure request is of a place that was found. One list
// was made with scripts off, the other with a page's own files allowed to run.
func TestChromiumRequests(t *testing.T) {
	data := sharedData(t)
	bases := readBases(t, data)
	for _, list := range []string{"chromium-requests-a.jsonl", "chromium-requests-csp-a.jsonl"} {
		text, err := os.ReadFile(filepath.Join(data, list))
		if err != nil {
			t.Fatal(err)
		}
		asked, missed := 0, 0
		for line := range strings.Lines(string(text)) {
			var seen struct {
				File string
				Reqs []struct{ URL, Type string }
			}
			if err := json.Unmarshal([]byte(line), &seen); err != nil {
				t.Fatal(err)
			}
			if len(seen.Reqs) == 0 {
				continue
			}
			text, err := os.ReadFile(filepath.Join(data, "corpus-a", seen.File))
			if err != nil {
				t.Fatal(err)
			}
			found := make(map[string]bool)
			for _, ref := range Read(text, fact.Document{URL: bases[seen.File]}, 0).Refs {
				found[withoutFragment(ref.URL)] = true
			}
			for _, request := range seen.Reqs {
				asked++
				if !found[withoutFragment(request.URL)] {
					missed++
					t.Errorf("%s: Chromium asked for %s (%s)", seen.File, request.URL, request.Type)
				}
			}
		}
		t.Logf("%s: %d requests, %d of no place that was found", list, asked, missed)
	}
}

func withoutFragment(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return url
}
