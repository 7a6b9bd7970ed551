package site

import (
	"slices"
	"strings"
	"testing"
)

func TestDisguises(t *testing.T) {
	for _, c := range []struct {
		host, of string
		by       Trick
	}{
		{"wwww.bank.com", "www.bank.com", ExtraW},
		{"wwww.bank.com", "bank.com", ExtraW},
		{"wwwww.bank.com.", "www.bank.com", ExtraW},
		{"web.bank.com", "bank.com", WebPrefix},
		{"web.bank.com", "www.bank.com", WebPrefix},
		{"webmy.bank.com", "my.bank.com", WebPrefix},
		{"web-my.bank.com", "my.bank.com", WebPrefix},
		{"social.bank.com", "www.bank.com", OtherWord},
		{"cuentas.bank.com", "accounts.bank.com", OtherWord},
		{"bank.corn", "bank.com", NoSuchEnd},
		{"bank.corn", "www.bank.com", NoSuchEnd},
		{"login.bank.corn", "www.bank.com", NoSuchEnd},
		{"bank.c0m", "bank.com", NoSuchEnd},
		{"bank.comm", "bank.com", NoSuchEnd},
		{"bank.ocm", "bank.com", NoSuchEnd},
		{"bank.con", "bank.com", NoSuchEnd},
		{"bank.orgg", "bank.org", NoSuchEnd},
		{"bank.nett", "bank.net", NoSuchEnd},
		{"bank.cm", "bank.com", OtherEnd},
		{"xn--bnk-6cd.com", "bank.com", Alphabet},     // bаnk
		{"www.xn--bnk-6cd.com", "bank.com", Alphabet}, // with www
		{"xn--80ak6aa92e.com", "apple.com", Alphabet}, // аррӏе
		{"xn--ggle-55da.com", "google.com", Alphabet}, // gооgle
		{"paypa1.com", "paypal.com", Likeness},
		{"g00gle.com", "google.com", Likeness},
		{"rnybank.com", "mybank.com", Likeness},
		{"bankk.com", "bank.com", DoubledOnce},
		{"www.bankk.com", "bank.com", DoubledOnce},
		{"bank.com.example.net", "bank.com", MoreLabels},
		{"www.bank.com.local", "www.bank.com", MoreLabels},
	} {
		if !slices.Contains(Disguises(c.host), Disguise{c.of, c.by}) {
			t.Errorf("%s is no disguise of %s by %s: %v", c.host, c.of, c.by, Disguises(c.host))
		}
	}
}

// TestNoDisguises: names that their owners chose look like no other's, or not surely.
func TestNoDisguises(t *testing.T) {
	for _, host := range []string{"", ".", "localhost", "192.0.2.1", "[2001:db8::1]", "2001:db8::1", "bank.com", "www.bank.com", "bank.de",
		"xn--mnchen-3ya.de" /* ü is no u */, "xn--80aswg.xn--p1ai" /* сайт.рф: т and й look like nothing */, strings.Repeat("w", 300) + ".com", "xn--.com", "xn--a-.com"} {
		for _, d := range Disguises(host) {
			t.Errorf("%s is a disguise of %s by %s", host, d.Of, d.By)
		}
	}
	for _, d := range Disguises("offers.bank.com") {
		if d.Of == "bank.com" || d.Of == "www.bank.com" {
			t.Errorf("a host of a site is a disguise of the site's own %s by %s", d.Of, d.By)
		}
	}
	for _, host := range []string{"webmail.bank.com", "web.bank.com", "website.bank.com", "social.bank.com", "burn.com", "bank.cm", "bank.co", "bank.om", "bookkeeper.com",
		"bank.com.s3.amazonaws.com", "www-bank-com.translate.goog", "modern.de", "www2.bank.com", "ww.bank.com", "hotel1.com", "fritz.box", "printer.lan", "intranet.corp"} {
		for _, d := range Disguises(host) {
			if d.By.Sure() {
				t.Errorf("%s is surely a disguise of %s by %s", host, d.Of, d.By)
			}
		}
	}
}

// TestConfusables: the table is in order, and reads no letter twice.
func TestConfusables(t *testing.T) {
	for i, c := range confusables {
		if i > 0 && confusables[i-1].letter >= c.letter || c.letter < 0x80 || c.latin < 'a' || c.latin > 'z' {
			t.Errorf("%c at %d", c.letter, i)
		}
		if got, ok := latin("x" + string(c.letter)); !ok || got != "x"+string(rune(c.latin)) {
			t.Errorf("%c reads %q", c.letter, got)
		}
	}
}

func TestDelegated(t *testing.T) {
	for name, want := range map[string]bool{"bank.com": true, "com": true, "a.ck": true, "xn--p1ai": true, "x.google": true, "bank.corn": false, "host.test": false, "router.lan": false, "": false} {
		if Delegated(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// FuzzDisguises: whatever the name, there are not many, none twice, and none is longer
// than it or as what it may be.
func FuzzDisguises(f *testing.F) {
	for _, host := range []string{"wwww.bank.com", "web1.bank.corn", "xn--bnk-6cd.com", "aabbcc.c0m", strings.Repeat("aa.", 80) + "com", strings.Repeat("rn", 120) + ".corn", "xn--" + strings.Repeat("9", 60) + ".com"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		list := Disguises(host)
		if len(list) > maxDisguises {
			t.Errorf("%d", len(list))
		}
		seen := map[string]bool{}
		for _, d := range list {
			if d.Of == Name(host) || seen[d.Of] || d.By == "" || len(d.Of) > len(host)+len("www.o") || d.Of[0] == '.' || !strings.Contains(d.Of, ".") {
				t.Errorf("%q is a disguise of %q", host, d.Of)
			}
			seen[d.Of] = true
		}
	})
}
