package page

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

const madePages = "../../testdata/pages"

// TestMadePages reads the pages of testdata/pages: exactly the places that their
// .want files list, which a real Chromium confirmed (see the README there).
func TestMadePages(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(madePages, "chromium.json"))
	if err != nil {
		t.Fatal(err)
	}
	var seen struct{ Address string }
	if err := json.Unmarshal(text, &seen); err != nil || seen.Address == "" {
		t.Fatalf("no address in chromium.json: %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(madePages, "*.html"))
	if len(files) == 0 {
		t.Fatal("no pages")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".html")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, free := readWant(t, strings.TrimSuffix(file, ".html")+".want")
			var got []string
			for _, ref := range Read(text, fact.Document{URL: seen.Address}, 0).Refs {
				line := fmt.Sprintf("%d %s %s[%s] %s %s %s", ref.Line, ref.Context, ref.Tag, ref.Attr, ref.Kind, ref.Mixed, ref.URL)
				// What a script may load was not tried for each.
				if !free[ref.URL] && (ref.Context != "script" || slices.Contains(want, line)) {
					got = append(got, line)
				}
			}
			for _, line := range got {
				if i := slices.Index(want, line); i >= 0 {
					want = slices.Delete(want, i, i+1)
				} else {
					t.Errorf("extra  %s", line)
				}
			}
			for _, line := range want {
				if reason, known := gaps[line]; known {
					t.Logf("known: %s: %s", line, reason)
				} else {
					t.Errorf("missed %s", line)
				}
			}
		})
	}
}

// gaps are places that are not found, and why.
var gaps = map[string]string{
	"3 document frame[src] frame blockable http://g.example/frame-after-div": "a frameset may replace a body in which nothing is to be seen yet; the reader takes any tag for the body's begin",
}

// readWant reads a .want file: the places a reader must give, and the addresses
// that it may.
func readWant(t *testing.T, file string) (want []string, free map[string]bool) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	free = make(map[string]bool)
	for line := range strings.Lines(string(text)) {
		place, _, _ := strings.Cut(strings.TrimSpace(line), " | ")
		if url, ok := strings.CutPrefix(place, "unlisted "); ok {
			free[url] = true
		} else if place != "" {
			want = append(want, place)
		}
	}
	return want, free
}
