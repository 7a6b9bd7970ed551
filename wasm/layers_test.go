package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the arrows of README.md: what each package may import of the
// module. Nothing points back or sideways.
var layers = map[string][]string{
	".":          {"browser", "check", "export", "fact", "finding", "hsts", "inspect", "memory", "network", "overview", "page", "submission", "weburl", "wire"},
	"browser":    {},
	"overview":   {"check", "export", "fact", "finding", "say", "site", "weburl"},
	"inspect":    {"check", "fact", "finding", "memory", "network", "weburl", "say"},
	"submission": {"check", "fact", "finding", "page", "say", "weburl"},
	"network":    {"check", "fact", "finding", "site", "weburl"},
	"memory":     {"check", "fact", "hsts", "site", "weburl"},
	"check":      {"cookie", "fact", "finding", "hsts", "mixed", "site", "weburl", "say"},
	"page":       {"fact", "markup", "mixed", "weburl"},
	"markup":     {},
	"mixed":      {"weburl"},
	"hsts":       {"domains", "fact", "say"},
	"cookie":     {"fact"},
	"site":       {"domains", "weburl"},
	"domains":    {},
	"weburl":     {},
	"export":     {"fact", "finding", "say", "site", "weburl"},
	"har":        {"fact", "weburl"},
	"wire":       {"export", "fact", "finding", "overview", "say"},
	"finding":    {"fact", "say"},
	"say":        {"fact"},
	"fact":       {},
}

// light is all that the packages compiled to WASM may import from outside: a
// megabyte there is a slower start for everybody. page alone may read CSS,
// JavaScript and JSON with tdewolff's lexers.
var light = []string{
	"bytes", "cmp", "embed", "encoding/base64", "encoding/binary", "encoding/csv", "errors", "fmt", "html", "iter", "maps",
	"math", "math/bits", "slices", "strconv", "strings", "sync", "unicode/utf8", "unsafe",
}

// native are packages, or single files, that never reach the browser.
var native = []string{"har/", "export/json.go", "export/text.go", "weburl/idna.go"}

func TestLayers(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(file))
		allowed, known := layers[dir]
		if !known {
			t.Errorf("%s: a package that the layers do not name", file)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if inner, ok := strings.CutPrefix(name, "midwatch/wasm/"); ok {
				if !slices.Contains(allowed, inner) {
					t.Errorf("%s imports %s, against the arrows", file, inner)
				}
				continue
			}
			if !mayImport(filepath.ToSlash(file), name) {
				t.Errorf("%s imports %s, which is too heavy for the browser or not the core's business", file, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func mayImport(file, name string) bool {
	switch {
	case slices.Contains(light, name):
		return true
	case strings.HasPrefix(name, "github.com/tdewolff/parse/v2"):
		return path.Dir(file) == "page"
	case name == "github.com/hack-pad/safejs":
		return file == "main.go" || path.Dir(file) == "browser"
	case name == "runtime/debug":
		return file == "main.go"
	}
	return slices.ContainsFunc(native, func(n string) bool { return strings.HasPrefix(file, n) }) && name != "net/http"
}
