// Package har reads recorded sessions: HAR 1.2 files
// (http://www.softwareishard.com/blog/har-12-spec/), as browsers' developer
// tools, proxies and test services write them, become visits. It is native
// only; the browser records its own visits.
//
// A HAR holds requests, not documents, so some facts are told by what is there:
// which requests were redirected into which, which response was the document,
// which were documents within it. Where a file does not say, the fact is left
// out rather than made up.
package har

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"midwatch/wasm/fact"
)

// Bounds on what one file may make us keep.
const (
	maxFile    = 256 << 20 // bytes of a file, unpacked; 256 MiB
	maxValue   = 96 << 20  // bytes of one entry or of anything else in the file; 96 MiB
	maxEntries = 200_000   // entries of a file
	maxBody    = 32 << 20  // bytes of a document's text; 32 MiB
	maxField   = 256 << 10 // bytes of a header's value; browsers refuse a longer response head
	maxHops    = 50        // requests in one redirect chain; browsers give up after 20
)

// NoResponse stands in fact.Hop.Error for a request without a response where
// the file does not say why.
const NoResponse = "no response"

// Recording is one document of a recorded session.
type Recording struct {
	// Visit is what was observed. Its Network is left to the caller: a HAR does
	// not know it. Its ID is the HAR's own name of the page.
	Visit fact.Visit
	// Texts are the texts of the visit's HTML documents and style sheets, as far
	// as the file
	// holds them, in the order of time.
	Texts []Text
	// Skipped counts the entries that could not be used, because they are no
	// objects or their address is not an absolute URL.
	Skipped int
}

// Text is the text of one document.
type Text struct {
	fact.Document
	Body []byte
}

// Read reads a HAR file, also a gzip-packed one. It gives a visit for every
// page of the file, in the order of time; entries that belong to no page make
// one visit together, and a page that went on to another top-level document
// becomes two. A file without entries has no visits.
//
// A file that is not a HAR, ends early or is over a bound (256 MiB unpacked,
// 200 000 entries) is an error as a whole. One odd entry is not: it is counted
// in Skipped, or its odd part takes its default.
func Read(r io.Reader) ([]Recording, error) {
	in := &bounded{r: bufio.NewReaderSize(r, 64<<10)}
	buffered := in.r.(*bufio.Reader)
	if magic, _ := buffered.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("har: %w", explain(err))
		}
		buffered = bufio.NewReaderSize(unpacked, 64<<10)
		in.r = buffered
	}
	if mark, _ := buffered.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = buffered.Discard(3) // a byte order mark; just peeked at
	}
	entries, skipped, err := decode(in)
	if err != nil {
		return nil, fmt.Errorf("har: %w", explain(err))
	}
	return recordings(entries, skipped), nil
}

// explain turns a decoder's error into one about the file.
func explain(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the file ends in the middle")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return errors.New("the gzip packing is damaged")
	}
	return err
}

var (
	errFileTooLarge  = fmt.Errorf("more than %d MiB unpacked", maxFile>>20)
	errValueTooLarge = fmt.Errorf("one value has more than %d MiB", maxValue>>20)
)

// bounded stops a decoder that would otherwise keep whatever it is given: the
// whole file's size is limited, and that of each value, which the decoder has
// to hold at once.
type bounded struct {
	r     io.Reader
	total int // bytes read
	value int // bytes read since begin
}

func (b *bounded) begin() { b.value = 0 }

func (b *bounded) Read(p []byte) (int, error) {
	if b.total > maxFile {
		return 0, errFileTooLarge
	}
	if b.value > maxValue {
		return 0, errValueTooLarge
	}
	n, err := b.r.Read(p)
	b.total += n
	b.value += n
	return n, err
}
