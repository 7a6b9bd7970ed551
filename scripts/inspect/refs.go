package main

import (
	"encoding/json"

	"midwatch/wasm/page"
)

// reference is a line of -refs: one place that names an insecure URL.
type reference struct {
	File    string `json:"file"`
	Tag     string `json:"tag"`
	Attr    string `json:"attr"`
	URL     string `json:"url"`
	Kind    string `json:"kind"`
	Context string `json:"context"`
	Mixed   string `json:"mixed"`
	Line    int    `json:"line"`
}

// references prints every insecure reference of every document.
func (c *command) references() int {
	status := fine
	lines := json.NewEncoder(c.out)
	lines.SetEscapeHTML(false)
	for _, file := range c.files {
		recordings, err := c.read(file)
		if err != nil {
			c.complain(file, err)
			status = unusable
			continue
		}
		for _, r := range recordings {
			for _, text := range r.Texts {
				for _, ref := range page.Read(text.Body, text.Document, 0).Refs {
					if err := lines.Encode(reference{file, ref.Tag, ref.Attr, ref.URL, ref.Kind, ref.Context, ref.Mixed, ref.Line}); err != nil {
						c.complain(file, err)
						return unusable
					}
				}
			}
		}
	}
	return status
}
