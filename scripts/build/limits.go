package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
)

// limits are how large a page's script and style may be, packed: a popup has to be
// there at once. The others are told only.
var limits = map[string]int{"popup": 60_000, "report": 150_000}

// weighBundles tells how large each bundle is with gzip, and fails where one is too large.
func weighBundles(dir string) error {
	for _, name := range append([]string{"background", "content"}, pages...) {
		size := 0
		for _, kind := range []string{".js", ".css"} {
			data, err := os.ReadFile(filepath.Join(dir, name+kind))
			if os.IsNotExist(err) {
				continue
			}
			if err != nil {
				return err
			}
			n, err := packedSize(data)
			if err != nil {
				return err
			}
			size += n
		}
		fmt.Fprintf(os.Stderr, "build: %s has %.1f kB with gzip\n", name, float64(size)/1000)
		if most, ok := limits[name]; ok && size > most {
			return fmt.Errorf("%s has %d bytes with gzip, and may have %d", name, size, most)
		}
	}
	return nil
}

func packedSize(data []byte) (int, error) {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := z.Write(data); err != nil {
		return 0, err
	}
	if err := z.Close(); err != nil {
		return 0, err
	}
	return packed.Len(), nil
}
