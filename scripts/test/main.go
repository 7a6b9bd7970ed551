// Test runs everything that has to pass, step by step, and says what it is
// doing. It installs what is missing: npm packages from the lock file, and
// browsers from Debian's packages where it may.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// stepLimit bounds one step, so that a hanging browser fails the run instead
// of stopping it.
const stepLimit = 20 * time.Minute

type step struct {
	name string
	run  func(out io.Writer) error
}

func main() {
	fuzz := flag.Duration("fuzz", 0, "run each fuzz target for this long, and nothing else")
	only := flag.String("only", "", "run only the steps whose name contains this")
	flag.Parse()
	rows := all()
	if *fuzz > 0 {
		rows = [][][]step{{fuzzSteps(*fuzz)}}
	}
	start := time.Now()
	var total, failed int
	for _, row := range rows {
		n, bad := runRow(row, *only)
		total, failed = total+n, failed+bad
	}
	if failed > 0 {
		fmt.Printf("%d of %d steps failed, after %s\n", failed, total, since(start))
		os.Exit(1)
	}
	fmt.Printf("all %d steps passed, after %s\n", total, since(start))
}

// runRow runs columns beside each other. What a step says is shown when it is done,
// unless it runs alone.
func runRow(columns [][]step, only string) (total, failed int) {
	var (
		mu sync.Mutex
		wg sync.WaitGroup
	)
	for _, column := range columns {
		wg.Go(func() {
			for _, s := range column {
				if !strings.Contains(s.name, only) {
					continue
				}
				var said bytes.Buffer
				var out io.Writer = &said
				if len(columns) == 1 {
					fmt.Printf("── %s\n", s.name)
					out = os.Stdout
				}
				begin := time.Now()
				err := s.run(out)
				mu.Lock()
				os.Stdout.Write(said.Bytes())
				if total++; err != nil {
					fmt.Printf("── FAILED %s after %s: %v\n", s.name, since(begin), err)
					failed++
				} else {
					fmt.Printf("── ok %s (%s)\n", s.name, since(begin))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return total, failed
}

// all are the steps, in columns: what stands in one runs in order, beside the other
// columns of its row. The browser tests have the machine to themselves.
func all() [][][]step {
	return [][][]step{
		{
			{
				{"gofmt", gofmt},
				{"vet", command("go", "vet", "./...")},
				{"vet for the browser", wasm("go", "vet", "./wasm/...", "./scripts/bench/wasm")},
				{"generated types", command("go", "run", "./scripts/wiretypes", "-check")},
				{"generated public suffixes", command("go", "run", "./scripts/suffixes", "-check")},
				{"generated messages", command("go", "run", "./scripts/locales", "-check")},
				{"Go tests", goTests},
				{"Go tests under WASM", wasmTests},
				{"staticcheck", command("go", "tool", "staticcheck", "./...")},
			},
			{
				{"npm packages", command("go", "run", "./scripts/build", "-packages")},
				{"build, and build again", twice},
				{"what is packed", checkPacked},
				{"types of the extension", npx("tsc", "--noEmit", "-p", ".")},
				{"types of the browser tests", npx("tsc", "--noEmit", "-p", "../scripts/e2e")},
				{"types of the bench", npx("tsc", "--noEmit", "-p", "../scripts/bench")},
				{"types of the made pages' script", npx("tsc", "--noEmit", "-p", "../scripts/madepages")},
				{"lint", npx("eslint", ".")},
				{"web-ext lint", npx("web-ext", "lint", "--no-config-discovery", "--source-dir", "../dist/firefox")},
				{"test bundles", command("go", "run", "./scripts/build", "-tests")},
				{"extension unit tests", unitTests},
				{"browsers", browsers},
			},
		},
		{{{"browser tests", browserTests}}},
	}
}

func fuzzSteps(each time.Duration) []step {
	var steps []step
	files, _ := filepath.Glob("wasm/*/*_test.go")
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for _, line := range strings.Split(string(text), "\n") {
			name, ok := strings.CutPrefix(line, "func Fuzz")
			if !ok {
				continue
			}
			name, _, _ = strings.Cut(name, "(")
			dir := "./" + filepath.Dir(file)
			steps = append(steps, step{dir + " Fuzz" + name,
				command("go", "test", dir, "-run", "^$", "-fuzz", "^Fuzz"+name+"$", "-fuzztime", each.String())})
		}
	}
	return steps
}

func gofmt(io.Writer) error {
	out, err := exec.Command("gofmt", "-l", "wasm", "scripts").Output()
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("not formatted: %s", strings.Fields(string(out)))
	}
	return err
}

// twice builds the packed extension two times and compares them.
func twice(out io.Writer) error {
	var sums [2]string
	for i := range sums {
		if err := command("go", "run", "./scripts/build", "-pack")(out); err != nil {
			return err
		}
		packs, _ := filepath.Glob("dist/midwatch-*")
		sum, err := exec.Command("sha256sum", packs...).Output()
		if err != nil || len(packs) != 2 {
			return fmt.Errorf("expected two packs, found %v: %v", packs, err)
		}
		sums[i] = string(sum)
	}
	if sums[0] != sums[1] {
		return fmt.Errorf("two builds differ:\n%s%s", sums[0], sums[1])
	}
	return nil
}

// browsers makes sure that both are there, with the tool that lets them trust
// the tests' own authority. mitmproxy is good to have, and the module that has
// Firefox take that authority for one it came with: without them tests are skipped,
// and say so.
func browsers(out io.Writer) error {
	missing := absent(map[string][]string{
		"chromium":      {"chromium", "google-chrome", "chromium-browser"},
		"firefox-esr":   {"firefox-esr", "firefox"},
		"libnss3-tools": {"certutil"},
	})
	wished := absent(map[string][]string{"mitmproxy": {"mitmdump"}})
	if modules, _ := filepath.Glob("/usr/lib*/*/pkcs11/p11-kit-trust.so"); len(modules) == 0 {
		wished = append(wished, "p11-kit-modules")
	}
	if len(missing)+len(wished) == 0 {
		return nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		if len(missing) > 0 {
			return fmt.Errorf("please install %s", strings.Join(missing, ", "))
		}
		fmt.Fprintf(out, "   not installed, and not to be installed from here: %s\n", strings.Join(wished, ", "))
		return nil
	}
	if err := command("apt-get", "update", "-qq")(out); err != nil {
		return err
	}
	install := func(packages []string) error {
		return command("apt-get", append([]string{"install", "-y", "-qq", "--no-install-recommends"}, packages...)...)(out)
	}
	if err := install(wished); err != nil {
		fmt.Fprintf(out, "   could not be installed: %s: %v\n", strings.Join(wished, ", "), err)
	}
	if len(missing) == 0 {
		return nil
	}
	return install(missing)
}

// absent lists packages of which no program is there.
func absent(programs map[string][]string) []string {
	var missing []string
	for pkg, names := range programs {
		found := false
		for _, n := range names {
			_, err := exec.LookPath(n)
			found = found || err == nil
		}
		if !found {
			missing = append(missing, pkg)
		}
	}
	return missing
}

// goTests runs the native tests. go test does not tell of a skipped test, so
// that is told here.
func goTests(out io.Writer) error {
	const data = "../shared/data"
	if _, err := os.Stat(data); err != nil {
		fmt.Fprintf(out, "   skipped: the tests over real pages, recordings, headers and the preload list, since there is no %s\n", data)
	}
	return command("go", "test", "./...")(out)
}

// wasmTests runs the core's own tests under WASM, through node. The largest
// inputs are left to the native run, which is some ten times as fast.
func wasmTests(out io.Writer) error {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	through := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	return wasm("go", "test", "-short", "-exec", through, "./wasm/...")(out)
}

func command(name string, args ...string) func(io.Writer) error {
	return func(out io.Writer) error { return run(out, ".", nil, name, args...) }
}

func wasm(name string, args ...string) func(io.Writer) error {
	return func(out io.Writer) error { return run(out, ".", []string{"GOOS=js", "GOARCH=wasm"}, name, args...) }
}

func npx(args ...string) func(io.Writer) error {
	return func(out io.Writer) error {
		return run(out, "extension", nil, "npx", append([]string{"--no-install"}, args...)...)
	}
}

// unitTests runs the extension's unit tests with node's own runner.
func unitTests(out io.Writer) error {
	files, _ := filepath.Glob("dist/test/*.test.*js")
	if len(files) == 0 {
		return fmt.Errorf("no tests in dist/test")
	}
	return run(out, ".", nil, "node", append([]string{"--test", "--test-reporter=spec"}, files...)...)
}

func run(out io.Writer, dir string, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.WaitDelay = 10 * time.Second // what it started may hold its output open
	if err := cmd.Start(); err != nil {
		return err
	}
	limit := time.AfterFunc(stepLimit, func() { cmd.Process.Kill() })
	defer limit.Stop()
	return cmd.Wait()
}

func since(t time.Time) time.Duration { return time.Since(t).Round(100 * time.Millisecond) }
