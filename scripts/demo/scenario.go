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
	// Through is where Start leads before Next, if that is another address.
	Through string `json:"through,omitempty"`
	// Next is set where the scenario goes on: the address that the start
	// page's link, or button, #next leads to.
	Next string `json:"next,omitempty"`
	// Final is the address that is judged, if it is neither Next nor Start.
	Final string `json:"final,omitempty"`
	// Expect is the exact set of checks that must speak, with their levels.
	// Firefox stands in where the browsers show, or do, different things.
	Expect  Expect `json:"expect"`
	Firefox Expect `json:"firefox,omitzero"`
	Sites   []Site `json:"-"`

	// What follows is for attacks, and their innocent twins.

	// Before is what was visited earlier, one network after the other: it
	// teaches Midwatch what the hosts are like.
	Before []Earlier `json:"before,omitempty"`
	// Road is the one to take (see roads.go), on a network of its own; none for
	// the clean one.
	Road string `json:"road,omitempty"`
	// Attack is set where somebody is there; all others are innocent.
	Attack bool `json:"attack,omitempty"`
	// Suspect is set where the verdict has to be that somebody may be there.
	// FirefoxSuspect is the same for Firefox, where Firefox is set.
	Suspect        bool `json:"suspect,omitempty"`
	FirefoxSuspect bool `json:"firefoxSuspect,omitempty"`
	// First is what is visited before Start on the same network.
	First []string `json:"first,omitempty"`
	// Addresses is set where it only shows on a network with addresses.
	Addresses bool `json:"addresses,omitempty"`
	// BuiltIn is set where it only shows in a Firefox that takes the café's
	// authority for one that came with it.
	BuiltIn bool `json:"builtIn,omitempty"`
}

// Earlier is what was visited on one network before.
type Earlier struct {
	Road  string   `json:"road,omitempty"` // none for the clean one
	Visit []string `json:"visit"`
	Days  int      `json:"days,omitempty"` // how many pass after it
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
	TLS         Protocol
	Address     string // where it is, on a network with addresses; a public one if empty
	Later       *Site  // who it is a year later, if somebody else
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
