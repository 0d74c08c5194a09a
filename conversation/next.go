package conversation

// Next is what the user did after the answer of a turn.
type Next string

// What users do next, the most telling first.
const (
	NextEscalated  Next = "escalated"  // asked for a human, or was handed to one
	NextCorrected  Next = "corrected"  // said that the answer is wrong
	NextFrustrated Next = "frustrated" // wrote in anger
	NextRephrased  Next = "rephrased"  // asked it again, in other or the same words
	NextThanked    Next = "thanked"    // said thanks
	NextContinued  Next = "continued"  // asked something else
	NextConverted  Next = "converted"  // asked nothing more and converted
	NextLeft       Next = "left"       // asked nothing more
)

// next says of every turn with a prompt what came after it.
func (b *builder) next() {
	later := -1 // the next turn with a prompt
	for i := len(b.turns) - 1; i >= 0; i-- {
		t := &b.turns[i]
		if t.PromptEvent == "" {
			continue
		}
		var after *Turn
		if later >= 0 {
			after = &b.turns[later]
		}
		t.Next = t.followedBy(after)
		later = i
	}
}

func (t *Turn) followedBy(after *Turn) Next {
	if t.Has(HandedOff) {
		return NextEscalated
	}
	if after == nil {
		return NextLeft
	}
	for _, shown := range []struct {
		signal Signal
		next   Next
	}{
		{WantedHuman, NextEscalated},
		{Corrected, NextCorrected},
		{Frustrated, NextFrustrated},
		{Rephrased, NextRephrased},
		{Repeated, NextRephrased},
		{Thanked, NextThanked},
	} {
		if after.Has(shown.signal) {
			return shown.next
		}
	}
	return NextContinued
}

// converted are the turns where the conversation led to a conversion: whoever
// asked nothing more had no need to.
func converted(turns []Turn) []Turn {
	out := append([]Turn(nil), turns...)
	for i := range out {
		if out[i].Next == NextLeft {
			out[i].Next = NextConverted
		}
	}
	return out
}

const (
	// shortGap is the Gap from which an answer counts as not helping: it is more
	// likely than not.
	shortGap = 0.5
	// shortRating is the rating up to which it does.
	shortRating = 0.25
)

// FellShort reports whether the answer did not help, as far as can be seen: none
// came, it refused or knew nothing, was rated down, had the user correct it, ask
// again, for a human or in anger, or probably did not help for other reasons.
func (t *Turn) FellShort() bool {
	if t.PromptEvent == "" || t.Has(SmallTalk) {
		return false
	}
	switch t.Next {
	case NextEscalated, NextCorrected, NextFrustrated, NextRephrased:
		return true
	default:
	}
	return t.Has(Unanswered) || t.Has(Refused) || t.Has(Fallback) ||
		(t.Rating != nil && *t.Rating <= shortRating) || (t.Gap != nil && *t.Gap >= shortGap)
}
