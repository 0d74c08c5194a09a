package conversation

// detectSameAnswer sees an answer that says what an earlier one of the
// conversation said, letter case and spacing aside.
func detectSameAnswer(b *builder, turn int) {
	for earlier := range turn {
		if same(b.turns[turn].Response, b.turns[earlier].Response) {
			b.show(turn, Evidence{Signal: SameAnswer, About: b.turns[earlier].ID})
			return
		}
	}
}
