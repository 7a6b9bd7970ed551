package check

import (
	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
)

// A socket that an encrypted page opens in clear is mixed content, and browsers block
// it: mixed-content tells of that. Innocent: this computer, and machines of one's own
// network, such as a router's page that shows its load (a notice).
var insecureSocket = Check{
	ID:       "insecure-socket",
	Title:    "Page talks over an unencrypted connection",
	Why:      "This page opened a lasting connection (a WebSocket) without encryption. Anyone on this network can read what passes over it, such as messages or prices, and can change it.",
	Advice:   "Do not write or read anything private on this page on a network that you do not trust.",
	Spec:     "https://www.rfc-editor.org/rfc/rfc6455#section-10.6",
	Sentence: "This page talks over a connection that others on this network can read and change.",
	Levels:   Levels{finding.Notice, finding.Warning},
	Grade: func(e finding.Evidence) Levels {
		if site.Local(hostOf(e.URL)) {
			return always(finding.Notice)
		}
		return Levels{finding.Notice, finding.Warning}
	},
	Needs: []fact.Kind{fact.Loads},
	Find: func(s *Subject) []finding.Evidence {
		var found []finding.Evidence
		seen := map[string]bool{} // pages try again and again
		for _, l := range s.Loads {
			h := l.Hops[len(l.Hops)-1]
			url := h.URL.String()
			if h.URL.Scheme != "ws" || !h.Plain || seen[url] || s.asker(l).mixes() {
				continue
			}
			seen[url] = true
			found = append(found, finding.Evidence{URL: url, Destination: l.Destination, Outcome: finding.Loaded, Words: say.Words(socketPlain.With())})
		}
		return found
	},
}

var socketPlain = say.New("insecure_socket_plain", "It was opened without encryption.")
