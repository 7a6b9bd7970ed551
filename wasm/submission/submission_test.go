package submission

import (
	"strings"
	"testing"

	"midwatch/wasm/fact"
	"midwatch/wasm/say"
)

const login = `<form method="post"><input name="user"><input type="password" name="p"><button>Sign in</button></form>`

// at is a visit whose document came from an address, with headers given as names and
// values.
func at(address string, headers ...string) fact.Visit {
	hop := fact.Hop{URL: address, At: 1, Status: 200, Done: true}
	for i := 0; i+1 < len(headers); i += 2 {
		hop.Headers = append(hop.Headers, fact.Header{Name: headers[i], Value: headers[i+1]})
	}
	return fact.Visit{
		ID: "v", Source: fact.Chromium, Network: fact.Network{Epoch: "e", Trust: fact.Unknown},
		Navigation: fact.Load{Destination: "main_frame", Hops: []fact.Hop{hop}},
	}
}

func sent(from, to, markup string) fact.Submission {
	return fact.Submission{Visit: at(from), URL: from, Base: from, Action: to, Markup: markup}
}

func TestJudge(t *testing.T) {
	const plain, secure = "http://a.test/", "https://a.test/"
	field := func(attributes string) string { return "<form><input " + attributes + "></form>" }
	with := func(s fact.Submission, change func(*fact.Submission)) fact.Submission {
		change(&s)
		return s
	}
	for _, c := range []struct {
		name string
		sent fact.Submission
		want string // the title; empty where nothing is asked
	}{
		{"a password in clear", sent(plain, plain, login), titles[fact.Password].English},
		{"from an encrypted page", sent(secure, "http://b.test/", login), titles[fact.Password].English},
		{"a card", sent(plain, plain, field(`autocomplete="cc-number"`)), titles[fact.Card].English},
		{"a one-time code", sent(plain, plain, field(`autocomplete="one-time-code"`)), titles[fact.OneTime].English},
		{"a password and a code", sent(plain, plain, `<form><input type=password><input name=otp></form>`), titleSeveral.English},
		{"in a shadow tree", sent(plain, plain, `<div><template shadowrootmode="closed">`+login+`</template></div>`), titles[fact.Password].English},
		{"no secret", sent(plain, plain, field(`name="q"`)), ""},
		{"no field at all", sent(plain, plain, ""), ""},
		{"encrypted", sent(secure, secure, login), ""},
		{"from a page in clear, but itself encrypted", sent(plain, secure, login), ""},
		{"to this computer", sent("http://localhost:8080/", "http://localhost:8080/in", login), ""},
		{"from this computer to another", sent("http://localhost/", plain, login), titles[fact.Password].English},
		{"to this computer by its number", sent(secure, "http://127.0.0.1/", login), ""},
		{"to a router, by its number", sent("http://192.168.1.1/", "http://192.168.1.1/in", login), titles[fact.Password].English},
		{"by mail", sent(plain, "mailto:a@b.test", login), ""},
		{"to a script", sent(plain, "javascript:go()", login), ""},
		{"to what is no address", sent(plain, "http://[", login), ""},
		{"upgraded by the site's order", fact.Submission{Visit: at(secure, "content-security-policy", "upgrade-insecure-requests"),
			URL: secure, Action: "http://b.test/", Markup: login}, ""},
		{"upgraded by the page's order", with(sent(secure, "http://b.test/", login), func(s *fact.Submission) {
			s.Visit.Pages = []fact.Page{{URL: secure, Upgrades: true}}
		}), ""},
		{"kept from sending", fact.Submission{Visit: at(secure, "content-security-policy", "sandbox allow-scripts"),
			URL: secure, Action: "http://b.test/", Markup: login}, ""},
		{"from a frame, where browsers block it", with(sent("https://c.test/", "http://b.test/", login), func(s *fact.Submission) {
			s.Visit, s.Frame = at(secure), 3
		}), ""},
		{"from a frame, to the whole window", with(sent("https://c.test/", "http://b.test/", `<form target="_top"><input type=password></form>`), func(s *fact.Submission) {
			s.Visit, s.Frame = at(secure), 3
		}), titles[fact.Password].English},
		{"from a frame in a page in clear", with(sent("http://c.test/", "http://c.test/", login), func(s *fact.Submission) {
			s.Visit, s.Frame = at(plain), 3
		}), titles[fact.Password].English},
		{"ignored for good", with(sent(plain, plain, login), func(s *fact.Submission) {
			s.Visit.Ignored = []fact.Ignored{{Check: "insecure-login", Host: "a.test"}}
		}), ""},
		{"ignored on another network", with(sent(plain, plain, login), func(s *fact.Submission) {
			s.Visit.Ignored = []fact.Ignored{{Check: "insecure-login", Host: "a.test", Epoch: "d"}}
		}), titles[fact.Password].English},
		{"nothing seen of the visit", with(sent(plain, plain, login), func(s *fact.Submission) { s.Visit = fact.Visit{} }), titles[fact.Password].English},
	} {
		if got := Judge(c.sent); got.Title != c.want || (c.want == "") != (got.Host == "" && len(got.Words) == 0) {
			t.Errorf("%s: %q, want %q", c.name, got.Title, c.want)
		}
	}
}

// TestWords: it says who can read it and where it goes, by how far the network is
// trusted, and names the page where that is somebody else's.
func TestWords(t *testing.T) {
	here, away := sent("http://a.test/", "http://a.test/in", login), sent("https://a.test/", "http://b.test:81/in", login)
	for _, c := range []struct {
		sent  fact.Submission
		trust fact.Trust
		want  []string
	}{
		{here, fact.Unknown, []string{"ask_password", "ask_network", "ask_advice"}},
		{here, fact.Untrusted, []string{"ask_password", "ask_network", "ask_advice"}},
		{here, fact.Trusted, []string{"ask_password", "ask_trusted", "ask_advice"}},
		{away, fact.Unknown, []string{"ask_password", "ask_elsewhere", "ask_network", "ask_advice"}},
	} {
		c.sent.Visit.Network.Trust = c.trust
		q := Judge(c.sent)
		var got []string
		for _, p := range q.Words {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != strings.Join(c.want, " ") || say.English(q.Words) != q.Title+" "+q.Text || !strings.Contains(q.Text, q.Host) {
			t.Errorf("%s: %+v", c.trust, q)
		}
	}
	if q := Judge(away); q.Host != "b.test:81" || !strings.Contains(q.Text, "a.test") {
		t.Errorf("elsewhere: %+v", q)
	}
}

// FuzzJudge takes whatever a page may say of its form. What is asked has words, and
// is about something in clear.
func FuzzJudge(f *testing.F) {
	f.Add("http://a.test/", "http://a.test/", "http://b.test/", login, 0, "")
	f.Add("https://a.test/", "about:srcdoc", "//b.test/", login, -7, "sandbox")
	f.Add("", "data:,", "http://xn--/", "<form><template shadowrootmode=open><input type=password>", 1<<30, "upgrade-insecure-requests")
	f.Fuzz(func(t *testing.T, top, url, action, markup string, frame int, policy string) {
		v := at(top, "content-security-policy", policy)
		q := Judge(fact.Submission{Visit: v, Frame: frame, URL: url, Base: url, Action: action, Markup: markup})
		asked := q.Host != "" && q.Title != "" && q.Text != "" && len(q.Words) >= 3
		if !asked && (q.Host != "" || q.Title != "" || q.Text != "" || len(q.Words) > 0) {
			t.Errorf("half a question: %+v", q)
		}
		if asked && strings.HasPrefix(action, "https:") {
			t.Errorf("asked of what is encrypted: %+v", q)
		}
	})
}
