//go:build js

// Command wasm is the core's body in the browser: the memory exchange with the
// shell, and nothing else. It imports no package that the native body does not,
// but safejs.
//
// Bulk crosses through linear memory. The shell asks reserve for room, writes
// its message there, calls a verb with the message's length, and reads the
// answer at output. A verb returns the answer's length; a negative length means
// that the answer is an error text. Nothing exported here blocks or panics: a
// blocked export would return garbage.
package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"unsafe"

	"github.com/hack-pad/safejs"

	"midwatch/wasm/browser"
	"midwatch/wasm/check"
	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/hsts"
	"midwatch/wasm/inspect"
	"midwatch/wasm/memory"
	"midwatch/wasm/network"
	"midwatch/wasm/overview"
	"midwatch/wasm/page"
	"midwatch/wasm/submission"
	"midwatch/wasm/weburl"
	"midwatch/wasm/wire"
)

const (
	// maxInput bounds a message, in bytes: the largest visit is below that.
	maxInput = 32 << 20
	// maxPiece bounds a piece of a page's text, in bytes; the shell cuts the
	// whole of it at 8 MiB.
	maxPiece = 1 << 20
	// keepInput is how much room is kept between messages, in bytes: WASM
	// memory never shrinks, but what is let go of can be used again.
	keepInput = 1 << 20
	// collectAt lets 16 MiB be used before the first garbage collection, in
	// percent of Go's usual 4 MiB.
	collectAt = 400
)

var input, output []byte

func main() {
	// WASM memory never shrinks, and what one message needs is soon let go of:
	// collecting late costs nothing but room that is there.
	debug.SetGCPercent(collectAt)
	weburl.ToASCII = browser.ToASCII
	ready, err := safejs.Global().Get("midwatchReady")
	if err == nil {
		_, err = ready.Invoke()
	}
	if err != nil {
		panic(fmt.Sprintf("core: cannot tell the shell that it is ready: %v", err))
	}
	select {} // the exports live as long as the program
}

//go:wasmexport reserve
func reserve(n uint32) uint32 {
	if n > maxInput {
		return 0
	}
	if int(n) > cap(input) || cap(input) > keepInput && n <= keepInput {
		input = make([]byte, max(n, 64<<10))
	}
	input = input[:cap(input)]
	return address(input)
}

//go:wasmexport output
func outputAddress() uint32 { return address(output) }

// inspectVisit takes a fact.Visit and answers with a finding.Report.
//
//go:wasmexport inspect
func inspectVisit(n uint32) int32 {
	return answer(func() ([]byte, error) {
		visit, err := wire.DecodeVisit(message(n))
		if err != nil {
			return nil, err
		}
		report := inspect.Visit(visit)
		return wire.AppendReport(output[:0], &report), nil
	})
}

// judgeSubmission takes a fact.Submission and answers with a finding.Question.
//
//go:wasmexport submission
func judgeSubmission(n uint32) int32 {
	return answer(func() ([]byte, error) {
		sent, err := wire.DecodeSubmission(message(n))
		if err != nil {
			return nil, err
		}
		question := submission.Judge(sent)
		return wire.AppendQuestion(output[:0], &question), nil
	})
}

// remember takes a fact.Memory and answers with one that has the records as they
// are to be kept.
//
//go:wasmexport remember
func remember(n uint32) int32 {
	return answer(func() ([]byte, error) {
		m, err := wire.DecodeMemory(message(n))
		if err != nil {
			return nil, err
		}
		joined := fact.Memory{Known: memory.Join(m)}
		return wire.AppendMemory(output[:0], &joined), nil
	})
}

// nextEpoch takes a fact.Networking and answers with the fact.Epoch that it comes
// to.
//
//go:wasmexport network
func nextEpoch(n uint32) int32 {
	return answer(func() ([]byte, error) {
		told, err := wire.DecodeNetworking(message(n))
		if err != nil {
			return nil, err
		}
		epoch := network.Next(told)
		return wire.AppendEpoch(output[:0], &epoch), nil
	})
}

// usePreload takes the HSTS preload list (wasm/hsts/preload.bin): a report that
// asks for it (NeedsPreload) is better made again after this.
//
//go:wasmexport usePreload
func usePreload(n uint32) int32 {
	return answer(func() ([]byte, error) {
		// The list is kept, and the room of messages is used again.
		return output[:0], hsts.UsePreload(slices.Clone(message(n)))
	})
}

// A document's text comes in pieces: beginPage, then for each piece pageRoom and
// pageText, and endPage. Whoever reads another document begins it first.
var (
	reader *page.Reader
	room   []byte // kept from one document to the next
)

// beginPage takes the fact.Document whose text follows.
//
//go:wasmexport beginPage
func beginPage(n uint32) int32 {
	return answer(func() ([]byte, error) {
		doc, err := wire.DecodeDocument(message(n))
		if err != nil {
			return nil, err
		}
		reader = page.NewReader(doc, check.MaxRefs, room)
		return output[:0], nil
	})
}

// pageRoom is where at most n bytes of the text are to be written, 0 if that is
// too much.
//
//go:wasmexport pageRoom
func pageRoom(n uint32) uint32 {
	if reader == nil || n > maxPiece {
		return 0
	}
	return address(reader.Room(int(n)))
}

// pageText tells that n bytes of text were written there.
//
//go:wasmexport pageText
func pageText(n uint32) int32 {
	return answer(func() ([]byte, error) {
		if reader == nil || n > maxPiece {
			return nil, errNoPage
		}
		reader.Written(int(n))
		return output[:0], nil
	})
}

// endPage answers with the fact.Page. cut is 1 if there was more text.
//
//go:wasmexport endPage
func endPage(cut uint32) int32 {
	return answer(func() ([]byte, error) {
		if reader == nil {
			return nil, errNoPage
		}
		var found fact.Page
		if found, room = reader.Close(); cap(room) > keepInput {
			room = nil
		}
		found.Truncated = found.Truncated || cut != 0
		reader = nil
		return wire.AppendPage(output[:0], &found), nil
	})
}

var errNoPage = errors.New("no page was begun, or its text is too long")

// collected are the findings to export that came before the request itself:
// there can be more than fit into a message.
var collected []finding.Finding

// collect takes an export.Request of which only the findings count. They are
// exported with those of the request that follows.
//
//go:wasmexport collect
func collect(n uint32) int32 {
	return answer(func() ([]byte, error) {
		request, err := wire.DecodeExportRequest(message(n))
		if err != nil {
			return nil, err
		}
		collected = append(collected, request.Findings...)
		return output[:0], nil
	})
}

// exportDocument takes an export.Request and answers with an export.Document.
//
//go:wasmexport exportDocument
func exportDocument(n uint32) int32 {
	return answer(func() ([]byte, error) {
		request, err := decodeRequest(n)
		if err != nil {
			return nil, err
		}
		document := export.New(request)
		return wire.AppendExportDocument(output[:0], &document), nil
	})
}

// exportCSV takes an export.Request and answers with the text of a CSV file.
//
//go:wasmexport exportCSV
func exportCSV(n uint32) int32 {
	return answer(func() ([]byte, error) {
		request, err := decodeRequest(n)
		if err != nil {
			return nil, err
		}
		return export.AppendCSV(output[:0], export.New(request))
	})
}

// overviewOf takes an overview.Basis and answers with an overview.Overview.
//
//go:wasmexport overview
func overviewOf(n uint32) int32 {
	return answer(func() ([]byte, error) {
		before := collected
		collected = nil
		request, err := wire.DecodeBasis(message(n))
		if err != nil {
			return nil, err
		}
		request.Export.Findings = append(before, request.Export.Findings...)
		o := overview.New(request)
		return wire.AppendOverview(output[:0], &o), nil
	})
}

func decodeRequest(n uint32) (export.Request, error) {
	before := collected
	collected = nil
	request, err := wire.DecodeExportRequest(message(n))
	request.Findings = append(before, request.Findings...)
	return request, err
}

func message(n uint32) []byte { return input[:min(int(n), len(input))] }

// answer runs verb and leaves its result in output. The core must outlive
// whatever a page makes it do, so a panic becomes an error text too.
func answer(verb func() ([]byte, error)) (length int32) {
	defer func() {
		if r := recover(); r != nil {
			length = fail(fmt.Sprintf("core: %v", r))
		}
	}()
	out, err := verb()
	if err != nil {
		return fail("core: " + err.Error())
	}
	output = out
	return int32(len(output))
}

func fail(text string) int32 {
	output = append(output[:0], text...)
	return -int32(len(output))
}

func address(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
