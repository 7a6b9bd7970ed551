package export

import (
	"bytes"
	"encoding/json"
)

// AppendJSON appends a document as JSON, indented by two spaces, without a line
// end after it: the same bytes as JavaScript's JSON.stringify(document, null,
// 2), by which the extension writes it.
func AppendJSON(b []byte, d Document) ([]byte, error) {
	var buffer bytes.Buffer
	e := json.NewEncoder(&buffer)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return nil, err
	}
	return append(b, unescape(bytes.TrimSuffix(buffer.Bytes(), []byte("\n")))...), nil
}

// AppendNDJSON appends a document's findings as JSON, each on a line of its own
// (https://github.com/ndjson/ndjson-spec).
func AppendNDJSON(b []byte, d Document) ([]byte, error) {
	var buffer bytes.Buffer
	e := json.NewEncoder(&buffer)
	e.SetEscapeHTML(false)
	for i := range d.Findings {
		if err := e.Encode(&d.Findings[i]); err != nil {
			return nil, err
		}
	}
	return append(b, unescape(buffer.Bytes())...), nil
}

// written are characters that encoding/json escapes and JavaScript does not.
var written = map[string]string{`\u2028`: "\u2028", `\u2029`: "\u2029", `\ufffd`: "\ufffd"}

// unescape writes the characters of written as they are. In JSON text a
// backslash stands within a string and begins an escape, or is one's second
// half.
func unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u`)) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		if i+6 <= len(text) {
			if c, ok := written[string(text[i:i+6])]; ok {
				out = append(out, c...)
				i += 5
				continue
			}
		}
		out = append(out, text[i], text[i+1])
		i++
	}
	return out
}
