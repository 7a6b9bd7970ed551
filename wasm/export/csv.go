package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
)

var csvColumns = []string{
	"check", "level", "verdict", "subject", "url", "time", "lastSeen", "network", "trust", "count", "title",
	"evidence", "detail", "outcome", "destination", "mixed", "header", "error", "line", "chain", "advice", "reference",
}

// AppendCSV appends a document as a CSV file (RFC 4180): a heading, then a row
// for each piece of evidence with its finding's columns repeated.
func AppendCSV(b []byte, d Document) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	if err := w.Write(csvColumns); err != nil {
		return nil, err
	}
	for _, f := range d.Findings {
		for _, e := range f.Evidence {
			var chain []string
			for _, s := range e.Chain {
				chain = append(chain, s.URL)
			}
			row := []string{
				f.Check, string(f.Level), string(f.Verdict), f.Subject, f.URL, f.Time, f.LastSeen, f.Network.Epoch, string(f.Network.Trust),
				strconv.Itoa(f.Count), f.Title, e.URL, e.Detail, string(e.Outcome), e.Destination, e.Mixed, e.Header, e.Error,
				line(e.Line), strings.Join(chain, " > "), f.Advice, f.Reference,
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
