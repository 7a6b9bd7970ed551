// Bench measures how fast Midwatch reads pages, against other readers, in the
// extension's own worker in Chromium and Firefox. It judges nothing: README.md
// tells what is measured and how, and holds the last figures.
//
//	go run ./scripts/bench [-browser chromium|firefox] [-rounds 7] [-update]
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// browserLimit bounds one browser's run, so that a hanging one ends it.
const browserLimit = 6 * time.Minute

// fewestRounds is what a median needs to say something.
const fewestRounds = 7

func main() {
	browser := flag.String("browser", "", "measure only in this `browser`: chromium or firefox")
	rounds := flag.Int("rounds", fewestRounds, "`number` of rounds; fewer only for a quick look")
	update := flag.Bool("update", false, "also write the figures into scripts/bench/README.md")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := bench(ctx, *browser, *rounds, *update)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// engines are the browsers, and the folder of the extension for each.
var engines = []struct{ name, title, folder string }{
	{"chromium", "Chromium", "chrome"},
	{"firefox", "Firefox", "firefox"},
}

func bench(ctx context.Context, browser string, rounds int, update bool) error {
	if rounds < 1 {
		return fmt.Errorf("-rounds %d: at least one is needed", rounds)
	}
	if update && (browser != "" || rounds < fewestRounds) {
		return fmt.Errorf("-update wants both browsers and at least %d rounds", fewestRounds)
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "midwatch").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	if err := os.Chdir(strings.TrimSpace(string(root))); err != nil {
		return err
	}
	begin := time.Now()
	samples, err := loadSamples()
	if err != nil {
		return err
	}
	if err := build(ctx, samples); err != nil {
		return err
	}
	f := figures{Samples: samples, Rounds: rounds}
	for _, e := range engines {
		if browser != "" && browser != e.name {
			continue
		}
		r, err := measure(ctx, e.name, "dist/bench/"+e.folder, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		r.tellDifferences(samples)
		f.Browsers = append(f.Browsers, r)
	}
	if len(f.Browsers) == 0 {
		return fmt.Errorf("-browser %q is neither chromium nor firefox", browser)
	}
	progress("counting allocations")
	f.Allocations = measureAllocations(samples)
	if f.Versions, err = versions(); err != nil {
		return err
	}
	table := f.markdown()
	fmt.Print(table)
	progress(fmt.Sprintf("done after %s", time.Since(begin).Round(time.Second)))
	if update {
		return updateReadme(table)
	}
	return nil
}

// measure has run.ts drive one browser.
func measure(ctx context.Context, engine, extension string, rounds int) (results, error) {
	ctx, cancel := context.WithTimeout(ctx, browserLimit)
	defer cancel()
	here, err := os.Getwd()
	if err != nil {
		return results{}, err
	}
	out := filepath.Join(here, "dist", "bench", engine+".json")
	config, err := json.Marshal(map[string]any{
		"engine": engine, "extension": filepath.Join(here, extension),
		"product": filepath.Join(here, "dist", filepath.Base(extension)), "rounds": rounds, "out": out,
	})
	if err != nil {
		return results{}, err
	}
	cmd := exec.CommandContext(ctx, "node", "dist/bench/run.mjs", string(config))
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	// Asked nicely, the driver takes its browser with it.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		if ctx.Err() == context.DeadlineExceeded {
			return results{}, fmt.Errorf("stopped after %s", browserLimit)
		}
		return results{}, err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return results{}, err
	}
	var r results
	if err := json.Unmarshal(text, &r); err != nil {
		return results{}, fmt.Errorf("%s: %w", out, err)
	}
	return r, nil
}

func progress(what string) { fmt.Fprintln(os.Stderr, "bench:", what) }
