package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// pages are those of the extension, a folder each.
var pages = []string{"popup", "report", "options", "welcome"}

// bundle writes dist/BROWSER, ready to be loaded unpacked.
func bundle(browser string) error {
	dir := filepath.Join("dist", browser)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "icons"), 0o755); err != nil {
		return err
	}
	if err := writeManifest(browser, dir); err != nil {
		return err
	}
	// Module scripts, but for the content script, which has to be a classic one.
	type entry struct {
		path   string
		format api.Format
	}
	entries := []entry{{"background.ts", api.FormatESModule}, {"content.ts", api.FormatIIFE}}
	for _, page := range pages {
		entries = append(entries, entry{page + "/" + page + ".tsx", api.FormatESModule})
		if err := copyFile("extension/"+page+"/"+page+".html", filepath.Join(dir, page+".html")); err != nil {
			return err
		}
	}
	for _, b := range entries {
		if err := esbuild(api.BuildOptions{
			EntryPoints: []string{"extension/" + b.path},
			Outdir:      dir,
			EntryNames:  "[name]",
			Format:      b.format,
			Target:      api.ES2022,
			Platform:    api.PlatformBrowser,
			External:    []string{"./wasm_exec.js"}, // Go's own, copied below
		}); err != nil {
			return err
		}
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	for from, to := range map[string]string{
		corePath: "core.wasm",
		filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"): "wasm_exec.js",
		"wasm/hsts/preload.bin": "preload.bin", // beside the core, which starts without it
		"LICENSE":               "LICENSE.txt", // browsers show a file of that name
	} {
		if err := copyFile(from, filepath.Join(dir, to)); err != nil {
			return err
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "_locales"), os.DirFS("extension/_locales")); err != nil {
		return err
	}
	others, err := notices()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "THIRD-PARTY.txt"), others, 0o644); err != nil {
		return err
	}
	return drawIcons(filepath.Join(dir, "icons"))
}

// bundleTests writes the extension's unit tests and the browser tests for node,
// and beside these the café that they open.
func bundleTests() error {
	units, _ := filepath.Glob("extension/*/*.test.ts")
	more, _ := filepath.Glob("extension/*.test.ts")
	ends, _ := filepath.Glob("scripts/e2e/*.test.ts")
	for dir, entries := range map[string][]string{
		"dist/test": append(units, more...),
		"dist/e2e":  append(ends, "scripts/e2e/tour.ts", "scripts/madepages/madepages.ts"),
	} {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		if err := esbuild(api.BuildOptions{
			EntryPoints:  entries,
			EntryNames:   "[name]",
			Outdir:       dir,
			Format:       api.FormatESModule,
			OutExtension: map[string]string{".js": ".mjs"},
			Target:       api.ES2022,
			Platform:     api.PlatformNode,
			// Some of the packages below still call require.
			Banner: map[string]string{"js": "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);"},
		}); err != nil {
			return err
		}
	}
	return run(".", nil, "go", "build", "-o", "dist/e2e/cafe", "./scripts/demo")
}

func esbuild(o api.BuildOptions) error {
	o.Bundle = true
	o.Write = true
	o.LogLevel = api.LogLevelWarning
	o.JSX = api.JSXAutomatic
	o.JSXImportSource = "preact"
	o.NodePaths = []string{"extension/node_modules"}
	o.Charset = api.CharsetUTF8
	o.LegalComments = api.LegalCommentsInline
	if r := api.Build(o); len(r.Errors) > 0 {
		return fmt.Errorf("%s", r.Errors[0].Text)
	}
	return nil
}

// writeManifest specialises the one manifest: each browser warns of the other's
// way to name the background script and of settings that it does not know.
func writeManifest(browser, dir string) error {
	data, err := os.ReadFile("extension/manifest.json")
	if err != nil {
		return err
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("manifest.json: %w", err)
	}
	background := m["background"].(map[string]any)
	switch browser {
	case "chrome":
		delete(background, "scripts")
		delete(m, "browser_specific_settings")
		// They are of use, and allowed, in Firefox only.
		permissions := m["permissions"].([]any)
		m["permissions"] = slices.DeleteFunc(permissions, func(p any) bool { return p == "webRequestBlocking" || p == "captivePortal" })
	case "firefox":
		delete(background, "service_worker")
		delete(m, "minimum_chrome_version")
	}
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "manifest.json"), append(out, '\n'), 0o644)
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
