package conversation

import (
	"fmt"
	"slices"
	"time"
)

// Outcome is how a conversation ended. Exactly one holds.
type Outcome string

// The outcomes, in the order in which they are looked for.
const (
	Escalated Outcome = "escalated" // handed off to a human, or one was asked for
	Failed    Outcome = "failed"    // the closing answer did not help
	Confirmed Outcome = "confirmed" // the user converted, thanked or rated well
	Abandoned Outcome = "abandoned" // the user asked again in vain and left
	Assumed   Outcome = "assumed"   // answered, and the question did not come back
	Unknown   Outcome = "unknown"   // nothing tells, or it is too early to say
)

// Outcomes lists every outcome from best to worst, with unknown in between.
func Outcomes() []Outcome {
	return []Outcome{Confirmed, Assumed, Unknown, Abandoned, Escalated, Failed}
}

// verdict is an outcome and the rule that decided it.
type verdict struct {
	outcome Outcome
	why     string
}

// judge finds the outcome: the first rule that holds. Until the conversation
// is settled only the rules that an event proves are looked at.
func (b *builder) judge(c *Conversation, later []Asked) verdict {
	closing := b.closing()
	if v, holds := b.isProven(c, closing); holds {
		return v
	}
	if !c.Settled {
		return verdict{Unknown, "not settled yet"}
	}
	if v, abandoned := b.isAbandoned(closing); abandoned {
		return v
	}
	if v, holds := b.isAssumed(closing, later); holds {
		return v
	}
	return verdict{Unknown, "no rule holds"}
}

// closing is the last turn with a prompt that is not small talk; -1 where there
// is none.
func (b *builder) closing() int {
	for i := range slices.Backward(b.turns) {
		if t := &b.turns[i]; t.PromptEvent != "" && !t.Has(SmallTalk) {
			return i
		}
	}
	return -1
}

// isProven looks at the rules that hold whether settled or not.
func (b *builder) isProven(c *Conversation, closing int) (verdict, bool) {
	if b.handedOff {
		return verdict{Escalated, "handed off to a human"}, true
	}
	if why, shown := b.shown(closing, escalating()); shown {
		return verdict{Escalated, why}, true
	}
	if why, shown := b.shown(closing, failing()); shown {
		return verdict{Failed, why}, true
	}
	if b.last != nil && *b.last <= b.rules.LowRating {
		return verdict{Failed, fmt.Sprintf("the last rating, %.2g, is at or below %.2g", *b.last, b.rules.LowRating)}, true
	}
	switch {
	case c.Conversions > 0:
		return verdict{Confirmed, "the user converted"}, true
	case b.thanksHold():
		return verdict{Confirmed, "the user said thanks"}, true
	case b.last != nil && *b.last >= b.rules.HighRating:
		return verdict{Confirmed, fmt.Sprintf("the last rating, %.2g, is at or above %.2g", *b.last, b.rules.HighRating)}, true
	}
	return verdict{}, false
}

// sign is a signal of the closing turn that decides the outcome, and why.
type sign struct {
	signal Signal
	why    string
}

func escalating() []sign { return []sign{{WantedHuman, "the last prompt asks for a human"}} }

func failing() []sign {
	return []sign{
		{Unanswered, "the last prompt was not answered"},
		{Refused, "the last answer refused"},
		{Fallback, "the last answer did not know or could not"},
		{Corrected, "the last prompt says that the answer was wrong"},
		{Frustrated, "the last prompt shows frustration"},
	}
}

func abandoning() []sign {
	return []sign{
		{Repeated, "the last prompt repeated another and nothing came after it"},
		{Rephrased, "the last prompt said another again and nothing came after it"},
		{Regenerated, "the last answer was regenerated and nothing came after it"},
		{Stopped, "the last answer was stopped and nothing came after it"},
	}
}

// shown is the first of some signs that a turn shows; there may be no turn.
func (b *builder) shown(turn int, signs []sign) (why string, shown bool) {
	if turn < 0 {
		return "", false
	}
	for _, s := range signs {
		if b.turns[turn].Has(s.signal) {
			return s.why, true
		}
	}
	return "", false
}

// thanksHold reports whether the user said thanks and did not complain with it
// or later.
func (b *builder) thanksHold() bool {
	for i := range slices.Backward(b.turns) {
		t := &b.turns[i]
		if t.Has(Corrected) || t.Has(Frustrated) || t.Has(WantedHuman) {
			return false
		}
		if t.Has(Thanked) {
			return true
		}
	}
	return false
}

func (b *builder) isAbandoned(closing int) (verdict, bool) {
	if closing != len(b.turns)-1 {
		return verdict{}, false
	}
	why, shown := b.shown(closing, abandoning())
	return verdict{Abandoned, why}, shown
}

func (b *builder) isAssumed(closing int, later []Asked) (verdict, bool) {
	if closing < 0 || !b.turns[closing].Answered {
		return verdict{}, false
	}
	t := &b.turns[closing]
	until := b.settlesAt()
	back := ""
	if r := b.read[closing]; r != nil {
		back = r.CameBack
	}
	for _, l := range later {
		if back == "" && l.At.After(t.StartedAt) && l.At.Before(until) && same(l.Prompt, t.Prompt) {
			back = l.Conversation
		}
	}
	if back != "" {
		b.cameBack[t.ID] = back
		return verdict{Unknown, "the user asked the same again in " + back}, true
	}
	return verdict{Assumed, "answered, and the question did not come back"}, true
}

// settlesAt is when the conversation is settled.
func (b *builder) settlesAt() time.Time {
	return b.events[len(b.events)-1].OccurredAt.Add(b.rules.Settling)
}

// dueAt is the next moment at which time alone may change what is derived: an
// answer that is overdue, or the conversation settling. It is after now, or
// zero.
func (b *builder) dueAt() time.Time {
	var due time.Time
	soonest := func(at time.Time) {
		if at.After(b.now) && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	soonest(b.settlesAt())
	for i := range b.parts {
		if p := &b.parts[i]; p.prompt != nil && len(p.answers) == 0 {
			soonest(b.answerDue(p))
		}
	}
	return due
}

// MayTurnOn reports whether the outcome may depend on a prompt that the user
// wrote elsewhere, afterwards and before the conversation settled. It errs on
// the side of true; false is certain.
func (c *Conversation) MayTurnOn(prompt string) bool {
	if !c.Settled || (c.Outcome != Assumed && c.Outcome != Unknown) {
		return false
	}
	return c.Prompts > 1 || same(c.Opening, prompt)
}
