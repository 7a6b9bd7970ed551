// Wiretypes writes the code of the boundary from the Go types that cross it:
// wasm/wire/types_gen.go, and extension/wire.ts with the same types and codecs
// in TypeScript. With -check it writes nothing and fails when a file is stale.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"

	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/overview"
	"midwatch/wasm/say"
)

// roots are the messages; the types they hold follow.
var roots = []reflect.Type{
	reflect.TypeFor[fact.Visit](),
	reflect.TypeFor[fact.Document](),
	reflect.TypeFor[fact.Page](),
	reflect.TypeFor[fact.Memory](),
	reflect.TypeFor[fact.Networking](),
	reflect.TypeFor[fact.Epoch](),
	reflect.TypeFor[finding.Report](),
	reflect.TypeFor[fact.Submission](),
	reflect.TypeFor[finding.Question](),
	reflect.TypeFor[export.Request](),
	reflect.TypeFor[export.Document](),
	reflect.TypeFor[overview.Basis](),
	reflect.TypeFor[overview.Overview](),
}

var enums = map[reflect.Type][]string{
	reflect.TypeFor[fact.Source]():      words(fact.Sources),
	reflect.TypeFor[fact.Credential]():  words(fact.Credentials),
	reflect.TypeFor[fact.Trust]():       words(fact.Trusts),
	reflect.TypeFor[fact.ChangeKind]():  words(fact.ChangeKinds),
	reflect.TypeFor[finding.Level]():    words(finding.Levels),
	reflect.TypeFor[finding.State]():    words(finding.States),
	reflect.TypeFor[finding.Outcome]():  words(finding.Outcomes),
	reflect.TypeFor[finding.Cause]():    words(finding.Causes),
	reflect.TypeFor[finding.Strength](): words(finding.Strengths),
	reflect.TypeFor[export.Redaction](): words(export.Redactions[1:]),
	reflect.TypeFor[say.Kind]():         words(say.Kinds),
}

func words[S ~string](in []S) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}

func main() {
	check := flag.Bool("check", false, "fail when a generated file is stale")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "wiretypes:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	dir := strings.TrimSpace(string(out))
	structs, err := collect(roots)
	if err != nil {
		return err
	}
	goCode, err := writeGo(structs)
	if err != nil {
		return err
	}
	for name, code := range map[string][]byte{
		"wasm/wire/types_gen.go": goCode,
		"extension/wire.ts":      writeTS(structs),
	} {
		path := filepath.Join(dir, name)
		if old, _ := os.ReadFile(path); bytes.Equal(old, code) {
			continue
		}
		if check {
			return fmt.Errorf("%s is stale: run make generate", name)
		}
		if err := os.WriteFile(path, code, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// collect lists the struct types below the roots, each after those it holds.
func collect(roots []reflect.Type) ([]reflect.Type, error) {
	var list []reflect.Type
	seen := map[reflect.Type]bool{}
	var visit func(t reflect.Type) error
	visit = func(t reflect.Type) error {
		switch t.Kind() {
		case reflect.Slice:
			return visit(t.Elem())
		case reflect.Struct:
			if seen[t] {
				return nil
			}
			seen[t] = true
			for f := range fields(t) {
				if err := visit(f.Type); err != nil {
					return fmt.Errorf("%s.%s: %w", t, f.Name, err)
				}
			}
			list = append(list, t)
		case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		default:
			return fmt.Errorf("%s cannot cross", t)
		}
		return nil
	}
	for _, t := range roots {
		if err := visit(t); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// fields yields the exported fields that have a JSON name.
func fields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() && len(f.Index) == 1 && jsonName(f) != "-" && !yield(f) {
				return
			}
		}
	}
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func optional(f reflect.StructField) bool {
	tag := f.Tag.Get("json")
	return strings.Contains(tag, ",omitempty") || strings.Contains(tag, ",omitzero")
}

// name is a type's name in both languages; those of package export carry its
// name, since finding and fact use the same words.
func name(t reflect.Type) string {
	if strings.HasSuffix(t.PkgPath(), "/export") {
		return "Export" + t.Name()
	}
	return t.Name()
}
