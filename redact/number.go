package redact

import "strings"

// separator is what stands between two groups of digits.
type separator uint8

const (
	sepNone separator = iota
	sepSpace
	sepDash
	sepDot
	sepSlash
	sepParen
)

const (
	maxGroups = 10
	// maxDigits bounds what is read from one start; no kind has more.
	maxDigits = 40
	// minNumberDigits is the least any kind has: 1.1.1.1.
	minNumberDigits = 4
)

// group is a run of digits and what stands before it.
type group struct {
	start, end int
	sep        separator
}

func (g group) len() int { return g.end - g.start }

// number is a run of groups of digits, each one separator from the next.
type number struct {
	text   string
	groups [maxGroups]group
	n      int
	digits int
	plus   bool // A plus sign stands before the first group.
	open   bool // The first group stands in parentheses.
}

// gather reads the groups from i, a digit.
func (n *number) gather(text string, i int) {
	n.text, n.n, n.digits, n.plus, n.open = text, 0, 0, false, false
	n.read(i, sepNone)
}

// gatherOpen reads from a plus sign or an opening parenthesis; it is false when
// no group follows, or when the first group's parenthesis stays open.
func (n *number) gatherOpen(text string, i int) bool {
	n.text, n.n, n.digits, n.plus, n.open = text, 0, 0, false, false
	if text[i] == '(' {
		n.open = true
		i++
	}
	if i < len(text) && text[i] == '+' {
		n.plus = true
		i++
	}
	if !n.open && i < len(text) && text[i] == '(' {
		i++
	}
	if i >= len(text) || !isDigit(text[i]) {
		return false
	}
	n.read(i, sepNone)
	return !n.open || n.n > 1 && n.groups[1].sep == sepParen
}

func (n *number) read(i int, sep separator) {
	for n.n < maxGroups && n.digits < maxDigits {
		start := i
		for i < len(n.text) && isDigit(n.text[i]) {
			i++
		}
		n.groups[n.n] = group{start: start, end: i, sep: sep}
		n.n++
		n.digits += i - start
		next, nextSep := separate(n.text, i)
		if nextSep == sepNone {
			return
		}
		i, sep = next, nextSep
	}
}

// separate reads one separator at i and returns where the digit behind it
// stands, or sepNone.
func separate(text string, i int) (int, separator) {
	sep := sepNone
	for range 3 {
		if i >= len(text) {
			return 0, sepNone
		}
		if isDigit(text[i]) {
			return i, sep
		}
		width, one := separatorAt(text, i)
		switch {
		case one == sepNone:
			return 0, sepNone
		case sep == sepNone || one == sepParen:
			sep = one
		case sep != sepParen:
			return 0, sepNone
		}
		i += width
	}
	if i < len(text) && isDigit(text[i]) {
		return i, sep
	}
	return 0, sepNone
}

// separatorAt returns the width and meaning of the separator at i: typed texts
// use no-break spaces and the longer dashes too.
func separatorAt(text string, i int) (int, separator) {
	switch text[i] {
	case ' ':
		return 1, sepSpace
	case '-':
		return 1, sepDash
	case '.':
		return 1, sepDot
	case '/':
		return 1, sepSlash
	case '(', ')':
		return 1, sepParen
	case 0xC2:
		if strings.HasPrefix(text[i:], "\u00a0") {
			return 2, sepSpace
		}
	case 0xE2:
		rest := text[i:]
		if strings.HasPrefix(rest, "\u202f") || strings.HasPrefix(rest, "\u2009") {
			return 3, sepSpace
		}
		if strings.HasPrefix(rest, "\u2010") || strings.HasPrefix(rest, "\u2011") || strings.HasPrefix(rest, "\u2013") {
			return 3, sepDash
		}
	}
	return 0, sepNone
}

// end returns where the first k groups end.
func (n *number) end(k int) int { return n.groups[k-1].end }

// groupText returns the digits of group k.
func (n *number) groupText(k int) string {
	return n.text[n.groups[k].start:n.groups[k].end]
}

// number judges a run that begins with a digit and is not joined to one before,
// the most specific kind first, and returns where the finding ends, or 0.
func (s *scan) number(n *number) (Kind, int) {
	start := n.groups[0].start
	if s.rules.Has(IP) {
		if end := s.ipv4(n); end > 0 {
			return IP, end
		}
	}
	if n.digits < minPhoneDigits {
		return 0, 0
	}
	if s.rules.Has(Card) {
		if end := s.card(n); end > 0 {
			return Card, end
		}
	}
	if s.rules.Has(SSN) {
		if end := s.ssn(n); end > 0 {
			return SSN, end
		}
	}
	if s.rules.Has(Phone) {
		if end := s.phone(n, start); end > 0 {
			return Phone, end
		}
	}
	return 0, 0
}

// joined tells whether the number at start goes on from digits before it, as in
// 12.5, 1,000, 10:22 or 2026-03-14, so that it is only a part.
func (s *scan) joined(start int) bool {
	switch s.at(start - 1) {
	case '-', '.', '/', '+':
		return isDigit(s.at(start - 2))
	case ',':
		return isDigit(s.at(start-2)) && s.decimals(start)
	default:
		return false
	}
}

// decimals tells whether the digits at start can be what stands behind a comma
// within an amount, rather than the next value of a list.
func (s *scan) decimals(start int) bool {
	end := start
	for end < start+4 && isDigit(s.at(end)) {
		end++
	}
	return end < start+4 && s.at(end) != '-' && s.at(end) != ' '
}

// ends tells whether a finding may end at end: not inside a word, an e-mail
// address or a version. A comma or slash with digits behind it is the next of a list: no
// kind's numbers have decimals.
func (s *scan) ends(end int) bool {
	switch c := s.at(end); {
	case isAlnum(c), c == '@', c == '_':
		return false
	case c == '.', c == '-':
		return !isDigit(s.at(end + 1))
	default:
		return true
	}
}

// endsAt is ends for the first k groups of the number.
func (s *scan) endsAt(n *number, k int) bool {
	return s.ends(n.end(k))
}

// ssn accepts 3-2-4 digits with dashes; with spaces or in one piece only next
// to a word that says so.
func (s *scan) ssn(n *number) int {
	k := 3
	switch {
	case n.shaped(0, 3, 2, 4) && n.groups[1].sep == n.groups[2].sep:
	case n.shaped(0, 9):
		k = 1
	default:
		return 0
	}
	if !s.endsAt(n, k) || !assignedSSN(n, k) {
		return 0
	}
	if k == 3 && n.groups[1].sep == sepDash || s.hintBefore(n.groups[0].start) == hintSSN {
		return n.end(k)
	}
	return 0
}

// assignedSSN applies the administration's rules: no area 000, 666 or 9xx, no
// group 00, no serial 0000 (ssa.gov, "Meaning of the Social Security Number").
func assignedSSN(n *number, k int) bool {
	digits := n.groupText(0)
	if k == 3 {
		digits += n.groupText(1) + n.groupText(2)
	}
	area, block, serial := digits[:3], digits[3:5], digits[5:]
	return area != "000" && area != "666" && area[0] != '9' && block != "00" && serial != "0000"
}
