// Preload writes wasm/hsts/preload.bin, the HSTS preload list in the form of
// package domains, from Chromium's transport_security_state_static.json or from a
// table of name, include_subdomains (1 or 0) and source, separated by tabs.
//
//	go run ./scripts/preload [-origin TEXT] [-date YYYY-MM-DD] FILE
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"midwatch/wasm/domains"
)

func main() {
	origin := flag.String("origin", "", "where the list is from; a table says so itself")
	date := flag.String("date", "", "day of the list, as in 2026-11-02; a table says so itself")
	flag.Parse()
	if err := run(flag.Args(), *origin, *date); err != nil {
		fmt.Fprintln(os.Stderr, "preload:", err)
		os.Exit(1)
	}
}

func run(files []string, origin, date string) error {
	if len(files) != 1 {
		return errors.New("name one file: Chromium's transport_security_state_static.json, or a table")
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	l, err := read(text)
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	if origin != "" {
		l.origin = origin
	}
	if date != "" {
		l.date = date
	}
	data, err := l.build()
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "midwatch").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	path := filepath.Join(strings.TrimSpace(string(root)), "wasm", "hsts", "preload.bin")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return err
	}
	fmt.Printf("%d names of %s in %d bytes\n", len(l.names), l.date, len(data))
	return nil
}

// list is a preload list as it was read.
type list struct {
	origin, date string
	names        []domains.Name
}

func (l list) build() ([]byte, error) {
	if len(l.names) == 0 {
		return nil, errors.New("it has no name that is to be reached over HTTPS only")
	}
	if l.origin == "" {
		return nil, errors.New("it does not say where it is from: use -origin")
	}
	if _, err := time.Parse(time.DateOnly, l.date); err != nil {
		return nil, fmt.Errorf("its date is %q: use -date YYYY-MM-DD", l.date)
	}
	return domains.Build([]domains.Line{
		{Key: "What", Value: "HSTS preload list, written by scripts/preload"},
		{Key: "Origin", Value: l.origin},
		{Key: "Date", Value: l.date},
		{Key: "Licence", Value: "BSD-3-Clause, Copyright The Chromium Authors"},
		{Key: "Names", Value: fmt.Sprint(len(l.names))},
	}, l.names)
}
