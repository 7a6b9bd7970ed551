package export

import (
	"fmt"
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
)

var toldOf = say.New("test_redact", "The page at {address} sends to {hosts:list}.")

// named is a session with a host, a path or a query wherever one can stand.
func redactable() Request {
	e := finding.Evidence{
		URL:    "http://www.bank.example.co.uk:8080/jane/account?id=77#top",
		Detail: "It redirects to https://login.bank.example.co.uk/signin?next=/jane/account, and 192.0.2.7 answered with text/html (see other.example.net). Did router say HTTP/1.1?",
		Header: "a=1; Domain=bank.example.co.uk; Path=/jane/account; max-age=7",
		Error:  "net::ERR_CERT at [2001:db8::1]:443",
		Chain: []finding.Step{
			{URL: "http://www.bank.example.co.uk:8080/jane/account?id=77", Status: 302, Address: "192.0.2.7"},
			{URL: "https://router/login", Address: "2001:db8::1"},
			{URL: "data:text/html,www.bank.example.co.uk"},
		},
	}
	said := finding.Evidence{URL: "http://[2001:db8::1]/a", Words: say.Words(toldOf.With(
		say.T("https://www.bank.example.co.uk/jane"), say.L([]string{"cdn.example.net", "192.0.2.7"})))}
	said.Detail = say.English(said.Words)
	strong := found("certificate-error", finding.Danger, "www.bank.example.co.uk:8080", 1000, e, said)
	strong.Strength = finding.Conclusive
	other := found("insecure-page", finding.Warning, "http://www.bank.example.co.uk/jane/", 2000, said)
	other.Network = fact.Network{Epoch: "recordings/bank.har", Trust: fact.Unknown}
	return Request{Session: "recordings/bank.har", Words: true, Findings: []finding.Finding{strong, other}}
}

func TestRedact(t *testing.T) {
	r := redactable()
	before := fmt.Sprint(r)
	for redact, want := range map[Redaction][]string{
		Queries: {"http://www.bank.example.co.uk:8080/jane/account",
			"It redirects to https://login.bank.example.co.uk/signin, and 192.0.2.7 answered with text/html (see other.example.net). Did router say HTTP/1.1?"},
		Paths: {"http://www.bank.example.co.uk:8080/",
			"It redirects to https://login.bank.example.co.uk/, and 192.0.2.7 answered with text/html (see other.example.net). Did router say HTTP/1.1?"},
		Hosts: {"http://host1.site1.invalid:8080/",
			"It redirects to https://host2.site1.invalid/, and address1 answered with text/html (see host1.site3.invalid). Did site2.invalid say HTTP/1.1?"},
	} {
		r.Redact = redact
		d := New(r)
		e := d.Findings[0].Evidence[0]
		if e.URL != want[0] || e.Detail != want[1] {
			t.Errorf("%s:\n%s\n%s", redact, e.URL, e.Detail)
		}
		text, err := AppendJSON(nil, d)
		if err != nil {
			t.Fatal(err)
		}
		gone := []string{"id=77", "#top", "next="}
		if redact != Queries {
			gone = append(gone, "jane", "account", "/signin")
		}
		if redact == Hosts {
			gone = append(gone, "jane", ".example", "bank.ex", "bank.har", "192.0", "2001", "router", "recordings")
		}
		for _, word := range gone {
			if strings.Contains(string(text), word) {
				t.Errorf("%s: there is still %q in\n%s", redact, word, text)
			}
		}
	}
	r.Redact = ""
	if fmt.Sprint(r) != before {
		t.Error("the findings were changed")
	}
}

// TestRedactWords: what is to be said in another language is redacted, too, and says
// the same.
func TestRedactWords(t *testing.T) {
	r := redactable()
	r.Redact = Hosts
	e := New(r).Findings[0].Evidence[1]
	if e.Detail != "The page at https://host1.site1.invalid/ sends to host2.site3.invalid and address1." {
		t.Error(e.Detail)
	}
	if say.English(e.Words) != e.Detail {
		t.Error(e.Words)
	}
}

func FuzzRedact(f *testing.F) {
	r := redactable()
	f.Add(r.Findings[0].Evidence[0].Detail, "www.bank.example", "/jane/account", "?id=77")
	f.Add("a b", "[::1]", "/%2f", "?")
	f.Fuzz(func(t *testing.T, detail, host, path, query string) {
		address := "https://" + host + path + query
		e := finding.Evidence{URL: address, Detail: detail + " " + address + " " + host, Header: path, Error: query, Chain: []finding.Step{{URL: address, Address: host}}}
		for _, redact := range Redactions {
			d := New(Request{Redact: redact, Findings: []finding.Finding{found("insecure-page", finding.Warning, host, 1, e), found("insecure-page", finding.Danger, address, 1, e)}})
			text, err := AppendJSON(nil, d)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) > 100_000+40*(len(detail)+len(address)) {
				t.Errorf("%d bytes", len(text))
			}
		}
	})
}
