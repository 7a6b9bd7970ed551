package weburl

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxDistinct bounds the different characters beyond ASCII in a label. The
// encoder goes over the label once for each and spends a byte on it at least;
// the DNS has room for 63.
const maxDistinct = 63

// The parameters of Punycode (RFC 3492 section 5).
const (
	punyBase    = 36
	tmin, tmax  = 1, 26
	skew, damp  = 38, 700
	initialBias = 72
)

// appendPunycode appends label in Punycode (RFC 3492 section 6.3), without the
// prefix. It reports false for more than maxDistinct characters.
func appendPunycode(out []byte, label string) ([]byte, bool) {
	runes := []rune(label)
	done := 0
	for _, r := range runes {
		if r < utf8.RuneSelf {
			out = append(out, byte(r))
			done++
		}
	}
	basic := done
	if basic > 0 {
		out = append(out, '-')
	}
	delta, bias := 0, initialBias
	current := rune(utf8.RuneSelf)
	for round := 0; done < len(runes); round++ {
		if round == maxDistinct {
			return nil, false
		}
		next := rune(utf8.MaxRune)
		for _, r := range runes {
			if r >= current && r < next {
				next = r
			}
		}
		delta += int(next-current) * (done + 1)
		for _, r := range runes {
			if r < next {
				delta++
			}
			if r == next {
				out = appendNumber(out, delta, bias)
				bias = adapted(delta, done+1, done == basic)
				delta = 0
				done++
			}
		}
		delta++
		current = next + 1
	}
	return out, true
}

// FromPunycode reads a label in Punycode (RFC 3492 section 6.2), without the prefix.
// It reports false for what is none, and for one longer than the DNS has room for.
func FromPunycode(code string) (label string, ok bool) {
	const longest = 63
	if len(code) > longest || kindsOf(code)&beyondHost != 0 {
		return "", false
	}
	var runes []rune
	if i := strings.LastIndexByte(code, '-'); i >= 0 {
		runes, code = []rune(code[:i]), code[i+1:]
	}
	n, at, bias := utf8.RuneSelf, 0, initialBias
	for first := true; code != ""; first = false {
		before, weight := at, 1
		for k := punyBase; ; k += punyBase {
			if code == "" {
				return "", false
			}
			digit := strings.IndexByte(punyDigits, code[0])
			code = code[1:]
			if digit < 0 || digit > (maxNumber-at)/weight {
				return "", false
			}
			at += digit * weight
			t := min(max(k-bias, tmin), tmax)
			if digit < t {
				break
			}
			if weight > maxNumber/(punyBase-t) {
				return "", false
			}
			weight *= punyBase - t
		}
		bias = adapted(at-before, len(runes)+1, first)
		n += at / (len(runes) + 1)
		at %= len(runes) + 1
		if n > utf8.MaxRune || n >= 0xd800 && n < 0xe000 {
			return "", false
		}
		runes = slices.Insert(runes, at, rune(n))
		at++
	}
	return string(runes), true
}

// maxNumber is the greatest that the decoder counts to (RFC 3492 section 6.4).
const maxNumber = 1<<31 - 1

const punyDigits = "abcdefghijklmnopqrstuvwxyz0123456789"

// appendNumber appends a generalised variable-length integer.
func appendNumber(out []byte, number, bias int) []byte {
	for k := punyBase; ; k += punyBase {
		t := min(max(k-bias, tmin), tmax)
		if number < t {
			return append(out, punyDigits[number])
		}
		out = append(out, punyDigits[t+(number-t)%(punyBase-t)])
		number = (number - t) / (punyBase - t)
	}
}

// adapted is the bias after a delta (RFC 3492 section 6.1).
func adapted(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for delta > (punyBase-tmin)*tmax/2 {
		delta /= punyBase - tmin
		k += punyBase
	}
	return k + (punyBase-tmin+1)*delta/(delta+skew)
}
