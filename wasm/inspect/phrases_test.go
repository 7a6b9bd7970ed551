package inspect

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"midwatch/wasm/say"
)

// TestPhrases: whatever a case's evidence says, each place of its messages is filled
// in with what belongs there.
func TestPhrases(t *testing.T) {
	messages := map[string]say.Message{}
	for _, m := range say.All() {
		messages[m.ID] = m
	}
	names, _ := filepath.Glob(filepath.Join(visits, "*.txtar"))
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Visit(readCase(t, archive)).Findings {
			for _, e := range f.Evidence {
				for _, p := range e.Words {
					if problem := misfilled(messages[p.ID], p); problem != "" {
						t.Errorf("%s: %s: %s", name, p.ID, problem)
					}
				}
			}
		}
	}
}

func misfilled(m say.Message, p say.Phrase) string {
	places := say.Places(m.English)
	switch {
	case m.ID == "":
		return "no such message"
	case len(places) != len(p.Args):
		return "another number of places"
	}
	for i, place := range places {
		if place.Kind != p.Args[i].Kind {
			return place.Name + " is filled in with a " + string(p.Args[i].Kind)
		}
	}
	return ""
}
