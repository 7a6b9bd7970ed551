package main

import (
	"net/http"

	"midwatch/wasm/finding"
)

// Scenario is one thing that can happen to a visitor, and what Midwatch has to
// say about it: no less and no more.
type Scenario struct {
	Name  string `json:"name"`
	Group string `json:"group"` // heading on the tour page
	Title string `json:"title"`
	Look  string `json:"look"`  // what to look for, for the person on the tour
	Start string `json:"start"` // where the tour's link leads
	// Next is set where the scenario goes on: the address that the start
	// page's link #next names.
	Next string `json:"next,omitempty"`
	// Final is the address that is judged, if it is neither Next nor Start.
	Final string `json:"final,omitempty"`
	// Expect is the exact set of checks that must speak, with their levels.
	// Firefox stands in where the browsers show, or do, different things.
	Expect  Expect `json:"expect"`
	Firefox Expect `json:"firefox,omitzero"`
	Sites   []Site `json:"-"`
}

// Expect is a set of checks, each with the level of its worst finding.
type Expect map[string]finding.Level

// Site is one host. A nil handler means that nothing answers on that port.
type Site struct {
	Host        string
	Plain       http.Handler // HTTP
	Secure      http.Handler // HTTPS
	Certificate Certificate
	HTTP2       bool // over HTTPS it speaks HTTP/2 to who can
}

// Certificate is the kind of certificate that a host shows.
type Certificate int

// The kinds of certificates.
const (
	Good Certificate = iota
	Expired
	OtherName
	SelfSigned
	UnknownIssuer
)

// silent is what a good site expects of Midwatch.
var silent = Expect{}

const (
	notice  = finding.Notice
	warning = finding.Warning
	danger  = finding.Danger
)
