package main

import (
	"fmt"
	"slices"

	"midwatch/wasm/finding"
)

// appendUnchecked appends, for people, which checks could not look somewhere
// and why: silence about them would read as "nothing found".
func appendUnchecked(b []byte, reports []finding.Report) []byte {
	var list []finding.Unchecked
	for _, r := range reports {
		for _, u := range r.Unchecked {
			if !slices.ContainsFunc(list, func(told finding.Unchecked) bool { return told.Check == u.Check && told.Reason == u.Reason }) {
				list = append(list, u)
			}
		}
	}
	if len(list) == 0 {
		return b
	}
	b = append(b, "\nNot checked everywhere:\n"...)
	for _, u := range list {
		b = fmt.Appendf(b, "    %s: %s\n", u.Check, u.Reason)
	}
	return b
}
