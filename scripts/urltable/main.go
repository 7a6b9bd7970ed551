// Urltable asks real browsers what they make of the odd addresses that
// testdata/urls/asked.txt lists, and writes their answers to
// testdata/urls/answers.jsonl, which wasm/weburl is tested against. With -sweep
// it compares weburl with a browser over far more addresses than a table can
// hold, and writes nothing.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
)

const (
	askedPath   = "testdata/urls/asked.txt"
	answersPath = "testdata/urls/answers.jsonl"
)

func main() {
	wide := flag.Bool("sweep", false, "compare weburl with Chromium over every code point and many random addresses")
	seed := flag.Uint64("seed", 1, "of the random addresses")
	flag.Parse()
	do := write
	if *wide {
		do = func() error { return sweep(*seed) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "urltable:", err)
		os.Exit(1)
	}
}

// entry is one line of the table. Firefox is there only where it differs.
type entry struct {
	Ask      json.RawMessage `json:"ask"`
	Chromium *answer         `json:"chromium"`
	Firefox  **answer        `json:"firefox,omitempty"`
}

func write() error {
	questions, err := readQuestions(askedPath)
	if err != nil {
		return err
	}
	first, chromiumVersion, err := ask(chromium, questions)
	if err != nil {
		return err
	}
	second, firefoxVersion, err := ask(firefox, questions)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]string{"chromium": chromiumVersion, "firefox": firefoxVersion}); err != nil {
		return err
	}
	differ := 0
	for i := range questions {
		e := entry{Ask: questions[i], Chromium: first[i]}
		if !reflect.DeepEqual(first[i], second[i]) {
			e.Firefox = &second[i]
			differ++
		}
		if err := encoder.Encode(e); err != nil {
			return err
		}
	}
	if err := os.WriteFile(answersPath, out.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d addresses; %s and %s differ on %d\n", len(questions), chromiumVersion, firefoxVersion, differ)
	return nil
}

// readQuestions gives the lines of a file that are JSON arrays; others are comments.
func readQuestions(file string) ([]json.RawMessage, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var lines []json.RawMessage
	for scanner := bufio.NewScanner(bytes.NewReader(data)); scanner.Scan(); {
		line := bytes.TrimSpace(scanner.Bytes())
		if !bytes.HasPrefix(line, []byte("[")) {
			continue
		}
		var pair []string
		if err := json.Unmarshal(line, &pair); err != nil || len(pair) < 1 || len(pair) > 2 {
			return nil, fmt.Errorf("%s: %q is not an input, or an input and a base", file, line)
		}
		// As it stands: decoding would lose lone surrogates.
		lines = append(lines, bytes.Clone(line))
	}
	return lines, nil
}
