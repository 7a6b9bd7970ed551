//go:build js

package main

import "bytes"

// The task's question, as insecure.ts asks it for the peers in JavaScript.

// srcset is the bit of the one attribute that holds a list of URLs.
const srcset = 1 << 0

// attributeBit is a bit for each attribute that the task looks at, 0 for all
// others. The first of two attributes with one name counts.
func attributeBit(name []byte) uint {
	switch string(name) {
	case "srcset":
		return srcset
	case "src":
		return 1 << 1
	case "href":
		return 1 << 2
	case "data":
		return 1 << 3
	case "cite":
		return 1 << 4
	case "poster":
		return 1 << 5
	case "action":
		return 1 << 6
	case "longdesc":
		return 1 << 7
	case "formaction":
		return 1 << 8
	case "background":
		return 1 << 9
	case "xlink:href":
		return 1 << 10
	}
	return 0
}

// insecureURL reports whether value starts with http:, ws: or ftp: as the URL
// standard reads it: after control characters and spaces, in any case, with
// tabs and line breaks anywhere.
func insecureURL(value []byte) bool {
	for len(value) > 0 && value[0] <= ' ' {
		value = value[1:]
	}
	if len(value) == 0 || !mayStart(value[0]) {
		return false
	}
	var scheme [4]byte
	length := 0
	for _, c := range value {
		switch {
		case c == '\t' || c == '\n' || c == '\r':
		case c == ':':
			switch string(scheme[:length]) {
			case "http", "ws", "ftp":
				return true
			}
			return false
		case length == len(scheme):
			return false
		default:
			scheme[length] = c | 0x20
			length++
		}
	}
	return false
}

// mayStart reports whether one of the three schemes starts with c.
func mayStart(c byte) bool { return c|0x20 == 'h' || c|0x20 == 'w' || c|0x20 == 'f' }

// insecureList reports whether any candidate of a srcset does (HTML standard
// section 4.8.4.3.10).
func insecureList(value []byte) bool {
	if bytes.IndexByte(value, ':') < 0 {
		return false
	}
	i := 0
	for {
		for i < len(value) && (space(value[i]) || value[i] == ',') {
			i++
		}
		if i == len(value) {
			return false
		}
		start := i
		for i < len(value) && !space(value[i]) {
			i++
		}
		if insecureURL(value[start:i]) {
			return true
		}
		if value[i-1] == ',' {
			continue
		}
		for depth := 0; i < len(value) && (value[i] != ',' || depth > 0); i++ {
			switch value[i] {
			case '(':
				depth = 1
			case ')':
				depth = 0
			}
		}
	}
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
