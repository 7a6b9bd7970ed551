package cookie

import (
	"strings"

	"midwatch/wasm/fact"
)

// Date reads an Expires attribute as leniently as browsers do (section 5.1.1): the
// parts may stand in any order, between anything. So it reads each form of an HTTP date
// (RFC 9110 section 5.6.7: IMF-fixdate, and the obsolete ones of RFC 850 and asctime).
// It reports false where that is no date.
func Date(s string) (fact.Time, bool) {
	var hour, minute, second, day, month, year int
	var hasTime, hasDay, hasMonth, hasYear bool
	for token := range strings.FieldsFuncSeq(s, delimiter) {
		if !hasTime {
			if h, m, sec, ok := clock(token); ok {
				hour, minute, second, hasTime = h, m, sec, true
				continue
			}
		}
		if n, digits := leading(token); !hasDay && (digits == 1 || digits == 2) {
			day, hasDay = n, true
			continue
		}
		if m := strings.Index(months, strings.ToLower(token[:min(3, len(token))])); !hasMonth && len(token) >= 3 && m >= 0 && m%3 == 0 {
			month, hasMonth = m/3+1, true
			continue
		}
		if n, digits := leading(token); !hasYear && digits >= 2 && digits <= 4 {
			year, hasYear = n, true
		}
	}
	switch {
	case year >= 70 && year <= 99:
		year += 1900
	case year <= 69:
		year += 2000
	}
	if !hasTime || !hasDay || !hasMonth || !hasYear || day < 1 || day > 31 || year < 1601 ||
		hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	seconds := hour*3600 + minute*60 + second
	return fact.Midnight(year, month, day) + fact.Time(seconds)*1000, true
}

const months = "janfebmaraprmayjunjulaugsepoctnovdec"

func delimiter(r rune) bool {
	return r == '\t' || r >= ' ' && r <= '/' || r >= ';' && r <= '@' || r >= '[' && r <= '`' || r >= '{' && r <= '~'
}

// clock reads hours, minutes and seconds, whatever follows them that is no digit.
func clock(token string) (hour, minute, second int, ok bool) {
	parts := strings.SplitN(token, ":", 3)
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	var n, digits [3]int
	for i, part := range parts {
		n[i], digits[i] = leading(part)
		if digits[i] < 1 || digits[i] > 2 || i < 2 && digits[i] != len(part) {
			return 0, 0, 0, false
		}
	}
	return n[0], n[1], n[2], true
}

// leading reads the digits that a token begins with: at most five of them.
func leading(token string) (n, digits int) {
	for digits < len(token) && digits < 5 && token[digits] >= '0' && token[digits] <= '9' {
		n = n*10 + int(token[digits]-'0')
		digits++
	}
	return n, digits
}
