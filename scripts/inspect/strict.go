package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	"midwatch/wasm/hsts"
)

// maxValue bounds how much of a line is kept, in bytes; 1 MiB. A header of that
// length is invalid long before.
const maxValue = 1 << 20

// policy is a line of -hsts: what a browser understands of a value.
type policy struct {
	Valid             bool     `json:"valid"`
	MaxAge            int64    `json:"maxAge"`
	IncludeSubDomains bool     `json:"includeSubDomains"`
	Preload           bool     `json:"preload"`
	Problems          []string `json:"problems"`
}

// headers reads Strict-Transport-Security values, one a line, and prints what
// each says. An empty line is an empty value.
func (c *command) headers(stdin io.Reader) int {
	in := bufio.NewReader(stdin)
	lines := json.NewEncoder(c.out)
	lines.SetEscapeHTML(false)
	for {
		value, err := line(in)
		if errors.Is(err, io.EOF) {
			return fine
		}
		if err == nil {
			p := hsts.Parse(value)
			err = lines.Encode(policy{p.Valid, p.MaxAge, p.IncludeSubDomains, p.Preload, p.Reasons()})
		}
		if err != nil {
			c.complain("standard input", err)
			return unusable
		}
	}
}

// line reads a line without its end, at most maxValue bytes of it. The end of
// the input ends a line that has begun.
func line(in *bufio.Reader) (string, error) {
	var text []byte
	for begun := false; ; begun = true {
		part, err := in.ReadSlice('\n')
		begun = begun || len(part) > 0
		text = append(text, part[:min(len(part), maxValue-len(text))]...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && begun:
		case err != nil:
			return "", err
		}
		break
	}
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
	}
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	return string(text), nil
}
