package conversation

import "strings"

// detectSameAnswer sees an answer that says what an earlier one of the
// conversation said, letter case, spacing and closing marks aside.
func detectSameAnswer(b *builder) {
	said := make(map[string]string, len(b.turns)) // folded answer to the first turn that gave it
	for i := range b.turns {
		t := &b.turns[i]
		words := folded(t.Response)
		if words == "" {
			continue
		}
		if earlier, again := said[words]; again {
			b.show(i, Evidence{Signal: SameAnswer, About: earlier, Event: t.lastResponse()})
			continue
		}
		said[words] = t.ID
	}
}

// same reports whether two texts say the same, letter case, white space and
// closing marks aside. Empty texts say nothing.
func same(a, b string) bool {
	a, b = folded(a), folded(b)
	return a != "" && a == b
}

func folded(s string) string {
	return strings.TrimRight(strings.ToLower(strings.Join(strings.Fields(s), " ")), " .?!…。？！")
}
