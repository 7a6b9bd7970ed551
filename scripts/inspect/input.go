package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf16"

	"midwatch/wasm/fact"
	"midwatch/wasm/har"
)

// maxHTML bounds an .html file, in bytes; 64 MiB.
const maxHTML = 64 << 20

// errNoAddress is why an .html file cannot be judged by itself: without an
// address there is no telling what is insecure in it.
var errNoAddress = errors.New("an .html file needs -url, the address at which it is judged")

// read reads a file's recorded documents, and says what of it could not be
// used although the rest could.
func (o *options) read(name string) ([]har.Recording, error) {
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, ".har"), strings.HasSuffix(lower, ".har.gz"):
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return har.Read(file)
	case strings.HasSuffix(lower, ".html"), strings.HasSuffix(lower, ".htm"):
		if o.address == "" {
			return nil, errNoAddress
		}
		return o.page(name)
	}
	return nil, errors.New("neither a .har nor an .html file")
}

// page makes a recording of a lone HTML file. Its time is that of the run:
// nothing tells when the file was fetched.
func (o *options) page(name string) ([]har.Recording, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxHTML+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxHTML {
		return nil, fmt.Errorf("more than %d MiB", maxHTML>>20)
	}
	hop := fact.Hop{URL: o.address, At: moment(o.now)}
	return []har.Recording{{
		Visit: fact.Visit{ID: name, Source: fact.HTML, Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{hop}}},
		Texts: []har.Text{{Document: fact.Document{URL: o.address}, Body: utf8Text(text)}},
	}}, nil
}

// utf8Text turns a text that begins with a byte order mark into UTF-8 without
// one (Encoding standard section 6.1, BOM sniff); any other stays as it is.
func utf8Text(text []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")):
		return text[3:]
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 2; i+1 < len(text); i += 2 {
		units = append(units, order.Uint16(text[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
