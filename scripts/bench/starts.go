package main

import (
	"fmt"
	"strings"
)

// pair is milliseconds with no known host and with 20 000, a value for each round.
type pair struct{ None, Full []float64 }

// starts is what started.ts measured.
type starts struct {
	Open, Visits, Hosts, All   pair
	Fresh, Woken, Product      pair
	PreloadLoad, PreloadLookup []float64
}

// differences are how much more each round took with all hosts known.
func (p pair) differences() []float64 {
	list := make([]float64, min(len(p.None), len(p.Full)))
	for i := range list {
		list[i] = p.Full[i] - p.None[i]
	}
	return list
}

func (s starts) write(b *strings.Builder) {
	b.WriteString("\nA start with known hosts, ms; medians, with quartiles of the rounds' differences:\n\n" +
		"| | rounds | none | 20 000 | difference |\n| --- | --: | --: | --: | --: |\n")
	for _, row := range []struct {
		words string
		pair
	}{
		{"opening the database", s.Open},
		{"reading the open visits", s.Visits},
		{"the memory of ten hosts and those above them", s.Hosts},
		{"all three, in a worker that runs", s.All},
		{"… in a fresh worker", s.Fresh},
		{"… and as its sender sees it, with the browser's start of the worker", s.Woken},
		{"the product: from the popup's question to its answer, background stopped", s.Product},
	} {
		d := row.differences()
		fmt.Fprintf(b, "| %s | %d | %.2f | %.2f | %+.2f (%+.2f to %+.2f) |\n", row.words, len(d),
			quantile(row.None, 0.5), quantile(row.Full, 0.5), quantile(d, 0.5), quantile(d, 0.25), quantile(d, 0.75))
	}
	fmt.Fprintf(b, "\nThe preload list: %.1f ms (%.1f–%.1f) to fetch and open it, %.2f µs (%.2f–%.2f) for one look-up.\n",
		quantile(s.PreloadLoad, 0.5), quantile(s.PreloadLoad, 0), quantile(s.PreloadLoad, 1),
		quantile(s.PreloadLookup, 0.5), quantile(s.PreloadLookup, 0), quantile(s.PreloadLookup, 1))
}
