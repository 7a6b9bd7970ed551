package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// schemaNode is a JSON Schema (https://json-schema.org/draft/2020-12), as far
// as a Document needs it.
type schemaNode struct {
	Dialect     string                 `json:"$schema,omitempty"`
	Title       string                 `json:"title,omitempty"`
	Description string                 `json:"description,omitempty"`
	Ref         string                 `json:"$ref,omitempty"`
	Type        string                 `json:"type,omitempty"`
	Const       string                 `json:"const,omitempty"`
	Enum        []string               `json:"enum,omitempty"`
	Format      string                 `json:"format,omitempty"`
	Minimum     *int                   `json:"minimum,omitempty"`
	Items       *schemaNode            `json:"items,omitempty"`
	MaxItems    int                    `json:"maxItems,omitempty"`
	Properties  map[string]*schemaNode `json:"properties,omitempty"`
	Required    []string               `json:"required,omitempty"`
	Definitions map[string]*schemaNode `json:"$defs,omitempty"`
}

var enums = map[reflect.Type][]string{
	reflect.TypeFor[fact.Trust]():       words(fact.Trusts),
	reflect.TypeFor[finding.Level]():    words(finding.Levels),
	reflect.TypeFor[finding.State]():    words(finding.States),
	reflect.TypeFor[finding.Outcome]():  words(finding.Outcomes),
	reflect.TypeFor[finding.Cause]():    words(finding.Causes),
	reflect.TypeFor[finding.Strength](): words(finding.Strengths),
}

func words[S ~string](in []S) (out []string) {
	for _, s := range in {
		out = append(out, string(s))
	}
	return out
}

// TestSchema holds schema.json against the Go types, and the goldens against
// it.
func TestSchema(t *testing.T) {
	g := generator{t: t, comments: map[string]string{}, definitions: map[string]*schemaNode{}}
	for _, dir := range []string{".", "../finding", "../fact"} {
		g.read(dir)
	}
	root := g.object(reflect.TypeFor[Document]())
	root.Dialect = "https://json-schema.org/draft/2020-12/schema"
	root.Title = "Midwatch findings"
	root.Properties["schema"].Const = Schema
	root.Definitions = g.definitions
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		t.Fatal(err)
	}
	golden(t, "schema.json", b.Bytes())

	var text []byte
	for _, request := range []Request{attacked(), session()} {
		var err error
		if text, err = AppendJSON(nil, New(request)); err != nil {
			t.Fatal(err)
		}
		var document any
		if err := json.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		for _, fault := range g.faults(root, document, "document") {
			t.Error(fault)
		}
	}
	// The schema must refuse what no Document is, or it would say nothing.
	for name, spoil := range map[string]func(f map[string]any){
		"a level of its own":  func(f map[string]any) { f["level"] = "panic" },
		"no check":            func(f map[string]any) { delete(f, "check") },
		"a time as a number":  func(f map[string]any) { f["time"] = 5.0 },
		"null for evidence":   func(f map[string]any) { f["evidence"] = nil },
		"half a finding":      func(f map[string]any) { f["count"] = 0.5 },
		"less than none":      func(f map[string]any) { f["count"] = -1.0 },
		"too much evidence":   func(f map[string]any) { f["evidence"] = make([]any, finding.MaxEvidence+1) },
		"a trust of its own":  func(f map[string]any) { f["network"] = map[string]any{"epoch": "e", "trust": "maybe"} },
		"a network in a word": func(f map[string]any) { f["network"] = "home" },
	} {
		var spoilt map[string]any
		if err := json.Unmarshal(text, &spoilt); err != nil {
			t.Fatal(err)
		}
		spoil(spoilt["findings"].([]any)[0].(map[string]any))
		if len(g.faults(root, spoilt, "document")) == 0 {
			t.Errorf("the schema allows %s", name)
		}
	}
}

type generator struct {
	t           *testing.T
	comments    map[string]string // "package.Type" and "package.Type.Field" → its comment
	definitions map[string]*schemaNode
}

// read takes the comments of a package's types: they are the schema's words.
func (g *generator) read(dir string) {
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			g.t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			decl, ok := n.(*ast.GenDecl)
			if !ok || decl.Tok != token.TYPE {
				return true
			}
			for _, spec := range decl.Specs {
				spec := spec.(*ast.TypeSpec)
				key := file.Name.Name + "." + spec.Name.Name
				g.comments[key] = oneLine(decl.Doc.Text())
				structure, ok := spec.Type.(*ast.StructType)
				if !ok {
					continue
				}
				for _, field := range structure.Fields.List {
					for _, name := range field.Names {
						g.comments[key+"."+name.Name] = oneLine(field.Doc.Text() + field.Comment.Text())
					}
				}
			}
			return false
		})
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (g *generator) object(t reflect.Type) *schemaNode {
	node := &schemaNode{Type: "object", Description: g.comments[t.String()], Properties: map[string]*schemaNode{}}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "words" {
			continue // of no file: see Request.Words
		}
		of := g.of(field.Type)
		of.Description = g.comments[t.String()+"."+field.Name]
		switch name {
		case "time", "began", "lastSeen", "generated":
			of.Format = "date-time"
		case "evidence":
			of.MaxItems = finding.MaxEvidence
		case "pieces":
			of.MaxItems = maxPieces
		}
		node.Properties[name] = of
		if options != "omitempty" {
			node.Required = append(node.Required, name)
		}
	}
	return node
}

func (g *generator) of(t reflect.Type) *schemaNode {
	switch t.Kind() {
	case reflect.String:
		return &schemaNode{Type: "string", Enum: enums[t]}
	case reflect.Bool:
		return &schemaNode{Type: "boolean"}
	case reflect.Int, reflect.Int64:
		return &schemaNode{Type: "integer", Minimum: new(int)}
	case reflect.Slice:
		return &schemaNode{Type: "array", Items: g.of(t.Elem())}
	case reflect.Struct:
		name := strings.ToLower(t.Name())
		if g.definitions[name] == nil {
			g.definitions[name] = &schemaNode{} // stops a type that holds itself
			g.definitions[name] = g.object(t)
		}
		return &schemaNode{Ref: "#/$defs/" + name}
	}
	g.t.Fatalf("export: no schema for a %s: JSON and JavaScript must write it alike", t)
	return nil
}

// faults validates a decoded JSON value.
func (g *generator) faults(node *schemaNode, value any, at string) (list []string) {
	if name, ok := strings.CutPrefix(node.Ref, "#/$defs/"); ok {
		node = g.definitions[name]
	}
	wrong := func(format string, args ...any) []string {
		return append(list, at+": "+fmt.Sprintf(format, args...))
	}
	switch node.Type {
	case "object":
		object, ok := value.(map[string]any)
		if !ok {
			return wrong("%T is no object", value)
		}
		for _, name := range node.Required {
			if _, ok := object[name]; !ok {
				list = wrong("no %s", name)
			}
		}
		for name, member := range object {
			if of := node.Properties[name]; of != nil {
				list = append(list, g.faults(of, member, at+"."+name)...)
			} else {
				list = wrong("%s is unknown", name)
			}
		}
	case "array":
		array, ok := value.([]any)
		if !ok {
			return wrong("%T is no list", value)
		}
		if node.MaxItems > 0 && len(array) > node.MaxItems {
			list = wrong("%d items", len(array))
		}
		for i, item := range array {
			list = append(list, g.faults(node.Items, item, fmt.Sprint(at, "[", i, "]"))...)
		}
	case "string":
		text, ok := value.(string)
		if !ok || len(node.Enum) > 0 && !slices.Contains(node.Enum, text) || node.Const != "" && text != node.Const {
			return wrong("bad text %v", value)
		}
	case "integer":
		n, ok := value.(float64)
		if !ok || n != float64(int(n)) || n < float64(*node.Minimum) {
			return wrong("bad number %v", value)
		}
	case "boolean":
		if _, ok := value.(bool); !ok {
			return wrong("bad truth value %v", value)
		}
	default:
		return wrong("a schema without a type")
	}
	return list
}
