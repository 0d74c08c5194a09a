package conversation

import (
	"slices"

	"github.com/debrief-dev/debrief/event"
)

// Reach says on which turns a signal can be seen at all: of the others it is
// not known whether they show it, which is not the same as not showing it.
type Reach struct {
	Sought    bool     // a detector looks for it, or an action reports it
	OfAnswers bool     // it is seen on turns with an answer; else on turns with a prompt
	Languages []string // of those turns; nil for all
}

// Reach is where the signal can be seen. It follows from the detectors there
// are, so that a figure about a signal begins with the detector that sees it.
func (s Signal) Reach() Reach {
	r := Reach{OfAnswers: s.ofAnswers(), Sought: slices.Contains(event.Acts(), event.Act(s))}
	for _, one := range detectors() {
		if one.signal == s {
			r.Sought, r.Languages = true, one.languages
		}
	}
	return r
}

func (s Signal) ofAnswers() bool {
	switch s {
	case Rephrased, Repeated, Corrected, Frustrated, Thanked, WantedHuman, SmallTalk, Unanswered:
		return false
	default:
		return true
	}
}

// Includes reports whether the turn is within reach.
func (r Reach) Includes(t *Turn) bool {
	there := t.PromptEvent != ""
	if r.OfAnswers {
		there = t.Answered
	}
	return r.Sought && there && (r.Languages == nil || slices.Contains(r.Languages, t.Language))
}
