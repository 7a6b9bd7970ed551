package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A rule is what no file of a kind may have in it, once what is allowed is taken out.
type rule struct {
	what    string
	bad     *regexp.Regexp
	allowed *regexp.Regexp
}

var rules = map[string][]rule{
	".js": {
		// Preact has a property for it, which nobody here sets: the next rule sees to that.
		{"markup made from text", regexp.MustCompile(`\.(inner|outer)HTML\s*\+?=[^=]|\bsrcdoc\s*=[^=]`), regexp.MustCompile(`\.innerHTML\s*=\s*(\w+\.__html|"")[^=]`)},
		{"Preact's markup made from text", regexp.MustCompile(`dangerouslySetInnerHTML["']?\s*:`), nil},
		{"markup or code made from text", regexp.MustCompile(`\b(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|document\.write(ln)?|eval|importScripts)\(|\bnew Function\(`), nil},
		{"code from elsewhere", regexp.MustCompile("\\b(import|from|Worker)\\b\\s*\\(?\\s*[\"'`](https?:)?//"), nil},
	},
	".html": {
		{"a script in the page", regexp.MustCompile(`(?i)<script[^>]*>\s*[^\s<]|<script(\s+type="module")?\s*>`), nil},
		{"a handler in the page", regexp.MustCompile(`(?i)<[^>]*\son\w+\s*=`), nil},
		{"a style in the page", regexp.MustCompile(`(?i)<style|<[^>]*\sstyle\s*=`), nil},
		{"something from elsewhere", regexp.MustCompile(`(?i)\s(src|href|action|data|poster|srcset)\s*=\s*["']?\s*([a-z][a-z0-9+.-]*:|//)`), nil},
	},
	".css": {
		// The policy of pages lets in no data: either.
		{"something loaded", regexp.MustCompile(`(?i)\burl\(|\bimage-set\(|@import|@font-face`), nil},
	},
}

// checkPacked looks through what the build left for a browser: nothing of it makes
// markup or code from text, or loads anything from elsewhere.
func checkPacked(io.Writer) error {
	for _, dir := range []string{"dist/chrome", "dist/firefox"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*.*"))
		seen := 0
		for _, file := range files {
			if filepath.Base(file) == "wasm_exec.js" {
				continue // Go's own
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if err := broken(filepath.Ext(file), string(text)); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if len(rules[filepath.Ext(file)]) > 0 {
				seen++
			}
		}
		if seen < 6 {
			return fmt.Errorf("%s: only %d files to look at", dir, seen)
		}
		manifest, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
		if err != nil {
			return err
		}
		if err := checkManifest(manifest); err != nil {
			return fmt.Errorf("%s/manifest.json: %w", dir, err)
		}
	}
	return nil
}

// broken says which rule a file of a kind breaks.
func broken(kind, text string) error {
	for _, r := range rules[kind] {
		for _, at := range r.bad.FindAllStringIndex(text, -1) {
			from, to := max(0, at[0]-40), min(len(text), at[1]+40)
			if r.allowed != nil && r.allowed.MatchString(text[at[0]:to]) && r.allowed.FindStringIndex(text[at[0]:to])[0] == 0 {
				continue
			}
			return fmt.Errorf("%s: %q", r.what, text[from:to])
		}
	}
	return nil
}

// checkManifest sees to it that pages take scripts and styles from the extension
// alone, and that no site can load anything of it.
func checkManifest(data []byte) error {
	var m struct {
		Policy struct {
			Pages string `json:"extension_pages"`
		} `json:"content_security_policy"`
		Accessible []any `json:"web_accessible_resources"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	if len(m.Accessible) > 0 {
		return fmt.Errorf("sites can load something of the extension")
	}
	policy := map[string]string{}
	for _, directive := range strings.Split(m.Policy.Pages, ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(directive), " ")
		policy[name] = sources
	}
	for name, want := range map[string]string{
		"default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self'", "img-src": "'self'",
		"base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
	} {
		if policy[name] != want {
			return fmt.Errorf("the policy has %s %q, not %q", name, policy[name], want)
		}
	}
	for _, name := range []string{"script-src-elem", "style-src-elem", "style-src-attr", "font-src", "frame-src", "child-src", "worker-src", "object-src"} {
		if sources, ok := policy[name]; ok && sources != "'none'" && sources != "'self'" {
			return fmt.Errorf("the policy has %s %q", name, sources)
		}
	}
	return nil
}
