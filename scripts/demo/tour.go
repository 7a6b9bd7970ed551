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

// tour is the page that links every scenario, in the table's order.
func tour(list []Scenario) http.HandlerFunc {
	var groups []tourGroup
	for _, s := range list {
		if n := len(groups); n == 0 || groups[n-1].Name != s.Group {
			groups = append(groups, tourGroup{Name: s.Group})
		}
		g := &groups[len(groups)-1]
		g.Scenarios = append(g.Scenarios, s)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		tourTemplate.Execute(w, groups)
	}
}
