package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// build writes the bench's extension into dist/bench/chrome and firefox: the
// product's core, and the peers beside it, under the product's own manifest.
func build(ctx context.Context, samples samples) error {
	progress("building")
	if err := run(ctx, nil, "go", "run", "./scripts/build"); err != nil {
		return fmt.Errorf("building the product: %w", err)
	}
	if err := run(ctx, nil, "go", "run", "./scripts/build", "-tests"); err != nil {
		return fmt.Errorf("building the café: %w", err)
	}
	if err := os.RemoveAll("dist/bench"); err != nil {
		return err
	}
	const module = "dist/bench/attributes.wasm"
	if err := run(ctx, []string{"GOOS=js", "GOARCH=wasm"},
		"go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", module, "./scripts/bench/wasm"); err != nil {
		return fmt.Errorf("compiling the bench's module: %w", err)
	}
	pages, err := json.Marshal(samples.List)
	if err != nil {
		return err
	}
	for _, e := range engines {
		dir := filepath.Join("dist", "bench", e.folder)
		product := filepath.Join("dist", e.folder)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := writeManifest(product, dir); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "pages.json"), pages, 0o644); err != nil {
			return err
		}
		for from, to := range map[string]string{
			module:                              "attributes.wasm",
			filepath.Join(product, "core.wasm"): "core.wasm",
			"wasm/hsts/preload.bin":             "preload.bin",
			"scripts/bench/page.html":           "page.html",
		} {
			text, err := os.ReadFile(from)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(dir, to), text, 0o644); err != nil {
				return err
			}
		}
		if err := bundle(api.BuildOptions{
			EntryPointsAdvanced: []api.EntryPoint{
				{InputPath: "scripts/bench/worker.ts", OutputPath: "background"},
			},
			Inject:   []string{filepath.Join(product, "wasm_exec.js")},
			Outdir:   dir,
			Platform: api.PlatformBrowser,
		}); err != nil {
			return err
		}
		if err := bundle(api.BuildOptions{
			EntryPoints: []string{"scripts/bench/page.ts"},
			Outdir:      dir,
			Platform:    api.PlatformBrowser,
		}); err != nil {
			return err
		}
	}
	return bundle(api.BuildOptions{
		EntryPoints:  []string{"scripts/bench/run.ts"},
		Outdir:       "dist/bench",
		OutExtension: map[string]string{".js": ".mjs"},
		Platform:     api.PlatformNode,
		// Some of puppeteer's packages still call require.
		Banner: map[string]string{"js": "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);"},
	})
}

func bundle(o api.BuildOptions) error {
	o.Bundle = true
	o.Write = true
	o.Format = api.FormatESModule
	o.Target = api.ES2022
	o.LogLevel = api.LogLevelWarning
	o.NodePaths = []string{"extension/node_modules"}
	o.Charset = api.CharsetUTF8
	if r := api.Build(o); len(r.Errors) > 0 {
		return fmt.Errorf("%s", r.Errors[0].Text)
	}
	return nil
}

// writeManifest takes the product's manifest, so that the worker runs under the
// same content security policy, and leaves out what the bench has not.
func writeManifest(product, dir string) error {
	text, err := os.ReadFile(filepath.Join(product, "manifest.json"))
	if err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		return fmt.Errorf("manifest.json: %w", err)
	}
	manifest := map[string]any{"name": "Midwatch bench"}
	for _, key := range []string{"manifest_version", "version", "minimum_chrome_version", "browser_specific_settings",
		"background", "content_security_policy"} {
		if value, ok := all[key]; ok {
			manifest[key] = value
		}
	}
	out, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "manifest.json"), append(out, '\n'), 0o644)
}

// versions names what was measured besides the browsers, which tell their own.
func versions() (string, error) {
	goVersion, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return "", err
	}
	xnet, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "golang.org/x/net").Output()
	if err != nil {
		return "", err
	}
	list := []string{
		"Go " + strings.TrimPrefix(strings.TrimSpace(string(goVersion)), "go"),
		"golang.org/x/net " + strings.TrimSpace(string(xnet)),
	}
	for _, name := range []string{"htmlparser2", "parse5"} {
		text, err := os.ReadFile("extension/node_modules/" + name + "/package.json")
		if err != nil {
			return "", err
		}
		var pkg struct{ Version string }
		if err := json.Unmarshal(text, &pkg); err != nil {
			return "", fmt.Errorf("%s: package.json: %w", name, err)
		}
		list = append(list, name+" "+pkg.Version)
	}
	return strings.Join(list, ", "), nil
}

func run(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
