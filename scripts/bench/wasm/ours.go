//go:build js

package main

import (
	"bytes"

	"midwatch/wasm/markup"
)

// asked are the attributes that the task looks at.
var (
	asked = []markup.Attribute{
		markup.Src, markup.Href, markup.Data, markup.Cite, markup.Poster, markup.Action, markup.Longdesc,
		markup.FormAction, markup.Background, markup.XlinkHref, markup.Srcset,
	}
	askedSet = markup.Attributes(asked...)
)

// A counter does the task with the tokenizer of Midwatch's own reader.
type counter struct {
	tokens markup.Tokenizer
	text   []byte // what is not yet read
	count  uint32
}

// begin makes ready for another text.
func (c *counter) begin() {
	// The other peers read what a noscript holds.
	c.tokens = markup.Tokenizer{Scriptless: true}
	c.text, c.count = c.text[:0], 0
}

// room is where the next piece of the text goes.
func (c *counter) room(n int) []byte {
	used := len(c.text)
	if cap(c.text)-used < n {
		c.text = append(make([]byte, 0, 2*used+n), c.text...)
	}
	return c.text[used : used+n]
}

// written reads a piece of n bytes, all but a token that it cuts.
func (c *counter) written(n int) {
	c.text = c.text[:len(c.text)+n]
	c.read(c.text, false)
	left := c.tokens.Unread()
	c.text = c.text[:copy(c.text, c.text[len(c.text)-left:])]
}

// read counts in text, the document's end if last.
func (c *counter) read(text []byte, last bool) {
	t := &c.tokens
	t.Feed(text, last)
	for kind := t.Next(); kind != markup.More; kind = t.Next() {
		if kind != markup.Start {
			continue
		}
		t.Skip()
		if !t.HasAny(askedSet) {
			continue
		}
		for _, a := range asked {
			if t.Has(a) && countsWritten(a, t.Written(a)) {
				c.count++
			}
		}
	}
}

// countsWritten reports whether a value as written is one to count. It decodes
// only where a character reference could decide that.
func countsWritten(a markup.Attribute, value []byte) bool {
	if a == markup.Srcset {
		if bytes.IndexByte(value, '&') >= 0 {
			value = []byte(markup.Decode(value))
		}
		return insecureList(value)
	}
	significant := 0
	for _, c := range value {
		if c == '&' {
			return insecureURL([]byte(markup.Decode(value)))
		}
		if c > ' ' {
			// The first letter mostly decides, and the longest scheme is
			// over after five.
			if significant++; significant == 1 && !mayStart(c) || significant == 5 {
				break
			}
		}
	}
	return insecureURL(value)
}
