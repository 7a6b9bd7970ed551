package inspect

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/export"
	"midwatch/wasm/finding"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// TestRedacted exports the findings of every case, and looks for what was to be
// taken out of them.
func TestRedacted(t *testing.T) {
	var all []finding.Finding
	names, _ := filepath.Glob(filepath.Join(visits, "*.txtar"))
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Visit(readCase(t, archive)).Findings...)
	}
	var hosts, paths, queries []string
	met := map[string]bool{}
	learn := func(address string) {
		if !strings.Contains(address, "/") {
			address = "http://" + address
		}
		u, err := weburl.Parse(address)
		if err != nil || met[address] {
			return
		}
		met[address] = true
		// Names of a single label are words, too: TestRedact has one.
		if strings.ContainsAny(u.Host, ".:") {
			hosts = append(hosts, u.Host)
			if domain := site.RegistrableDomain(u.Host); domain != "" {
				hosts = append(hosts, domain)
			}
		}
		if len(u.Path) > 2 && u.Special() {
			paths = append(paths, u.Path)
		}
		for _, part := range []string{u.Query, u.Fragment} {
			if len(part) > 2 {
				queries = append(queries, part)
			}
		}
	}
	for _, f := range all {
		learn(f.Subject)
		learn(f.URL)
		for _, e := range f.Evidence {
			learn(e.URL)
			for _, s := range e.Chain {
				learn(s.URL)
				learn(s.Address)
			}
		}
	}
	if len(hosts) < 100 || len(paths) < 50 || len(queries) < 3 {
		t.Fatalf("%d hosts, %d paths, %d queries: too few to show anything", len(hosts), len(paths), len(queries))
	}
	for _, c := range []struct {
		redact export.Redaction
		gone   [][]string
	}{
		{export.Queries, [][]string{queries}},
		{export.Paths, [][]string{queries, paths}},
		{export.Hosts, [][]string{queries, paths, hosts}},
	} {
		d := export.New(export.Request{Private: true, Redact: c.redact, Words: true, Findings: all})
		for i := range d.Findings {
			d.Findings[i].Reference, d.Findings[i].Explanation, d.Findings[i].Advice = "", "", "" // a check's own, always
		}
		text, err := export.AppendJSON(nil, d)
		if err != nil {
			t.Fatal(err)
		}
		csv, err := export.AppendCSV(text, d)
		if err != nil {
			t.Fatal(err)
		}
		out := strings.ReplaceAll(string(export.AppendText(csv, d)), "://", ":") // a host is no path
		for _, list := range c.gone {
			for _, word := range list {
				if at := strings.Index(out, word); at >= 0 {
					t.Errorf("%s: there is still %q: %s", c.redact, word, out[max(0, at-80):min(len(out), at+len(word)+40)])
				}
			}
		}
	}
}
