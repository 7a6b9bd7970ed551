package page

import (
	"bytes"
	"slices"
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
	target   string // the window or frame that shows the answer, in lower case
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
	open      *form // the one that fields belong to now: current, or none
	current   form
	action    []byte // current's, as written; nearly no form needs more of it
	closed    []form
	detached  []detached
	frames    []string // names of the document's frames
	target    string   // what the base says of forms that name none
	uncounted int      // kept forms beyond maxCandidates
}

// openForm begins a form. One inside another is none (HTML standard section
// 13.2.6.4.7).
func (r *reader) openForm() {
	t := &r.tokens
	if r.forms.open != nil {
		return
	}
	r.forms.current = form{}
	f := &r.forms.current
	if t.Has(markup.ID) {
		f.id = t.Value(markup.ID)
	}
	f.Method = formMethod(t.Lower(markup.Method))
	if t.Has(markup.Target) {
		f.target = string(t.Lower(markup.Target))
	}
	f.Line = r.lineAt(t.Tag.Start)
	written := bytes.Trim(t.Written(markup.Action), spaces)
	r.forms.action = append(r.forms.action[:0], written...)
	switch {
	case f.Method == "dialog" || r.formless:
		// It closes its dialog, or nothing, and submits nothing.
	case len(written) == 0:
		f.insecure = r.depth == 0 && r.address.Scheme != "" && insecure(r.address)
	default:
		r.leads(markup.Action, "form")
		r.code(markup.Action, place{tag: t.Element.String()})
		if r.baseInsecure || mayBeInsecure(written) {
			r.aim(f, markup.Decode(written), place{offset: t.Place(markup.Action)})
		}
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
	if f == nil {
		return
	}
	// Where a base may follow, a few forms are held that it may change.
	mayChange := !r.baseSeen && !f.insecure && len(r.forms.action) > 0 && len(r.forms.closed) < maxLate
	switch {
	case !f.kept() && f.id == "" && !mayChange:
		return
	case len(r.forms.closed) == maxCandidates:
		if f.kept() {
			r.forms.uncounted++
		}
		return
	}
	action := markup.Decode(r.forms.action)
	if mayChange && f.Method != "dialog" && !r.formless {
		f.relative = action
	}
	switch {
	case f.Action != "":
	case action == "" || f.Method == "dialog" || r.formless:
		if f.Action = r.address.String(); r.depth > 0 {
			f.Action = "about:srcdoc"
		}
	default:
		u, _ := r.base.Resolve(action)
		f.Action = u.String()
	}
	r.forms.closed = append(r.forms.closed, *f)
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
	if r.forms.open != nil && !t.Has(markup.FormAttr) && t.Has(markup.FormTarget) {
		r.forms.open.target = string(t.Lower(markup.FormTarget))
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
		f.Stays = r.stays(f.target)
		kept += len(f.Action)
		r.page.Forms = append(r.page.Forms, f.Form)
	}
}

// maxFrames bounds the frames whose names are kept.
const maxFrames = 100

// frameName takes the name of a frame: a form may have its answer shown there.
func (r *reader) frameName() {
	if t := &r.tokens; t.Has(markup.NameAttr) && len(r.forms.frames) < maxFrames {
		r.forms.frames = append(r.forms.frames, string(t.Lower(markup.NameAttr)))
	}
}

// stays reports whether a form's answer is shown in a frame (HTML standard
// section 7.3.1.7, "rules for choosing a navigable"). A name that no frame of
// the document has opens a window; that of a frame elsewhere is taken for one.
func (r *reader) stays(target string) bool {
	if target == "" {
		target = r.forms.target
	}
	switch target {
	case "", "_self":
		return r.page.Frame != 0 || r.depth > 0
	case "_top", "_blank", "_parent":
		return false
	}
	return slices.Contains(r.forms.frames, target)
}
