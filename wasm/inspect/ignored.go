package inspect

import (
	"cmp"
	"slices"

	"midwatch/wasm/check"
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
)

var openIgnored = say.New("verdict_open_ignored", "This page is not encrypted: others on the way can read it. You chose not to be warned of that here.")

// ignored reports whether a person chose not to be told of a finding on pages of
// the visit's host. That somebody interferes cannot be silenced for good: the next
// network is another one.
func ignored(s *check.Subject, f *finding.Finding) bool {
	return slices.ContainsFunc(s.Ignored, func(i fact.Ignored) bool {
		forGood := i.Epoch == "" && f.Verdict != finding.Suspect
		return i.Check == f.Check && i.Host == s.URL.Host && (forGood || i.Epoch != "" && i.Epoch == s.Network.Epoch)
	})
}

// order sorts findings worst first, those that are ignored behind all others.
func order(findings []finding.Finding) {
	slices.SortStableFunc(findings, func(a, b finding.Finding) int {
		return cmp.Or(rank(a.Ignored)-rank(b.Ignored), b.Level.Rank()-a.Level.Rank())
	})
}

func rank(ignored bool) int {
	if ignored {
		return 1
	}
	return 0
}

// counted are the findings, sorted, that are not ignored.
func counted(findings []finding.Finding) []finding.Finding {
	n := slices.IndexFunc(findings, func(f finding.Finding) bool { return f.Ignored })
	if n < 0 {
		return findings
	}
	return findings[:n]
}
