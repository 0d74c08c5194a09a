package conversation

import (
	"cmp"
	"strings"
	"time"
)

// spoken is one turn among the steps of a trace.
type spoken struct {
	asking    *step // whose prompt it is; nil where nobody asked
	answering *step // whose response it is; nil while there is none
	marks     map[string]bool
	began     time.Time
	steps     []*step // all that happened for it
}

// turnsAmong finds the turns of a trace: most often one. It is the outermost
// step that has both texts, and of several the one that ended last: what comes
// before it, as a question that is written anew for a search, is on the way
// there. A further turn begins where the history that a step was given has the
// prompt of a turn before: a trace may be as long as a talk.
func turnsAmong(steps []*step) []*spoken {
	tops := outermost(steps)
	if len(tops) == 0 {
		if turn := halves(steps); turn != nil {
			return []*spoken{turn}
		}
		return nil
	}
	var turns []*spoken
	for _, s := range tops {
		turn := belongsTo(turns, s)
		if turn == nil {
			turn = &spoken{marks: make(map[string]bool), began: s.OccurredAt}
			turns = append(turns, turn)
		}
		turn.marks[s.mark("asked")] = true
		if turn.answering == nil || endsLater(s, turn.answering) {
			turn.asking, turn.answering = s, s
		}
	}
	share(turns, steps)
	return turns
}

func (s *step) mark(name string) string { m, _ := s.Properties.Text(name); return m }

// belongsTo is the turn that a step belongs to; nil where it begins one.
func belongsTo(turns []*spoken, s *step) *spoken {
	if len(turns) == 0 {
		return nil
	}
	if own := s.mark("asked"); own != "" {
		for _, turn := range turns {
			if turn.marks[own] {
				return turn
			}
		}
	}
	if before := s.mark("asked_before"); before != "" {
		for _, turn := range turns {
			if turn.marks[before] {
				return nil
			}
		}
	}
	return turns[len(turns)-1]
}

func endsLater(a, b *step) bool {
	return cmp.Or(a.ended.Compare(b.ended), a.OccurredAt.Compare(b.OccurredAt), strings.Compare(a.ID, b.ID)) > 0
}

// outermost are the steps with both texts that lie in no other such step: by
// their parents, and where these are missing by time. Steps are in order of
// their beginning, the longer first.
func outermost(steps []*step) []*step {
	byID := make(map[string]*step, len(steps))
	for _, s := range steps {
		byID[s.trace+" "+s.span] = s
	}
	var tops []*step
	var longest *step // of the speaking ones
	for _, s := range steps {
		if !s.speaks() {
			continue
		}
		within := longest != nil && !s.ended.After(longest.ended) && (s.OccurredAt.After(longest.OccurredAt) || s.ended.Before(longest.ended))
		if !within && !lies(s, byID) {
			tops = append(tops, s)
		}
		if longest == nil || s.ended.After(longest.ended) {
			longest = s
		}
	}
	return tops
}

// lies reports whether a step has an ancestor that speaks.
func lies(s *step, byID map[string]*step) bool {
	for range byID { // parents may run in a circle
		s = byID[s.trace+" "+s.parent]
		if s == nil || s.span == "" {
			return false
		}
		if s.speaks() {
			return true
		}
	}
	return false
}

// halves make a turn of the last prompt and the last response where no step has
// both; nil where there is neither.
func halves(steps []*step) *spoken {
	turn := &spoken{steps: steps}
	for _, s := range steps {
		if s.asks() && (turn.asking == nil || endsLater(s, turn.asking)) {
			turn.asking = s
		}
		if s.answers() && (turn.answering == nil || endsLater(s, turn.answering)) {
			turn.answering = s
		}
	}
	if turn.asking == nil && turn.answering == nil {
		return nil
	}
	return turn
}

// share gives every step to the turn that had begun last.
func share(turns []*spoken, steps []*step) {
	for _, s := range steps {
		turn := turns[0]
		for _, other := range turns[1:] {
			if !other.began.After(s.OccurredAt) {
				turn = other
			}
		}
		turn.steps = append(turn.steps, s)
	}
}
