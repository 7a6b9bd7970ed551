package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// corpus is a folder of real pages beside the repository. They belong to their
// publishers, so they are never in it.
const corpus = "../shared/data/corpus-a"

// sample is one page, as messages.ts has it.
type sample struct {
	Name string `json:"name"`
	URL  string `json:"url"` // the address that it is judged at
	HTML string `json:"html"`
}

type samples struct {
	List []sample
	Real bool // pages of the web, not made here
}

func (s samples) bytes() int {
	sum := 0
	for _, one := range s.List {
		sum += len(one.HTML)
	}
	return sum
}

// loadSamples reads the corpus, or makes pages where there is none.
func loadSamples() (samples, error) {
	index, err := os.ReadFile(filepath.Join(corpus, "INDEX.tsv"))
	if errors.Is(err, fs.ErrNotExist) {
		progress("no real pages at " + corpus + ": made ones take their place")
		return samples{List: madeSamples()}, nil
	}
	if err != nil {
		return samples{}, err
	}
	s := samples{Real: true}
	for _, line := range strings.Split(string(index), "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) < 3 || !strings.HasPrefix(fields[0], "html/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(corpus, fields[0]))
		if err != nil {
			return samples{}, err
		}
		// As a browser would decode it.
		html := strings.ToValidUTF8(string(text), "\ufffd")
		s.List = append(s.List, sample{filepath.Base(fields[0]), fields[2], html})
	}
	if len(s.List) == 0 {
		return samples{}, fmt.Errorf("%s: INDEX.tsv names no page", corpus)
	}
	return s, nil
}

// Made pages: as many as in the list of sizes, in bytes, each third with
// insecure references. They look like pages, but are tidier than real ones.
var madeSizes = []int{5_000, 20_000, 50_000, 100_000, 200_000, 200_000, 400_000, 1_000_000}

const madeOfEach = 4

func madeSamples() []sample {
	var list []sample
	for i := range madeOfEach * len(madeSizes) {
		size := madeSizes[i%len(madeSizes)]
		insecure := 0
		if i%3 == 0 {
			insecure = 5
		}
		name := fmt.Sprintf("made-%02d-%d", i, size)
		list = append(list, sample{name, "https://example.test/", madePage(uint64(i), size, insecure)})
	}
	return list
}

// madePage makes a page of about size bytes with that many insecure references,
// the same for the same seed.
func madePage(seed uint64, size, insecure int) string {
	random := rand.New(rand.NewPCG(seed, 0))
	words := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(madeWords[random.IntN(len(madeWords))])
			b.WriteByte(' ')
		}
		return b.String()
	}
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + words(5) + "</title>\n" +
		"<link rel=\"stylesheet\" href=\"https://static.example.test/site.css?v=3&amp;m=1\">\n</head><body class=\"page wide\">\n")
	for i := range insecure {
		fmt.Fprintf(&b, "<img src=\"http://images.example.net/%d.png\" alt=\"\">\n", i)
	}
	for b.Len() < size {
		n := random.IntN(1_000_000)
		switch random.IntN(12) {
		case 0:
			fmt.Fprintf(&b, "<style>.c%d > a:hover { color: #%06x; background: url(/i/%d.svg) no-repeat } %s</style>\n", n, n, n,
				strings.Repeat(".x { margin: 0 auto; padding: 4px }\n", 40))
		case 1:
			fmt.Fprintf(&b, "<script>window.state%d = {\"id\": %d, \"words\": \"%s\", \"next\": \"/a/b?c=%d\"};\n%s</script>\n", n, n, words(50), n,
				strings.Repeat("for (let i = 0; i < list.length; i++) { if (list[i] === null) continue; total += list[i].price; }\n", 20))
		case 2:
			fmt.Fprintf(&b, "<!-- %s -->\n", words(20))
		case 3:
			fmt.Fprintf(&b, "<picture><source srcset=\"/i/%d.webp 1x, /i/%d@2.webp 2x\" type=\"image/webp\"><img src='/i/%d.jpg' width=640 height=480 alt='%s'></picture>\n", n, n, n, words(4))
		default:
			fmt.Fprintf(&b, "<div class=\"card card-%d\" id=\"c%d\" data-track='{\"n\":%d}' style=\"margin:0\"><h3><a href=\"/story/%d?from=home&amp;n=%d\" title=\"%s\">%s</a></h3><p>%s</p></div>\n",
				n%7, n, n, n, n, words(3), words(6), words(40))
		}
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

var madeWords = strings.Fields("anchor breeze café harbour keel lantern market night ocean pilot quay river sail tide über vessel watch yard")
