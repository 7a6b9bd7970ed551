// Package hsts reads the Strict-Transport-Security header and answers
// questions about the policies it sets (RFC 6797).
package hsts

import (
	"strconv"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/say"
)

// Name is the header's name in lower case.
const Name = "strict-transport-security"

const (
	// maxHeader bounds how much of a header is read, in bytes. Browsers refuse
	// a response head of 256 KiB; nothing that means well comes near this.
	maxHeader = 64 << 10
	// maxAge is where max-age is capped, in seconds: Chromium's own limit is
	// one year, Firefox has none; a century keeps arithmetic on it exact.
	maxAge = 100 * 365 * 24 * 3600
	// Short is Mozilla Observatory's line for "six months", in seconds: a
	// policy below it lapses between two visits of many people.
	Short = 180 * 24 * 3600
	// Year is the least max-age that the preload list asks for, in seconds
	// (hstspreload.org).
	Year = 365 * 24 * 3600
	// maxIgnored bounds how many directives without a meaning are told.
	maxIgnored = 4
	// maxProblems bounds how many reasons are given for one invalid value.
	maxProblems = 6
)

// Policy is what a browser understands of one header value.
type Policy struct {
	Valid             bool
	MaxAge            int64 // seconds, capped at a century
	IncludeSubDomains bool
	Preload           bool         // claims the preload list; no part of RFC 6797
	Problems          []say.Phrase // why it is not valid, a sentence each; never nil for an invalid policy
	// Ignored are the names of directives that no browser knows, as written and
	// clipped, the first few of them.
	Ignored []string
}

// Parse reads one header value by the grammar of RFC 6797 section 6.1. A value
// outside of the grammar, with a directive given twice, or without max-age is
// not valid as a whole, as section 8.1 asks: browsers ignore it. Directives
// that are not known are ignored, whatever their value. It reads at most
// 64 KiB; a longer value is not valid.
func Parse(value string) Policy {
	var p Policy
	if len(value) > maxHeader {
		p.problem(tooLong.With())
		return p
	}
	seen := map[string]bool{}
	rest := strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r") // a line's end is not part of it
	for {
		rest = skipSpace(rest)
		if rest == "" {
			break
		}
		if rest[0] == ';' {
			rest = rest[1:]
			continue
		}
		d, tail, err := directive(rest)
		if err != nil {
			p.problem(*err)
			break // what follows cannot be told apart any more
		}
		rest = tail
		name := strings.ToLower(d.name)
		if seen[name] {
			p.problem(twice.With(say.T(clip(d.name))))
		}
		seen[name] = true
		p.apply(name, d)
	}
	if !seen["max-age"] && len(p.Problems) == 0 {
		p.problem(noMaxAge.With())
		for _, miss := range p.NearMisses() {
			p.problem(nearMiss.With(say.T(miss[0]), say.T(miss[1])))
		}
	}
	p.Valid = len(p.Problems) == 0
	if !p.Valid {
		p.MaxAge, p.IncludeSubDomains, p.Preload = 0, false, false
	}
	return p
}

func (p *Policy) apply(name string, d parsed) {
	switch name {
	case "max-age":
		age, ok := seconds(d.value)
		switch {
		case !d.hasValue:
			p.problem(noAge.With())
		case !ok:
			p.problem(badAge.With(say.T(strconv.Quote(clip(d.value)))))
		}
		p.MaxAge = age
	case "includesubdomains":
		// RFC 6797 section 6.1.2: a valueless directive.
		if d.hasValue {
			p.problem(needlessValue.With())
		}
		p.IncludeSubDomains = true
	case "preload":
		p.Preload = true
	default:
		if len(p.Ignored) < maxIgnored {
			p.Ignored = append(p.Ignored, clip(d.name))
		}
	}
}

func (p *Policy) problem(words say.Phrase) {
	if len(p.Problems) < maxProblems {
		p.Problems = append(p.Problems, words)
	}
}

// seconds reads delta-seconds (RFC 6797 section 6.1.1), capped instead of
// overflowing.
func seconds(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > maxAge {
		n = maxAge // too large is still a number
	}
	return n, true
}

// InForce reports whether a noted policy is one, and has not expired.
func InForce(p fact.Policy, at fact.Time) bool { return p.MaxAge > 0 && at <= p.Expires }

// Note is the policy as it is to be remembered from the moment it was received.
func (p Policy) Note(at fact.Time) fact.Policy {
	if !p.Valid || p.MaxAge == 0 {
		return fact.Policy{At: at}
	}
	return fact.Policy{
		At:                at,
		MaxAge:            p.MaxAge,
		IncludeSubDomains: p.IncludeSubDomains,
		Expires:           at + fact.Time(p.MaxAge)*1000,
	}
}
