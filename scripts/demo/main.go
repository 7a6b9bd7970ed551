// Demo is the hostile café: it opens a browser with Midwatch in a throw-away
// profile, on a network where everything goes wrong on purpose.
//
//	go run ./scripts/demo           the tour, by hand, or by itself without a display
//	go run ./scripts/demo -serve    only the café, until standard input ends
//
// Environment: BROWSER (chrome, chromium, edge, brave, firefox or a path),
// HEADLESS=1, SCENARIO (the name of one).
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// walkLimit bounds the tour that walks by itself.
const walkLimit = 8 * time.Minute

func main() {
	serve := flag.Bool("serve", false, "only serve the café: print its configuration as JSON and stay until standard input ends")
	corpus := flag.String("corpus", "", "with -serve: a `folder` of recorded pages to serve on "+corpusHost)
	network := flag.Bool("network", false, "with -serve: this process has a network of its own, with the addresses that -addresses lists")
	list := flag.Bool("addresses", false, "list the addresses that -network needs, one a line, and end")
	flag.Parse()
	if *list {
		fmt.Println(strings.Join(addresses, "\n"))
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *serve, layout{corpus: *corpus, network: *network})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, serve bool, l layout) error {
	dir, err := os.MkdirTemp("", "midwatch-cafe-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l.dir = dir
	if serve {
		return serveOnly(ctx, l)
	}
	if _, err := os.Stat("scripts/demo"); err != nil {
		return fmt.Errorf("demo: run me from the top of the repository")
	}
	return openBrowser(ctx, dir)
}

func serveOnly(ctx context.Context, l layout) error {
	cafe, config, err := open(l)
	if err != nil {
		return err
	}
	defer cafe.close()
	if err := json.NewEncoder(os.Stdout).Encode(config); err != nil {
		return err
	}
	// Whoever started the café holds its standard input: when they are gone,
	// however they went, it closes.
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	return nil
}

// walk is what the walker is told.
type walk struct {
	Cafe      *Config `json:"cafe"`
	Browser   browser `json:"browser"`
	Extension string  `json:"extension"`
	Out       string  `json:"out"`
	Headless  bool    `json:"headless"`
}

func openBrowser(ctx context.Context, dir string) error {
	node, err := exec.LookPath("node")
	if err != nil {
		return fmt.Errorf("demo: Node.js is needed to drive the browser: https://nodejs.org/ (20.19 or newer)")
	}
	chosen, err := ensureBrowser(os.Getenv("BROWSER"))
	if err != nil {
		return err
	}
	if err := step("Building the extension", "go", "run", "./scripts/build"); err != nil {
		return err
	}
	if err := step("Building the guide", "go", "run", "./scripts/build", "-tests"); err != nil {
		return err
	}
	guides, _ := filepath.Glob("dist/e2e/tour.*js")
	if len(guides) == 0 {
		return fmt.Errorf("demo: the build left no dist/e2e/tour.mjs")
	}
	cafe, config, err := open(layout{dir: dir})
	if err != nil {
		return err
	}
	defer cafe.close()
	if name := os.Getenv("SCENARIO"); name != "" {
		other := func(s Scenario) bool { return s.Name != name }
		config.Scenarios, config.Attacks = slices.DeleteFunc(config.Scenarios, other), slices.DeleteFunc(config.Attacks, other)
		if len(config.Scenarios)+len(config.Attacks) == 0 {
			return fmt.Errorf("demo: SCENARIO=%q is none of the tour's, and no attack", name)
		}
	}
	headless := os.Getenv("HEADLESS") == "1" || runtime.GOOS == "linux" &&
		os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == ""
	kind := "chrome"
	if chosen.Name == "firefox" {
		kind = "firefox"
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	w := walk{config, chosen, filepath.Join(here, "dist", kind), filepath.Join(here, "dist", "demo"), headless}
	if err := os.MkdirAll(w.Out, 0o755); err != nil {
		return err
	}
	text, err := json.Marshal(w)
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "walk.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return err
	}
	fmt.Printf("The café is open: %s\n", config.Tour)
	if headless {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, walkLimit)
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, node, guides[0], file)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	// Asked nicely, the guide takes its browser with it.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	err = cmd.Run()
	if ctx.Err() == context.DeadlineExceeded {
		return fmt.Errorf("demo: the tour took more than %s and was stopped", walkLimit)
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("demo: the tour did not go as expected (%w)", err)
	}
	return nil
}

// step runs a program with a line about it; what the program says is shown
// only when it fails.
func step(what, name string, args ...string) error {
	fmt.Printf("%s … ", what)
	begin := time.Now()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		fmt.Printf("failed\n%s\n", out)
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	fmt.Printf("%.1f s\n", time.Since(begin).Seconds())
	return nil
}
