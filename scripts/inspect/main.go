// Inspect judges recorded sessions and pages: Midwatch's engine without a
// browser.
//
//	go run ./scripts/inspect [flags] FILE...
//
// It reads .har files (HAR 1.2, also packed by gzip) and .html files and prints
// what a visitor on a hostile network would be exposed to. With -fail its exit
// status tells whether there was anything, for continuous integration.
//
// Exit status: 0 if nothing was found or -fail is not given, 1 if with -fail
// something was found at the level asked for, 2 if an input could not be used;
// a line on standard error then says which file and why, and the other files
// are still done.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"midwatch/wasm/export"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/weburl"
)

// version is Midwatch's own, as in extension/manifest.json.
const version = "0.1.0"

// Exit statuses.
const (
	fine     = 0
	exposed  = 1
	unusable = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now()))
}

// options is the command line.
type options struct {
	format  string
	trust   fact.Trust
	level   finding.Level
	address string // of .html files; empty if not given
	redact  export.Redaction
	memory  string // file of the host memory; empty for none
	refs    bool
	strict  bool
	fail    bool
	files   []string
	now     time.Time
}

// run is the whole program.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, now time.Time) int {
	o, err := parse(args, stderr)
	o.now = now
	switch {
	case errors.Is(err, flag.ErrHelp):
		return fine
	case err != nil:
		fmt.Fprintln(stderr, "inspect:", err)
		return unusable
	}
	out := bufio.NewWriter(stdout)
	c := command{options: o, out: out, stderr: stderr}
	var status int
	switch {
	case o.strict:
		status = c.headers(stdin)
	case o.refs:
		status = c.references()
	default:
		status = c.judge()
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(stderr, "inspect: writing:", err)
		return unusable
	}
	return status
}

// command is one run.
type command struct {
	options
	out    *bufio.Writer
	stderr io.Writer
}

// complain says on one line of standard error which file could not be used, or
// not wholly, and why.
func (c *command) complain(file string, why error) {
	var path *fs.PathError
	if errors.As(why, &path) {
		why = path.Err // the file is named already
	}
	fmt.Fprintf(c.stderr, "inspect: %s: %v\n", named(file), why)
}

// named is a file's name as it fits on a line.
func named(file string) string {
	if strings.ContainsFunc(file, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(file)
	}
	return file
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	set := flag.NewFlagSet("inspect", flag.ContinueOnError)
	set.SetOutput(io.Discard) // an error is one line, and ours
	format := set.String("format", "text", "`form` of the output: "+choice(formatNames()))
	trust := set.String("network", string(fact.Unknown), "how far the `network` is trusted: "+choice(fact.Trusts))
	level := set.String("level", string(finding.Notice), "lowest `level` shown: "+choice(finding.Levels))
	set.StringVar(&o.address, "url", "", "`address` at which .html files are judged")
	set.StringVar(&o.memory, "memory", "", "`file` of what is known of hosts, to start from and to write back")
	redact := set.String("redact", "", "take out `what` addresses tell: "+choice(export.Redactions[1:])+"; each takes out what those before it do")
	set.BoolVar(&o.refs, "refs", false, "print the insecure references of each document instead, as JSON lines")
	set.BoolVar(&o.strict, "hsts", false, "read Strict-Transport-Security values from standard input instead, one a line")
	set.BoolVar(&o.fail, "fail", false, "exit with status 1 if there is a finding at the level shown")
	err = set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stderr, "usage: inspect [flags] FILE...\n\nFILE is a .har (also packed by gzip) or an .html file.")
		set.SetOutput(stderr)
		set.PrintDefaults()
	}
	if err != nil {
		return o, err
	}
	o.format, o.trust, o.level, o.files = *format, fact.Trust(*trust), finding.Level(*level), set.Args()
	// Of several, which may come with commas, the strongest counts.
	if *redact != "" {
		for word := range strings.SplitSeq(*redact, ",") {
			rank := slices.Index(export.Redactions[1:], export.Redaction(word))
			if rank < 0 {
				return o, fmt.Errorf("-redact %q is unknown: choose %s", word, choice(export.Redactions[1:]))
			}
			o.redact = export.Redactions[1:][max(rank, slices.Index(export.Redactions[1:], o.redact))]
		}
	}
	return o, o.check()
}

// check refuses what cannot be meant.
func (o *options) check() error {
	switch {
	case formats[o.format] == nil && slices.Contains(planned, o.format):
		return fmt.Errorf("-format %s is not there yet: choose %s", o.format, choice(formatNames()))
	case formats[o.format] == nil:
		return fmt.Errorf("-format %q is unknown: choose %s", o.format, choice(formatNames()))
	case !slices.Contains(fact.Trusts, o.trust):
		return fmt.Errorf("-network %q is unknown: choose %s", o.trust, choice(fact.Trusts))
	case o.level.Rank() == 0:
		return fmt.Errorf("-level %q is unknown: choose %s", o.level, choice(finding.Levels))
	case o.strict && o.refs:
		return errors.New("-hsts and -refs exclude each other")
	case o.strict && len(o.files) > 0:
		return errors.New("-hsts reads standard input and no files")
	case !o.strict && len(o.files) == 0:
		return errors.New("no files: name .har or .html files, or see -help")
	}
	if o.address != "" {
		u, err := weburl.Parse(o.address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("-url %q is not an http or https address", o.address)
		}
		o.address = u.String()
	}
	return nil
}

// choice lists words: "a, b or c".
func choice[S ~string](words []S) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}
