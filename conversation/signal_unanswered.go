package conversation

import "time"

// detectUnanswered sees prompts that got no answer: none within
// Definitions.AnswerDue of the prompt being stored, an empty one, or an error.
// Small talk needs none.
func detectUnanswered(b *builder) {
	for i := range b.turns {
		t, p := &b.turns[i], &b.parts[i]
		overdue := len(p.answers) > 0 || !b.now.Before(b.answerDue(p))
		if p.prompt != nil && !t.Answered && overdue && !t.Has(SmallTalk) {
			b.show(i, Evidence{Signal: Unanswered, Event: t.lastResponse(), Words: t.Error})
		}
	}
}

// answerDue is when an answer to the prompt is given up. It counts from
// arrival, not from the sender's clock: a response may still be on its way.
func (b *builder) answerDue(p *parts) time.Time {
	if p.prompt == nil {
		return time.Time{}
	}
	stored := p.prompt.StoredAt
	if stored.IsZero() {
		stored = p.prompt.ReceivedAt
	}
	return stored.Add(b.rules.AnswerDue)
}
