// Locales writes what the extension says: extension/_locales/en/messages.json from
// the Go catalogue (the core's messages, and those of the surfaces in this folder),
// the IDs with what each is filled in with for TypeScript, and the files of the
// other languages in the same order and form. With -check it writes nothing and
// fails when a file is stale.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"midwatch/wasm/say"
)

// languages are what Midwatch speaks, by the names that browsers give their folders,
// with the forms that their plurals have (Unicode CLDR, cardinal).
var languages = map[string][]string{
	"en":    {"one", "other"},
	"de":    {"one", "other"},
	"fr":    {"one", "many", "other"},
	"es":    {"one", "many", "other"},
	"pt_BR": {"one", "many", "other"},
	"ja":    {"other"},
	"zh_CN": {"other"},
	"ar":    {"zero", "one", "two", "few", "many", "other"},
}

// message is one in a messages.json, in the form of the WebExtensions' i18n.
type message struct {
	Message      string                 `json:"message"`
	Placeholders map[string]placeholder `json:"placeholders,omitempty"`
}

type placeholder struct {
	Content string `json:"content"`
}

func main() {
	check := flag.Bool("check", false, "fail when a generated file is stale")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "locales:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return fmt.Errorf("finding the module: %w", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "extension")
	files := map[string][]byte{"messages.gen.ts": typescript()}
	english, err := write(fromCatalogue())
	if err != nil {
		return err
	}
	files["_locales/en/messages.json"] = english
	for language := range languages {
		name := fileOf(language)
		old, err := os.ReadFile(filepath.Join(dir, name))
		if language == "en" || os.IsNotExist(err) {
			continue
		}
		texts, err := read(old)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if files[name], err = write(texts); err != nil {
			return err
		}
	}
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if old, _ := os.ReadFile(path); bytes.Equal(old, data) {
			continue
		}
		if check {
			return fmt.Errorf("%s is stale: run make generate", name)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func fileOf(language string) string { return "_locales/" + language + "/messages.json" }

// fromCatalogue are the English texts by the names that they have in a file: those
// with a number have a name for each form.
func fromCatalogue() map[string]string {
	texts := map[string]string{}
	for _, m := range catalogue() {
		if m.One == "" {
			texts[m.ID] = dollars(m.English)
			continue
		}
		texts[m.ID+"_one"] = dollars(m.One)
		texts[m.ID+"_other"] = dollars(m.English)
	}
	return texts
}

// dollars writes places as browsers want them: {name:kind} is $NAME$.
func dollars(text string) string {
	text = strings.ReplaceAll(text, "$", "$$")
	for _, p := range say.Places(text) {
		mark := "$" + strings.ToUpper(p.Name) + "$"
		text = strings.NewReplacer("{"+p.Name+"}", mark, "{"+p.Name+":"+string(p.Kind)+"}", mark).Replace(text)
	}
	return text
}

func read(data []byte) (map[string]string, error) {
	var file map[string]message
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for name, m := range file {
		texts[name] = m.Message
	}
	return texts, nil
}

// write writes a messages.json in the catalogue's order. What the catalogue does not
// have is left out.
func write(texts map[string]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{")
	comma := ""
	for _, m := range catalogue() {
		for _, name := range namesOf(m) {
			text, ok := texts[name]
			if !ok {
				continue
			}
			entry := message{Message: text}
			for i, p := range say.Places(m.English) {
				if strings.Contains(text, "$"+strings.ToUpper(p.Name)+"$") {
					if entry.Placeholders == nil {
						entry.Placeholders = map[string]placeholder{}
					}
					entry.Placeholders[p.Name] = placeholder{fmt.Sprint("$", i+1)}
				}
			}
			var line bytes.Buffer
			e := json.NewEncoder(&line)
			e.SetEscapeHTML(false)
			if err := e.Encode(entry); err != nil {
				return nil, err
			}
			fmt.Fprintf(&b, "%s\n%q: %s", comma, name, bytes.TrimSpace(line.Bytes()))
			comma = ","
		}
	}
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}

// namesOf are all the names that a message has in any language.
func namesOf(m say.Message) []string {
	if m.One == "" {
		return []string{m.ID}
	}
	var names []string
	for _, form := range languages["ar"] {
		names = append(names, m.ID+"_"+form)
	}
	return names
}

// typescript names each message with what it is filled in with.
func typescript() []byte {
	var b bytes.Buffer
	b.WriteString("// Code generated by go run ./scripts/locales. DO NOT EDIT.\n\n" +
		"/** Every message, with what it is filled in with, in order. */\nexport interface MessageArgs {\n")
	types := map[say.Kind]string{say.Text: "string", say.Number: "number", say.Day: "Date", say.Span: "{ seconds: number }", say.List: "readonly string[]"}
	list := slices.Clone(catalogue())
	slices.SortFunc(list, func(a, b say.Message) int { return strings.Compare(a.ID, b.ID) })
	for _, m := range list {
		var args []string
		for _, p := range say.Places(m.English) {
			args = append(args, p.Name+": "+types[p.Kind])
		}
		fmt.Fprintf(&b, "  %s: [%s];\n", m.ID, strings.Join(args, ", "))
	}
	b.WriteString("}\n\nexport type MessageID = keyof MessageArgs;\n\n/** What Midwatch speaks. */\nexport const languages = [")
	for i, language := range sortedLanguages() {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", strings.ReplaceAll(language, "_", "-"))
	}
	b.WriteString("] as const;\n")
	return b.Bytes()
}

// sortedLanguages begins with English.
func sortedLanguages() []string {
	return []string{"en", "de", "fr", "es", "pt_BR", "ja", "zh_CN", "ar"}
}
