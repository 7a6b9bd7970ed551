package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"midwatch/wasm/domains"
	"midwatch/wasm/hsts"
)

// read takes either form: only the JSON has a brace.
func read(text []byte) (list, error) {
	if bytes.ContainsRune(text, '{') {
		return readJSON(text)
	}
	return readTable(string(text))
}

// readJSON reads Chromium's own source. Entries without the mode force-https are
// there for other purposes, such as pinned keys. (In Chromium even such a one would
// keep its parent's includeSubDomains from what is below it.)
func readJSON(text []byte) (list, error) {
	var source struct {
		Entries []struct {
			Name              string
			Mode              string
			IncludeSubdomains bool `json:"include_subdomains"`
		}
	}
	if err := json.Unmarshal(withoutComments(text), &source); err != nil {
		return list{}, err
	}
	var l list
	for _, e := range source.Entries {
		switch e.Mode {
		case "force-https":
			l.names = append(l.names, name(e.Name, e.IncludeSubdomains))
		case "":
		default:
			return list{}, fmt.Errorf("%q has the unknown mode %q", e.Name, e.Mode)
		}
	}
	return l, nil
}

// withoutComments blanks what follows // outside of strings.
func withoutComments(text []byte) []byte {
	out := bytes.Clone(text)
	inside := false
	for i := 0; i < len(out); i++ {
		switch {
		case inside && out[i] == '\\':
			i++
		case out[i] == '"':
			inside = !inside
		case !inside && bytes.HasPrefix(out[i:], []byte("//")):
			for ; i < len(out) && out[i] != '\n'; i++ {
				out[i] = ' '
			}
		}
	}
	return out
}

// readTable reads lines of name, include_subdomains and source, which is the
// origin and the date with a slash between, the same in all.
func readTable(text string) (list, error) {
	var l list
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != "#name\tinclude_subdomains\tsource" {
		return list{}, errors.New("it is neither Chromium's JSON nor a table that begins with #name, include_subdomains, source")
	}
	for i, line := range lines[1:] {
		field := strings.Split(line, "\t")
		if len(field) != 3 || field[1] != "0" && field[1] != "1" {
			return list{}, fmt.Errorf("line %d: %q is not a name, 0 or 1, and a source", i+2, line)
		}
		origin, date, _ := strings.Cut(field[2], "/")
		if i == 0 {
			l.origin, l.date = origin, date
		} else if l.origin != origin || l.date != date {
			return list{}, fmt.Errorf("line %d: the source is %q, above it was %q", i+2, field[2], l.origin+"/"+l.date)
		}
		l.names = append(l.names, name(field[0], field[1] == "1"))
	}
	return l, nil
}

func name(host string, subdomains bool) domains.Name {
	n := domains.Name{Name: host}
	if subdomains {
		n.Tag = hsts.Subdomains
	}
	return n
}
