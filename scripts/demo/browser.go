package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// browser is one that was found on this computer.
type browser struct {
	Name string `json:"name"` // chromium for all of its kin, or firefox
	Path string `json:"path"`
}

// kin are the browsers that can take the tour, in order of preference: the
// names of their programs, and where macOS keeps them.
var kin = []struct {
	name, engine string
	programs     []string
}{
	{"chrome", "chromium", []string{"google-chrome", "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}},
	{"chromium", "chromium", []string{"chromium", "chromium-browser", "/Applications/Chromium.app/Contents/MacOS/Chromium"}},
	{"edge", "chromium", []string{"microsoft-edge", "microsoft-edge-stable", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"}},
	{"brave", "chromium", []string{"brave-browser", "brave", "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser"}},
	{"firefox", "firefox", []string{"firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"}},
}

var errNoBrowser = errors.New("demo: no browser found")

// findBrowser finds the browser that wish names: one of kin, a path, or the
// first that is installed where wish is empty.
func findBrowser(wish string) (browser, error) {
	for _, k := range kin {
		if wish != "" && wish != k.name {
			continue
		}
		for _, p := range k.programs {
			if path, err := exec.LookPath(p); err == nil {
				return browser{k.engine, path}, nil
			}
		}
		if wish != "" {
			return browser{}, fmt.Errorf("%w: %q is not installed", errNoBrowser, wish)
		}
	}
	if wish == "" {
		return browser{}, errNoBrowser
	}
	path, err := exec.LookPath(wish)
	if err != nil {
		return browser{}, fmt.Errorf("demo: BROWSER=%q is neither one of chrome, chromium, edge, brave, firefox nor a program: %w", wish, err)
	}
	engine := "chromium"
	if strings.Contains(strings.ToLower(filepath.Base(path)), "firefox") {
		engine = "firefox"
	}
	return browser{engine, path}, nil
}

// ensureBrowser finds a browser, installing Debian's where none is there and
// that is allowed.
func ensureBrowser(wish string) (browser, error) {
	found, err := findBrowser(wish)
	var missing []string
	if errors.Is(err, errNoBrowser) {
		switch wish {
		case "", "chromium":
			missing = append(missing, "chromium")
		case "firefox":
			missing = append(missing, "firefox-esr")
		}
	}
	if _, noTool := exec.LookPath("certutil"); noTool != nil && (err == nil || len(missing) > 0) {
		missing = append(missing, "libnss3-tools")
	}
	if len(missing) == 0 || !mayInstall() {
		return found, err
	}
	if err := step("Fetching Debian's list of packages", "apt-get", "update", "-qq"); err != nil {
		return browser{}, err
	}
	args := append([]string{"install", "-y", "-qq", "--no-install-recommends"}, missing...)
	if err := step("Installing "+strings.Join(missing, " and "), "apt-get", args...); err != nil {
		return browser{}, err
	}
	return findBrowser(wish)
}

// mayInstall is true for root on Debian and what derives from it.
func mayInstall() bool {
	_, noTool := exec.LookPath("apt-get")
	_, noDebian := os.Stat("/etc/debian_version")
	return os.Geteuid() == 0 && noTool == nil && noDebian == nil
}
