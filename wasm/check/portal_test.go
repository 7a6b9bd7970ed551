package check

import (
	"testing"

	"midwatch/wasm/fact"
)

func TestPortalStands(t *testing.T) {
	const minute, at = 60_000, 100 * 60_000
	for name, c := range map[string]struct {
		portal fact.Portal
		at     fact.Time
		want   bool
	}{
		"none":                         {fact.Portal{}, 5, false},
		"now":                          {fact.Portal{At: at}, at, true},
		"known for one a moment later": {fact.Portal{At: at}, at - minute/2, true},
		"long before":                  {fact.Portal{At: at}, at - 2*minute, false},
		"nine minutes on":              {fact.Portal{At: at}, at + 9*minute, true},
		"ten minutes on":               {fact.Portal{At: at}, at + 10*minute, false},
		"before it was opened":         {fact.Portal{At: at, Opened: at + 2*minute}, at + minute, true},
		"when it was opened":           {fact.Portal{At: at, Opened: at + 2*minute}, at + 2*minute, false},
		"opened long after it is over": {fact.Portal{At: at, Opened: at + 60*minute}, at + 11*minute, false},
	} {
		if got := PortalStands(c.portal, c.at); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEdited(t *testing.T) {
	const page = "<!doctype html><title>Canary</title><p>The quick brown fox jumps over the lazy dog."
	for name, c := range map[string]struct {
		got  string
		want bool
	}{
		"added before":    {"<script></script>" + page, true},
		"added after":     {page + "<script></script>", true},
		"added within":    {page[:40] + "<script></script>" + page[40:], true},
		"a word":          {page[:60] + "cat" + page[63:], true},
		"half left out":   {page[:40], false},
		"another page":    {"<!doctype html><title>Welcome to the hotel</title><form>Room</form>", false},
		"a single letter": {"<", false},
	} {
		if got := edited(page, c.got); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
