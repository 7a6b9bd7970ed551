package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"midwatch/wasm/say"
)

const extension = "../../extension/"

var (
	idForm    = regexp.MustCompile(`^[a-z][a-z0-9_]*[a-z0-9]$`)
	plural    = regexp.MustCompile(`_(zero|one|two|few|many|other)$`)
	placeForm = regexp.MustCompile(`\$([A-Za-z0-9_@]+)\$`)
)

func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range catalogue() {
		if !idForm.MatchString(m.ID) || plural.MatchString(m.ID) {
			t.Errorf("%s: no ID that browsers and this program tell apart", m.ID)
		}
		if seen[m.ID] {
			t.Errorf("%s: twice", m.ID)
		}
		seen[m.ID] = true
		places := say.Places(m.English)
		if len(places) > 9 {
			t.Errorf("%s: browsers fill in nine places at most", m.ID)
		}
		numbers := 0
		for _, p := range places {
			if !slices.Contains(say.Kinds, p.Kind) {
				t.Errorf("%s: {%s:%s} is of no kind", m.ID, p.Name, p.Kind)
			}
			if p.Kind == say.Number {
				numbers++
			}
		}
		if m.One != "" && numbers == 0 {
			t.Errorf("%s: its plural depends on no number", m.ID)
		}
		for _, p := range say.Places(m.One) {
			if !slices.Contains(places, p) {
				t.Errorf("%s: {%s} is in the singular only", m.ID, p.Name)
			}
		}
		if m.English != strings.TrimSpace(m.English) || m.English == "" {
			t.Errorf("%s: %q", m.ID, m.English)
		}
	}
}

// TestLanguages: every language says everything, and fills in what English does.
func TestLanguages(t *testing.T) {
	for language, forms := range languages {
		t.Run(language, func(t *testing.T) {
			data, err := os.ReadFile(extension + fileOf(language))
			if err != nil {
				t.Fatal(err)
			}
			texts, err := read(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range problems(texts, forms) {
				t.Error(problem)
			}
		})
	}
}

// problems tells what is missing from, too much in, or wrong with a language.
func problems(texts map[string]string, forms []string) (list []string) {
	wanted := map[string]bool{}
	for _, m := range catalogue() {
		names := []string{m.ID}
		if m.One != "" {
			names = nil
			for _, form := range forms {
				names = append(names, m.ID+"_"+form)
			}
		}
		for _, name := range names {
			wanted[name] = true
			text, ok := texts[name]
			if !ok {
				list = append(list, name+": missing")
				continue
			}
			list = append(list, misused(name, text, m)...)
		}
	}
	for name := range texts {
		if !wanted[name] {
			list = append(list, name+": not in the catalogue")
		}
	}
	slices.Sort(list)
	return list
}

func misused(name, text string, m say.Message) (list []string) {
	if strings.TrimSpace(text) != text || text == "" {
		list = append(list, fmt.Sprintf("%s: empty, or with space around it: %q", name, text))
	}
	used := map[string]bool{}
	for _, match := range placeForm.FindAllStringSubmatch(strings.ReplaceAll(text, "$$", ""), -1) {
		used[match[1]] = true
	}
	for _, p := range say.Places(m.English) {
		mark := strings.ToUpper(p.Name)
		// A form for one number only may do without saying it.
		if !used[mark] && !(p.Kind == say.Number && plural.MatchString(name) && !strings.HasSuffix(name, "_other")) {
			list = append(list, fmt.Sprintf("%s: does not say $%s$", name, mark))
		}
		delete(used, mark)
	}
	for mark := range used {
		list = append(list, fmt.Sprintf("%s: $%s$ is nothing that is filled in", name, mark))
	}
	if strings.ContainsAny(text, "{}<>") {
		list = append(list, name+": braces or brackets")
	}
	return list
}

// TestProblems: what is wrong with a language is seen.
func TestProblems(t *testing.T) {
	good := fromCatalogue()
	if list := problems(good, languages["en"]); len(list) > 0 {
		t.Fatal(list)
	}
	for what, spoil := range map[string]func(texts map[string]string){
		"a message is missing":           func(texts map[string]string) { delete(texts, "state_secure") },
		"a message is not known":         func(texts map[string]string) { texts["state_sound"] = "Sound" },
		"a message is empty":             func(texts map[string]string) { texts["state_secure"] = "" },
		"a place is missing":             func(texts map[string]string) { texts["toolbar_title"] = "Midwatch" },
		"a place has another name":       func(texts map[string]string) { texts["toolbar_title"] = "Midwatch: $SATZ$" },
		"a message has a place too much": func(texts map[string]string) { texts["state_secure"] = "$SENTENCE$" },
	} {
		texts := map[string]string{}
		for name, text := range good {
			texts[name] = text
		}
		spoil(texts)
		if len(problems(texts, languages["en"])) == 0 {
			t.Errorf("not seen: %s", what)
		}
	}
	for _, m := range catalogue() {
		if m.One != "" && len(problems(good, languages["ar"])) == 0 {
			t.Error("not seen: Arabic has more plural forms than English")
		}
	}
}
