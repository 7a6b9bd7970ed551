package page

import (
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/json"
)

// maxBrackets bounds how deep an import map is nested; a real one is three deep.
const maxBrackets = 8

// importMap reads an import map (HTML standard section 8.1.5.2): every address
// in it may be imported.
func (r *reader) importMap(text []byte, at place) {
	if !r.baseInsecure && !r.thorough && !mayHoldAddress(text) {
		return
	}
	at.kind, at.context = "script", "script"
	input := parse.NewInputBytes(text)
	defer input.Restore()
	parser := json.NewParser(input)
	var path []string // the names that lead to a value
	brackets := 0
	for {
		kind, token := parser.Next()
		switch kind {
		case json.ErrorGrammar:
			return
		case json.StartObjectGrammar, json.StartArrayGrammar:
			if brackets++; brackets > maxBrackets {
				return
			}
			path = append(path, "")
			continue
		case json.EndObjectGrammar, json.EndArrayGrammar:
			brackets--
			path = path[:len(path)-1]
			continue
		case json.StringGrammar:
		default:
			continue
		}
		value := scriptUnescaped(token[1 : len(token)-1])
		switch {
		case parser.State() == json.ObjectValueState:
			path[len(path)-1] = value // a name
		case len(path) == 2 && path[0] == "imports", len(path) == 3 && path[0] == "scopes":
			r.ref(value, at)
		}
	}
}

// mayHoldAddress is a cheap look for an insecure scheme, or an escape that may
// hide one.
func mayHoldAddress(text []byte) bool {
	for i := nextMark(text, 0); i < len(text); i = nextMark(text, i+1) {
		if text[i] == '\\' {
			if i+1 < len(text) && text[i+1] != '/' && text[i+1] != '"' {
				return true
			}
		} else if _, ok := schemeBefore(text, i); ok {
			return true
		}
	}
	return false
}
