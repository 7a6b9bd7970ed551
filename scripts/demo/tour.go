package main

import (
	_ "embed"
	"html/template"
	"net/http"
)

//go:embed tour.html
var tourText string

var tourTemplate = template.Must(template.New("tour").Parse(tourText))

type tourGroup struct {
	Name      string
	Scenarios []Scenario
}

// tour is the page that links every scenario, in the table's order; to an attack
// it leads by a page of its own.
func tour(list, attacks []Scenario) http.HandlerFunc {
	var page struct{ Groups, Attacks []tourGroup }
	page.Groups, page.Attacks = grouped(list), grouped(attacks)
	return func(w http.ResponseWriter, r *http.Request) { showTour(w, tourTemplate, page) }
}

func grouped(list []Scenario) []tourGroup {
	var groups []tourGroup
	for _, s := range list {
		if n := len(groups); n == 0 || groups[n-1].Name != s.Group {
			groups = append(groups, tourGroup{Name: s.Group})
		}
		g := &groups[len(groups)-1]
		g.Scenarios = append(g.Scenarios, s)
	}
	return groups
}

//go:embed attack.html
var attackText string

var attackTemplate = template.Must(template.New("attack").Parse(attackText))

// attackPage leads through one attack: what to visit before anybody is there,
// what to take then, and where to go.
func attackPage(attacks []Scenario) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, s := range attacks {
			if s.Name == r.URL.Query().Get("name") {
				showTour(w, attackTemplate, s)
				return
			}
		}
		http.NotFound(w, r)
	}
}

func showTour(w http.ResponseWriter, t *template.Template, page any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	t.Execute(w, page)
}
