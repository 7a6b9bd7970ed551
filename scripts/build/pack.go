package main

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// packTime stands in every packed file, so that two builds of the same source
// are the same to the byte. ZIP knows no year before 1980.
var packTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func packAll() error {
	v, err := version()
	if err != nil {
		return err
	}
	for browser, ending := range map[string]string{"chrome": "zip", "firefox": "xpi"} {
		name := fmt.Sprintf("dist/midwatch-%s-%s.%s", v, browser, ending)
		if err := packDir(filepath.Join("dist", browser), name); err != nil {
			return err
		}
	}
	return nil
}

// packDir packs a folder. WalkDir goes in the order of names.
func packDir(dir, name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	z := zip.NewWriter(file)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		header := &zip.FileHeader{Name: filepath.ToSlash(rel), Method: zip.Deflate, Modified: packTime}
		header.SetMode(0o644)
		w, err := z.CreateHeader(header)
		if err != nil {
			return err
		}
		in, err := os.Open(path)
		if err != nil {
			return err
		}
		defer in.Close()
		_, err = io.Copy(w, in)
		return err
	})
	if err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return file.Close()
}
