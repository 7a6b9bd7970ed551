package say

import (
	"reflect"
	"testing"

	"midwatch/wasm/fact"
)

var (
	greeting = New("test_greeting", "Hello {name}, since {then:day} for {long:span}: {hosts:list}. {name}!")
	pages    = Plural("test_pages", "{n:number} page of {host}", "{n:number} pages of {host}")
)

func TestEnglish(t *testing.T) {
	for want, phrases := range map[string][]Phrase{
		"": nil,
		"Hello a {name}, since 2026-03-01 for 2 days: x, y and z. a {name}!": Words(
			greeting.With(T("a {name}"), D(fact.Time(1772359200123)), S(2*86400), L([]string{"x", "y", "z"}))),
		"1 page of a.test 2 pages of b.test 0 pages of ": Words(
			pages.With(N(1), T("a.test")), Phrase{ID: "unknown"}, pages.With(N(2), T("b.test")), pages.With(N(0))),
	} {
		if got := English(phrases); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	want := []Place{{"name", Text}, {"then", Day}, {"long", Span}, {"hosts", List}}
	if got := Places(greeting.English); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	for _, broken := range []string{"{", "a {b", "}", "{}", "{:}", "{a:b:c}"} {
		Places(broken) // whatever it is
		Message{English: broken}.append(nil, nil)
	}
}

func TestTwice(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a second message took the ID of the first")
		}
	}()
	New("test_pages", "")
}

func TestSpan(t *testing.T) {
	for seconds, want := range map[int64]string{
		0: "0 seconds", 1: "1 second", 60: "1 minute", 3600: "1 hour", 86400: "1 day", 15552000: "180 days",
		31536000: "1 year", 31536001: "1 year", 31622400: "1 year", 63072000: "2 years", 315360000: "10 years", 106384710: "1231 days",
		3153600000: "100 years",
	} {
		if got := EnglishSpan(seconds); got != want {
			t.Errorf("%d: %q, want %q", seconds, got, want)
		}
	}
}
