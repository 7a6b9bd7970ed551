package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/check"
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
// do nothing that they did not do before, and nobody is there. Of each recorded
// session alone, on networks that are not trusted.
func TestCorpusMemory(t *testing.T) {
	if err := hsts.UsePreload(hsts.Builtin); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "corpus-a", "har", "*.har*"))
	if len(files) == 0 {
		t.Skip("skipped: the recorded sessions are not beside this repository")
	}
	for _, trust := range []fact.Trust{fact.Unknown, fact.Untrusted} {
		t.Run(string(trust), func(t *testing.T) { twice(t, files, trust) })
	}
}

func twice(t *testing.T, files []string, trust fact.Trust) {
	known := 0
	for _, file := range files {
		var complaints bytes.Buffer
		c := command{options: options{files: []string{file}, trust: trust, now: now}, stderr: &complaints}
		visits, used, _ := c.visits()
		if used != 1 {
			t.Errorf("%s: %s", file, &complaints)
			continue
		}
		slices.SortStableFunc(visits, func(a, b fact.Visit) int { return int(begun(a) - begun(b)) })
		w := watched{hosts: hosts0(), networks: networks{}, trust: trust, told: func(seen string) { t.Errorf("%s: %s", filepath.Base(file), seen) }}
		w.judge(visits)
		known += len(w.hosts.known)
		again := watched{hosts: w.hosts.clone(), networks: maps.Clone(w.networks), trust: trust}
		if again.judge(visits); !reflect.DeepEqual(again.hosts.known, w.hosts.known) {
			t.Errorf("%s: judged again, it is remembered otherwise", file)
		}
		const day = 24 * 3600 * 1000
		for i := range visits {
			visits[i] = later(visits[i], day)
		}
		w.before = true
		w.judge(visits)
	}
	t.Logf("%d files, %d hosts", len(files), known)
}

// watched is what is kept while visits are judged.
type watched struct {
	hosts
	networks
	trust  fact.Trust
	before bool // the sites were there on another network before
	// told, if set, is told of what says that somebody is there, or that a site does
	// less than before.
	told func(seen string)
}

// judge judges visits by what is kept, and keeps what they teach.
func (w *watched) judge(visits []fact.Visit) {
	for _, v := range visits {
		v.Known, v.Epoch = w.hosts.of(v), w.networks.of(v, w.trust)
		v.Network.Trust = v.Epoch.Trust
		r := inspect.Visit(v)
		for _, f := range r.Findings {
			if w.told != nil && (intercepts(f.Check) || w.before && slices.Contains([]string{"hsts-cleared", "hsts-withdrawn"}, f.Check)) {
				var seen []string
				for _, e := range f.Evidence {
					seen = append(seen, e.URL+" "+e.Error+" "+e.Detail)
				}
				w.told(fmt.Sprintf("%s at %s: %s", f.Check, f.Level, strings.Join(seen, "; ")))
			}
		}
		w.keep(r.Remember)
		w.learn(r.Noticed)
		for _, a := range w.networks.of(v, w.trust).Alarms {
			if w.told != nil {
				w.told("an alarm: " + a.Check + " of " + a.Subject)
			}
		}
	}
}

// intercepts reports whether a check tells of somebody being there.
func intercepts(id string) bool {
	return slices.ContainsFunc(check.All, func(c check.Check) bool { return c.ID == id && c.Intercepts })
}

func hosts0() hosts { return hosts{known: map[string]fact.Known{}} }

func (m *hosts) clone() hosts {
	c := hosts0()
	for host, k := range m.known {
		c.known[host] = k
	}
	return c
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
