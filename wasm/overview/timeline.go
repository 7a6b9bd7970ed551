package overview

import (
	"math"

	"midwatch/wasm/fact"
	"midwatch/wasm/finding"
)

// Timeline counts findings by when they were first seen.
type Timeline struct {
	From    fact.Time `json:"from"` // where the first bucket begins
	Step    fact.Time `json:"step"` // a bucket's length, in milliseconds; 0 where there are none
	Buckets []Bucket  `json:"buckets"`
}

// Bucket is one stretch of time.
type Bucket struct {
	Notice  int `json:"notice"`
	Warning int `json:"warning"`
	Danger  int `json:"danger"`
}

const (
	// maxBuckets is how many bars can be told apart.
	maxBuckets = 120
	minute     = 60_000
	hour       = 60 * minute
	day        = 24 * hour
	// latest is the last moment that JavaScript's dates know.
	latest = 8_640_000_000_000_000
)

// steps are the lengths that a bucket can have.
var steps = []fact.Time{minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day}

// timeline counts what is not ignored.
func timeline(rows []Row) Timeline {
	t := Timeline{Buckets: []Bucket{}}
	first, last := fact.Time(math.Inf(1)), fact.Time(math.Inf(-1))
	for _, r := range rows {
		if counts(r) {
			first, last = min(first, r.First), max(last, r.First)
		}
	}
	if first > last {
		return t
	}
	t.Step = day
	for _, step := range steps {
		if last-first < step*(maxBuckets-1) {
			t.Step = step
			break
		}
	}
	// What was found before the last days that there is room for stands in the first
	// bucket.
	start := math.Floor(float64(first / t.Step))
	if end := math.Floor(float64(last / t.Step)); end-start >= maxBuckets {
		start = end - maxBuckets + 1
	}
	t.From = fact.Time(start) * t.Step
	t.Buckets = make([]Bucket, int(math.Floor(float64(last/t.Step))-start)+1)
	for _, r := range rows {
		if !counts(r) {
			continue
		}
		b := &t.Buckets[max(0, min(len(t.Buckets)-1, int((r.First-t.From)/t.Step)))]
		switch r.Level {
		case finding.Danger:
			b.Danger++
		case finding.Warning:
			b.Warning++
		default:
			b.Notice++
		}
	}
	return t
}

func counts(r Row) bool { return !r.Ignored && r.First > 0 }
