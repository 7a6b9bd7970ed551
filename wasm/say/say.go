// Package say holds what Midwatch says: each message with an ID and its English
// text. The core says a Phrase, which names a message and what is filled in; the
// shell says it in the reader's language, whose texts are in extension/_locales.
package say

import (
	"strconv"
	"strings"

	"midwatch/wasm/fact"
)

// Message is something that can be said.
//
// Its text has places for what is filled in, {name} or {name:kind}: see Kind. Their
// order of first appearance is that of the arguments of With.
type Message struct {
	ID      string // lower case letters, digits and _
	English string // for any number, where it has a number
	One     string // English for the number one; empty where the text is the same
}

var all []Message
var byID = map[string]Message{}

// New makes a message.
func New(id, english string) Message { return Plural(id, "", english) }

// Plural makes a message whose text depends on the first number that is filled in:
// other languages have more forms than these two.
//
// Inlined, it would make the core larger by 130 kB: it is called for each message.
//
//go:noinline
func Plural(id, one, other string) Message {
	if _, twice := byID[id]; twice {
		panic("say: two messages have the ID " + id)
	}
	m := Message{ID: id, English: other, One: one}
	all = append(all, m)
	byID[id] = m
	return m
}

// All lists every message that was made.
func All() []Message { return all }

// Kind is what is filled in at a place of a message.
type Kind string

// The kinds. In a text a place of kind Text has no kind.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Day    Kind = "day"  // a date
	Span   Kind = "span" // a length of time
	List   Kind = "list" // names
)

// Kinds lists every Kind.
var Kinds = []Kind{Text, Number, Day, Span, List}

// Arg is what is filled in at one place.
type Arg struct {
	Kind   Kind     `json:"kind"`
	Text   string   `json:"text,omitempty"`
	Number int64    `json:"number,omitempty"` // a Day in milliseconds since the Unix epoch, a Span in seconds
	List   []string `json:"list,omitempty"`
}

// T fills in a text as it is: a host, an address, what a page or a server said.
func T(s string) Arg { return Arg{Kind: Text, Text: s} }

// N fills in a number.
func N[I ~int | ~int64](n I) Arg { return Arg{Kind: Number, Number: int64(n)} }

// D fills in the date of a moment, in UTC; of one that no clock shows, the first of 1970.
func D(t fact.Time) Arg {
	const last = 8_640_000_000_000_000 // the latest date that JavaScript knows
	if !(t > 0 && t <= last) {
		t = 0
	}
	return Arg{Kind: Day, Number: int64(t)}
}

// S fills in a length of time, in seconds.
func S(seconds int64) Arg { return Arg{Kind: Span, Number: seconds} }

// L fills in a list of names.
func L(names []string) Arg { return Arg{Kind: List, List: names} }

// Phrase is a message with what is filled in.
type Phrase struct {
	ID   string `json:"id"`
	Args []Arg  `json:"args,omitempty"`
}

// With fills the places of a message, in order.
func (m Message) With(args ...Arg) Phrase { return Phrase{ID: m.ID, Args: args} }

// Words is a text of several phrases, one after the other.
func Words(phrases ...Phrase) []Phrase { return phrases }

// English is a text in English. A phrase whose message is not known is left out.
func English(phrases []Phrase) string {
	var b []byte
	for _, p := range phrases {
		if m, known := byID[p.ID]; known {
			if len(b) > 0 {
				b = append(b, ' ')
			}
			b = m.append(b, p.Args)
		}
	}
	return string(b)
}

// append appends a message in English. A place for which there is nothing stays
// empty.
func (m Message) append(b []byte, args []Arg) []byte {
	text := m.English
	if m.One != "" && one(args) {
		text = m.One
	}
	names := Places(m.English)
	for {
		before, name, after, found := cut(text)
		b = append(b, before...)
		if !found {
			return b
		}
		for i, p := range names {
			if p.Name == name && i < len(args) {
				b = args[i].append(b)
			}
		}
		text = after
	}
}

func one(args []Arg) bool {
	for _, a := range args {
		if a.Kind == Number {
			return a.Number == 1
		}
	}
	return false
}

// cut splits a text around its first place.
func cut(text string) (before, name, after string, found bool) {
	before, rest, found := strings.Cut(text, "{")
	if !found {
		return before, "", "", false
	}
	place, after, _ := strings.Cut(rest, "}")
	name, _, _ = strings.Cut(place, ":")
	return before, name, after, true
}

// Place is where something is filled in.
type Place struct {
	Name string
	Kind Kind
}

// Places lists the places of a text in the order of their first appearance.
func Places(text string) (list []Place) {
next:
	for {
		_, rest, found := strings.Cut(text, "{")
		if !found {
			return list
		}
		place, after, _ := strings.Cut(rest, "}")
		text = after
		name, kind, _ := strings.Cut(place, ":")
		for _, p := range list {
			if p.Name == name {
				continue next
			}
		}
		if kind == "" {
			kind = string(Text)
		}
		list = append(list, Place{name, Kind(kind)})
	}
}

func (a Arg) append(b []byte) []byte {
	switch a.Kind {
	case Number:
		return strconv.AppendInt(b, int64(a.Number), 10)
	case Day:
		return append(b, fact.Time(a.Number).RFC3339()[:len("2006-01-02")]...)
	case Span:
		return append(b, EnglishSpan(int64(a.Number))...)
	case List:
		for i, name := range a.List {
			switch {
			case i == 0:
			case i == len(a.List)-1:
				b = append(b, " and "...)
			default:
				b = append(b, ", "...)
			}
			b = append(b, name...)
		}
		return b
	}
	return append(b, a.Text...)
}

// EnglishSpan words a number of seconds in the largest unit that tells it well.
func EnglishSpan(seconds int64) string {
	const year, day = 31_536_000, 24 * 3600
	for _, u := range []struct {
		size, slack int64 // slack is how much more may be left unsaid, per unit
		name        string
	}{{year, 2 * day, "year"}, {day, day, "day"}, {3600, 3600, "hour"}, {60, 60, "minute"}} {
		if n := seconds / u.size; n > 0 && seconds%u.size < n*u.slack {
			return plural(n, u.name)
		}
	}
	return plural(seconds, "second")
}

func plural(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.FormatInt(n, 10) + " " + unit + "s"
}
