package inspect

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/memory"
	"midwatch/wasm/network"
	"midwatch/wasm/page"
	"midwatch/wasm/wire"
)

func TestMain(m *testing.M) {
	list, err := os.ReadFile("../hsts/preload.bin")
	if err == nil {
		err = hsts.UsePreload(list)
	}
	if err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

var update = flag.Bool("update", false, "rewrite what the cases want")

const visits = "../../testdata/visits"

// TestVisits judges every case of testdata/visits: prose, the visit, the text
// of its page if there is one, and the report wanted.
func TestVisits(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join(visits, "*.txtar"))
	if len(names) == 0 {
		t.Fatal("no cases")
	}
	speaks, silent := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), ".txtar")
		t.Run(base, func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(strings.TrimSpace(string(archive.Comment))) < 20 {
				t.Error("a case begins with prose: what is seen, and why it matters")
			}
			visit := readCase(t, archive)
			report := Visit(visit)
			got := render(report)
			want := file(archive, "want")
			if *update && got != want {
				set(archive, "want", got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			about := checkOf(base)
			if about == "" {
				t.Errorf("the case's name does not begin with a check's ID")
			}
			if slices.ContainsFunc(report.Findings, func(f finding.Finding) bool { return f.Check == about }) {
				speaks[about] = true
			} else {
				silent[about] = true
			}
			throughWire(t, visit, report)
			asItGrows(t, visit, report)
			onceNoticed(t, visit, report)
		})
	}
	for _, c := range check.All {
		if !speaks[c.ID] || !silent[c.ID] {
			t.Errorf("%s needs a visit that makes it speak and one that does not", c.ID)
		}
	}
}

// throughWire proves that the boundary loses nothing of a real case.
func throughWire(t *testing.T, v fact.Visit, r finding.Report) {
	t.Helper()
	v2, err := wire.DecodeVisit(wire.AppendVisit(nil, &v))
	if err != nil || !reflect.DeepEqual(Visit(v2), r) {
		t.Errorf("the visit is judged differently after crossing the boundary (error: %v)", err)
	}
	r2, err := wire.DecodeReport(wire.AppendReport(nil, &r))
	if err != nil || render(r2) != render(r) {
		t.Errorf("the report differs after crossing the boundary (error: %v)", err)
	}
}

// asItGrows proves that a visit that is judged with each fact more ends like one
// that is judged at once, in its report and in what is remembered.
func asItGrows(t *testing.T, v fact.Visit, once finding.Report) {
	t.Helper()
	known := slices.Clone(v.Known)
	var last finding.Report
	for _, step := range steps(v) {
		last = Visit(step)
		known = kept(known, last.Remember)
	}
	if !reflect.DeepEqual(last, once) {
		t.Errorf("judged fact by fact:\n%s\nat once:\n%s", render(last), render(once))
	}
	if want := kept(slices.Clone(v.Known), once.Remember); !reflect.DeepEqual(known, want) {
		t.Errorf("remembered fact by fact:\n%+v\nat once:\n%+v", known, want)
	}
	if again := kept(known, once.Remember); !reflect.DeepEqual(again, known) {
		t.Errorf("remembered twice:\n%+v\nonce:\n%+v", again, known)
	}
}

// onceNoticed proves that a visit ends alike when it is judged again with what it
// taught of its own network.
func onceNoticed(t *testing.T, v fact.Visit, once finding.Report) {
	t.Helper()
	if v.Epoch.ID == "" {
		v.Epoch.ID = v.Network.Epoch
	}
	v.Epoch = network.Next(fact.Networking{Epoch: v.Epoch, Noticed: []fact.Epoch{once.Noticed}})
	if again := Visit(v); !reflect.DeepEqual(again.Findings, once.Findings) || !reflect.DeepEqual(again.Verdict, once.Verdict) ||
		!reflect.DeepEqual(again.Noticed, once.Noticed) {
		t.Errorf("judged once more:\n%s%+v\nat first:\n%s%+v", render(again), again.Noticed, render(once), once.Noticed)
	}
}

// steps are a visit as it grows: its hops, the text, and each load with its hops.
func steps(v fact.Visit) (list []fact.Visit) {
	grown := v
	grown.Loads, grown.Pages = nil, nil
	for i := range v.Navigation.Hops {
		grown.Navigation.Hops = v.Navigation.Hops[:i+1]
		list = append(list, grown)
	}
	for i := range v.Pages {
		grown.Pages = v.Pages[:i+1]
		list = append(list, grown)
	}
	for i := range v.Loads {
		for j := range v.Loads[i].Hops {
			grown.Loads = slices.Clone(v.Loads[:i+1])
			grown.Loads[i].Hops = v.Loads[i].Hops[:j+1]
			list = append(list, grown)
		}
	}
	return append(list, v)
}

// kept is the memory once a report is remembered, by host.
func kept(known, seen []fact.Known) []fact.Known {
	for _, k := range memory.Join(fact.Memory{Known: known, Seen: seen}) {
		known = slices.DeleteFunc(known, func(old fact.Known) bool { return old.Host == k.Host })
		known = append(known, k)
	}
	return memory.Prune(known, 20_000)
}

func checkOf(base string) string {
	for _, c := range check.All {
		if strings.HasPrefix(base, c.ID+"-") {
			return c.ID
		}
	}
	return ""
}

func readCase(t *testing.T, a *txtar.Archive) fact.Visit {
	t.Helper()
	var v fact.Visit
	decoder := json.NewDecoder(strings.NewReader(file(a, "visit.json")))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("visit.json: %v", err)
	}
	if v.Network.Epoch == "" {
		v.Network.Epoch = "e1"
	}
	if v.Network.Trust == "" {
		v.Network.Trust = fact.Unknown
	}
	if text := file(a, "page.html"); text != "" {
		hops := v.Navigation.Hops
		v.Pages = append(v.Pages, page.Read([]byte(text), fact.Document{URL: hops[len(hops)-1].URL}, check.MaxRefs))
	}
	return v
}

func file(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func set(a *txtar.Archive, name, data string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(data)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(data)})
}

// render writes what a person would check in a report, a line each.
func render(r finding.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", r.Verdict.State, r.Verdict.Sentence)
	for _, f := range r.Findings {
		set := ""
		if f.Ignored {
			set = ", ignored"
		}
		fmt.Fprintf(&b, "%s %s (%s%s) %s ×%d\n", f.Level, f.Check, f.Verdict, set, f.Subject, f.Count)
		for _, e := range f.Evidence {
			words := []string{"   ", e.URL}
			for _, w := range []string{string(e.Strength), e.Destination, e.Mixed, string(e.Outcome), e.Error} {
				if w != "" {
					words = append(words, "["+w+"]")
				}
			}
			if e.Tag != "" {
				words = append(words, fmt.Sprintf("<%s %s> line %d:", e.Tag, e.Attr, e.Line))
			}
			words = append(words, e.Detail)
			if e.Header != "" {
				words = append(words, fmt.Sprintf("(%s)", e.Header))
			}
			fmt.Fprintln(&b, strings.Join(words, " "))
			for _, s := range e.Chain {
				line := strings.TrimRight(fmt.Sprintf("        %d %s %s", s.Status, s.URL, s.Cause), " ")
				if s.Plain {
					line += " (plain)"
				}
				fmt.Fprintln(&b, line)
			}
		}
	}
	for _, u := range r.Unchecked {
		fmt.Fprintf(&b, "unchecked %s: %s\n", u.Check, u.Reason)
	}
	for _, k := range r.Remember {
		record, err := json.Marshal(k)
		if err != nil {
			record = []byte(err.Error())
		}
		fmt.Fprintf(&b, "remember %s\n", record)
	}
	return b.String()
}
