package redact

import "strings"

// ipv4 returns the end of the address that begins at the number's first group.
// A fifth part makes it an object identifier, and a word or a product's name
// before it a version.
func (s *scan) ipv4(n *number) int {
	if n.n < 4 || n.n > 4 && n.groups[4].sep == sepDot {
		return 0
	}
	for k := range 4 {
		part := n.groupText(k)
		if len(part) > 3 || k > 0 && n.groups[k].sep != sepDot {
			return 0
		}
		value := 0
		for _, c := range []byte(part) {
			value = value*10 + int(c-'0')
		}
		if value > 255 {
			return 0
		}
	}
	start, end := n.groups[0].start, n.end(4)
	if c := s.at(end); isAlnum(c) || c == '@' || c == '_' {
		return 0
	}
	if s.at(start-1) == '/' && isLetter(s.at(start-2)) || s.hintBefore(start) == hintVersion {
		return 0
	}
	return end
}

// ipv6 returns the address whose first colon is at i, or an end of 0.
func (s *scan) ipv6(i int) (start, end int) {
	start = i
	for start > s.floor && i-start < 5 && isHex(s.text[start-1]) {
		start--
	}
	before := s.at(start - 1)
	if i-start > 4 || isAlnum(before) || before == ':' || before == '_' || before == '.' || s.joined(start) {
		return 0, 0
	}
	if start == i && s.at(i+1) != ':' {
		return 0, 0
	}
	a := readIPv6(s.text, start)
	if !a.plausible() {
		return 0, 0
	}
	end = s.dotted(a.end)
	switch after := s.at(end); {
	case isAlnum(after), after == '_', after == '@':
		return 0, 0
	case s.text[end-1] == ':' && after > ' ' && strings.IndexByte("/,;)]'\"", after) < 0:
		return 0, 0 // It goes on with something that is no group.
	case after == ':' && end == a.end && s.at(end+1) > ' ':
		return 0, 0 // More groups than there may be.
	default:
		return start, end
	}
}

// dotted moves the end of an address past the rest of a version 4 address in
// it, as in ::ffff:192.0.2.1.
func (s *scan) dotted(end int) int {
	for range 3 {
		if s.at(end) != '.' || !isDigit(s.at(end+1)) {
			return end
		}
		end++
		for isDigit(s.at(end)) {
			end++
		}
	}
	return end
}

// address is what was read of a version 6 address.
type address struct {
	end    int
	groups int
	gaps   int // How many times :: stands for zeros.
	widest int // Digits of the longest group.
	digit  bool
}

// readIPv6 reads groups of up to four hexadecimal digits between colons from
// start, up to one group more than there may be.
func readIPv6(text string, start int) address {
	a := address{end: start}
	for k := start; a.groups <= 8; {
		width := 0
		for width < 5 && k+width < len(text) && isHex(text[k+width]) {
			a.digit = a.digit || isDigit(text[k+width])
			width++
		}
		if width > 4 {
			a.groups = 9
			return a
		}
		if width > 0 {
			a.groups++
			a.widest = max(a.widest, width)
			k += width
			a.end = k
		}
		switch {
		case k+1 < len(text) && text[k] == ':' && text[k+1] == ':':
			a.gaps++
			k += 2
			a.end = k
		case width > 0 && k+1 < len(text) && text[k] == ':' && isHex(text[k+1]):
			k++
		default:
			return a
		}
	}
	return a
}

// plausible accepts eight groups, or fewer with one gap. So that clock times,
// hardware addresses and the a::b of programs stay, one group must have three
// digits, and one of all digits must be decimal.
func (a address) plausible() bool {
	if a.widest < 3 || !a.digit {
		return false
	}
	return a.gaps == 0 && a.groups == 8 || a.gaps == 1 && a.groups >= 2 && a.groups <= 7
}
