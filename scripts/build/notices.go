package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// notices gathers the licences of all that is packed and not ours: Go, the
// modules that the core is compiled from, the npm packages in the bundles, and
// the lists of domain names.
func notices() ([]byte, error) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", "./wasm")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("listing the core's modules: %w", err)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	list := strings.Split(strings.TrimSpace(string(out)), "\n")
	list = append(list, "Go "+strings.TrimSpace(string(goroot)))
	for _, name := range []string{"idb", "preact", "uplot"} {
		list = append(list, name+" extension/node_modules/"+name)
	}
	list = append(list, "Chromium wasm/hsts", "publicsuffix.org wasm/site")
	slices.Sort(list)
	var b bytes.Buffer
	b.WriteString("Midwatch contains the following works of others, under their own licences.\n")
	for _, entry := range slices.Compact(list) {
		name, dir, _ := strings.Cut(entry, " ")
		files, _ := filepath.Glob(filepath.Join(dir, "LICENSE*"))
		if len(files) == 0 {
			return nil, fmt.Errorf("%s has no licence file", name)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "\n== %s ==\n\n%s\n", name, bytes.TrimSpace(text))
	}
	return b.Bytes(), nil
}
