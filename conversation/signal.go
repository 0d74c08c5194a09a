package conversation

// Signal is a named observation on a turn.
type Signal string

// The signals. Those that are read from a prompt are shown on that prompt's turn
// and say which turn they are about; those of an answer, or of what was done
// with it, on the answer's turn. Those that an action shows have its name.
const (
	Rephrased   Signal = "rephrased"  // the prompt says an earlier one again, in other words
	Repeated    Signal = "repeated"   // the prompt says an earlier one again, in the same words
	Corrected   Signal = "corrected"  // the user says that the answer is wrong
	Frustrated  Signal = "frustrated" // the user is angry
	Thanked     Signal = "thanked"    // the user says thanks
	WantedHuman Signal = "escalated"  // the user asks for a human
	SmallTalk   Signal = "small_talk" // the prompt is polite and asks nothing: it needs no answer and closes nothing

	Refused        Signal = "refused"     // the answer says that it may or will not help
	Fallback       Signal = "fallback"    // the answer says that it does not know
	Unanswered     Signal = "unanswered"  // no answer in time, an empty one, or an error
	SameAnswer     Signal = "same_answer" // the answer equals an earlier one of the conversation
	Slow           Signal = "slow"        // latency at or above Definitions.SlowMS
	CopiedAnswer   Signal = "copied"
	Regenerated    Signal = "regenerated"
	Stopped        Signal = "stopped"
	Edited         Signal = "edited"
	SuggestionUsed Signal = "suggestion_used"
	HandedOff      Signal = "handed_off"
)

// Signals lists every signal in the order of its documentation.
func Signals() []Signal {
	return []Signal{
		Rephrased, Repeated, Corrected, Frustrated, Thanked, WantedHuman, SmallTalk,
		Refused, Fallback, Unanswered, SameAnswer, Slow,
		CopiedAnswer, Regenerated, Stopped, Edited, SuggestionUsed, HandedOff,
	}
}

// Evidence is where a signal comes from.
type Evidence struct {
	Signal Signal `json:"signal"`
	About  string `json:"about,omitempty"` // id of the turn it speaks about, where that is another
	Event  string `json:"event,omitempty"` // id of the event that shows it, if one does
	Words  string `json:"words,omitempty"` // what it was seen in
}

// detector looks at the turns of a conversation, in order, and adds what it
// sees to their evidence. Signals that an action shows are added by attach.
type detector struct {
	signal    Signal
	languages []string // of the turns that it can read; nil for all
	detect    func(b *builder)
}

func detectors() []detector {
	read := lexiconLanguages()
	return []detector{
		{SmallTalk, read, detectSmallTalk},
		{Repeated, nil, detectRepeated},
		{Rephrased, nil, detectRephrased},
		{Corrected, read, detectCorrected},
		{Frustrated, read, detectFrustrated},
		{Thanked, read, detectThanked},
		{WantedHuman, read, detectWantedHuman},
		{Refused, read, detectRefused},
		{Fallback, read, detectFallback},
		{Unanswered, nil, detectUnanswered},
		{SameAnswer, nil, detectSameAnswer},
		{Slow, nil, detectSlow},
	}
}

func (b *builder) show(turn int, e Evidence) {
	b.turns[turn].Evidence = append(b.turns[turn].Evidence, e)
}
