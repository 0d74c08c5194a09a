package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// grouped writes a whole number with commas: 1,234,567.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// decimals writes a number with commas and so many decimals.
func decimals(x float64, places int) string {
	text := strconv.FormatFloat(math.Abs(x), 'f', places, 64)
	whole, rest, _ := strings.Cut(text, ".")
	if n, err := strconv.ParseInt(whole, 10, 64); err == nil {
		whole = grouped(n)
	}
	if rest != "" {
		whole += "." + rest
	}
	if x < 0 && strings.Trim(whole, "0.,") != "" {
		return "-" + whole
	}
	return whole
}

// count names a number of things: "1 event", "2,000 events".
func count(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(n) + " " + thing + "s"
}

// byteSize writes a size as people read it, in powers of 1,024.
func byteSize(n int64) string {
	const step = 1024
	if n < step {
		return count(n, "byte")
	}
	size, unit := float64(n)/step, 0
	for size >= step && unit < 3 {
		size /= step
		unit++
	}
	return fmt.Sprintf("%.1f %s", size, []string{"KiB", "MiB", "GiB", "TiB"}[unit])
}

// seconds writes how long something took.
func seconds(d time.Duration) string {
	const short = 10 * time.Second
	if d < short {
		return decimals(d.Seconds(), 2) + " s"
	}
	return decimals(d.Seconds(), 0) + " s"
}

// wrapped breaks a text into lines of at most so many characters.
func wrapped(text string, width int, indent string) string {
	var b strings.Builder
	length := 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		switch {
		case length == 0:
			b.WriteString(indent)
		case length+1+n > width-len(indent):
			b.WriteString("\n" + indent)
			length = 0
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += n
	}
	return b.String()
}
