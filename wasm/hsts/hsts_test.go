package hsts

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for value, want := range map[string]struct {
		Policy
		reasons []string
	}{
		"max-age=31536000": {Policy: Policy{Valid: true, MaxAge: 31536000}},
		"max-age=0":        {Policy: Policy{Valid: true}},
		`MAX-AGE = "63072000" ;; includesubdomains ; `: {Policy: Policy{Valid: true, MaxAge: 63072000, IncludeSubDomains: true}},
		"max-age=1; preload; pumpkin=\"a;b\\\"c\"":     {Policy: Policy{Valid: true, MaxAge: 1, Preload: true}},
		"max-age=99999999999999999999999999":           {Policy: Policy{Valid: true, MaxAge: maxAge}},
		"":                                             {reasons: []string{"it has no max-age"}},
		"includeSubDomains":                            {reasons: []string{"it has no max-age"}},
		"max-age:31536000":                             {reasons: []string{`it has a colon where an equals sign should be: "max-age:31536000"`}},
		"max-age=31536000, includeSubDomains":          {reasons: []string{"it has a comma where a semicolon should be"}},
		"max-age=0, max-age=1":                         {reasons: []string{"it begins anew after a comma, as if several headers had been joined"}},
		"max-age=1; max-age=2":                         {reasons: []string{"it gives max-age twice"}},
		"max-age=1; includeSubDomains=true":            {reasons: []string{"its includeSubDomains has a value, and may have none"}},
		"max-age=-1":                                   {reasons: []string{`its max-age is "-1", not a whole number of seconds`}},
		"max-age":                                      {reasons: []string{"its max-age has no value"}},
		"max-age=":                                     {reasons: []string{"it has no value after max-age="}},
		`max-age="1`:                                   {reasons: []string{"it never closes the quotation mark after max-age="}},
		"max-age=1 includeSubDomains":                  {reasons: []string{`it has no semicolon between max-age and "includeSubDomains"`}},
		"max-age=1; a=\"\x00\"":                        {reasons: []string{"it has a control character in the quotation marks after a="}},
		"max-age=1; a=\"\x7f\"":                        {reasons: []string{"it has a control character in the quotation marks after a="}},
		"max-age=1; a=\"\t\xfc \\\x00\"":               {Policy: Policy{Valid: true, MaxAge: 1}}, // TEXT and quoted-pair, RFC 2616 section 2.2
		"max-age=1; a=\"\\\xfc\"":                      {reasons: []string{"it has a misplaced backslash in the quotation marks after a="}},
		"max-age=1; a=\"\\":                            {reasons: []string{"it never closes the quotation mark after a="}},
		"max-age=\"1\r\n 2\"":                          {reasons: []string{`its max-age is "1 2", not a whole number of seconds`}},
		"max-age=1\r\n ;\r\n\tincludeSubDomains\r\n":   {Policy: Policy{Valid: true, MaxAge: 1, IncludeSubDomains: true}}, // LWS, and the line's end
		"max-age=1\n;includeSubDomains":                {reasons: []string{`it has no semicolon between max-age and "\n;includeSubDomains"`}},
		"max-age=1; \xfc":                              {reasons: []string{`it has "\xfc" where the name of a directive should be`}},
		"max-age=\xb9":                                 {reasons: []string{"it has no value after max-age="}},
		"max-age=1; a=b=c":                             {reasons: []string{`it has no semicolon between a and "=c"`}},
		`"max-age=1"`:                                  {reasons: []string{`it has "\"max-age=1\"" where the name of a directive should be`}},
	} {
		got := Parse(value)
		if got.Valid != want.Valid || got.MaxAge != want.MaxAge || got.IncludeSubDomains != want.IncludeSubDomains ||
			got.Preload != want.Preload || strings.Join(got.Reasons(), "|") != strings.Join(want.reasons, "|") {
			t.Errorf("Parse(%q)\n got %+v\nwant %+v", value, got, want)
		}
	}
}

func TestParseHuge(t *testing.T) {
	if p := Parse("max-age=1;" + strings.Repeat("a", 1<<20)); p.Valid || p.Reasons()[0] != "it is longer than 64 kilobytes" {
		t.Errorf("a header of 1 MiB gave %+v", p)
	}
}

// TestBrowserCases runs Chromium's and curl's own cases, where they are at hand.
func TestBrowserCases(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/hsts-header-cases.json")
	if err != nil {
		t.Skip("skipped: the browsers' header cases are not beside this repository")
	}
	var cases []struct {
		Header            string
		Valid             bool
		MaxAge            int64
		MaxAgeAsWritten   json.RawMessage
		IncludeSubDomains bool
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	differs := map[string]string{
		`max-age=31536"`: `curl forgives the lone quotation mark; by RFC 6797 section 6.1, "directive-value = token | quoted-string", it is neither, and Chromium refuses it`,
	}
	for _, c := range cases {
		got := Parse(c.Header)
		const chromiumCap = 31536000 // seconds
		ok := got.Valid == c.Valid && min(got.MaxAge, chromiumCap) == c.MaxAge && got.IncludeSubDomains == c.IncludeSubDomains
		if _, listed := differs[c.Header]; ok == listed {
			t.Errorf("%q: got %+v, want valid=%v maxAge=%d includeSubDomains=%v (listed as differing: %v)",
				c.Header, got, c.Valid, c.MaxAge, c.IncludeSubDomains, listed)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"max-age=1", `a="b\"c"; max-age="2"`, ";;=", "max-age=1,2", "includeSubDomains=;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := Parse(s)
		if p.Valid == (len(p.Problems) > 0) {
			t.Errorf("Parse(%q) is neither valid nor has a problem: %+v", s, p)
		}
		if p.MaxAge < 0 || p.MaxAge > maxAge {
			t.Errorf("Parse(%q).MaxAge = %d", s, p.MaxAge)
		}
		if words := p.Explain(); words == "" || len(words) > 1<<10 {
			t.Errorf("Parse(%q).Explain() = %q", s, words)
		}
	})
}
