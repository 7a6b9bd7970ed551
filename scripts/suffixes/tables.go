package main

import (
	"encoding/binary"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"

	"midwatch/wasm/domains"
	"midwatch/wasm/site"
)

// tables are those of x/net/publicsuffix: a tree of labels, the children of each
// node side by side. Its table.go says how wide the fields are.
type tables struct {
	version               string
	top                   int // top-level domains: the first nodes
	nodes, children, text []byte
}

// layout is what openTables understands. Should x/net change its tables, that is
// an error here and no list of nonsense.
var layout = map[string]int{
	"nodesBits": 40, "nodesBitsChildren": 10, "nodesBitsICANN": 1, "nodesBitsTextOffset": 16, "nodesBitsTextLength": 6,
	"childrenBitsWildcard": 1, "childrenBitsNodeType": 2, "childrenBitsHi": 14, "childrenBitsLo": 14,
	"nodeTypeNormal": 0, "nodeTypeException": 1, "nodeTypeParentOnly": 2,
}

const (
	normal = iota
	exception
	parentOnly
)

func openTables(dir string) (*tables, error) {
	var t tables
	for name, into := range map[string]*[]byte{"nodes": &t.nodes, "children": &t.children, "text": &t.text} {
		data, err := os.ReadFile(filepath.Join(dir, "data", name))
		if err != nil {
			return nil, err
		}
		*into = data
	}
	constants, err := readConstants(filepath.Join(dir, "table.go"))
	if err != nil {
		return nil, err
	}
	for name, want := range layout {
		if constants[name] != strconv.Itoa(want) {
			return nil, fmt.Errorf("table.go: %s is %q, not %d: the tables have a new form", name, constants[name], want)
		}
	}
	if t.version, err = strconv.Unquote(constants["version"]); err != nil {
		return nil, fmt.Errorf("table.go: version is %q", constants["version"])
	}
	if t.top, err = strconv.Atoi(constants["numTLD"]); err != nil {
		return nil, fmt.Errorf("table.go: numTLD is %q", constants["numTLD"])
	}
	return &t, nil
}

// readConstants gives the literals that the constants of a Go file are.
func readConstants(path string) (map[string]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	constants := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok {
				constants[spec.Names[i].Name] = literal.Value
			}
		}
		return true
	})
	return constants, nil
}

// names lists all names that have a rule.
func (t *tables) names() ([]domains.Name, error) {
	var names []domains.Name
	var visit func(from, to int, below string) error
	visit = func(from, to int, below string) error {
		for i := from; i < to; i++ {
			if len(t.nodes) < (i+1)*5 {
				return fmt.Errorf("the tables have no node %d", i)
			}
			node := uint64(t.nodes[i*5])<<32 | uint64(binary.BigEndian.Uint32(t.nodes[i*5+1:]))
			length, offset := int(node&0x3f), int(node>>6&0xffff)
			icann, index := node>>22&1 == 1, int(node>>23&0x3ff)
			if len(t.text) < offset+length || len(t.children) < (index+1)*4 {
				return fmt.Errorf("node %d of the tables leads out of them", i)
			}
			children := binary.BigEndian.Uint32(t.children[index*4:])
			name := domains.Name{Name: string(t.text[offset:offset+length]) + below}
			switch children >> 28 & 3 {
			case normal:
				name.Tag |= site.Suffix
			case exception:
				name.Tag |= site.Exception
			}
			if children>>30&1 == 1 {
				name.Tag |= site.Wildcard
			}
			if name.Tag != 0 {
				if !icann {
					name.Tag |= site.Private
				}
				names = append(names, name)
			}
			low, high := int(children&0x3fff), int(children>>14&0x3fff)
			if low < to && low < high {
				return fmt.Errorf("node %d of the tables has children before itself", i)
			}
			if err := visit(low, high, "."+name.Name); err != nil {
				return err
			}
		}
		return nil
	}
	err := visit(0, t.top, "")
	return names, err
}
