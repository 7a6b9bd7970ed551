// Madepages loads every page of testdata/pages in Chromium and writes down
// what each asked for over an insecure scheme, in testdata/pages/chromium.json.
// With -check it writes nothing, and fails if the browser asked for something
// else than is written there. Names of pages limit it to those.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "madepages:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "midwatch").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	if err := os.Chdir(strings.TrimSpace(string(root))); err != nil {
		return err
	}
	if err := command("go", "run", "./scripts/build", "-tests"); err != nil {
		return err
	}
	return command("node", append([]string{filepath.Join("dist", "e2e", "madepages.mjs")}, args...)...)
}

func command(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
