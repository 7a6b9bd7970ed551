package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// A browserTest is one file of browser tests, in one of the browsers.
type browserTest struct{ file, engine string }

func (b browserTest) String() string {
	name, _, _ := strings.Cut(filepath.Base(b.file), ".")
	return name + " in " + b.engine
}

// longest are the files that take more than half a minute, the longest first.
// They begin before all others, so that none is left to run alone at the end.
var longest = []string{"background", "attacks", "chains", "forgetting", "killing", "network", "corpus", "growing", "surfaces", "database", "asking", "badinput", "banner", "popup"}

const (
	// atOnce is how many run side by side: browsers mostly wait, but they share two cores.
	atOnce = 3
	// maxAgain is how many are tried again: more are no accident.
	maxAgain = 3
)

// browserTests runs all browser tests. A machine that is busy with several can be too
// slow for one: what failed is run again alone, and that counts. What it failed by
// stands in the output, and is to be looked into all the same.
func browserTests(out io.Writer) error {
	tests, err := findBrowserTests()
	if err != nil {
		return err
	}
	var (
		mu     sync.Mutex // of what is printed, and of failed
		failed []browserTest
		wg     sync.WaitGroup
		queue  = make(chan browserTest)
	)
	for range atOnce {
		wg.Go(func() {
			for b := range queue {
				begin := time.Now()
				var said bytes.Buffer
				err := b.run(&said)
				mu.Lock()
				out.Write(said.Bytes())
				fmt.Fprintf(out, "   %s %s (%s)\n", outcome(err), b, since(begin))
				if err != nil {
					failed = append(failed, b)
				}
				mu.Unlock()
			}
		})
	}
	for _, b := range tests {
		queue <- b
	}
	close(queue)
	wg.Wait()
	if len(failed) > maxAgain {
		return fmt.Errorf("%d failed: %v", len(failed), failed)
	}
	for _, b := range failed {
		fmt.Fprintf(out, "── once more, alone: %s\n", b)
		if err := b.run(out); err != nil {
			return fmt.Errorf("%s: %w", b, err)
		}
	}
	return nil
}

// findBrowserTests lists them in the order in which they are to begin: for both
// browsers, unless BROWSER names one.
func findBrowserTests() ([]browserTest, error) {
	files, _ := filepath.Glob("dist/e2e/*.test.*js")
	if len(files) == 0 {
		return nil, fmt.Errorf("no tests in dist/e2e")
	}
	var tests []browserTest
	for _, file := range files {
		for _, engine := range []string{"firefox", "chromium"} { // the slower one first
			if only := os.Getenv("BROWSER"); only == "" || only == engine {
				tests = append(tests, browserTest{file, engine})
			}
		}
	}
	if len(tests) == 0 {
		return nil, fmt.Errorf("BROWSER=%s is none of those to be tested in", os.Getenv("BROWSER"))
	}
	slices.SortStableFunc(tests, func(a, b browserTest) int { return place(a) - place(b) })
	return tests, nil
}

// place is where in longest a test stands, or behind it.
func place(b browserTest) int {
	name, _, _ := strings.Cut(filepath.Base(b.file), ".")
	if i := slices.Index(longest, name); i >= 0 {
		return i
	}
	return len(longest)
}

func (b browserTest) run(out io.Writer) error {
	return run(out, ".", []string{"BROWSER=" + b.engine}, "node", "--test", "--test-reporter=spec", b.file)
}

func outcome(err error) string {
	if err != nil {
		return "FAILED"
	}
	return "ok"
}
