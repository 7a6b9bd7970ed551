package check

import (
	"fmt"
	"strings"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// What it sees is inspection with a root certificate that this computer was given: a
// company's or a school's proxy, an antivirus program, parental controls; or somebody
// who should not, with mitmproxy's certificate installed. All of them make the chains
// of all sites end in their own root.
//
// What looks alike and is not: one's own servers with a root of one's own, beside
// sites whose chains end in a root that came with the browser. One such site is enough
// to be silent. Inspection that was met before is worth knowing and no more.
var tlsInspected = Check{
	ID:       "tls-inspected",
	Title:    "Encrypted traffic is read on the way",
	Why:      "The certificates of all sites here end in one root that did not come with your browser but was added to this computer. Whoever has it opens the encryption of everything you do, reads it, and closes it again: your company, your school, an antivirus program, or somebody who should not.",
	Advice:   "Do on this computer only what its owner may see. If you do not know whose root certificate that is, ask whoever looks after this computer before you sign in anywhere.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc5280#section-6",
	Sentence: "Somebody opens the encryption of every site here and can read it all.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Grade:    byStrength(Levels{finding.Notice, finding.Warning}),
	Once:     true,
	Needs:    []fact.Kind{fact.Certificates},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		seen := map[string]bool{}
		for c := range s.chains() {
			if c.BuiltIn || seen[c.Root] {
				continue
			}
			seen[c.Root] = true
			sites := s.inspected(c.Root)
			if sites == nil {
				continue
			}
			e := finding.Evidence{URL: originOf(c.Host), Strength: finding.Strong,
				Detail: fmt.Sprintf("The certificates of %d sites (%s) end in %s.", len(sites), some(sites), rootName(c))}
			if s.rootMet(c.Root) {
				e.Strength = "" // this computer's own, and no sign of anybody
				e.Detail += " Your browser met that root before."
			}
			found = append(found, e)
		}
		return found
	},
}

// some names the first of a list, and shows where there are more.
func some(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", …"
}
