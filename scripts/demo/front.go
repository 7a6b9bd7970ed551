package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
)

// cleanRoad is the way on which nobody stands.
const cleanRoad = "clean"

// front is where browsers connect: it hands each connection to the road in force.
type front struct {
	mu    sync.Mutex
	name  string
	now   road
	open  map[*fronted]struct{}
	roads map[string]func(url.Values) (road, error)
	made  map[string]road
}

// take makes a road the one in force. What is connected by another is hung up
// on, as where a network changes.
func (f *front) take(name string, how url.Values) error {
	if err := f.turn(name, how); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for conn := range f.open {
		conn.Conn.Close()
	}
	return nil
}

// turn is take for whoever stands on the old road and still has something to say.
func (f *front) turn(name string, how url.Values) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, ok := f.made[name]
	if !ok {
		build, ok := f.roads[name]
		if !ok {
			return fmt.Errorf("demo: no road %q", name)
		}
		var err error
		if r, err = build(how); err != nil {
			return err
		}
		if len(how) == 0 {
			f.made[name] = r
		}
	}
	f.name, f.now = name, r
	return nil
}

// road is the one in force.
func (f *front) road() road {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// accept hands connections on until l closes. which chooses the road's way.
func (f *front) accept(l net.Listener, which func(road) way) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		c := &fronted{Conn: conn, of: f}
		f.mu.Lock()
		f.open[c] = struct{}{}
		f.mu.Unlock()
		go c.lead(which)
	}
}

// lead takes the road that is in force once something is said: browsers connect
// ahead of their time.
func (c *fronted) lead(which func(road) way) {
	first := make([]byte, 1)
	if _, err := c.Conn.Read(first); err != nil {
		c.Close()
		return
	}
	which(c.of.road())(replayed{c, io.MultiReader(bytes.NewReader(first), c.Conn)})
}

// fronted is a browser's connection, which the front can end.
type fronted struct {
	net.Conn
	of *front
}

func (c *fronted) Close() error {
	c.of.mu.Lock()
	delete(c.of.open, c)
	c.of.mu.Unlock()
	return c.Conn.Close()
}

// ServeHTTP tells which road is in force, after a POST has changed it.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		how := r.URL.Query()
		name := how.Get("name")
		how.Del("name")
		if err := f.take(name, how); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	f.mu.Lock()
	name := f.name
	f.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(name)
}
