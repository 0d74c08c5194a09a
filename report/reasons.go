package report

import (
	"fmt"

	"github.com/debrief-dev/debrief/conversation"
)

// EstimateReason is what pushed a conversation's estimated satisfaction.
type EstimateReason struct {
	conversation.Reason
	Words string `json:"words" doc:"the reason in words"`
}

// reasonWords are what each cue is called; sizes and places are never reasons.
func reasonWords() map[string]string {
	return map[string]string{
		"praised": "praised", "agreed": "agreed", "lukewarm": "was lukewarm", "denied": "said no or not", "disliked": "disliked something",
		"other": "asked for something else", "hedged": "had reservations", "excused": "said sorry", "declined": "declined more help",
		"corrected": "said that the answer was wrong", "frustrated": "was angry", "thanked": "thanked", "escalated": "asked for a human",
		"small_talk": "was polite", "exclaimed": "used exclamation marks", "shouted": "wrote in capitals", "repeated": "asked again",
		"regretted": "got an apology", "negative": "got a negative answer", "finished": "got it done", "offered": "was offered more help",
		"refused": "was refused", "fallback": "got an answer that did not know", "failed": "got no answer",
		"repeats": "got an answer like an earlier one", "regenerated": "had an answer made again", "stopped": "stopped an answer",
		"copied": "copied an answer", "handed_off": "was handed to a human", "ignored": "wrote again before an answer came",
	}
}

// estimateReasons says the reasons in words.
func estimateReasons(all []conversation.Reason) []EstimateReason {
	names := reasonWords()
	out := make([]EstimateReason, 0, len(all))
	for _, r := range all {
		words := names[r.Cue]
		switch {
		case r.Turns == 2: //nolint:mnd // twice
			words += " twice"
		case r.Turns > 2: //nolint:mnd // more
			words = fmt.Sprintf("%s %d times", words, r.Turns)
		}
		out = append(out, EstimateReason{Reason: r, Words: words})
	}
	return out
}
