package weburl

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseHost reads a host as the standard's host parser does for special URLs
// (section 3.5), but for IDNA: a name beyond ASCII is only put in lower case.
func parseHost(s string) (string, error) {
	if s[0] == '[' {
		if s[len(s)-1] != ']' {
			return "", errBadHost
		}
		address, ok := parseIPv6(s[1 : len(s)-1])
		if !ok {
			return "", errBadHost
		}
		return writeIPv6(address), nil
	}
	host := strings.ToLower(percentDecoded(s))
	if host == "" {
		return "", errBadHost
	}
	for _, r := range host {
		if forbidden(r) {
			return "", errBadHost
		}
	}
	if endsInNumber(host) {
		address, ok := parseIPv4(host)
		if !ok {
			return "", errBadHost
		}
		return writeIPv4(address), nil
	}
	return host, nil
}

// forbidden is the standard's "forbidden domain code point", and U+FFFD, which
// IDNA refuses and which stands here for bytes that are not UTF-8.
func forbidden(r rune) bool {
	if r <= ' ' || r == 0x7f || r == utf8.RuneError {
		return true
	}
	return r < 0x7f && strings.IndexByte(`#/:<>?@[\]^|%`, byte(r)) >= 0
}

func percentDecoded(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, ok1 := digit(s[i+1], 16)
			low, ok2 := digit(s[i+2], 16)
			if ok1 && ok2 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func digit(c byte, radix uint64) (uint64, bool) {
	var d uint64
	switch {
	case c >= '0' && c <= '9':
		d = uint64(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		d = uint64(c|0x20-'a') + 10
	default:
		return 0, false
	}
	return d, d < radix
}

// endsInNumber is the standard's "ends in a number checker": such a host is an
// IPv4 address or nothing.
func endsInNumber(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" {
		return false
	}
	if strings.HasPrefix(last, "0x") {
		_, ok := parseNumber(last)
		return ok
	}
	for i := 0; i < len(last); i++ {
		if last[i] < '0' || last[i] > '9' {
			return false
		}
	}
	return true
}

// parseNumber reads one part of an IPv4 address: decimal, 0x hexadecimal or
// octal with a leading 0. Numbers that do not fit are 2^32, which fits nowhere.
func parseNumber(s string) (uint64, bool) {
	const tooLarge = 1 << 32
	if s == "" {
		return 0, false
	}
	radix := uint64(10)
	switch {
	case strings.HasPrefix(s, "0x"):
		s, radix = s[2:], 16
	case len(s) > 1 && s[0] == '0':
		s, radix = s[1:], 8
	}
	number := uint64(0)
	for i := 0; i < len(s); i++ {
		d, ok := digit(s[i], radix)
		if !ok {
			return 0, false
		}
		number = min(number*radix+d, tooLarge)
	}
	return number, true
}

func parseIPv4(host string) (uint32, bool) {
	parts := strings.SplitN(strings.TrimSuffix(host, "."), ".", 5)
	if len(parts) > 4 {
		return 0, false
	}
	address := uint64(0)
	for i, part := range parts {
		number, ok := parseNumber(part)
		if !ok {
			return 0, false
		}
		// The last part fills all the bytes that are left.
		limit, shift := uint64(256), 8*(3-i)
		if i == len(parts)-1 {
			limit, shift = 1<<(8*(4-i)), 0
		}
		if number >= limit {
			return 0, false
		}
		address |= number << shift
	}
	return uint32(address), true
}

func writeIPv4(address uint32) string {
	out := make([]byte, 0, len("255.255.255.255"))
	for shift := 24; shift >= 0; shift -= 8 {
		if shift < 24 {
			out = append(out, '.')
		}
		out = strconv.AppendUint(out, uint64(address>>shift&0xff), 10)
	}
	return string(out)
}

// parseIPv6 reads the text inside the brackets: up to eight groups of hex
// digits, one "::", and at the end perhaps an IPv4 address in plain decimal.
func parseIPv6(s string) (address [8]uint16, ok bool) {
	const longest = len("0000:0000:0000:0000:0000:0000:255.255.255.255")
	if len(s) > longest {
		return address, false
	}
	count, gap := 0, -1
	if strings.HasPrefix(s, "::") {
		gap, s = 0, s[2:]
	}
	for s != "" {
		if count == 8 {
			return address, false
		}
		group, rest, more := strings.Cut(s, ":")
		if !more && strings.IndexByte(group, '.') >= 0 {
			high, low, ok := dotted(group)
			if !ok || count > 6 {
				return address, false
			}
			address[count], address[count+1] = high, low
			count += 2
			break
		}
		number, err := strconv.ParseUint(group, 16, 16)
		if err != nil || len(group) > 4 || group[0] == '+' {
			return address, false
		}
		address[count] = uint16(number)
		count++
		if more && rest == "" {
			return address, false // a lone colon at the end
		}
		if strings.HasPrefix(rest, ":") {
			if gap >= 0 {
				return address, false
			}
			gap, rest = count, rest[1:]
		}
		s = rest
	}
	if gap < 0 {
		return address, count == 8
	}
	if count == 8 {
		return address, false
	}
	moved := copy(address[8-(count-gap):], append([]uint16(nil), address[gap:count]...))
	for i := gap; i < 8-moved; i++ {
		address[i] = 0
	}
	return address, true
}

// dotted reads the IPv4 address that may end an IPv6 one: four decimal numbers
// without leading zeros.
func dotted(s string) (high, low uint16, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return 0, 0, false
	}
	var numbers [4]uint16
	for i, part := range parts {
		if part == "" || len(part) > 3 || len(part) > 1 && part[0] == '0' {
			return 0, 0, false
		}
		number, err := strconv.ParseUint(part, 10, 8)
		if err != nil {
			return 0, 0, false
		}
		numbers[i] = uint16(number)
	}
	return numbers[0]<<8 | numbers[1], numbers[2]<<8 | numbers[3], true
}

// writeIPv6 shortens the first longest run of two or more zero groups (section
// 3.6).
func writeIPv6(address [8]uint16) string {
	start, length := -1, 1
	for i := 0; i < 8; i++ {
		run := i
		for run < 8 && address[run] == 0 {
			run++
		}
		if run-i > length {
			start, length = i, run-i
		}
		i = run
	}
	out := make([]byte, 0, len("0000:0000:0000:0000:0000:0000:0000:0000"))
	for i := 0; i < 8; i++ {
		if i == start {
			out = append(out, "::"...)
			i += length - 1
			continue
		}
		if i > 0 && out[len(out)-1] != ':' {
			out = append(out, ':')
		}
		out = strconv.AppendUint(out, uint64(address[i]), 16)
	}
	return string(out)
}
