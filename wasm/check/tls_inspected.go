package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
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
	Why:      "One and the same root certificate vouches for all sites here. It did not come with your browser: somebody added it to this computer. Whoever has it opens the encryption of everything you do, reads it, and closes it again. That can be your company, your school, an antivirus program, or somebody who should not.",
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
			e := finding.Evidence{URL: originOf(c.Host), Strength: finding.Strong, Words: inspection(c, sites)}
			if s.rootMet(c.Root) {
				e.Strength = "" // this computer's own, and no sign of anybody
				e.Words = append(e.Words, rootKnown.With())
			}
			found = append(found, e)
		}
		return found
	},
}

var (
	inspectedNamed = say.Plural("tls_inspected_named",
		"The root certificate “{root}” vouches for {sites:number} site here, and did not come with your browser.",
		"The root certificate “{root}” vouches for {sites:number} sites here, and did not come with your browser.")
	inspectedNameless = say.Plural("tls_inspected_nameless",
		"A root certificate without a name vouches for {sites:number} site here, and did not come with your browser.",
		"A root certificate without a name vouches for {sites:number} sites here, and did not come with your browser.")
	inspectedSites = say.New("tls_inspected_sites", "The sites are {sites:list}.")
	inspectedSome  = say.New("tls_inspected_some", "Among them are {sites:list}.")
)

// inspection tells which root vouches for which sites.
func inspection(c fact.Connection, sites []string) []say.Phrase {
	const most = 5 // that are named
	named := inspectedSites.With(say.L(sites))
	if len(sites) > most {
		named = inspectedSome.With(say.L(sites[:most]))
	}
	if name := rootName(c); name != "" {
		return say.Words(inspectedNamed.With(say.T(name), say.N(len(sites))), named)
	}
	return say.Words(inspectedNameless.With(say.N(len(sites))), named)
}
