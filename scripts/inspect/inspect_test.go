package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/export"
)

var update = flag.Bool("update", false, "rewrite what the cases want")

var now = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// TestCases runs every case of testdata: prose, the arguments one a line, the
// files that are there beside the recordings of ../../testdata/har, standard
// input, and what is wanted. A file after -- want/NAME -- is to be there, with
// that text, afterwards.
func TestCases(t *testing.T) {
	names, _ := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if len(names) == 0 {
		t.Fatal("no cases")
	}
	recordings := os.DirFS(filepath.Join("..", "..", "testdata", "har"))
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			path, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.CopyFS(dir, recordings); err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range archive.Files {
				files[f.Name] = string(f.Data)
				switch f.Name {
				case "args", "stdin", "stdout", "stderr", "exit":
					continue
				}
				if !strings.HasPrefix(f.Name, "want/") {
					if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			t.Chdir(dir)
			var stdout, stderr bytes.Buffer
			status := run(strings.Fields(files["args"]), strings.NewReader(files["stdin"]), &stdout, &stderr, now)
			changed := false
			hold := func(name, got string) {
				switch {
				case got == files[name]:
				case *update:
					changed = true
					archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
					archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got)})
				default:
					t.Errorf("%s is\n%s\nwant\n%s", name, got, files[name])
				}
			}
			hold("exit", fmt.Sprintln(status))
			hold("stderr", stderr.String())
			hold("stdout", stdout.String())
			for name := range files {
				if file, ok := strings.CutPrefix(name, "want/"); ok {
					text, err := os.ReadFile(file)
					if err != nil {
						t.Error(err)
					}
					hold(name, string(text))
				}
			}
			left, _ := filepath.Glob(".*")
			if len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if changed {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestVersion: the command is of the same version as the extension.
func TestVersion(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "extension", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != version {
		t.Errorf("the manifest says %s, inspect %s", manifest.Version, version)
	}
}

// TestLongValues: a header of many megabytes is one invalid value, and the next
// line is read as if nothing had been.
func TestLongValues(t *testing.T) {
	long := "max-age=1;" + strings.Repeat(" x=y;", maxValue)
	var out, complaints bytes.Buffer
	if status := run([]string{"-hsts"}, strings.NewReader(long+"\nmax-age=5\n"), &out, &complaints, now); status != fine || complaints.Len() > 0 {
		t.Errorf("status %d, %s", status, &complaints)
	}
	lines := strings.Split(out.String(), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], `{"valid":false,`) || !strings.HasPrefix(lines[1], `{"valid":true,"maxAge":5,`) {
		t.Errorf("got %q", lines)
	}
}

func TestLines(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("a\r\n\nb\r\r\n" + strings.Repeat("c", 2*maxValue) + "\nd"))
	for i, want := range []string{"a", "", "b\r", strings.Repeat("c", maxValue), "d"} {
		if got, err := line(in); got != want || err != nil {
			t.Errorf("line %d: %d bytes, %v; want %d bytes", i, len(got), err, len(want))
		}
	}
	if got, err := line(in); got != "" || !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %q, %v", got, err)
	}
}

func TestBrokenStreams(t *testing.T) {
	broken := errors.New("cable cut")
	var out, complaints bytes.Buffer
	if status := run([]string{"-hsts"}, iotest.ErrReader(broken), &out, &complaints, now); status != unusable || complaints.String() != "inspect: standard input: cable cut\n" {
		t.Errorf("status %d, %s", status, &complaints)
	}
	complaints.Reset()
	if status := run([]string{filepath.Join("..", "..", "testdata", "har", "mixed.har")}, nil, full{broken}, &complaints, now); status != unusable || !strings.Contains(complaints.String(), "inspect: writing: cable cut\n") {
		t.Errorf("status %d, %s", status, &complaints)
	}
}

type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

// TestMemoryBound: the least recently used records leave first.
func TestMemoryBound(t *testing.T) {
	name := filepath.Join(t.TempDir(), "known.json")
	var b strings.Builder
	b.WriteString(`{"schema": 2, "known": [`)
	for i := range maxKnown + 5 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"host": "h%d.test", "lastSecure": %d, "hsts": {}}`, i, i+1)
	}
	b.WriteString(`]}`)
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := remembered(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.write(name); err != nil {
		t.Fatal(err)
	}
	m, err = remembered(name)
	if err != nil || len(m.known) != maxKnown {
		t.Fatalf("%d records, %v", len(m.known), err)
	}
	for i, want := range map[int]bool{4: false, 5: true} {
		if _, ok := m.known[fmt.Sprintf("h%d.test", i)]; ok != want {
			t.Errorf("record %d there: %t", i, ok)
		}
	}
}

// TestMemoryUnwritable: what was found is printed all the same.
func TestMemoryUnwritable(t *testing.T) {
	var out, complaints bytes.Buffer
	name := filepath.Join(t.TempDir(), "missing", "known.json")
	status := run([]string{"-memory", name, filepath.Join("..", "..", "testdata", "har", "mixed.har")}, nil, &out, &complaints, now)
	if status != unusable || out.Len() == 0 || !strings.HasSuffix(complaints.String(), name+": no such file or directory\n") {
		t.Errorf("status %d, %s", status, &complaints)
	}
}

// TestLargePage: a page of 20 MB is judged like any other.
func TestLargePage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "large.html")
	text := strings.Repeat("<p>Good morning, this is a long text.\n", 20<<20/38) + "<img src=http://a.test/i.png>"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, complaints bytes.Buffer
	status := run([]string{"-refs", "-url", "https://b.test/", name}, nil, &out, &complaints, now)
	if status != fine || strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), `"url":"http://a.test/i.png"`) {
		t.Errorf("status %d, %s%s", status, &out, &complaints)
	}
}

func TestUTF16(t *testing.T) {
	for name, text := range map[string]string{
		"little end first": "\xff\xfe<\x00p\x00>\x00\xe4\x00",
		"big end first":    "\xfe\xff\x00<\x00p\x00>\x00\xe4",
		"UTF-8":            "\xef\xbb\xbf<p>ä",
		"no mark":          "<p>ä",
	} {
		if got := string(utf8Text([]byte(text))); got != "<p>ä" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestCorpus judges every recorded session, and holds the downgrade redirects
// found against what another reader saw in the files.
func TestCorpus(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "data")
	lines, err := os.ReadFile(filepath.Join(data, "har-reference-a.jsonl"))
	if err != nil {
		t.Skip("the recorded sessions are not here: ", err)
	}
	files := 0
	for line := range strings.Lines(string(lines)) {
		var ref struct {
			File      string `json:"file"`
			Redirects []struct {
				From string `json:"from_"`
				Kind string `json:"kind"`
			} `json:"redirects"`
		}
		if err := json.Unmarshal([]byte(line), &ref); err != nil {
			t.Fatal(err)
		}
		files++
		want := map[string]bool{}
		for _, r := range ref.Redirects {
			if r.Kind == "downgrade" {
				want[r.From] = true
			}
		}
		var out, complaints bytes.Buffer
		status := run([]string{"-format", "json", filepath.Join(data, "corpus-a", filepath.FromSlash(ref.File))}, nil, &out, &complaints, now)
		var document export.Document
		if err := json.Unmarshal(out.Bytes(), &document); err != nil || status != fine {
			t.Errorf("%s: status %d, %v, %s", ref.File, status, err, &complaints)
		}
		for _, f := range document.Findings {
			if f.Check != "downgrade-redirect" {
				continue
			}
			for _, e := range f.Evidence {
				if !want[e.URL] {
					t.Errorf("%s: downgrade at %s, of which the reference knows nothing", ref.File, e.URL)
				}
				delete(want, e.URL)
			}
		}
		for address := range want {
			t.Errorf("%s: no finding for the downgrade at %s", ref.File, address)
		}
	}
	if files != 49 {
		t.Error(strconv.Itoa(files) + " recorded sessions, want 49")
	}
}
