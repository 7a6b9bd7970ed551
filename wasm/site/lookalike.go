package site

import (
	"slices"
	"strings"

	"midwatch/wasm/weburl"
)

// Trick is how a host's name is made to look like another's.
type Trick string

// The tricks. Tools that strip encryption from hosts that a browser knows by HSTS
// rename them, since the browser knows nothing of the new name.
const (
	ExtraW      Trick = "extra-w"      // one w more: wwww.bank.com (sslstrip2 with dns2proxy)
	WebPrefix   Trick = "web-prefix"   // web before it: webmy.bank.com, web.bank.com (the same)
	OtherWord   Trick = "other-word"   // social.bank.com for www.bank.com (the same)
	NoSuchEnd   Trick = "no-such-end"  // an ending that the Internet does not have: bank.corn (bettercap's hstshijack)
	OtherEnd    Trick = "other-end"    // bank.cm
	Alphabet    Trick = "alphabet"     // bаnk.com, with a Cyrillic letter
	Likeness    Trick = "likeness"     // paypa1.com, rnybank.com
	DoubledOnce Trick = "doubled-once" // a letter doubled: bankk.com
	MoreLabels  Trick = "more-labels"  // another site's name behind it: bank.com.example.net
)

// Tricks lists every Trick.
var Tricks = []Trick{ExtraW, WebPrefix, OtherWord, NoSuchEnd, OtherEnd, Alphabet, Likeness, DoubledOnce, MoreLabels}

// Sure reports whether hardly anybody would give a host of their own such a name.
func (t Trick) Sure() bool { return t == ExtraW || t == NoSuchEnd || t == Alphabet }

// Disguise is a host that another may be a disguise of.
type Disguise struct {
	Of string // its Name
	By Trick
}

// maxDisguises bounds the hosts that one may be a disguise of, and maxEach those of
// one trick.
const (
	maxDisguises = 100
	maxEach      = 20
)

// Disguises lists the hosts that host may be a disguise of, the likeliest first, at
// most a hundred. Most of them are nobody's: it counts which of them are known.
func Disguises(host string) []Disguise {
	const longest = 253 // characters of a name in the DNS
	name := Name(host)
	if len(name) > longest || IP(name) || !strings.Contains(name, ".") || name[0] == '.' || strings.Contains(name, "..") {
		return nil
	}
	d := disguises{name: name, set: map[string]bool{name: true}}
	d.tools()
	d.alphabets()
	d.ending()
	d.likeness()
	d.doubled()
	d.labels()
	return d.list
}

type disguises struct {
	name string
	list []Disguise
	set  map[string]bool
}

// add adds a host that the name may be a disguise of.
func (d *disguises) add(of string, by Trick) {
	if len(d.list) == maxDisguises || d.set[of] || strings.HasPrefix(of, ".") || !strings.Contains(of, ".") {
		return
	}
	d.set[of] = true
	d.list = append(d.list, Disguise{of, by})
}

// addSite adds a host, and of another site also the host that its visitors know best:
// where a tool renames a site, it renames all hosts of it.
func (d *disguises) addSite(of string, by Trick) {
	d.add(of, by)
	bare, www := strings.CutPrefix(of, "www.")
	if www {
		d.add(bare, by)
	} else {
		d.add("www."+of, by)
	}
	if domain := RegistrableDomain(of); domain != "" && domain != RegistrableDomain(d.name) {
		d.add(domain, by)
		d.add("www."+domain, by)
	}
}

// words are those that sslstrip2 and dns2proxy put in place of others.
var words = map[string]string{"social": "www", "cuentas": "accounts", "gmail": "mail"}

// tools takes back what sslstrip2 does: it puts a w before www, web before any other
// name, and some words in place of others.
func (d *disguises) tools() {
	first, rest, _ := strings.Cut(d.name, ".")
	const long = len("wwww")
	switch {
	case len(first) >= long && strings.Trim(first, "w") == "":
		d.add("www."+rest, ExtraW)
		d.add(rest, ExtraW)
	case first == "web":
		d.add(rest, WebPrefix)
		d.add("www."+rest, WebPrefix)
	case strings.HasPrefix(first, "web"):
		d.add(strings.TrimPrefix(first[len("web"):], "-")+"."+rest, WebPrefix)
	case words[first] != "":
		d.add(words[first]+"."+rest, OtherWord)
	}
}

// alphabets reads labels that hold letters of other alphabets as if they were the
// Latin ones that they look like.
func (d *disguises) alphabets() {
	labels := strings.Split(d.name, ".")
	foreign := false
	for i, label := range labels {
		code, ok := strings.CutPrefix(label, "xn--")
		if !ok {
			continue
		}
		text, ok := weburl.FromPunycode(code)
		if !ok {
			return
		}
		if labels[i], ok = latin(text); !ok || labels[i] == text {
			return
		}
		foreign = true
	}
	if foreign {
		d.addSite(strings.Join(labels, "."), Alphabet)
	}
}

// endings are top-level domains that are imitated, and realEndings those that are
// real themselves and look like one of them.
var (
	endings     = []string{"com", "net", "org", "edu", "gov", "info"}
	realEndings = map[string]string{"cm": "com", "om": "com", "ne": "net"}
)

// ending takes back a changed ending.
func (d *disguises) ending() {
	i := strings.LastIndexByte(d.name, '.')
	above, last := d.name[:i], d.name[i+1:]
	if Delegated(d.name) {
		if of := realEndings[last]; of != "" {
			d.addSite(above+"."+of, OtherEnd)
		}
		return
	}
	for _, of := range endings {
		if near(last, of) {
			d.addSite(above+"."+of, NoSuchEnd)
		}
	}
}

// near reports whether two words look alike: one letter changed, added, left out or
// swapped with its neighbour, or letters that look like others.
func near(a, b string) bool {
	for _, l := range likenesses {
		if strings.ReplaceAll(a, l[0], l[1]) == b {
			return true
		}
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// likenesses are letters that look like others, in ASCII.
var likenesses = [][2]string{{"0", "o"}, {"1", "l"}, {"1", "i"}, {"rn", "m"}, {"vv", "w"}, {"cl", "d"}}

// likeness takes back letters that look like others: each one alone, and all.
func (d *disguises) likeness() {
	if strings.Contains(d.name, "xn--") {
		return // a code, whose letters nobody sees
	}
	i := strings.LastIndexByte(d.name, '.')
	above, last := d.name[:i], d.name[i:]
	n := 0
	for _, l := range likenesses {
		if strings.Contains(above, l[0]) {
			d.addSite(strings.ReplaceAll(above, l[0], l[1])+last, Likeness)
		}
		for at := 0; n < maxEach; n++ {
			next := strings.Index(above[at:], l[0])
			if next < 0 {
				break
			}
			at += next
			d.addSite(above[:at]+l[1]+above[at+len(l[0]):]+last, Likeness)
			at += len(l[0])
		}
	}
}

// doubled takes back one doubled letter.
func (d *disguises) doubled() {
	if strings.Contains(d.name, "xn--") {
		return
	}
	i := strings.LastIndexByte(d.name, '.')
	n, at := 0, 1
	if strings.HasPrefix(d.name, "www.") {
		at = len("www.") + 1
	}
	for ; at < i && n < maxEach; at++ {
		if d.name[at] == d.name[at-1] && d.name[at] != '.' && d.name[at] != '-' && (at+1 == i || d.name[at+1] != d.name[at]) {
			d.addSite(d.name[:at]+d.name[at+1:], DoubledOnce)
			n++
		}
	}
}

// labels takes back labels behind an ending that is one by itself.
func (d *disguises) labels() {
	labels := strings.Split(d.name, ".")
	for n := min(len(labels)-1, maxEach); n > 1; n-- {
		if of := strings.Join(labels[:n], "."); Delegated(of) && of != "www."+labels[n-1] {
			d.add(of, MoreLabels)
		}
	}
}

// latin is text with Latin letters in place of those that look like them, for names
// of which some do. It reports false where a letter looks like none.
func latin(text string) (string, bool) {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-':
			b.WriteByte(byte(r))
		default:
			i, ok := slices.BinarySearchFunc(confusables, r, func(c confusable, r rune) int { return int(c.letter) - int(r) })
			if !ok {
				return "", false
			}
			b.WriteByte(confusables[i].latin)
		}
	}
	return b.String(), true
}

// confusable is a letter that looks like a Latin one (Unicode Technical Standard 39,
// section 4).
type confusable struct {
	letter rune
	latin  byte
}

// confusables are the small letters that a host's name may hold and that look like
// a to z, by their number.
var confusables = []confusable{
	{'ı', 'i'}, {'ƅ', 'b'}, {'ƒ', 'f'}, {'ɑ', 'a'}, {'ɡ', 'g'}, {'ɩ', 'i'}, {'ʋ', 'u'}, {'ʏ', 'y'}, // Latin
	{'α', 'a'}, {'γ', 'y'}, {'ι', 'i'}, {'ν', 'v'}, {'ο', 'o'}, {'ρ', 'p'}, {'σ', 'o'}, {'υ', 'u'}, {'ϳ', 'j'}, // Greek
	{'а', 'a'}, {'г', 'r'}, {'е', 'e'}, {'о', 'o'}, {'р', 'p'}, {'с', 'c'}, {'у', 'y'}, {'х', 'x'}, {'ь', 'b'}, // Cyrillic
	{'ѕ', 's'}, {'і', 'i'}, {'ј', 'j'}, {'ѵ', 'v'}, {'ү', 'y'}, {'һ', 'h'}, {'ӏ', 'l'}, {'ԁ', 'd'}, {'ԛ', 'q'}, {'ԝ', 'w'},
	{'զ', 'q'}, {'հ', 'h'}, {'յ', 'j'}, {'ո', 'n'}, {'ս', 'u'}, {'ց', 'g'}, {'օ', 'o'}, // Armenian
	{'ᴄ', 'c'}, {'ᴏ', 'o'}, {'ᴜ', 'u'}, {'ᴠ', 'v'}, {'ᴡ', 'w'}, {'ᴢ', 'z'}, {'ꜱ', 's'}, // small capitals
}
