package fact

// Time is a moment in milliseconds since the Unix epoch, fractions kept. It
// always comes from the browser: the core has no clock of its own.
type Time float64

// lastStamp is the end of the year 9999: RFC 3339 has no later moment.
const lastStamp = 253402300799999 // milliseconds

const dayLength = 86_400_000 // milliseconds

// RFC3339 writes a time as RFC 3339 in UTC with milliseconds. A time that no
// clock shows (before 1970, after 9999, not a number) becomes the nearest one
// that does. Package time would be a sixtieth of the core for this alone.
func (t Time) RFC3339() string {
	if !(t > 0) { // not a number is not less either
		t = 0
	}
	whole := int64(min(t, lastStamp))
	year, month, day := date(int(whole / dayLength))
	ms := int(whole % dayLength)
	b := []byte("0000-00-00T00:00:00.000Z")
	put(b[0:4], year)
	put(b[5:7], month)
	put(b[8:10], day)
	put(b[11:13], ms/3_600_000)
	put(b[14:16], ms/60_000%60)
	put(b[17:19], ms/1000%60)
	put(b[20:23], ms%1000)
	return string(b)
}

// date is the day of the Gregorian calendar that comes so many days after the
// first of January 1970.
func date(days int) (year, month, day int) {
	for year = 1970; ; year++ {
		length := 365
		if leap(year) {
			length = 366
		}
		if days < length {
			break
		}
		days -= length
	}
	for month = 1; ; month++ {
		length := monthLengths[month]
		if month == 2 && leap(year) {
			length = 29
		}
		if days < length {
			return year, month, days + 1
		}
		days -= length
	}
}

// Midnight is the beginning of a day of the Gregorian calendar, in UTC.
func Midnight(year, month, day int) Time {
	if month <= 2 {
		year--
		month += 12
	}
	days := 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469
	return Time(days) * dayLength
}

var monthLengths = [...]int{1: 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// put writes n over digits, with zeros before it.
func put(digits []byte, n int) {
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
}
