package fact

// Submission is a form that somebody is about to send.
type Submission struct {
	// Visit is what the tab shows, as far as it was seen by now.
	Visit Visit  `json:"visit"`
	Frame int    `json:"frame,omitempty"` // whose document has the form
	URL   string `json:"url"`             // of that document
	Base  string `json:"base,omitempty"`  // that its addresses are relative to
	// Action is the absolute address that the form is sent to: by its own action, or
	// that of the button that was pressed.
	Action string `json:"action"`
	// Markup is the form with its fields, without what was filled in.
	Markup string `json:"markup"`
}
