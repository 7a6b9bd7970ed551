package hsts

import (
	"fmt"
	"strings"

	"midwatch/wasm/say"
)

// Explain says in plain words what browsers make of the value: a clause that
// begins in lower case and has no full stop.
func (p Policy) Explain() string {
	if !p.Valid {
		return "ignored: " + strings.Join(p.Reasons(), "; ")
	}
	var b strings.Builder
	switch {
	case p.MaxAge == 0:
		b.WriteString("to be forgotten at once")
	case p.IncludeSubDomains:
		b.WriteString("for " + say.EnglishSpan(p.MaxAge) + ", subdomains too")
	default:
		b.WriteString("for " + say.EnglishSpan(p.MaxAge) + ", this host only")
	}
	if p.Preload {
		b.WriteString("; asks for the preload list")
	}
	for _, name := range p.Ignored {
		b.WriteString("; " + ignoredWords(name, meant(name)))
	}
	return b.String()
}

// Reasons are the Problems in English, each as a clause: without its capital and its
// full stop.
func (p Policy) Reasons() []string {
	list := []string{}
	for _, problem := range p.Problems {
		s := strings.TrimSuffix(say.English(say.Words(problem)), ".")
		list = append(list, strings.ToLower(s[:1])+s[1:])
	}
	return list
}

func ignoredWords(name, meant string) string {
	if meant == "" {
		return name + " means nothing to browsers"
	}
	return fmt.Sprintf("%s means nothing to browsers (%s would)", name, meant)
}

// NearMisses gives, for each directive that browsers ignore although it looks like
// one of theirs, its name as written and the one that was meant.
func (p Policy) NearMisses() (list [][2]string) {
	for _, name := range p.Ignored {
		if meant := meant(name); meant != "" {
			list = append(list, [2]string{name, meant})
		}
	}
	return list
}

// meant is the directive that somebody who wrote name most likely had in mind;
// empty if none.
func meant(name string) string {
	letters := strings.Map(func(r rune) rune {
		if r |= 0x20; r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
	for _, d := range []struct {
		letters, name string
		slips         int // how many typing errors still leave no doubt
	}{{"maxage", "max-age", 1}, {"includesubdomains", "includeSubDomains", 3}, {"preload", "preload", 2}} {
		if distance(letters, d.letters) <= d.slips {
			return d.name
		}
	}
	return ""
}

// distance counts the letters to insert, leave out, change or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
