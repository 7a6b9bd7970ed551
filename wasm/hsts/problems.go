package hsts

import "midwatch/wasm/say"

// Why a value is not valid. Each is a sentence about the header, and none begins
// with what the header says: Explain makes a clause of it.
var (
	tooLong       = say.New("hsts_problem_long", "It is longer than 64 kilobytes.")
	noMaxAge      = say.New("hsts_problem_no_max_age", "It has no max-age.")
	noAge         = say.New("hsts_problem_no_age", "Its max-age has no value.")
	badAge        = say.New("hsts_problem_bad_age", "Its max-age is {value}, not a whole number of seconds.")
	twice         = say.New("hsts_problem_twice", "It gives {name} twice.")
	nearMiss      = say.New("hsts_problem_near_miss", "It says {name}, which browsers do not know: they know {meant}.")
	needlessValue = say.New("hsts_problem_needless_value", "Its includeSubDomains has a value, and may have none.")

	noDirective   = say.New("hsts_problem_no_directive", "It has {text} where the name of a directive should be.")
	noValue       = say.New("hsts_problem_no_value", "It has no value after {name}=.")
	neverClosed   = say.New("hsts_problem_never_closed", "It never closes the quotation mark after {name}=.")
	controlQuoted = say.New("hsts_problem_control", "It has a control character in the quotation marks after {name}=.")
	badBackslash  = say.New("hsts_problem_backslash", "It has a misplaced backslash in the quotation marks after {name}=.")
	joined        = say.New("hsts_problem_joined", "It begins anew after a comma, as if several headers had been joined.")
	comma         = say.New("hsts_problem_comma", "It has a comma where a semicolon should be.")
	colon         = say.New("hsts_problem_colon", "It has a colon where an equals sign should be: {text}.")
	noSemicolon   = say.New("hsts_problem_no_semicolon", "It has no semicolon between {name} and {text}.")
)
