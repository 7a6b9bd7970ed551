package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/hsts"
	"midwatch/wasm/inspect"
)

// TestMemoryTwice: judging one recording again changes not a byte of the memory,
// and finds nothing else.
func TestMemoryTwice(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testdata", "har"))); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	var before, found string
	for i := range 3 {
		var out, complaints bytes.Buffer
		if status := run([]string{"-memory", "known.json", "clean.har", "downgrade.har", "mixed.har"}, nil, &out, &complaints, now); status != fine {
			t.Fatal(complaints.String())
		}
		text, err := os.ReadFile("known.json")
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 && (string(text) != before || out.String() != found) {
			t.Errorf("run %d differs:\n%s\n%s", i+1, &out, text)
		}
		before, found = string(text), out.String()
	}
}

// TestCorpusMemory: real sites, seen on a first network and a day later on another,
// do nothing that they did not do before. Of each recorded session alone.
func TestCorpusMemory(t *testing.T) {
	if err := hsts.UsePreload(hsts.Builtin); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "corpus-a", "har", "*.har*"))
	if len(files) == 0 {
		t.Skip("skipped: the recorded sessions are not beside this repository")
	}
	hosts := 0
	for _, file := range files {
		var complaints bytes.Buffer
		c := command{options: options{files: []string{file}, trust: fact.Unknown, now: now}, stderr: &complaints}
		visits, used, _ := c.visits()
		if used != 1 {
			t.Errorf("%s: %s", file, &complaints)
			continue
		}
		slices.SortStableFunc(visits, func(a, b fact.Visit) int { return int(begun(a) - begun(b)) })
		m := hostsAfter(hosts0(), visits, nil)
		hosts += len(m.known)
		if again := hostsAfter(m.clone(), visits, nil); !reflect.DeepEqual(again.known, m.known) {
			t.Errorf("%s: judged again, it is remembered otherwise", file)
		}
		const day = 24 * 3600 * 1000
		for i := range visits {
			visits[i] = later(visits[i], day)
		}
		hostsAfter(m, visits, func(check, seen string) { t.Errorf("%s: %s: %s", filepath.Base(file), check, seen) })
	}
	t.Logf("%d files, %d hosts", len(files), hosts)
}

func hosts0() hosts { return hosts{known: map[string]fact.Known{}} }

func (m *hosts) clone() hosts {
	c := hosts0()
	for host, k := range m.known {
		c.known[host] = k
	}
	return c
}

// hostsAfter is a memory once visits were judged by it, and tells of what the
// checks that build on it found.
func hostsAfter(m hosts, visits []fact.Visit, found func(check, seen string)) hosts {
	for _, v := range visits {
		v.Known = m.of(v)
		r := inspect.Visit(v)
		for _, f := range r.Findings {
			if found != nil && slices.Contains([]string{"hsts-cleared", "hsts-withdrawn", "https-stripped", "lookalike-host", "links-stripped", "private-address"}, f.Check) {
				var seen []string
				for _, e := range f.Evidence {
					seen = append(seen, e.URL+" "+e.Detail)
				}
				found(f.Check, strings.Join(seen, "; "))
			}
		}
		m.keep(r.Remember)
	}
	return m
}

// later is a visit that happens again, some milliseconds later and on another
// network.
func later(v fact.Visit, by fact.Time) fact.Visit {
	shift := func(l fact.Load) fact.Load {
		l.Hops = slices.Clone(l.Hops)
		for i := range l.Hops {
			l.Hops[i].At += by
		}
		return l
	}
	v.Navigation = shift(v.Navigation)
	v.Loads = slices.Clone(v.Loads)
	for i := range v.Loads {
		v.Loads[i] = shift(v.Loads[i])
	}
	v.Network.Epoch += " a day later"
	return v
}
