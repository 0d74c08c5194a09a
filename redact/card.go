package redact

const (
	minCardDigits = 13
	maxCardDigits = 19
)

// card returns the end of the longest card number that begins at the number's
// first group, or 0. Groups are joined by one kind of separator, spaces or
// dashes, none has more than eight digits and none but the last fewer than three,
// so that a row of other numbers is not taken for one.
func (s *scan) card(n *number) int {
	if n.digits < minCardDigits || n.groups[0].len() < 4 {
		return 0
	}
	best, digits := 0, 0
	for k := range n.n {
		g := n.groups[k]
		if k > 0 && (g.sep != n.groups[1].sep || g.sep != sepSpace && g.sep != sepDash || !cardGroup(n.groups[k-1].len(), g.len())) {
			break
		}
		digits += g.len()
		if digits > maxCardDigits {
			break
		}
		if digits >= minCardDigits && s.cardEnds(g.end) && s.isCard(n, k+1, digits) {
			best = g.end
		}
	}
	return best
}

// cardGroup tells whether a group of a card number may have these digits and
// the next one those.
func cardGroup(digits, next int) bool {
	return digits >= 3 && digits <= 8 && next <= 8
}

// cardEnds is ends, but a dash may follow: what was appended is no reason to
// keep a card number.
func (s *scan) cardEnds(end int) bool {
	return s.at(end) == '-' || s.ends(end)
}

func (s *scan) isCard(n *number, groups, digits int) bool {
	start := n.groups[0].start
	if !luhn(n.text[start:n.end(groups)]) {
		return false
	}
	return issued(n.text[start:start+4], digits) || n.shaped(0, 4, 4, 4, 4) || s.hintBefore(start) == hintCard
}

// luhn checks the last digit (ISO/IEC 7812-1, annex B), skipping separators.
func luhn(text string) bool {
	sum, double := 0, false
	for i := len(text) - 1; i >= 0; i-- {
		if !isDigit(text[i]) {
			continue
		}
		d := int(text[i] - '0')
		if double {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return sum%10 == 0
}

// issued tells whether a payment network gives out numbers of this length that
// begin with these four digits. It keeps out what passes Luhn by chance, one
// number in ten: times in milli-, micro- and nanoseconds begin with 1, order
// numbers often with a year. Ranges: the networks' published ones, merged.
func issued(prefix string, digits int) bool {
	p := int(prefix[0]-'0')*1000 + int(prefix[1]-'0')*100 + int(prefix[2]-'0')*10 + int(prefix[3]-'0')
	switch {
	case p >= 4000 && p <= 4999: // Visa.
		return digits == 13 || digits >= 16
	case p >= 5000 && p <= 5099, p >= 5600 && p <= 6999: // Maestro, Discover, UnionPay, RuPay, Troy, Elo.
		return true
	case p >= 5100 && p <= 5599, p >= 2221 && p <= 2720: // Mastercard.
		return digits == 16
	case p >= 2200 && p <= 2204: // Mir.
		return digits >= 16
	case p >= 3400 && p <= 3499, p >= 3700 && p <= 3799: // American Express.
		return digits == 15
	case p >= 3000 && p <= 3059, p == 3095, p >= 3600 && p <= 3699, p >= 3800 && p <= 3999: // Diners Club.
		return digits >= 14
	case p >= 3528 && p <= 3589: // JCB.
		return digits >= 16
	case p == 2131, p == 1800: // JCB, old.
		return digits == 15
	case p >= 8100 && p <= 8299, p == 8600, p == 9792, p == 9860: // UnionPay, RuPay, Uzcard, Troy, Humo.
		return digits == 16
	default:
		return false
	}
}
