package export

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"midwatch/wasm/finding"
	"midwatch/wasm/say"
	"midwatch/wasm/site"
	"midwatch/wasm/weburl"
)

// Redaction is how much is taken out of what is exported. Each takes out what those
// before it do, too: a path can name a host, and a query both.
type Redaction string

// The redactions, rising. The empty one takes nothing out.
const (
	Queries Redaction = "queries" // what follows ? and # in an address
	Paths   Redaction = "paths"   // all of an address that follows its host
	// Hosts gives hosts numbers instead of their names, the same one throughout a
	// document: host2.site1.invalid is the second host met below the first
	// registrable domain, site1.invalid that domain itself, address1 an IP address.
	Hosts Redaction = "hosts"
)

// Redactions lists every Redaction, rising.
var Redactions = []Redaction{"", Queries, Paths, Hosts}

// without stands where something was taken out of a text.
const without = "…"

// redactor takes out of the findings of one document.
type redactor struct {
	Redaction
	names    map[string]string // of hosts
	sites    map[string]*renamed
	ips      int
	networks map[string]string
	known    *strings.Replacer // of the finding that is being redacted
}

// renamed is a registrable domain with its number, and how many hosts below it
// have one.
type renamed struct{ number, hosts int }

func newRedactor(r Redaction) *redactor {
	return &redactor{Redaction: r, names: map[string]string{}, sites: map[string]*renamed{}, networks: map[string]string{}}
}

func (r *redactor) drops(what Redaction) bool {
	return slices.Index(Redactions, r.Redaction) >= slices.Index(Redactions, what)
}

// finding redacts one finding. What it shares with others is copied.
func (r *redactor) finding(f *finding.Finding) {
	r.learn(f)
	f.Subject = r.subject(f.Subject)
	f.URL = r.url(f.URL)
	f.Network.Epoch = r.network(f.Network.Epoch)
	f.Evidence = slices.Clone(f.Evidence)
	for i := range f.Evidence {
		e := &f.Evidence[i]
		e.URL = r.url(e.URL)
		if len(e.Words) > 0 {
			e.Words = r.words(e.Words)
			e.Detail = say.English(e.Words)
		} else {
			e.Detail = r.text(e.Detail)
		}
		e.Header, e.Error = r.text(e.Header), r.text(e.Error)
		e.Tag, e.Attr, e.Destination = r.text(e.Tag), r.text(e.Attr), r.text(e.Destination)
		e.Chain = slices.Clone(e.Chain)
		for j := range e.Chain {
			e.Chain[j].URL = r.url(e.Chain[j].URL)
			if r.drops(Hosts) && e.Chain[j].Address != "" {
				e.Chain[j].Address = r.host(strings.Trim(e.Chain[j].Address, "[]"))
			}
		}
	}
}

// learn gathers what of a finding's addresses may stand in its texts.
func (r *redactor) learn(f *finding.Finding) {
	pairs := map[string]string{}
	learn := func(address string) {
		u, ok := hostPort(address)
		if !ok {
			u, _ = weburl.Parse(address)
		}
		// Shorter ones are in every text.
		const shortest = 3
		if r.drops(Hosts) {
			if name := r.host(u.Host); strings.ContainsAny(u.Host, ".:") {
				pairs[u.Host] = name
			}
		}
		if r.drops(Paths) && len(u.Path) >= shortest {
			pairs[u.Path] = "/" + without
			if u.Special() && strings.ContainsAny(u.Path[1:], "/.") {
				pairs[u.Path[1:]] = without
			}
		}
		for _, part := range []string{u.Query, u.Fragment} {
			if len(part) >= shortest {
				pairs[part] = without
				pairs[part[1:]] = without
			}
		}
	}
	learn(f.Subject)
	learn(f.URL)
	for _, e := range f.Evidence {
		learn(e.URL)
		for _, s := range e.Chain {
			learn(s.URL)
			learn(s.Address)
		}
	}
	var list []string
	for text := range pairs {
		list = append(list, text)
	}
	// The longest first: one may be a part of another.
	slices.SortFunc(list, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	oldnew := []string{"://", "://"} // no path begins within it
	for _, text := range list {
		oldnew = append(oldnew, text, pairs[text])
	}
	r.known = strings.NewReplacer(oldnew...)
}

// subject redacts a host with its port, or a document's address.
func (r *redactor) subject(text string) string {
	if u, ok := hostPort(text); ok {
		if r.drops(Hosts) {
			u.Host = r.host(u.Host)
		}
		return u.HostPort()
	}
	return r.url(text)
}

// hostPort reads a host with its port; an IPv6 address may come without brackets.
func hostPort(text string) (u weburl.URL, ok bool) {
	if strings.Count(text, ":") > 1 && !strings.HasPrefix(text, "[") {
		text = "[" + text + "]"
	}
	u, err := weburl.Parse("http://" + text + "/")
	return u, err == nil && u.HostPort() == text
}

// url redacts an address. One that is opaque can hold anything, and nothing of it
// stays but its scheme; of one that cannot be read, nothing does.
func (r *redactor) url(address string) string {
	u, err := weburl.Parse(address)
	switch {
	case address == "":
		return ""
	case err != nil:
		return without
	case !u.Special():
		if u.Scheme == "about" && (u.Path == "blank" || u.Path == "srcdoc") {
			return u.Scheme + ":" + u.Path
		}
		return u.Scheme + ":" + without
	}
	u.Query, u.Fragment = "", ""
	if r.drops(Paths) {
		u.Path = "/"
	}
	if r.drops(Hosts) {
		u.Host = r.host(u.Host)
	}
	return u.String()
}

// host is a host's other name.
func (r *redactor) host(host string) string {
	host = site.Name(host)
	if host == "" {
		return ""
	}
	if name, ok := r.names[host]; ok {
		return name
	}
	name := r.rename(host)
	r.names[host] = name
	return name
}

func (r *redactor) rename(host string) string {
	if site.IP(host) {
		r.ips++
		return "address" + strconv.Itoa(r.ips)
	}
	domain := site.RegistrableDomain(host)
	if domain == "" {
		domain = host
	}
	s := r.sites[domain]
	if s == nil {
		s = &renamed{number: len(r.sites) + 1}
		r.sites[domain] = s
	}
	name := "site" + strconv.Itoa(s.number) + ".invalid"
	if host == domain {
		return name
	}
	s.hosts++
	return "host" + strconv.Itoa(s.hosts) + "." + name
}

// network is the other name of a network epoch that was named for a file.
func (r *redactor) network(epoch string) string {
	if !r.drops(Hosts) || !strings.ContainsAny(epoch, `./\`) {
		return epoch
	}
	if r.networks[epoch] == "" {
		r.networks[epoch] = "network" + strconv.Itoa(len(r.networks)+1)
	}
	return r.networks[epoch]
}

// words redacts what is filled in.
func (r *redactor) words(phrases []say.Phrase) []say.Phrase {
	phrases = slices.Clone(phrases)
	for i := range phrases {
		args := slices.Clone(phrases[i].Args)
		for j := range args {
			args[j].Text = r.text(args[j].Text)
			args[j].List = slices.Clone(args[j].List)
			for k := range args[j].List {
				args[j].List[k] = r.text(args[j].List[k])
			}
		}
		phrases[i].Args = args
	}
	return phrases
}

// text redacts a text in which there may be addresses and hosts.
func (r *redactor) text(text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	for len(text) > 0 {
		end := strings.IndexFunc(text, between)
		if end == 0 {
			_, end = utf8.DecodeRuneInString(text)
			b.WriteString(text[:end])
			text = text[end:]
			continue
		}
		if end < 0 {
			end = len(text)
		}
		// More can stand in an address than in a word.
		if text[0] == '/' || strings.Contains(text[:end], "://") {
			if end = strings.IndexFunc(text, outside); end < 0 {
				end = len(text)
			}
		}
		b.WriteString(r.token(text[:end]))
		text = text[end:]
	}
	return r.known.Replace(b.String())
}

// outside reports whether a rune stands in no address.
func outside(c rune) bool {
	return c <= ' ' || strings.ContainsRune("\"`<>“”‘’«»\u2028\u2029…", c)
}

// between reports whether a rune stands between the words of a text.
func between(c rune) bool { return outside(c) || strings.ContainsRune("'(){},;|", c) }

// token redacts a word of a text, if it is an address, a path or a host.
func (r *redactor) token(word string) string {
	bare := strings.TrimRight(word, ".,;:!?)'")
	end := word[len(bare):]
	switch {
	case bare == "", strings.HasSuffix(bare, "://"): // a scheme alone names nobody
		return word
	case bare[0] == '.': // as in a cookie's Domain
		return "." + r.token(bare[1:]) + end
	case strings.Contains(bare, "=") && strings.IndexAny(bare, "/:.?#=") == strings.IndexByte(bare, '='):
		name, value, _ := strings.Cut(bare, "=")
		return name + "=" + r.token(value) + end
	case strings.Contains(bare, "://"):
		return r.url(bare) + end
	case strings.ContainsAny(bare, "?#"):
		bare = bare[:strings.IndexAny(bare, "?#")]
		if bare == "" {
			return without + end
		}
	}
	host, path, slash := strings.Cut(bare, "/")
	name, known := r.named(host)
	if slash && path != "" && r.drops(Paths) && (host == "" || known) {
		path = without // and not text/html
	}
	if r.drops(Hosts) {
		host = name
	}
	if slash {
		host += "/"
	}
	return host + path + end
}

// named gives a word its other name, if it is a host.
func (r *redactor) named(word string) (name string, known bool) {
	if name, met := r.names[word]; met {
		return name, true
	}
	address := "http://" + word + "/"
	if strings.Count(word, ":") > 1 && !strings.HasPrefix(word, "[") {
		address = "http://[" + word + "]/"
	}
	if strings.ContainsAny(word, "@%\\") || !strings.ContainsAny(word, ".:") {
		return word, false
	}
	u, err := weburl.Parse(address)
	if err != nil || !r.isHost(u.Host, word) {
		return word, false
	}
	if r.drops(Hosts) {
		u.Host = r.host(u.Host)
	}
	return u.HostPort(), true
}

// isHost tells a host from a number, a file or the end of a sentence.
func (r *redactor) isHost(host, word string) bool {
	if _, met := r.names[site.Name(host)]; met {
		return true
	}
	if site.IP(host) {
		return strings.Contains(word, host) || strings.Contains(host, ":") // and not 1.2, which browsers read as one
	}
	return strings.Contains(site.Name(host), ".") && site.Delegated(site.Name(host))
}
