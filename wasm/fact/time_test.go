package fact

import (
	"math"
	"testing"
	"time"
)

func TestRFC3339(t *testing.T) {
	for at, want := range map[Time]string{
		0:                  "1970-01-01T00:00:00.000Z",
		1.999:              "1970-01-01T00:00:00.001Z",
		1772359200123:      "2026-03-01T10:00:00.123Z",
		-5:                 "1970-01-01T00:00:00.000Z",
		Time(math.NaN()):   "1970-01-01T00:00:00.000Z",
		Time(math.Inf(1)):  "9999-12-31T23:59:59.999Z",
		1e300:              "9999-12-31T23:59:59.999Z",
		Time(math.Inf(-1)): "1970-01-01T00:00:00.000Z",
		253402300799999:    "9999-12-31T23:59:59.999Z",
	} {
		if got := at.RFC3339(); got != want {
			t.Errorf("%v.RFC3339() = %s, want %s", float64(at), got, want)
		}
	}
}

// TestRFC3339OnEveryDay goes through 400 years, after which the calendar repeats.
func TestRFC3339OnEveryDay(t *testing.T) {
	for day := int64(0); day < 146097; day++ {
		ms := day*dayLength + day*7919%dayLength // another time of each day
		want := time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")
		if got := Time(ms).RFC3339(); got != want {
			t.Fatalf("Time(%d).RFC3339() = %s, want %s", ms, got, want)
		}
	}
}
