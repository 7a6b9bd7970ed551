package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/memory"
	"midwatch/wasm/site"
)

const (
	// memorySchema names the form of the memory file: records are fact.Known. Form
	// 1, of version 0.1.0, is read too: see migrated.
	memorySchema = 2
	// maxMemory bounds the memory file, in bytes; 64 MiB.
	maxMemory = 64 << 20
	// maxKnown bounds the records kept; the least recently seen leave first.
	maxKnown = 20_000
)

// hosts is what is known of hosts, by host (site.Name).
type hosts struct {
	known   map[string]fact.Known
	damaged int // records that could not be read
}

// memoryFile is the memory as it is kept.
type memoryFile struct {
	Schema int               `json:"schema"`
	Known  []json.RawMessage `json:"known"`
}

// remembered reads a memory file. One that is not there is an empty memory; a
// damaged record is left out alone, a damaged file is an error.
func remembered(name string) (hosts, error) {
	m := hosts{known: map[string]fact.Known{}}
	if name == "" {
		return m, nil
	}
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxMemory+1))
	if err != nil {
		return m, err
	}
	if len(text) > maxMemory {
		return m, fmt.Errorf("not a memory file: more than %d MiB", maxMemory>>20)
	}
	var kept memoryFile
	if err := json.Unmarshal(text, &kept); err != nil {
		return m, fmt.Errorf("the memory is damaged, and is left as it is: %w", err)
	}
	switch {
	case kept.Schema > memorySchema:
		return m, fmt.Errorf("the memory is of a newer version of Midwatch, and is left as it is: schema %d, not %d", kept.Schema, memorySchema)
	case kept.Schema < 1 || kept.Known == nil:
		return m, errors.New("not a memory file")
	}
	for _, raw := range kept.Known {
		k, err := record(raw, kept.Schema)
		if err != nil || !memory.Sound(k) {
			m.damaged++
			continue
		}
		m.known[k.Host] = k
	}
	return m, nil
}

// record reads one record of a memory file.
func record(raw json.RawMessage, schema int) (k fact.Known, err error) {
	if schema == 1 {
		return migrated(raw)
	}
	err = json.Unmarshal(raw, &k)
	return k, err
}

// migrated reads a record of form 1, which told of a host when it was last seen
// over HTTPS, and its policy. When that was received is not known: at the latest
// when the host was seen.
func migrated(raw json.RawMessage) (fact.Known, error) {
	var old struct {
		Host     string    `json:"host"`
		SecureAt fact.Time `json:"secureAt"`
		HSTS     struct {
			MaxAge            int64     `json:"maxAge"`
			IncludeSubDomains bool      `json:"includeSubDomains"`
			Expires           fact.Time `json:"expires"`
		} `json:"hsts"`
	}
	if err := json.Unmarshal(raw, &old); err != nil {
		return fact.Known{}, err
	}
	k := fact.Known{Host: site.Name(old.Host), SeenAt: old.SecureAt, FirstSecure: old.SecureAt, LastSecure: old.SecureAt}
	if old.HSTS.MaxAge != 0 {
		k.HSTS = fact.Policy{MaxAge: old.HSTS.MaxAge, IncludeSubDomains: old.HSTS.IncludeSubDomains, Expires: old.HSTS.Expires,
			At: min(old.SecureAt, old.HSTS.Expires)}
	}
	return k, nil
}

// of gives the records that bear on a visit.
func (m *hosts) of(v fact.Visit) (list []fact.Known) {
	for _, host := range memory.Wanted(check.Of(&v)) {
		if k, ok := m.known[host]; ok {
			list = append(list, k)
		}
	}
	return list
}

// keep joins what a report teaches with what is known.
func (m *hosts) keep(seen []fact.Known) {
	before := fact.Memory{Seen: seen}
	for _, k := range seen {
		if known, ok := m.known[k.Host]; ok {
			before.Known = append(before.Known, known)
		}
	}
	for _, k := range memory.Join(before) {
		m.known[k.Host] = k
	}
}

// write puts the memory in a file's place, at once or not at all.
func (m *hosts) write(name string) error {
	list := memory.Prune(slices.Collect(maps.Values(m.known)), maxKnown)
	kept := memoryFile{Schema: memorySchema, Known: make([]json.RawMessage, len(list))}
	for i, k := range list {
		raw, err := json.Marshal(k)
		if err != nil {
			return err
		}
		kept.Known[i] = raw
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	if err := json.Indent(&lines, text, "", "  "); err != nil {
		return err
	}
	lines.WriteByte('\n')
	return replace(name, lines.Bytes())
}

// replace writes a file beside the old one and then renames it, so that a
// reader finds the old text or the new one, whatever happens in between.
func replace(name string, text []byte) (err error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
