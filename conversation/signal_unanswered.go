package conversation

import "time"

// detectUnanswered sees prompts that got no answer: none within
// Definitions.AnswerDue of the prompt being stored, an empty one, or an error.
func detectUnanswered(b *builder, turn int) {
	t, p := &b.turns[turn], &b.parts[turn]
	if p.prompt == nil || t.Answered {
		return
	}
	switch {
	case t.Error != "":
		b.show(turn, Evidence{Signal: Unanswered, Event: last(t.ResponseEvents), Words: t.Error})
	case len(p.responses) > 0:
		b.show(turn, Evidence{Signal: Unanswered, Event: last(t.ResponseEvents)})
	case !b.now.Before(b.answerDue(p)):
		b.show(turn, Evidence{Signal: Unanswered})
	}
}

// answerDue is when an answer to the prompt is given up. It counts from
// arrival, not from the sender's clock: a response may still be on its way.
func (b *builder) answerDue(p *parts) time.Time {
	stored := p.prompt.StoredAt
	if stored.IsZero() {
		stored = p.prompt.ReceivedAt
	}
	return stored.Add(b.rules.AnswerDue)
}

func last(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}
