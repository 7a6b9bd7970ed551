// Package submission judges a form that somebody is about to send: whether they are
// to be asked first, since a secret in it would leave without encryption.
package submission

import (
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/page"
	"midwatch/wasm/say"
	"midwatch/wasm/weburl"
)

var titles = map[fact.Credential]say.Message{
	fact.Password: say.New("ask_password", "Others could read this password"),
	fact.Card:     say.New("ask_card", "Others could read this card number"),
	fact.OneTime:  say.New("ask_code", "Others could read this code"),
}

var (
	titleSeveral = say.New("ask_several", "Others could read what you typed")
	elsewhere    = say.New("ask_elsewhere", "This page is from {page}, but the form sends what you typed to {host}.")
	onNetwork    = say.New("ask_network", "It would go to {host} without encryption. Anyone on this network, and anyone on the way from here to there, can read it and use it.")
	onTrusted    = say.New("ask_trusted", "It would go to {host} without encryption. You trust this network, but anyone on the way from here to there can read it and use it.")
	advice       = say.New("ask_advice", "Do not send it. First try the site’s address with https:// in front.")
)

// maxMarkup bounds what is read of a form, in bytes: thousands of fields.
const maxMarkup = 256 << 10

// Judge tells what a person is to be asked before a form is sent. It asks nothing
// where the form has no field for a secret, where what is sent is encrypted or stays
// on this computer, and where the person chose not to hear of it.
func Judge(s fact.Submission) finding.Question {
	action, err := weburl.Parse(s.Action)
	if err != nil {
		return finding.Question{} // browsers send nothing there
	}
	form := read(s)
	form.Action = s.Action
	v := s.Visit
	v.Pages = withPage(v.Pages, s)
	subject := check.Of(&v)
	// insecure-login speaks of the same, as long as the form is not sent.
	if len(form.Credentials) == 0 || !subject.SentInClear(s.Frame, form) || subject.Ignores("insecure-login", true) {
		return finding.Question{}
	}
	host := action.HostPort()
	title := titleSeveral
	if len(form.Credentials) == 1 {
		title = titles[form.Credentials[0]]
	}
	words := say.Words(title.With())
	if from, err := weburl.Parse(s.URL); err == nil && from.Host != "" && from.Host != action.Host {
		words = append(words, elsewhere.With(say.T(from.Host), say.T(host)))
	}
	sentence := onNetwork
	if v.Network.Trust == fact.Trusted {
		sentence = onTrusted
	}
	words = append(words, sentence.With(say.T(host)), advice.With())
	return finding.Question{Host: host, Title: say.English(words[:1]), Text: say.English(words[1:]), Words: words}
}

// read tells what the form asks for, and where its answer is shown.
func read(s fact.Submission) (form fact.Form) {
	text := []byte(s.Markup)
	text = text[:min(len(text), maxMarkup)]
	p := page.Read(text, fact.Document{Frame: s.Frame, URL: s.URL, Base: s.Base, Live: true, Part: true}, check.MaxRefs)
	take := func(found []fact.Credential) {
		for _, c := range found {
			if !slices.Contains(form.Credentials, c) {
				form.Credentials = append(form.Credentials, c)
			}
		}
	}
	for _, f := range p.Forms {
		take(f.Credentials)
		form.Stays = form.Stays || f.Stays
	}
	take(p.Credentials)
	return form
}

// withPage has the form's document among those that were seen: it may be sent before
// the document was read.
func withPage(pages []fact.Page, s fact.Submission) []fact.Page {
	for _, p := range pages {
		if p.Frame == s.Frame {
			return pages
		}
	}
	return append(pages[:len(pages):len(pages)], fact.Page{Frame: s.Frame, URL: s.URL})
}
