package har

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// entry is what is read of a HAR entry. Fields of another type than expected
// are left empty.
type entry struct {
	Page     string `json:"pageref"`
	Started  string `json:"startedDateTime"`
	Address  string `json:"serverIPAddress"`
	Kind     string `json:"_resourceType"` // Chrome's
	Cache    string `json:"_fromCache"`    // Chrome's: disk, memory
	Request  request
	Response response
}

type request struct {
	URL     string  `json:"url"`
	Headers []field `json:"headers"`
}

type response struct {
	Status     float64 `json:"status"`
	StatusText string  `json:"statusText"`
	Version    string  `json:"httpVersion"`
	Headers    []field `json:"headers"`
	Redirect   string  `json:"redirectURL"`
	Content    content `json:"content"`
	Error      string  `json:"_error"`        // Chrome's
	Disk       bool    `json:"fromDiskCache"` // chrome-har's
}

type field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type content struct {
	MIME     string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"encoding"`
}

// decode reads the entries of a file one after the other. skipped counts those
// that are no objects, or hold no usable address, by page.
func decode(in *bounded) (entries []sent, skipped map[string]int, err error) {
	d := &decoder{json: json.NewDecoder(in), in: in, skipped: map[string]int{}}
	if err := d.file(); err != nil {
		return nil, nil, err
	}
	return d.entries, d.skipped, nil
}

type decoder struct {
	json    *json.Decoder
	in      *bounded
	entries []sent
	skipped map[string]int
	seen    int     // elements of log.entries
	objects int     // those that were objects
	listed  bool    // log.entries was there
	clock   float64 // time of the entry before, for one that has none
}

// file reads the outermost object and finds its log.
func (d *decoder) file() error {
	open, err := d.json.Token()
	switch {
	case errors.Is(err, io.EOF):
		return errors.New("the file is empty")
	case err != nil:
		return notJSON(err)
	case open != json.Delim('{'):
		return fmt.Errorf("not a HAR: the file holds %s, not an object with a log", shape(open))
	}
	found := false
	if err := d.members(func(name string) error {
		if name != "log" {
			return d.skip()
		}
		found = true
		return d.log()
	}); err != nil {
		return notJSON(err)
	}
	if !found {
		return errors.New("not a HAR: there is no log")
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("something follows after the end")
		}
		return notJSON(err)
	}
	switch {
	case !d.listed:
		return errors.New("not a HAR: the log has no entries")
	case d.seen > 0 && d.objects == 0:
		return errors.New("not a HAR: the log's entries are no objects")
	}
	return nil
}

func (d *decoder) log() error {
	open, err := d.json.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("not a HAR: the log is %s, not an object", shape(open))
	}
	return d.members(func(name string) error {
		if name != "entries" {
			return d.skip()
		}
		open, err := d.json.Token()
		if err != nil {
			return err
		}
		if open != json.Delim('[') {
			return fmt.Errorf("not a HAR: the log's entries are %s, not a list", shape(open))
		}
		d.listed = true
		return d.list()
	})
}

// members calls read at the value of each member of an object whose opening
// brace was read, to its closing one.
func (d *decoder) members(read func(name string) error) error {
	for d.json.More() {
		d.in.begin()
		name, err := d.json.Token()
		if err != nil {
			return err
		}
		if err := read(fmt.Sprint(name)); err != nil {
			return err
		}
	}
	_, err := d.json.Token()
	return err
}

func (d *decoder) list() error {
	for d.json.More() {
		d.in.begin()
		var raw json.RawMessage
		if err := d.json.Decode(&raw); err != nil {
			return err
		}
		if d.seen++; d.seen > maxEntries {
			return fmt.Errorf("more than %d entries", maxEntries)
		}
		d.add(raw)
	}
	_, err := d.json.Token()
	return err
}

func (d *decoder) add(raw json.RawMessage) {
	if raw[0] != '{' {
		d.skipped[""]++
		return
	}
	d.objects++
	var e entry
	// The text is valid JSON, so an error means that a part has another type
	// than it should; the rest was read.
	_ = json.Unmarshal(raw, &e)
	r, ok := e.read(d.clock)
	d.clock = float64(r.hop.At)
	switch {
	case ok:
		d.entries = append(d.entries, r)
	case !e.internal():
		d.skipped[e.Page]++
	}
}

// skip passes over a value.
func (d *decoder) skip() error {
	d.in.begin()
	var raw json.RawMessage
	return d.json.Decode(&raw)
}

func notJSON(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("not JSON: %w, after %d bytes", err, syntax.Offset)
	}
	return err
}

// shape names a JSON value by its first token.
func shape(t json.Token) string {
	switch v := t.(type) {
	case nil:
		return "null"
	case json.Delim:
		if v == '[' {
			return "a list"
		}
		return "an object"
	case string:
		return "a text"
	case bool:
		return "a truth value"
	}
	return "a number"
}
