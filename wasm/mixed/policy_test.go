package mixed

import "testing"

// TestParsePolicies takes CSP Level 3, by section, and HTML section 7.1.5 for
// the sandbox's flags.
func TestParsePolicies(t *testing.T) {
	upgrade, sandbox := Policy{Upgrade: true}, Policy{NoScripts: true, NoForms: true}
	for _, c := range []struct {
		section string
		list    string
		want    Policy
	}{
		{"2.2", "", Policy{}},
		{"2.2", ";;,;", Policy{}},
		{"2.2", "default-src 'self'", Policy{}},
		{"2.2", "upgrade-insecure-requests", upgrade},
		{"2.2.1 step 2.1", "\t default-src *;\r\n\fupgrade-insecure-requests ;", upgrade},
		{"2.2.1 step 2.2", "upgrade-insecure-requests\u00a0", Policy{}},
		{"2.2.1 step 2.2", "upgrade-insecure-requests ü", Policy{}},
		{"2.2.1 step 2.2", "img-src ü; upgrade-insecure-requests", upgrade},
		{"2.2.1 step 2.4", "Upgrade-Insecure-Requests", upgrade},
		{"2.2.1 step 2.3", "upgrade-insecure-requests with a value", upgrade},
		{"2.2.1 step 2.3", "upgrade-insecure-requests\twith a value", upgrade},
		{"2.2.1 step 2.3", "upgrade-insecure-requests=1", Policy{}},
		{"2.2.1 step 2.3", "default-src upgrade-insecure-requests", Policy{}},
		{"2.2.1 step 2.3", "x-upgrade-insecure-requests", Policy{}},
		{"2.2.2", "default-src 'self', upgrade-insecure-requests", upgrade},
		{"2.2.2", "script-src a.test,upgrade-insecure-requests;sandbox allow-forms", Policy{Upgrade: true, NoScripts: true}},
		{"6.3.2", "sandbox", sandbox},
		{"6.3.2", "sandbox allow-scripts", Policy{NoForms: true}},
		{"6.3.2", "sandbox allow-forms", Policy{NoScripts: true}},
		{"6.3.2", "SANDBOX Allow-Forms\fALLOW-SCRIPTS", Policy{}},
		{"6.3.2", "sandbox allow-scripts\vallow-forms", sandbox},
		{"6.3.2", "sandbox allow-same-origin", sandbox},
		{"2.2.1 step 2.5", "sandbox allow-scripts; sandbox", Policy{NoForms: true}},
		{"2.2.1 step 2.5", "sandbox; sandbox allow-scripts allow-forms", sandbox},
		{"HTML 7.1.5, of several policies", "sandbox allow-scripts, sandbox allow-scripts allow-forms", Policy{NoForms: true}},
		{"HTML 7.1.5, of several policies", "sandbox allow-scripts, sandbox allow-forms", sandbox},
		{"Mixed Content 6.1", "block-all-mixed-content", Policy{}},
	} {
		if got := ParsePolicies(c.list); got != c.want {
			t.Errorf("ParsePolicies(%q) = %+v, want %+v (section %s)", c.list, got, c.want, c.section)
		}
	}
}

// TestParsePolicy: within a meta element, a comma is part of a value.
func TestParsePolicy(t *testing.T) {
	for policy, want := range map[string]Policy{
		"upgrade-insecure-requests":                     {Upgrade: true},
		"default-src 'self', upgrade-insecure-requests": {},
		"upgrade-insecure-requests,":                    {},
	} {
		if got := ParsePolicy(policy); got != want {
			t.Errorf("ParsePolicy(%q) = %+v, want %+v", policy, got, want)
		}
	}
}

func FuzzParsePolicies(f *testing.F) {
	f.Add("default-src 'self'; upgrade-insecure-requests", "sandbox allow-scripts")
	f.Add("sandbox;sandbox allow-forms,", "\xff;")
	f.Fuzz(func(t *testing.T, a, b string) {
		// A policy more can only ask for more, wherever it stands.
		one, other := ParsePolicies(a), ParsePolicies(b)
		if got := ParsePolicies(a + "," + b); got != one.With(other) || got != other.With(one) {
			t.Errorf("%q and %q: together %+v, alone %+v and %+v", a, b, got, one, other)
		}
	})
}
