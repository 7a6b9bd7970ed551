package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"midwatch/wasm/finding"
)

var csvColumns = []string{
	"check", "level", "verdict", "subject", "url", "time", "lastSeen", "network", "trust", "count", "title",
	"evidence", "detail", "outcome", "destination", "mixed", "header", "error", "line", "chain", "advice", "reference",
}

// AppendCSV appends a document as a CSV file (RFC 4180): a heading, then a row
// for each piece of evidence with its finding's columns repeated. A finding
// without evidence has one row.
func AppendCSV(b []byte, d Document) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	if err := w.Write(csvColumns); err != nil {
		return nil, err
	}
	for _, f := range d.Findings {
		evidence := f.Evidence
		if len(evidence) == 0 {
			evidence = make([]finding.Evidence, 1)
		}
		for _, e := range evidence {
			row := []string{
				f.Check, string(f.Level), string(f.Verdict), f.Subject, f.URL, f.Time, f.LastSeen, f.Network.Epoch, string(f.Network.Trust),
				strconv.Itoa(f.Count), f.Title, e.URL, e.Detail, string(e.Outcome), e.Destination, e.Mixed, e.Header, e.Error,
				line(e.Line), chain(e.Chain), f.Advice, f.Reference,
			}
			for i := range row {
				row[i] = inert(row[i])
			}
			if err := w.Write(row); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return buffer.Bytes(), w.Error()
}

// chain is a redirect chain in one cell or on one line: each address with what
// came back, and why the next one followed.
func chain(steps []finding.Step) string {
	list := make([]string, len(steps))
	for i, s := range steps {
		var about []string
		if s.Status > 0 {
			about = append(about, strconv.Itoa(s.Status))
		}
		if s.Cause != "" {
			about = append(about, string(s.Cause))
		}
		if s.Plain {
			about = append(about, "in clear")
		}
		if list[i] = s.URL; len(about) > 0 {
			list[i] += " [" + strings.Join(about, ", ") + "]"
		}
	}
	return strings.Join(list, " > ")
}

func line(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// inert keeps a cell that a page could have written from being run by a
// spreadsheet as a formula.
func inert(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}
