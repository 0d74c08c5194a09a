package conversation

import "github.com/debrief-dev/debrief/event"

// makeTurns lets every prompt open a turn and every response find the prompt
// it answers: the one it names, else the last that is open; with none open it
// joins the turn before it; before any prompt it is a turn of its own.
func (b *builder) makeTurns() {
	superseded := b.superseded()
	prompts := b.promptTurns()
	opened := 0 // prompts that have been passed
	for i := range b.events {
		e := &b.events[i]
		switch {
		case e.Kind == event.Prompt:
			opened++
		case e.Kind == event.Response && !superseded[i]:
			b.answer(e, b.answered(e, prompts, opened))
		}
	}
	b.sortTurns()
}

// superseded marks the responses that a later version of the same message
// replaces: streaming sends one answer many times.
func (b *builder) superseded() []bool {
	marks := make([]bool, len(b.events))
	last := make(map[string]int)
	for i := range b.events {
		e := &b.events[i]
		if e.Kind != event.Response || e.Message == "" {
			continue
		}
		if earlier, twice := last[e.Message]; twice {
			marks[earlier] = true
		}
		last[e.Message] = i
	}
	return marks
}

// promptTurns opens a turn for each prompt, in order, and returns how many
// there are. Turns without a prompt come behind them until sortTurns.
func (b *builder) promptTurns() int {
	for i := range b.events {
		e := &b.events[i]
		if e.Kind != event.Prompt {
			continue
		}
		b.parts = append(b.parts, parts{prompt: e})
		if e.Message != "" {
			b.byMessage[e.Message] = len(b.parts) - 1
		}
	}
	return len(b.parts)
}

// answered is the turn that a response belongs to; -1 for one of its own.
// The first opened of the prompts have been asked by then.
func (b *builder) answered(e *event.Event, prompts, opened int) int {
	if turn, named := b.byMessage[e.ReplyTo()]; named && e.ReplyTo() != "" {
		return turn
	}
	for i := opened - 1; i >= 0; i-- {
		if len(b.parts[i].responses) == 0 {
			return i
		}
	}
	if opened < prompts && b.early(e, opened) {
		return opened
	}
	return opened - 1
}

// early reports whether a response belongs to the next prompt although its
// clock says that it came first: it is within the slack, and that prompt has
// no response of its own.
func (b *builder) early(e *event.Event, next int) bool {
	asked := b.parts[next].prompt.OccurredAt
	if asked.Sub(e.OccurredAt) > b.rules.ClockSlack {
		return false
	}
	for i := range b.events {
		other := &b.events[i]
		if !other.OccurredAt.Before(asked) && other.Kind == event.Response {
			return next+1 < len(b.parts) && b.parts[next+1].prompt != nil && !other.OccurredAt.Before(b.parts[next+1].prompt.OccurredAt)
		}
	}
	return true
}

func (b *builder) answer(e *event.Event, turn int) {
	if turn < 0 {
		b.parts = append(b.parts, parts{})
		turn = len(b.parts) - 1
	}
	b.parts[turn].responses = append(b.parts[turn].responses, e)
	if e.Message != "" {
		b.byMessage[e.Message] = turn
	}
}
