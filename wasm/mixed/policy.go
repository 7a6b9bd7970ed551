package mixed

import "strings"

// Policy is what Content Security Policies say about how a document loads and
// what it may do. The zero Policy asks for nothing.
//
// block-all-mixed-content is not here: the standard gave it up (Mixed Content
// section 6.1), and both browsers upgrade images and media in spite of it.
type Policy struct {
	// Upgrade is upgrade-insecure-requests: browsers ask over HTTPS for all
	// that the document names, at bare IP addresses too, and for what its forms
	// send; when it leads elsewhere, only to its own host (Upgrade Insecure
	// Requests section 4.1). Documents within inherit it (section 3.3).
	Upgrade bool
	// NoScripts and NoForms are a sandbox without allow-scripts, or without
	// allow-forms (CSP Level 3 section 6.3.2): scripts do not run, forms do not
	// submit. Documents within inherit both.
	NoScripts, NoForms bool
}

// With is what two policies say that are both in force: a sandbox allows only
// what all of them allow.
func (p Policy) With(q Policy) Policy {
	return Policy{p.Upgrade || q.Upgrade, p.NoScripts || q.NoScripts, p.NoForms || q.NoForms}
}

// ParsePolicies reads the value of a Content-Security-Policy header field: a
// list of policies with commas between them (CSP Level 3 section 2.2.2). That
// of Content-Security-Policy-Report-Only is none of them.
func ParsePolicies(list string) Policy {
	var all Policy
	for policy := range strings.SplitSeq(list, ",") {
		all = all.With(ParsePolicy(policy))
	}
	return all
}

// ParsePolicy reads one policy (CSP Level 3 section 2.2.1), as a meta element
// holds it. There a sandbox counts for nothing (section 3.3), which is for the
// caller to know. Whatever is not understood says nothing.
func ParsePolicy(policy string) Policy {
	var p Policy
	sandboxed := false
	for directive := range strings.SplitSeq(policy, ";") {
		directive = strings.Trim(directive, whitespace)
		name, value := directive, ""
		if i := strings.IndexAny(directive, whitespace); i >= 0 {
			name, value = directive[:i], directive[i:]
		}
		switch {
		case !ascii(directive):
		case strings.EqualFold(name, "upgrade-insecure-requests"):
			p.Upgrade = true
		case strings.EqualFold(name, "sandbox") && !sandboxed: // of two of one name, the first counts
			sandboxed = true
			p.NoScripts, p.NoForms = true, true
			for flag := range strings.FieldsFuncSeq(value, func(r rune) bool { return strings.ContainsRune(whitespace, r) }) {
				switch {
				case strings.EqualFold(flag, "allow-scripts"):
					p.NoScripts = false
				case strings.EqualFold(flag, "allow-forms"):
					p.NoForms = false
				}
			}
		}
	}
	return p
}

// whitespace is ASCII whitespace (Infra standard section 4.6).
const whitespace = " \t\n\f\r"

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
