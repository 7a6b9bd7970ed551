package weburl

import (
	"strconv"
	"strings"
)

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
	if last == "" || last[0] < '0' || last[0] > '9' {
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

// parseIPv4 gives the address in its usual form: s itself where it has it.
func parseIPv4(s string) (string, error) {
	address, ok := readIPv4(s)
	if !ok {
		return "", errBadHost
	}
	var buffer [len("255.255.255.255")]byte
	out := buffer[:0]
	for shift := 24; shift >= 0; shift -= 8 {
		if shift < 24 {
			out = append(out, '.')
		}
		out = strconv.AppendUint(out, uint64(address>>shift&0xff), 10)
	}
	return same(out, s), nil
}

// same is out as a string, which is s where they do not differ.
func same(out []byte, s string) string {
	if string(out) == s {
		return s
	}
	return string(out)
}

func readIPv4(host string) (uint32, bool) {
	rest, more := strings.TrimSuffix(host, "."), true
	address := uint64(0)
	for i := 0; more; i++ {
		var part string
		part, rest, more = strings.Cut(rest, ".")
		number, ok := parseNumber(part)
		if !ok || i > 3 {
			return 0, false
		}
		// The last part fills all the bytes that are left.
		limit, shift := uint64(256), 8*(3-i)
		if !more {
			limit, shift = 1<<(8*(4-i)), 0
		}
		if number >= limit {
			return 0, false
		}
		address |= number << shift
	}
	return uint32(address), true
}

// parseIPv6 reads the text inside the brackets and gives the address as the
// standard writes it (section 3.6): s itself where it is written so.
func parseIPv6(s string) (string, error) {
	address, ok := readIPv6(s)
	if !ok {
		return "", errBadHost
	}
	start, length := longestZeros(address)
	var buffer [len("0000:0000:0000:0000:0000:0000:0000:0000")]byte
	out := buffer[:0]
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
	return same(out, s), nil
}

// longestZeros is the first longest run of two or more zero groups; start is
// -1 without one.
func longestZeros(address [8]uint16) (start, length int) {
	start, length = -1, 1
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
	return start, length
}

// IPv6 reads an IPv6 address, which stands without brackets.
func IPv6(s string) (groups [8]uint16, ok bool) {
	if s == "" {
		return groups, false
	}
	return readIPv6(s)
}

// readIPv6 reads up to eight groups of hex digits, one "::", and at the end
// perhaps an IPv4 address.
func readIPv6(s string) (address [8]uint16, ok bool) {
	const longest = 128 // bytes; an IPv4 part in octal may be long
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
			// Chromium takes octal and hexadecimal numbers here as well.
			number, ok := readIPv4(group)
			if !ok || count > 6 || strings.Count(group, ".") != 3 || group[len(group)-1] == '.' {
				return address, false
			}
			address[count], address[count+1] = uint16(number>>16), uint16(number)
			count += 2
			break
		}
		number, ok := hexGroup(group)
		if !ok || more && rest == "" { // the latter is a lone colon at the end
			return address, false
		}
		address[count] = number
		count++
		if strings.HasPrefix(rest, ":") {
			if gap >= 0 {
				return address, false
			}
			gap, rest = count, rest[1:]
		}
		s = rest
	}
	if gap < 0 || count == 8 {
		return address, gap < 0 && count == 8
	}
	for end := 7; count > gap; end-- {
		count--
		address[end], address[count] = address[count], 0
	}
	return address, true
}

func hexGroup(s string) (number uint16, ok bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		d, ok := digit(s[i], 16)
		if !ok {
			return 0, false
		}
		number = number<<4 | uint16(d)
	}
	return number, true
}
