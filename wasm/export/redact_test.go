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

// FuzzRedact puts an address wherever one can stand, and among whatever text: what
// is to be taken out of it is nowhere.
func FuzzRedact(f *testing.F) {
	f.Add(redactable().Findings[0].Evidence[0].Detail, "www", "account", "77")
	f.Add(" (", "a", "b", "c")
	f.Add("=", "a", "b", "c")
	f.Add("http://x.test/?", "a", "b", "c")
	f.Fuzz(func(t *testing.T, around, host, path, query string) {
		host, path, query = "zzhost"+plainWord(host)+".example.net", "/zzpath"+plainWord(path)+"/x.html", "?zzquery="+plainWord(query)
		address := "https://" + host + path + query
		e := finding.Evidence{URL: address, Header: around + path + around + query, Error: around + host + around,
			Detail: around + address + around + host + around + path + around + query + around, Chain: []finding.Step{{URL: address, Address: "192.0.2.77"}}}
		said := finding.Evidence{URL: address, Words: say.Words(toldOf.With(say.T(around+address), say.L([]string{around + host + around})))}
		for _, c := range []struct {
			redact Redaction
			gone   []string
		}{{"", nil}, {Queries, []string{"zzquery"}}, {Paths, []string{"zzquery", "zzpath"}}, {Hosts, []string{"zzquery", "zzpath", "zzhost", "192.0.2.77"}}} {
			d := New(Request{Redact: c.redact, Words: true, Findings: []finding.Finding{
				found("insecure-page", finding.Warning, host, 1, e, said), found("mixed-content", finding.Danger, "https://"+host+path, 1, said, e),
			}})
			text, err := AppendJSON(nil, d)
			if err != nil {
				t.Fatal(err)
			}
			if most := 20_000 + 200*(len(around)+len(address)); len(text) > most {
				t.Errorf("%d bytes, of %d at most", len(text), most)
			}
			for _, word := range c.gone {
				if strings.Contains(string(text), word) {
					t.Errorf("%s: there is still %q in\n%s", c.redact, word, text)
				}
			}
		}
	})
}

// plainWord is what of a text can stand in a host's name.
func plainWord(text string) string {
	word := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	return word[:min(len(word), 40)]
}
