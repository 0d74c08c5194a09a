package redact

// What a number's groups look like: how long they are, how they are joined, and
// whether they make a year or a date.

// count returns the digits of the first k groups.
func (n *number) count(k int) int {
	total := 0
	for _, g := range n.groups[:k] {
		total += g.len()
	}
	return total
}

// joinedBy tells whether the groups from one to another (excluded) all have
// this separator before them.
func (n *number) joinedBy(from, to int, sep separator) bool {
	for _, g := range n.groups[from:to] {
		if g.sep != sep {
			return false
		}
	}
	return true
}

// wide tells whether none of the first k groups is a single digit.
func (n *number) wide(k int) bool {
	for _, g := range n.groups[:k] {
		if g.len() < 2 {
			return false
		}
	}
	return true
}

// yearAt tells whether group k is a year from 1900 to 2099.
func (n *number) yearAt(k int) bool {
	text := n.groupText(k)
	return len(text) == 4 && (text[:2] == "19" || text[:2] == "20")
}

// dated tells whether the number begins with a date: year-month-day in groups
// or in one piece, or day and month in either order before the year.
func (n *number) dated() bool {
	if first := n.groupText(0); len(first) == 8 && (first[:2] == "19" || first[:2] == "20") {
		return below(first[4:6], 12) && below(first[6:], 31)
	}
	if n.n < 3 || n.groups[1].sep != n.groups[2].sep || n.groups[1].sep == sepParen {
		return false
	}
	a, b, c := n.groupText(0), n.groupText(1), n.groupText(2)
	if n.yearAt(0) {
		return below(b, 12) && below(c, 31)
	}
	if n.n > 3 && n.groups[3].sep == n.groups[1].sep {
		return false
	}
	return (n.yearAt(2) || len(c) == 2) && below(a, 31) && below(b, 31) && (below(a, 12) || below(b, 12))
}

// below tells whether one or two digits are a number from 1 to most.
func below(digits string, most int) bool {
	value := 0
	for _, c := range []byte(digits) {
		value = value*10 + int(c-'0')
	}
	return len(digits) <= 2 && value >= 1 && value <= most
}

// shaped tells whether the groups from the given one on have these lengths.
func (n *number) shaped(from int, lengths ...int) bool {
	if from+len(lengths) > n.n {
		return false
	}
	for k, length := range lengths {
		if n.groups[from+k].len() != length {
			return false
		}
	}
	return true
}
