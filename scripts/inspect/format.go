package main

import "midwatch/wasm/export"

// formats are the forms of output.
var formats = map[string]func([]byte, export.Document) ([]byte, error){
	"text": func(b []byte, d export.Document) ([]byte, error) { return export.AppendText(b, d), nil },
	"json": func(b []byte, d export.Document) ([]byte, error) {
		b, err := export.AppendJSON(b, d)
		return append(b, '\n'), err
	},
	"ndjson": export.AppendNDJSON,
	"csv":    export.AppendCSV,
}

// formatNames lists formats in the order in which they are offered.
func formatNames() []string { return []string{"text", "json", "ndjson", "csv"} }

// planned are forms that the command line promises and that are still to come.
var planned = []string{"sarif", "markdown"}
