package main

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// gate holds what browsers ask for until a test lets it go, so that something
// can be done to a browser between any two events of a visit. It stands open
// unless a test shuts it.
type gate struct {
	mu   sync.Mutex
	shut bool
	held []*Held
}

// Held is one thing that waits at the gate.
type Held struct {
	URL string `json:"url"`
	// Stage is how far it came: greeting (the host will not speak TLS well), head
	// (nothing was answered yet), body (the response's head was sent).
	Stage string `json:"stage"`
	free  chan struct{}
}

// wait returns at once while the gate is open, else when it is let go or ctx ends.
func (g *gate) wait(ctx context.Context, url, stage string) {
	g.mu.Lock()
	if !g.shut {
		g.mu.Unlock()
		return
	}
	h := &Held{url, stage, make(chan struct{})}
	g.held = append(g.held, h)
	g.mu.Unlock()
	select {
	case <-h.free:
	case <-ctx.Done():
		g.mu.Lock()
		g.held = slices.DeleteFunc(g.held, func(other *Held) bool { return other == h })
		g.mu.Unlock()
	}
}

// let lets all go that wait.
func (g *gate) let() {
	for _, h := range g.held {
		close(h.free)
	}
	g.held = nil
}

// ServeHTTP answers with what is held, after it did what it was asked: shut, let
// go what waits now, or open.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch r.URL.Query().Get("do") {
	case "shut":
		g.shut = true
	case "let":
		g.let()
	case "open":
		g.shut = false
		g.let()
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(append([]*Held{}, g.held...))
}

// guard holds an answer before its head, and a document's also between head and
// body. Icons, for which browsers ask when they like, go through, and so does what
// they ask for by themselves (generate204), and WebSockets, which have no head.
func (g *gate) guard(scheme string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		shut := g.shut
		g.mu.Unlock()
		if !shut || r.URL.Path == "/favicon.ico" || r.URL.Path == "/generate_204" || r.Header.Get("Upgrade") != "" {
			h.ServeHTTP(w, r)
			return
		}
		url := scheme + "://" + r.Host + r.URL.RequestURI()
		g.wait(r.Context(), url, "head")
		h.ServeHTTP(&guarded{ResponseWriter: w, wait: func() { g.wait(r.Context(), url, "body") }}, r)
	})
}

type guarded struct {
	http.ResponseWriter
	wait func()
}

func (w *guarded) Write(b []byte) (int, error) {
	if w.wait != nil && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		wait := w.wait
		w.wait = nil
		// Firefox tells nobody of a head before something of the body is there.
		n, err := w.Write(b[:min(1, len(b))])
		if err != nil {
			return n, err
		}
		http.NewResponseController(w.ResponseWriter).Flush()
		wait()
		m, err := w.Write(b[n:])
		return n + m, err
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *guarded) Unwrap() http.ResponseWriter { return w.ResponseWriter }
