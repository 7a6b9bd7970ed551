package weburl

import "unicode/utf8"

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

// appendNumber appends a generalised variable-length integer.
func appendNumber(out []byte, number, bias int) []byte {
	const digits = "abcdefghijklmnopqrstuvwxyz0123456789"
	for k := punyBase; ; k += punyBase {
		t := min(max(k-bias, tmin), tmax)
		if number < t {
			return append(out, digits[number])
		}
		out = append(out, digits[t+(number-t)%(punyBase-t)])
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
