package redact

import "strings"

const (
	// minPhoneDigits is a local number's length, accepted next to a word only.
	minPhoneDigits = 7
	// maxPhoneDigits is the limit of ITU-T E.164.
	maxPhoneDigits = 15
	// minInternationalDigits counts the country code.
	minInternationalDigits = 8
)

// phone returns the end of the telephone number that is, or begins, the number;
// 0 if there is none. start is where its first sign stands.
func (s *scan) phone(n *number, start int) int {
	if c := s.at(start - 1); c == '-' || c == '_' || c == '/' || c == '.' {
		if before := s.at(start - 2); isDigit(before) || c != '.' && isLetter(before) {
			return 0
		}
	}
	if n.plus {
		return s.international(n, 0)
	}
	if n.dated() {
		return 0
	}
	if end := s.national(n); end > 0 {
		if hint := s.hintBefore(start); hint == hintOther || hint == hintVersion {
			return 0
		}
		return end
	}
	return s.named(n, start)
}

// national tries the forms that show by themselves what they are.
func (s *scan) national(n *number) int {
	first := n.groupText(0)
	switch {
	case n.open:
		return s.area(n)
	case strings.HasPrefix(first, "00"):
		return s.international(n, 2)
	case first[0] == '0':
		if end := s.northAmerican(n); end > 0 {
			return end
		}
		return s.trunk(n)
	case n.shaped(0, 3, 2, 2, 2) && first[0] >= '6' && n.joinedBy(1, 4, sepSpace):
		return s.phoneEnd(n, 4) // Spain.
	default:
		return s.northAmerican(n)
	}
}

// international reads a country code behind skip digits of prefix (00).
func (s *scan) international(n *number, skip int) int {
	first := n.groups[0]
	if first.len() <= skip {
		return 0
	}
	code := n.text[first.start+skip : first.end]
	length := callingCode(code)
	if length == 0 {
		return 0
	}
	most := maxPhoneDigits
	if code[0] == '1' {
		most = 11
	}
	least := minInternationalDigits
	switch {
	case code[0] == '1':
		least = most
	case skip > 0:
		least = 10
	}
	return s.longest(n, least+skip, most+skip)
}

// longest returns the end of the longest run of groups with so many digits that
// may end where it does, or 0.
func (s *scan) longest(n *number, least, most int) int {
	for k := n.n; k > 0; k-- {
		digits := n.count(k)
		if digits < least {
			return 0
		}
		if digits > most || s.inParentheses(n, k) {
			continue
		}
		if end := s.phoneEnd(n, k); end > 0 {
			return end
		}
	}
	return 0
}

// inParentheses reports whether the last of k groups stands in parentheses, as
// the area code of the next number does.
func (s *scan) inParentheses(n *number, k int) bool {
	last := n.groups[k-1]
	return last.start > 0 && n.text[last.start-1] == '(' && s.at(last.end) == ')'
}

// callingCode returns the length of the country code digits begin with, 0 for
// none (ITU-T E.164, list of assigned codes).
func callingCode(digits string) int {
	if digits == "" {
		return 0
	}
	two := digits[:min(2, len(digits))]
	switch digits[0] {
	case '1', '7':
		return 1
	case '0':
		return 0
	}
	switch two {
	case "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
		"51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
		"81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98":
		return 2
	case "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69", "80", "85", "87", "88", "96", "97", "99":
		return 3
	default:
		return 0
	}
}

// northAmerican reads 3-3-4, with the country's 1 before it or not. Between
// spaces alone the area and the exchange must begin as they can.
func (s *scan) northAmerican(n *number) int {
	from := 0
	if n.n > 3 && n.groupText(0) == "1" {
		from = 1
	}
	if !n.shaped(from, 3, 3, 4) {
		return 0
	}
	if n.joinedBy(from+1, from+3, sepSpace) && (n.groupText(from)[0] < '2' || n.groupText(from + 1)[0] < '2') {
		return 0
	}
	return s.phoneEnd(n, from+3)
}

// area reads a group in parentheses with a local number behind it.
func (s *scan) area(n *number) int {
	if n.yearAt(0) || n.groups[0].len() < 2 || n.groups[0].len() > 5 {
		return 0
	}
	for k := min(n.n, 5); k >= 2; k-- {
		if digits := n.count(k); digits < 8 || digits > 12 {
			continue
		}
		if end := s.phoneEnd(n, k); end > 0 {
			return end
		}
	}
	return 0
}

// trunk reads numbers that begin with the 0 dialled within a country: 9 to 12
// digits in groups, or in one piece those of French, Dutch, British and German
// mobile telephones.
func (s *scan) trunk(n *number) int {
	first := n.groupText(0)
	if mobile(first) {
		return s.phoneEnd(n, 1)
	}
	if len(first) < 2 || len(first) > 5 || n.n > 1 && n.yearAt(1) || n.shaped(0, 3, 2, 4) {
		return 0
	}
	if n.shaped(0, 2, 2, 2, 2, 2) {
		return s.phoneEnd(n, 5) // France: another may follow.
	}
	for k := min(n.n, 6); k >= 2; k-- {
		if digits := n.count(k); digits < 9 || digits > 12 || !n.wide(k) {
			continue
		}
		if end := s.phoneEnd(n, k); end > 0 {
			return end
		}
	}
	return 0
}

func mobile(digits string) bool {
	switch {
	case len(digits) < 10 || digits[0] != '0':
		return false
	case digits[1] == '6' || digits[1] == '7':
		return len(digits) == 10 || len(digits) == 11 && digits[1] == '7'
	case digits[1] == '1':
		return digits[2] >= '5' && digits[2] <= '7' && (len(digits) == 11 || len(digits) == 12)
	default:
		return false
	}
}

// named takes 7 to 15 digits in any grouping when a word next to them says that
// they are a telephone number.
func (s *scan) named(n *number, start int) int {
	if n.digits < minPhoneDigits || n.open {
		return 0
	}
	end := s.longest(n, minPhoneDigits, maxPhoneDigits)
	if end == 0 {
		return 0
	}
	hint := s.hintBefore(start)
	if hint == hintNone && n.digits > minPhoneDigits && (n.n > 1 || n.digits >= 10) {
		hint = s.hintAfter(end)
	}
	if hint != hintPhone {
		return 0
	}
	return end
}

// phoneEnd returns where a number of k groups ends, with its extension, if it
// may end there: not in the middle of groups that belong together.
func (s *scan) phoneEnd(n *number, k int) int {
	if k < n.n && (n.groups[k].sep == sepDash || n.groups[k].sep == sepDot) {
		return 0
	}
	end := n.end(k)
	if long := s.extension(end); s.ends(long) {
		return long
	}
	if !s.ends(end) {
		return 0
	}
	return end
}

// extension moves the end past x123, ext. 123 and the like.
func (s *scan) extension(end int) int {
	i := end
	if s.at(i) == ' ' {
		i++
	}
	switch rest := s.text[i:]; {
	case hasPrefixFold(rest, "extension"):
		i += len("extension")
	case hasPrefixFold(rest, "ext"):
		i += len("ext")
	case hasPrefixFold(rest, "x"):
		i++
	default:
		return end
	}
	for range 2 {
		if c := s.at(i); c == '.' || c == ' ' || c == ':' {
			i++
		}
	}
	stop := i
	for isDigit(s.at(stop)) {
		stop++
	}
	if stop == i || stop-i > 6 {
		return end
	}
	return stop
}
