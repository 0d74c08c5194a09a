package conversation

import (
	"fmt"
	"time"
)

// verdict is an outcome and the rule that decided it.
type verdict struct {
	outcome Outcome
	why     string
}

// judge finds the outcome: the first rule that holds. Until the conversation
// is settled only the rules that an event proves are looked at.
func (b *builder) judge(settled bool) verdict {
	closing := b.closing()
	rules := []func(closing int) (verdict, bool){b.isEscalated, b.isFailed, b.isConfirmed}
	if settled {
		rules = append(rules, b.isAbandoned, b.isAssumed)
	}
	for _, rule := range rules {
		if v, holds := rule(closing); holds {
			return v
		}
	}
	if !settled {
		return verdict{Unknown, "not settled yet"}
	}
	return verdict{Unknown, "no rule holds"}
}

// closing is the last turn with a prompt; -1 where there is none.
func (b *builder) closing() int {
	for i := len(b.turns) - 1; i >= 0; i-- {
		if b.turns[i].PromptEvent != "" {
			return i
		}
	}
	return -1
}

func (b *builder) isEscalated(int) (verdict, bool) {
	for i := range b.turns {
		if b.turns[i].Has(HandedOff) {
			return verdict{Escalated, "handed off to a human"}, true
		}
	}
	return verdict{}, false
}

func (b *builder) isFailed(closing int) (verdict, bool) {
	switch {
	case closing >= 0 && b.turns[closing].Has(Unanswered):
		return verdict{Failed, "the last prompt was not answered"}, true
	case b.last != nil && *b.last <= b.rules.LowRating:
		return verdict{Failed, fmt.Sprintf("the last rating, %.2g, is at or below %.2g", *b.last, b.rules.LowRating)}, true
	}
	return verdict{}, false
}

func (b *builder) isConfirmed(int) (verdict, bool) {
	switch {
	case len(b.near.Conversions) > 0:
		return verdict{Confirmed, "the user converted"}, true
	case b.last != nil && *b.last >= b.rules.HighRating:
		return verdict{Confirmed, fmt.Sprintf("the last rating, %.2g, is at or above %.2g", *b.last, b.rules.HighRating)}, true
	}
	return verdict{}, false
}

func (b *builder) isAbandoned(closing int) (verdict, bool) {
	if closing < 0 || closing != len(b.turns)-1 {
		return verdict{}, false
	}
	for _, signal := range []Signal{Regenerated, Stopped} {
		if b.turns[closing].Has(signal) {
			return verdict{Abandoned, fmt.Sprintf("the last answer was %s and nothing came after it", signal)}, true
		}
	}
	return verdict{}, false
}

func (b *builder) isAssumed(closing int) (verdict, bool) {
	if closing < 0 || !b.turns[closing].Answered {
		return verdict{}, false
	}
	t := &b.turns[closing]
	until := b.settlesAt()
	for _, later := range b.near.Later {
		if later.At.After(t.StartedAt) && !later.At.After(until) && same(later.Prompt, t.Prompt) {
			return verdict{Unknown, "the user asked the same again in " + later.Conversation}, true
		}
	}
	return verdict{Assumed, "answered, and the question did not come back"}, true
}

// settlesAt is when the conversation is settled.
func (b *builder) settlesAt() time.Time {
	return b.events[len(b.events)-1].OccurredAt.Add(b.rules.Settling)
}
