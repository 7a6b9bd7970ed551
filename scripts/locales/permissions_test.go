package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"midwatch/wasm/say"
)

// TestPermissions: each permission that the manifest asks for is explained, to
// people and in the extension's README; and none that it does not ask for.
func TestPermissions(t *testing.T) {
	data, err := os.ReadFile(extension + "manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Permissions []string `json:"permissions"`
		Optional    []string `json:"optional_permissions"`
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(extension + "README.md")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]say.Message{}
	for _, m := range catalogue() {
		if id, ok := strings.CutPrefix(m.ID, "permission_"); ok && id != "sites" {
			explained[id] = m
		}
	}
	for _, name := range append(manifest.Permissions, manifest.Optional...) {
		id := strings.ToLower(regexp.MustCompile(`[A-Z]`).ReplaceAllString(name, "_$0"))
		if _, ok := explained[id]; !ok {
			t.Errorf("%s: no message permission_%s says why", name, id)
		}
		delete(explained, id)
		if !strings.Contains(string(readme), "\n| `"+name+"`") {
			t.Errorf("%s: extension/README.md does not say why", name)
		}
	}
	for id := range explained {
		t.Errorf("permission_%s: the manifest does not ask for it", id)
	}
}
