package markup

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// html5lib finds the tokenizer tests beside the repository, or skips.
func html5lib(t *testing.T) []string {
	t.Helper()
	files, _ := filepath.Glob("../../../shared/data/html5lib/*.test")
	if len(files) == 0 {
		t.Skip("no ../shared/data beside the repository: html5lib's tokenizer tests are not run")
	}
	return files
}

type html5libTest struct {
	Description   string
	Input         string
	Output        [][]any
	InitialStates []string
	LastStartTag  string
	DoubleEscaped bool
}

// TestHTML5lib holds the tokenizer to html5lib's tests: every start tag with its
// attributes, every end tag, and all text between them. Comments and doctypes
// are not told by it, so theirs are left out.
func TestHTML5lib(t *testing.T) {
	total := 0
	for _, file := range html5lib(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// Not among them are the four of xmlViolation.test, under a name of their
		// own: they want what only a reader for XML tools does (HTML standard
		// section 13.2.9), where browsers do otherwise.
		var suite struct{ Tests []html5libTest }
		if err := json.Unmarshal(text, &suite); err != nil {
			t.Fatal(err)
		}
		for _, test := range suite.Tests {
			if test.DoubleEscaped {
				test.Input = unescapedTwice(test.Input)
			}
			states := test.InitialStates
			if states == nil {
				states = []string{"Data state"}
			}
			want := expected(test)
			for _, state := range states {
				total++
				for _, size := range []int{len(test.Input), 1, 3} {
					got := strings.Join(tokens(test, state, max(size, 1)), "\n")
					if got != want {
						t.Errorf("%s: %s, %s, in pieces of %d: %q\n got %q\nwant %q", filepath.Base(file), test.Description, state, size, test.Input, got, want)
						break
					}
				}
			}
		}
	}
	t.Logf("%d cases", total)
}

// expected writes what a test wants as tokens writes what it gets.
func expected(test html5libTest) string {
	var list []string
	for _, token := range test.Output {
		word := func(i int) string {
			s, _ := token[i].(string)
			if test.DoubleEscaped {
				s = unescapedTwice(s)
			}
			return s
		}
		switch token[0] {
		case "StartTag":
			attrs := map[string]string{}
			for name, value := range token[2].(map[string]any) {
				s := value.(string)
				if test.DoubleEscaped {
					name, s = unescapedTwice(name), unescapedTwice(s)
				}
				attrs[name] = s
			}
			list = append(list, startLine(word(1), attrs, len(token) > 3))
		case "EndTag":
			list = append(list, "</"+word(1))
		case "Character":
			list = appendText(list, word(1))
		}
	}
	return strings.Join(list, "\n")
}

func startLine(name string, attrs map[string]string, closed bool) string {
	return fmt.Sprintf("<%s %q %v", name, attrs, closed) // maps print in order
}

func appendText(list []string, text string) []string {
	if text == "" {
		return list
	}
	if n := len(list); n > 0 && strings.HasPrefix(list[n-1], "text ") {
		list[n-1] += text
		return list
	}
	return append(list, "text "+text)
}

// tokens reads a test's input in pieces of a size.
func tokens(test html5libTest, state string, size int) []string {
	tokenizer := &Tokenizer{Text: true}
	input := test.Input
	switch state {
	case "PLAINTEXT state":
		tokenizer.raw = Plaintext
	case "RCDATA state":
		tokenizer.raw = Title
	case "RAWTEXT state":
		tokenizer.raw = Xmp
	case "Script data state":
		tokenizer.raw = Script
	case "CDATA section state":
		tokenizer.Foreign = true
		input = "<![CDATA[" + input
	}
	tokenizer.rawName = []byte(test.LastStartTag)
	if test.LastStartTag == "" {
		tokenizer.rawName = []byte("\x00")
	}
	var list []string
	var pending struct {
		text          []byte
		encoded, data bool
	}
	flush := func() {
		content := string(pending.text)
		pending.text = nil
		const null = "\x01NUL"
		if pending.data {
			// In data and CDATA, NUL is left to the tree's construction.
			content = strings.ReplaceAll(content, "\x00", null)
		}
		if pending.encoded {
			content = string(AppendDecoded(nil, []byte(content), false))
		} else {
			content = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(content)
		}
		list = appendText(list, strings.ReplaceAll(content, null, "\x00"))
	}
	var text []byte
	for last := false; !last; {
		n := min(size, len(input))
		text = append(text[len(text)-tokenizer.Unread():], input[:n]...)
		input = input[n:]
		last = input == ""
		tokenizer.Feed(text, last)
		for kind := tokenizer.Next(); kind != More; kind = tokenizer.Next() {
			switch kind {
			case Start:
				flush()
				attrs, closed := every(text[tokenizer.Start:tokenizer.next])
				if closed != tokenizer.Closed {
					list = append(list, "closed differs")
				}
				list = append(list, startLine(name(tokenizer.Name()), attrs, closed))
				tokenizer.raw = Unknown // the tests tell the state by themselves
			case End:
				flush()
				list = append(list, "</"+name(tokenizer.Name()))
			case Text, Raw:
				if tokenizer.Encoded != pending.encoded {
					flush()
				}
				pending.text = append(pending.text, tokenizer.Content...)
				pending.encoded, pending.data = tokenizer.Encoded, kind == Text
			}
		}
	}
	flush()
	return list
}

// every reads all attributes of a tag with the tokenizer's own walk: it keeps
// only those it knows, so unknown names are told to it one after another.
func every(tag []byte) (map[string]string, bool) {
	attrs := map[string]string{}
	t := &Tokenizer{every: func(written, value []byte) {
		key := name(written)
		if _, known := attrs[key]; !known {
			attrs[key] = Decode(value)
		}
	}}
	t.Feed(tag, true)
	t.Next()
	return attrs, t.Closed
}

func name(s []byte) string {
	lower := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, string(s))
	return strings.ReplaceAll(lower, "\x00", "\uFFFD")
}

var escapedUnit = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

func unescapedTwice(s string) string {
	// Pairs of surrogates are one character.
	s = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`).ReplaceAllStringFunc(s, func(pair string) string {
		high, _ := strconv.ParseUint(pair[2:6], 16, 16)
		low, _ := strconv.ParseUint(pair[8:12], 16, 16)
		return string(utf16.DecodeRune(rune(high), rune(low)))
	})
	return escapedUnit.ReplaceAllStringFunc(s, func(unit string) string {
		code, _ := strconv.ParseUint(unit[2:], 16, 16)
		return string(rune(code))
	})
}
