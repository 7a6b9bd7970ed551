package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
)

// results is what run.ts measured in one browser.
type results struct {
	Version    string
	Bytes      []int                         // UTF-8 bytes of each sample
	References []int                         // insecure ones that the whole inspection found in each
	Passes     map[string][]float64          // milliseconds over all samples, a value for each round
	Counts     map[string][]int              // what each task answered for each sample
	Each       []float64                     // milliseconds of whole inspection for each sample
	Reports    struct{ Few, Many []float64 } // milliseconds, of visits with 100 and 2 000 loads
	First      []struct{ Start, Read, RoundTrip float64 }
	FirstBytes int
	Starts     starts
}

// figures is everything that one run of the bench found.
type figures struct {
	Samples     samples
	Rounds      int
	Versions    string
	Browsers    []results
	Allocations []allocation
}

// tasks are the rows of the first table: run.ts's names, and words for them.
var tasks = []struct{ name, words string }{
	{"ours", "Midwatch's reader, in slices"},
	{"oursWhole", "the same, whole"},
	{"skipScan", "skip-scan in JavaScript"},
	{"xnet", "golang.org/x/net/html tokenizer, WASM"},
	{"htmlparser2", "htmlparser2"},
	{"parse5Tokenizer", "parse5, tokenizer"},
	{"parse5Tree", "parse5, tree"},
	{"domParser", "DOMParser + querySelectorAll (page)"},
}

// reference is the task whose counts the others are held to: it is not ours,
// and it tokenizes as the HTML standard says.
const reference = "parse5Tokenizer"

// aims are what the project wants to reach, each as one figure of a browser.
var aims = []struct {
	words string
	of    func(r results) string
}{
	{"attributes only: at least 10 times as fast as htmlparser2", times("htmlparser2", "ours")},
	{"… at least 20 times as fast as parse5's tokenizer", times("parse5Tokenizer", "ours")},
	{"… and as its tree", times("parse5Tree", "ours")},
	{"… ahead of the skip-scan in JavaScript", times("skipScan", "ours")},
	{"whole inspection: at least 0.4 of the floor, in Chromium", times("floor", "inspection")},
	{"… at least 0.5 of it on pages without an insecure reference", times("cleanFloor", "cleanInspection")},
	{"the first page of a fresh worker, 200 kB: under 15 ms", func(r results) string {
		_, read, both, _ := r.firsts()
		return fmt.Sprintf("%.1f ms, %.1f with the core's start", quantile(read, 0.5), quantile(both, 0.5))
	}},
	{"a report of a visit with 100 loads: under 1 ms", func(r results) string { return fmt.Sprintf("%.2f ms", quantile(r.Reports.Few, 0.5)) }},
	{"… with 2 000 loads: under 10 ms", func(r results) string { return fmt.Sprintf("%.1f ms", quantile(r.Reports.Many, 0.5)) }},
	{"a start with 20 000 known hosts: at most 5 ms more than with none, in the product", func(r results) string {
		return fmt.Sprintf("%+.1f ms", quantile(r.Starts.Product.differences(), 0.5))
	}},
	{"a look-up in the preload list: under 2 µs", func(r results) string {
		return fmt.Sprintf("%.2f µs", quantile(r.Starts.PreloadLookup, 0.5))
	}},
}

func times(other, task string) func(results) string {
	return func(r results) string { return fmt.Sprintf("%.2f", r.ratio(other, task)) }
}

func (f figures) writeAims(b *strings.Builder) {
	b.WriteString("\n| aim |")
	for _, r := range f.Browsers {
		fmt.Fprintf(b, " %s |", r.Version)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --: |", len(f.Browsers)) + "\n")
	for _, a := range aims {
		fmt.Fprintf(b, "| %s |", a.words)
		for _, r := range f.Browsers {
			fmt.Fprintf(b, " %s |", a.of(r))
		}
		b.WriteByte('\n')
	}
}

func (f figures) markdown() string {
	var b strings.Builder
	kind := "real pages"
	if !f.Samples.Real {
		kind = "made pages (no real ones were there)"
	}
	fmt.Fprintf(&b, "%d %s, %.1f MB of UTF-8; %d rounds. %s.\n", len(f.Samples.List), kind,
		float64(f.Samples.bytes())/1e6, f.Rounds, f.Versions)
	f.writeAims(&b)
	for _, r := range f.Browsers {
		r.write(&b, f.Samples)
	}
	b.WriteString("\n### Allocations, native\n\n| page | bytes | allocations | bytes allocated | MB/s |\n| --- | --: | --: | --: | --: |\n")
	for _, a := range f.Allocations {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %.0f |\n", a.what, a.size, a.allocs, a.bytes, a.rate)
	}
	return b.String()
}

func (r results) write(b *strings.Builder, s samples) {
	fmt.Fprintf(b, "\n### %s\n\n", r.Version)
	bytes := total(r.Bytes)
	b.WriteString("Attributes only, all pages:\n\n| | MB/s (min–max) | of the floor | ours is faster by | counted | pages that differ |\n| --- | --: | --: | --: | --: | --: |\n")
	fmt.Fprintf(b, "| the floor: encodeInto alone | %s | 1 | | | |\n", rate(bytes, r.Passes["floor"]))
	fmt.Fprintf(b, "| the same in slices of 64 Ki units | %s | %.2f | | | |\n", rate(bytes, r.Passes["floorSlices"]), r.ratio("floor", "floorSlices"))
	for _, t := range tasks {
		differ := len(r.differences(t.name))
		fmt.Fprintf(b, "| %s | %s | %.2f | %.1f× | %d | %d |\n", t.words, rate(bytes, r.Passes[t.name]),
			r.ratio("floor", t.name), r.ratio(t.name, "ours"), total(r.Counts[t.name]), differ)
	}
	cleanPages, cleanBytes := 0, 0
	for i, n := range r.References {
		if n == 0 {
			cleanPages++
			cleanBytes += r.Bytes[i]
		}
	}
	b.WriteString("\nWhole inspection:\n\n| | MB/s (min–max) | of the floor |\n| --- | --: | --: |\n")
	fmt.Fprintf(b, "| all pages | %s | %.2f |\n", rate(bytes, r.Passes["inspection"]), r.ratio("floor", "inspection"))
	fmt.Fprintf(b, "| the %d pages without an insecure reference | %s | %.2f |\n", cleanPages,
		rate(cleanBytes, r.Passes["cleanInspection"]), r.ratio("cleanFloor", "cleanInspection"))
	fmt.Fprintf(b, "\nA page's whole inspection: %.2f ms (median), %.2f ms (95th percentile), %.2f ms (longest: %s).\n",
		quantile(r.Each, 0.5), quantile(r.Each, 0.95), quantile(r.Each, 1), longest(r, s))
	fmt.Fprintf(b, "\nA report, from the visit to the report: %.2f ms (%.2f–%.2f) with 100 loads, %.1f ms (%.1f–%.1f) with 2 000.\n",
		quantile(r.Reports.Few, 0.5), quantile(r.Reports.Few, 0), quantile(r.Reports.Few, 1),
		quantile(r.Reports.Many, 0.5), quantile(r.Reports.Many, 0), quantile(r.Reports.Many, 1))
	start, read, both, trip := r.firsts()
	fmt.Fprintf(b, "\nThe first page (%d kB) of a fresh worker, %d times:\n\n| | median, ms | min–max |\n| --- | --: | --: |\n",
		r.FirstBytes/1000, len(r.First))
	for _, row := range []struct {
		words string
		times []float64
	}{
		{"start of the core", start},
		{"reading the page", read},
		{"both: from the first message to the answer", both},
		{"as its sender sees it, with the browser's start of the worker", trip},
	} {
		fmt.Fprintf(b, "| %s | %.1f | %.1f–%.1f |\n", row.words, quantile(row.times, 0.5), quantile(row.times, 0), quantile(row.times, 1))
	}
	r.Starts.write(b)
}

// firsts are the milliseconds that fresh workers took for their first page.
func (r results) firsts() (start, read, both, trip []float64) {
	for _, one := range r.First {
		start = append(start, one.Start)
		read = append(read, one.Read)
		both = append(both, one.Start+one.Read)
		trip = append(trip, one.RoundTrip)
	}
	return start, read, both, trip
}

// differences are the indexes of the samples for which a task did not count
// what the reference does.
func (r results) differences(task string) []int {
	var list []int
	for i, n := range r.Counts[task] {
		if n != r.Counts[reference][i] {
			list = append(list, i)
		}
	}
	return list
}

// tellDifferences names those samples: they are for looking into, not for the
// table.
func (r results) tellDifferences(s samples) {
	const most = 5 // of each task
	for _, t := range tasks {
		list := r.differences(t.name)
		for _, i := range list[:min(len(list), most)] {
			progress(fmt.Sprintf("%s: %s counts %d, not %d, in %s", r.Version, t.words, r.Counts[t.name][i], r.Counts[reference][i], s.List[i].Name))
		}
	}
}

// rate is the speed over so many bytes: the median, least and greatest.
func rate(bytes int, times []float64) string {
	speed := func(q float64) float64 { return float64(bytes) / 1e3 / quantile(times, q) }
	return fmt.Sprintf("%.0f (%.0f–%.0f)", speed(0.5), speed(1), speed(0))
}

// ratio is how many times as fast as another a task is, by their medians.
func (r results) ratio(other, task string) float64 {
	return quantile(r.Passes[other], 0.5) / quantile(r.Passes[task], 0.5)
}

func longest(r results, s samples) string {
	i := slices.Index(r.Each, slices.Max(r.Each))
	return fmt.Sprintf("one of %d kB", len(s.List[i].HTML)/1000)
}

// quantile is the value that a part q of the values does not exceed.
func quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(math.Ceil(q*float64(len(sorted)-1)))]
}

func total(values []int) int {
	sum := 0
	for _, v := range values {
		sum += v
	}
	return sum
}

// updateReadme puts the figures between the marks in README.md.
func updateReadme(table string) error {
	const file, begin, end = "scripts/bench/README.md", "-update -->\n", "<!-- /figures -->"
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(text), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s has lost the marks around its figures", file)
	}
	return os.WriteFile(file, []byte(head+begin+table+end+tail), 0o644)
}
