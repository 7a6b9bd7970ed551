package page

import (
	"bytes"

	"midwatch/wasm/fact"
	"midwatch/wasm/markup"
)

// credential tells which secret a field asks for, or empty. Only what the page
// itself says counts: the field's type, its autocomplete words (HTML standard
// section 4.10.18.7.1), and, for fields that people type into, a name or id in
// common use for nothing else. A wrong answer here is a false alarm, so words
// that also mean something harmless (pin, code, token, csc) are left out.
func credential(t *markup.Tokenizer, kind string) fact.Credential {
	input := t.Element == markup.Input
	if t.Element == markup.Button {
		return ""
	}
	if input {
		switch kind {
		case "hidden", "submit", "image", "button", "reset", "checkbox", "radio", "file", "color", "range", "date",
			"datetime-local", "time":
			return ""
		}
	}
	password := input && kind == "password"
	for word := range bytes.FieldsSeq(t.Lower(markup.Autocomplete)) {
		switch string(word) {
		case "cc-number", "cc-csc", "cc-exp", "cc-exp-month", "cc-exp-year":
			return fact.Card
		case "one-time-code":
			return fact.OneTime
		case "current-password":
			password = true
		case "new-password":
			// On other fields than type=password sites use it to keep
			// browsers from filling in an address or a search word.
		}
	}
	if input {
		for _, a := range []markup.Attribute{markup.NameAttr, markup.ID} {
			if found, ok := fieldNames[string(plainName(t.Lower(a)))]; ok {
				return found
			}
		}
	}
	if password {
		return fact.Password
	}
	return ""
}

// fieldNames are names and ids, as plainName writes them.
var fieldNames = map[string]fact.Credential{
	"cardcsc":              fact.Card,
	"cardcvc":              fact.Card,
	"cardcvv":              fact.Card,
	"cardno":               fact.Card,
	"cardnum":              fact.Card,
	"cardnumber":           fact.Card,
	"cardsecuritycode":     fact.Card,
	"cardverificationcode": fact.Card,
	"cccsc":                fact.Card,
	"cccvc":                fact.Card,
	"cccvv":                fact.Card,
	"ccno":                 fact.Card,
	"ccnum":                fact.Card,
	"ccnumber":             fact.Card,
	"creditcard":           fact.Card,
	"creditcardno":         fact.Card,
	"creditcardnumber":     fact.Card,
	"cvc":                  fact.Card,
	"cvc2":                 fact.Card,
	"cvccode":              fact.Card,
	"cvv":                  fact.Card,
	"cvv2":                 fact.Card,
	"cvvcode":              fact.Card,
	"2facode":              fact.OneTime,
	"mfacode":              fact.OneTime,
	"onetimecode":          fact.OneTime,
	"onetimepassword":      fact.OneTime,
	"otp":                  fact.OneTime,
	"otpcode":              fact.OneTime,
	"totp":                 fact.OneTime,
	"totpcode":             fact.OneTime,
	"twofactorcode":        fact.OneTime,
}

// maxFieldName bounds the names looked at, in bytes; frameworks make long ones.
const maxFieldName = 200

// plainName is the last part of a name, in lower case, such as
// "payment[card_number]" or "ctl00$CardNumber", without dashes, underscores and
// spaces. It is changed in place.
func plainName(name []byte) []byte {
	if len(name) > maxFieldName {
		return nil
	}
	name = bytes.TrimRight(name, "]")
	name = name[bytes.LastIndexAny(name, "[.$:")+1:]
	plain := name[:0]
	for _, c := range name {
		if c != '-' && c != '_' && c != ' ' {
			plain = append(plain, c)
		}
	}
	return plain
}
