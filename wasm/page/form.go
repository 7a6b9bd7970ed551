package page

import (
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/markup"
)

// form is a form while its document is read.
type form struct {
	fact.Form
	id       string
	insecure bool   // its own action
	relative string // its action, where a base may still change it
	button   string // the insecure address of one of its submit buttons
}

// kept reports whether the form asks for a credential or submits insecurely.
func (f *form) kept() bool { return f.insecure || f.button != "" || len(f.Credentials) > 0 }

// detached is a field or button that names its form by id.
type detached struct {
	id         string
	credential fact.Credential // or empty
	button     string          // insecure address of a submit button, or empty
}

// forms are a document's forms.
type forms struct {
	open      *form // the one that fields belong to now
	closed    []form
	detached  []detached
	uncounted int // kept forms beyond maxCandidates
}

// openForm begins a form. One inside another is none (HTML standard section
// 13.2.6.4.7).
func (r *reader) openForm() {
	t := &r.tokens
	if r.forms.open != nil {
		return
	}
	f := &form{id: t.Value(markup.ID)}
	f.Method = formMethod(t.Lower(markup.Method))
	f.Line = r.lineAt(t.Tag.Start)
	f.Action = r.address.String()
	f.insecure = r.address.Scheme != "" && insecure(r.address)
	if r.depth > 0 {
		f.Action, f.insecure = "about:srcdoc", false
	}
	action := strings.Trim(t.Value(markup.Action), spaces)
	switch {
	case f.Method == "dialog" || r.formless:
		// It closes its dialog, or nothing, and submits nothing.
		f.insecure = false
	case action != "":
		r.code(markup.Action, place{tag: t.Element.String()})
		if !r.baseSeen {
			f.relative = action
		}
		r.aim(f, action, place{offset: t.Place(markup.Action)})
	}
	if !r.inNoscript() {
		r.forms.open = f
	}
}

// aim sets where a form submits to.
func (r *reader) aim(f *form, action string, at place) {
	u, err := r.base.Resolve(action)
	f.Action, f.insecure = u.String(), err == nil && insecure(u)
	if f.insecure {
		at.tag, at.attr, at.kind = "form", "action", "form"
		r.keep(u, at)
	}
}

// rebaseForms aims the forms before the base again: they submit when the
// document is whole.
func (r *reader) rebaseForms() {
	again := func(f *form) {
		if f.relative != "" && !f.insecure {
			r.aim(f, f.relative, place{line: f.Line})
		}
		f.relative = ""
	}
	if r.forms.open != nil {
		again(r.forms.open)
	}
	for i := range r.forms.closed {
		again(&r.forms.closed[i])
	}
}

func formMethod(lower []byte) string {
	switch string(lower) {
	case "post":
		return "post"
	case "dialog":
		return "dialog"
	}
	return "get"
}

// closeForm ends the open form, if any.
func (r *reader) closeForm() {
	f := r.forms.open
	r.forms.open = nil
	switch {
	case f == nil || !f.kept() && f.id == "" && f.relative == "":
	case len(r.forms.closed) < maxCandidates:
		r.forms.closed = append(r.forms.closed, *f)
	case f.kept():
		r.forms.uncounted++
	}
}

// field reads a control of a form.
func (r *reader) field() {
	t := &r.tokens
	if t.Has(markup.Disabled) || t.Has(markup.Hidden) {
		return
	}
	kind := t.Lower(markup.Type)
	named := t.Has(markup.FormAttr)
	var found detached
	if named {
		found.id = t.Value(markup.FormAttr)
	}
	if submits(t.Element, kind) {
		if r.forms.open == nil && !named {
			return
		}
		found.button = r.submitter()
	} else if found.credential = credential(t, string(kind)); found.credential == "" && r.masked() {
		found.credential = fact.Password
	}
	if r.inNoscript() || found.button == "" && found.credential == "" {
		return
	}
	switch {
	case named && len(r.forms.detached) < maxCandidates:
		r.forms.detached = append(r.forms.detached, found)
	case named:
		// Too many to be told apart by their forms.
		r.loose(found)
	case r.forms.open != nil:
		r.forms.open.take(found)
	default:
		r.loose(found)
	}
}

func submits(e markup.Element, kind []byte) bool {
	switch e {
	case markup.Button:
		return string(kind) != "button" && string(kind) != "reset"
	case markup.Input:
		return string(kind) == "submit" || string(kind) == "image"
	}
	return false
}

// submitter is the insecure address that a submit button sends its form to, or
// empty.
func (r *reader) submitter() string {
	t := &r.tokens
	action := strings.Trim(t.Value(markup.FormAction), spaces)
	if action == "" || r.formless {
		return ""
	}
	at := place{tag: t.Element.String(), attr: markup.FormAction.String(), kind: "form", offset: t.Place(markup.FormAction)}
	r.code(markup.FormAction, at)
	method := ""
	if t.Has(markup.FormMethod) {
		method = formMethod(t.Lower(markup.FormMethod))
	} else if r.forms.open != nil && !t.Has(markup.FormAttr) {
		method = r.forms.open.Method
	}
	if method == "dialog" {
		return ""
	}
	r.lateAttribute(markup.FormAction, at)
	u, err := r.base.Resolve(action)
	if err != nil || !insecure(u) {
		return ""
	}
	return u.String()
}

func (f *form) take(found detached) {
	if found.credential != "" {
		f.Credentials = with(f.Credentials, found.credential)
	}
	if f.button == "" {
		f.button = found.button
	}
}

// loose takes what belongs to no form.
func (r *reader) loose(found detached) {
	if found.credential != "" {
		r.credential(found.credential)
	}
}

// finishForms gives detached fields to their forms and keeps the forms that
// matter.
func (r *reader) finishForms() {
	r.closeForm()
	byID := make(map[string]*form)
	for i := range r.forms.closed {
		f := &r.forms.closed[i]
		if _, taken := byID[f.id]; f.id != "" && !taken {
			byID[f.id] = f
		}
	}
	for _, found := range r.forms.detached {
		if f := byID[found.id]; f != nil {
			f.take(found)
		} else {
			r.loose(found)
		}
	}
	r.page.FormCount += r.forms.uncounted
	kept := 0 // bytes of addresses
	for i := range r.forms.closed {
		f := &r.forms.closed[i]
		if !f.kept() {
			continue
		}
		r.page.FormCount++
		if len(r.page.Forms) >= maxForms || r.maxRefs > 0 && kept > maxKeptFew {
			continue
		}
		if !f.insecure && f.button != "" {
			f.Action = f.button
		}
		kept += len(f.Action)
		r.page.Forms = append(r.page.Forms, f.Form)
	}
}
