package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// patience bounds how long a browser may take to start and to answer.
const patience = 3 * time.Minute

// answer is what a browser makes of an address, without its user name and
// password; nil stands for a refusal.
type answer struct {
	Href     string `json:"href"`
	Protocol string `json:"protocol"`
	Hostname string `json:"hostname,omitempty"`
	Port     string `json:"port,omitempty"`
	Pathname string `json:"pathname,omitempty"`
	Search   string `json:"search,omitempty"`
	Hash     string `json:"hash,omitempty"`
}

//go:embed page.html
var page []byte

// engine is a browser, and how it is told to open an address and nothing else.
type engine struct {
	programs []string
	args     func(profile, address string) []string
}

var chromium = engine{
	[]string{"chromium", "google-chrome", "google-chrome-stable", "chromium-browser"},
	func(profile, address string) []string {
		args := []string{
			"--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
			"--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1", "--user-data-dir=" + profile,
		}
		if os.Geteuid() == 0 {
			args = append(args, "--no-sandbox")
		}
		return append(args, address)
	},
}

var firefox = engine{
	[]string{"firefox-esr", "firefox"},
	func(profile, address string) []string {
		return []string{"--headless", "--no-remote", "--profile", profile, address}
	},
}

// ask lets a browser read every question, a JSON array of an input and perhaps
// a base, in a page of its own, and gives its answers and its version.
func ask(e engine, questions []json.RawMessage) (answers []*answer, version string, err error) {
	program, err := find(e.programs)
	if err != nil {
		return nil, "", err
	}
	line, err := exec.Command(program, "--version").Output()
	if err != nil {
		return nil, "", fmt.Errorf("asking %s for its version: %w", program, err)
	}
	version, _, _ = strings.Cut(strings.TrimSpace(string(line)), "\n")

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	answered := make(chan []byte, 1)
	server := &http.Server{Handler: serve(questions, answered)}
	go server.Serve(listener)
	defer server.Close()

	profile, err := os.MkdirTemp("", "urltable-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(profile)
	// Firefox is to find nothing but this computer; Chromium is told by a flag.
	prefs := []byte(`user_pref("network.dns.forceResolve", "127.0.0.1");` + "\n")
	if err := os.WriteFile(filepath.Join(profile, "user.js"), prefs, 0o600); err != nil {
		return nil, "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, e.args(profile, "http://"+listener.Addr().String()+"/")...)
	cmd.Env = append(os.Environ(), "HOME="+profile)
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var body []byte
	select {
	case body = <-answered:
		cancel()
		<-ended
	case err := <-ended:
		return nil, "", fmt.Errorf("%s ended without an answer: %w", program, errors.Join(err, ctx.Err()))
	}
	if err := json.Unmarshal(body, &answers); err != nil {
		return nil, "", fmt.Errorf("the answer of %s: %w", program, err)
	}
	if len(answers) != len(questions) {
		return nil, "", fmt.Errorf("%s answered %d of %d questions", program, len(answers), len(questions))
	}
	return answers, version, nil
}

func serve(questions []json.RawMessage, answered chan<- []byte) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { w.Write(page) })
	mux.HandleFunc("GET /questions", func(w http.ResponseWriter, _ *http.Request) { json.NewEncoder(w).Encode(questions) })
	mux.HandleFunc("POST /answers", func(w http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err == nil {
			answered <- body
		}
	})
	return mux
}

func find(programs []string) (string, error) {
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("please install %s", programs[0])
}
