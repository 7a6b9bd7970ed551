// Build makes the extension: the core compiled to WebAssembly, the TypeScript
// bundled by esbuild, one folder for each browser in dist/. With -pack it also
// writes the packed forms, with -tests the test bundles; -packages only sees to
// it that the npm packages are there.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var browsers = []string{"chrome", "firefox"}

func main() {
	pack := flag.Bool("pack", false, "also write dist/midwatch-VERSION-chrome.zip and -firefox.xpi")
	tests := flag.Bool("tests", false, "bundle the tests into dist/test and dist/e2e instead")
	packagesOnly := flag.Bool("packages", false, "only install the npm packages")
	flag.Parse()
	if err := build(*pack, *tests, *packagesOnly); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(pack, tests, packagesOnly bool) error {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "midwatch").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	if err := os.Chdir(strings.TrimSpace(string(root))); err != nil {
		return err
	}
	if err := step("npm packages", packages); err != nil || packagesOnly {
		return err
	}
	if tests {
		return step("test bundles", bundleTests)
	}
	if err := step("core to WebAssembly", compileCore); err != nil {
		return err
	}
	for _, browser := range browsers {
		if err := step("extension for "+browser, func() error { return bundle(browser) }); err != nil {
			return err
		}
	}
	if err := weighBundles("dist/chrome"); err != nil {
		return err
	}
	if pack {
		return step("packing", packAll)
	}
	return nil
}

// step says what is being done when it takes more than a second.
func step(name string, do func() error) error {
	timer := time.AfterFunc(time.Second, func() { fmt.Fprintf(os.Stderr, "build: %s …\n", name) })
	defer timer.Stop()
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// packages installs what the lock file names, unless it already was.
func packages() error {
	const lock, mark = "extension/package-lock.json", "extension/node_modules/.package-lock.json"
	want, err := os.Stat(lock)
	if err != nil {
		return err
	}
	if have, err := os.Stat(mark); err == nil && !have.ModTime().Before(want.ModTime()) {
		return nil
	}
	return run("extension", nil, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
}

const corePath = "dist/core.wasm"

func compileCore() error {
	err := run(".", []string{"GOOS=js", "GOARCH=wasm"},
		"go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", corePath, "./wasm")
	if err != nil {
		return err
	}
	return weigh(corePath)
}

// weigh tells how large a file is, and how large in a pack: every start of the
// worker waits for the core.
func weigh(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	packed, err := packedSize(data)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "build: %s has %.2f MB, %d kB with gzip\n", name, float64(len(data))/1e6, packed/1000)
	return nil
}

// version is the product's own, from the manifest.
func version() (string, error) {
	var m struct{ Version string }
	data, err := os.ReadFile("extension/manifest.json")
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return "", fmt.Errorf("manifest.json: %w", err)
	}
	return m.Version, nil
}

func run(dir string, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = filepath.FromSlash(dir)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
