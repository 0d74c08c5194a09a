package conversation

// detector looks at one turn of a conversation and adds what it sees to the
// turn's evidence. Signals that an action shows are added by attach.
type detector func(b *builder, turn int)

func detectors() []detector {
	return []detector{detectUnanswered, detectSameAnswer, detectSlow}
}

func (b *builder) show(turn int, e Evidence) {
	b.turns[turn].Evidence = append(b.turns[turn].Evidence, e)
}
