package page

import (
	"fmt"
	"strings"
	"testing"

	"midwatch/wasm/fact"
)

func TestForms(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`<form><input name=q></form>`, ``},
		{`<form action=/login method=POST><input type=PassWord></form>`, `https://example.com/login post [password]`},
		{`<form><input type=password></form>`, `https://example.com/dir/page get [password]`},
		{`<form action=http://a/><input name=q></form>`, `http://a/ get []`},
		{`<form action=http://localhost/><input name=q></form>`, ``},
		{`<form action="http://a^b/"><input type=password></form>`, ` get [password]`},
		{`<form action=mailto:a@example.com>`, ``},
		{`<form action=x><button formaction=http://b/>`, `http://b/ get []`},
		{`<form action=x><input type=submit formaction=http://b/>`, `http://b/ get []`},
		{`<form action=x><button type=button formaction=http://b/>`, ``},
		{`<form action=x><button disabled formaction=http://b/>`, ``},
		{`<button formaction=http://b/>`, ``},
		{`<form method=dialog action=http://a/></form>`, ``},
		{`<form method=dialog><button formaction=http://b/></form>`, ``},
		{`<form method=dialog><button formmethod=post formaction=http://b/></form>`, `http://b/ dialog []`},
		{`<form method=dialog action=http://a/><input type=password></form>`, `https://example.com/dir/page dialog [password]`},
		{`<form action=a><form action=http://b/></form><input type=password></form>`, `; [password]`},
		{`<input type=password>`, `; [password]`},
		{`<input type=password form=f><form id=f action=x></form>`, `https://example.com/dir/x get [password]`},
		{`<form id=f action=x></form><form action=y><input type=password form=f></form>`, `https://example.com/dir/x get [password]`},
		{`<form id=f></form><form id=f action=x></form><button form=f formaction=http://b/>`, `http://b/ get []`},
		{`<input type=password form=none>`, `; [password]`},
		{`<form><input type=password disabled><input type=hidden name=cvv><input type=password hidden></form>`, ``},
		{`<noscript><form action=http://a/><input type=password></form></noscript>`, ``},
		{`<template><form action=http://a/><input type=password></form></template>`, ``},
		{`<form><input type=password><input autocomplete="section-x shipping one-time-code"></form>`, `https://example.com/dir/page get [password one-time-code]`},
		{`<form><input autocomplete=cc-number><input autocomplete=cc-csc type=password><select autocomplete=cc-exp-month></select></form>`, `https://example.com/dir/page get [card]`},
		{`<form><input autocomplete=cc-name><input autocomplete=new-password name=street><input name=pin><input name=code><input name=csc></form>`, ``},
		{`<form><input autocomplete=current-password></form>`, `https://example.com/dir/page get [password]`},
		{`<form><input name="payment[card_number]"></form>`, `https://example.com/dir/page get [card]`},
		{`<form><input id="ctl00$Main$CVV"></form>`, `https://example.com/dir/page get [card]`},
		{`<form><input type=checkbox name=creditcard><input type=radio name=otp><select name=cardnumber></select><input name=giftcardnumber></form>`, ``},
		{`<form><input name=otp type=tel></form>`, `https://example.com/dir/page get [one-time-code]`},
		{`<iframe srcdoc="<form><input type=password></form>"></iframe>`, `about:srcdoc get [password]`},
		{`<iframe srcdoc="<form action=x><input type=password></form>"></iframe>`, `https://example.com/dir/x get [password]`},
		{`<base href=http://a/b/><form action=c></form><form></form>`, `http://a/b/c get []`},
		{`<form action=c></form><form action=/d id=x><input type=password></form><base href=http://a/b/>`, `http://a/b/c get [], http://a/d get [password]`},
		{`<form action=c method=dialog></form><base href=http://a/b/>`, ``},
		// Fields that a style sheet makes look like a password's.
		{`<form><input style="-webkit-text-security:disc"></form>`, `https://example.com/dir/page get [password]`},
		{`<form><input style="color:red; -WEBKIT-text-security : none"></form>`, ``},
		{`<style>form > input.pin.dots:focus, #code{color:red;-webkit-text-security:disc}</style><form><input class="x dots pin"></form><input id=code type=tel>`,
			`https://example.com/dir/page get [password]; [password]`},
		{`<style>.dots{-webkit-text-security/**/:/**/circle}.plain{-webkit-text-security:none}</style><input class=plain><input class=dots type=checkbox><input class=dot>`, ``},
		{`<style>@media screen{.dots{-webkit-text-security:square}}</style><input class=dots>`, `; [password]`},
		// A sandbox that keeps forms from being sent.
		{`<iframe sandbox srcdoc="<form action=http://a/><input type=password></form>"></iframe>`, `about:srcdoc get [password]`},
		{`<iframe sandbox=ALLOW-forms srcdoc="<form action=http://a/></form>"></iframe>`, `http://a/ get []`},
	} {
		got := Read([]byte(test.text), fact.Document{URL: secure}, 0)
		var said []string
		for _, f := range got.Forms {
			said = append(said, fmt.Sprint(f.Action, " ", f.Method, " ", f.Credentials))
		}
		text := strings.Join(said, ", ")
		if got.Credentials != nil {
			text += fmt.Sprint("; ", got.Credentials)
		}
		if text != test.want || got.FormCount != len(got.Forms) {
			t.Errorf("%s\n got %s (%d)\nwant %s", test.text, text, got.FormCount, test.want)
		}
	}
}

func TestFormsOfInsecureDocument(t *testing.T) {
	got := Read([]byte("\n<form><input name=q></form>"), fact.Document{URL: "http://example.com/"}, 0)
	if len(got.Forms) != 1 || got.Forms[0].Action != "http://example.com/" || got.Forms[0].Line != 2 || got.RefCount != 0 {
		t.Errorf("%+v", got)
	}
}

func TestManyForms(t *testing.T) {
	const many = 3000
	got := Read([]byte(strings.Repeat("<form action=http://a/><input type=password></form><form id=x></form><input form=x type=password>", many)),
		fact.Document{URL: secure}, 10)
	if len(got.Forms) != maxForms || got.FormCount != many+1 || len(got.Refs) != 10 || got.RefCount != many {
		t.Errorf("%d of %d forms, %d of %d places", len(got.Forms), got.FormCount, len(got.Refs), got.RefCount)
	}
}

// TestFormTargets tells the forms whose answer is shown in a frame.
func TestFormTargets(t *testing.T) {
	for text, want := range map[string]string{
		`<form action=http://a/>`:                                                           "false true",
		`<form action=http://a/ target=_SELF>`:                                              "false true",
		`<form action=http://a/ target=_top>`:                                               "false false",
		`<form action=http://a/ target=_parent>`:                                            "false false",
		`<form action=http://a/ target=f></form><iframe name=F></iframe>`:                   "true true",
		`<form action=http://a/ target=g></form><iframe name=f></iframe>`:                   "false false",
		`<base target=f><base target=g><form action=http://a/></form><iframe name=f>`:       "true true",
		`<iframe name=f></iframe><form action=x><button formaction=http://a/ formtarget=f>`: "true true",
		`<iframe srcdoc="<form action=http://a/></form>"></iframe>`:                         "true true",
	} {
		got := ""
		for _, frame := range []int{0, 3} {
			for _, f := range Read([]byte(text), fact.Document{URL: secure, Frame: frame}, 0).Forms {
				got += fmt.Sprint(f.Stays, " ")
			}
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
