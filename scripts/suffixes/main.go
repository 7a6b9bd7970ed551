// Suffixes writes wasm/site/suffixes.bin, the Public Suffix List in the form of
// package domains, from the tables of golang.org/x/net/publicsuffix as go.mod
// names it. The core does not import that package: it would bring net/http along.
// With -check it writes nothing and fails when the file is stale.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"midwatch/wasm/domains"
)

func main() {
	check := flag.Bool("check", false, "fail when the file is stale")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "suffixes:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}\t{{.Version}}", "midwatch", "golang.org/x/net").Output()
	if err != nil {
		return fmt.Errorf("finding the modules: %w", err)
	}
	field := strings.FieldsFunc(string(out), func(r rune) bool { return r == '\t' || r == '\n' })
	if len(field) != 3 {
		return fmt.Errorf("finding the modules: %q", out)
	}
	data, err := build(filepath.Join(field[1], "publicsuffix"), field[2])
	if err != nil {
		return err
	}
	path := filepath.Join(field[0], "wasm", "site", "suffixes.bin")
	if old, _ := os.ReadFile(path); bytes.Equal(old, data) {
		return nil
	}
	if check {
		return errors.New("wasm/site/suffixes.bin is stale: run make generate")
	}
	return os.WriteFile(path, data, 0o644)
}

func build(dir, version string) ([]byte, error) {
	t, err := openTables(dir)
	if err != nil {
		return nil, err
	}
	names, err := t.names()
	if err != nil {
		return nil, err
	}
	return domains.Build([]domains.Line{
		{Key: "What", Value: "Public Suffix List, written by scripts/suffixes"},
		{Key: "Origin", Value: "golang.org/x/net " + version + ", from " + t.version},
		{Key: "Licence", Value: "MPL-2.0, https://publicsuffix.org/list/"},
		{Key: "Names", Value: fmt.Sprint(len(names))},
	}, names)
}
