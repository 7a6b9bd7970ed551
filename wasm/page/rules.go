package page

import (
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/json"
)

// importMap reads an import map (HTML standard section 8.1.5.2): every address
// in it may be imported.
func (r *reader) importMap(text []byte, at place) {
	at.kind, at.context = "script", "script"
	r.data(text, at, func(path []string) bool {
		return len(path) == 2 && path[0] == "imports" || len(path) == 3 && path[0] == "scopes"
	})
}

// speculationRules reads the lists of addresses that a browser may fetch ahead
// of time (HTML standard section 7.6, "speculation rules").
func (r *reader) speculationRules(text []byte, at place) {
	at.kind = "prefetch"
	r.data(text, at, func(path []string) bool {
		return len(path) == 2 && path[1] == "urls" && (path[0] == "prefetch" || path[0] == "prerender")
	})
}

// maxPath bounds the names that lead to a value in JSON.
const maxPath = 8

// data reads JSON for the addresses that stand where wanted says: it is given
// the names that lead there, those of lists left out.
func (r *reader) data(text []byte, at place, wanted func(path []string) bool) {
	if !r.baseInsecure && !r.thorough && !mayHoldAddress(text) {
		return
	}
	parser := json.NewParser(parse.NewInputBytes(text[:len(text):len(text)]))
	var path []string
	var lists []bool // for each open bracket, whether it is a list's
	for {
		kind, token := parser.Next()
		switch kind {
		case json.ErrorGrammar:
			return
		case json.StartObjectGrammar, json.StartArrayGrammar:
			if len(lists) == 4*maxPath {
				return
			}
			lists = append(lists, kind == json.StartArrayGrammar)
			if kind == json.StartObjectGrammar {
				path = append(path, "")
			}
			continue
		case json.EndObjectGrammar, json.EndArrayGrammar:
			if len(lists) == 0 {
				return
			}
			if !lists[len(lists)-1] {
				path = path[:len(path)-1]
			}
			lists = lists[:len(lists)-1]
			continue
		case json.StringGrammar:
		default:
			continue
		}
		value := ""
		if len(token) >= 2 {
			value = scriptUnescaped(token[1 : len(token)-1])
		}
		if parser.State() == json.ObjectValueState && len(path) > 0 {
			path[len(path)-1] = value // a name
		} else if wanted(path) {
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
