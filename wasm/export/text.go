package export

import (
	"fmt"
	"strings"
	"unicode"

	"midwatch/wasm/finding"
)

// AppendText appends a document as text for people: a paragraph for each
// incident, then for each finding, worst first, and the sum. It has no colours, and nothing that a page
// wrote can act on a terminal.
func AppendText(b []byte, d Document) []byte {
	for _, in := range d.Incidents {
		b = appendIncident(b, in)
	}
	for _, f := range d.Findings {
		b = appendFinding(b, f)
	}
	return append(b, sum(d)+"\n"...)
}

func appendIncident(b []byte, in finding.Incident) []byte {
	b = fmt.Appendf(b, "INCIDENT, %s: %s\n", strings.ToUpper(string(in.Level)), plain(in.Title))
	b = appendRow(b, "where", "network "+in.Epoch)
	b = appendRow(b, "when", span(in.Began, in.LastSeen))
	b = appendRow(b, "what", in.Sentence)
	for _, p := range in.Pieces {
		b = appendRow(b, "seen", fmt.Sprintf("%s %s (%s, %s evidence): %s", p.Time, p.Subject, p.Check, p.Strength, p.Detail))
	}
	if in.Count > len(in.Pieces) {
		b = appendRow(b, "seen", fmt.Sprintf("… %d findings in all", in.Count))
	}
	b = appendRow(b, "do", in.Advice)
	return append(b, '\n')
}

// appendRow appends a line of a paragraph, unless it is empty.
func appendRow(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	return fmt.Appendf(b, "    %-6s %s\n", name, plain(text))
}

// span is the time from the first moment to the last.
func span(first, last string) string {
	if first == last {
		return first
	}
	return first + " to " + last
}

func appendFinding(b []byte, f Finding) []byte {
	row := func(name, text string) { b = appendRow(b, name, text) }
	b = fmt.Appendf(b, "%s: %s (%s)\n", strings.ToUpper(string(f.Level)), plain(f.Title), plain(f.Check))
	where := f.Subject
	if f.URL != f.Subject {
		where += ", on " + f.URL
	}
	row("where", where)
	row("when", fmt.Sprintf("%s, network %s (%s)", span(f.Time, f.LastSeen), f.Network.Epoch, f.Network.Trust))
	for _, e := range f.Evidence {
		row("seen", seen(e))
	}
	if f.Count > len(f.Evidence) {
		row("seen", fmt.Sprintf("… %d times in all", f.Count))
	}
	row("why", f.Explanation)
	row("do", f.Advice)
	row("read", f.Reference)
	return append(b, '\n')
}

// seen is one piece of evidence on one line.
func seen(e finding.Evidence) string {
	var parts []string
	if e.URL != "" {
		parts = append(parts, e.URL)
	}
	var about []string
	for _, word := range []string{e.Destination, e.Mixed, string(e.Outcome), e.Error} {
		if word != "" {
			about = append(about, word)
		}
	}
	if e.Line > 0 {
		about = append(about, fmt.Sprintf("line %d", e.Line))
	}
	if len(about) > 0 {
		parts = append(parts, "["+strings.Join(about, ", ")+"]")
	}
	if e.Detail != "" {
		parts = append(parts, e.Detail)
	}
	if e.Header != "" {
		parts = append(parts, fmt.Sprintf("(header: %q)", e.Header))
	}
	if len(e.Chain) > 1 {
		parts = append(parts, "("+chain(e.Chain)+")")
	}
	return strings.Join(parts, " ")
}

// sum is the last line: how many findings there are.
func sum(d Document) string {
	if len(d.Findings) == 0 {
		return "No findings."
	}
	count := map[finding.Level]int{}
	for _, f := range d.Findings {
		count[f.Level]++
	}
	var parts []string
	for _, l := range []finding.Level{finding.Danger, finding.Warning, finding.Notice} {
		if n := count[l]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, l))
		}
	}
	noun := "findings"
	if len(d.Findings) == 1 {
		noun = "finding"
	}
	return fmt.Sprintf("%d %s: %s.", len(d.Findings), noun, strings.Join(parts, ", "))
}

// plain replaces what a terminal would act on instead of showing it: control
// characters, and those that reverse the direction of writing.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
