package conversation

import (
	"slices"
	"time"
)

// Turn is one prompt with the responses that answered it.
type Turn struct {
	ID           string // the prompt event's id; of a turn without a prompt, its first response's; of one that spans tell of, its trace's
	Project      string
	Conversation string
	Position     int // from 0
	StartedAt    time.Time
	Dimensions

	PromptEvent    string // empty for an answer that nobody asked for
	ResponseEvents []string
	Prompt         string
	Response       string // further answers are joined by a blank line
	Answered       bool   // a response that is neither empty nor an error
	Error          string // of the last response that had one, where none answered
	LatencyMS      *float64
	FirstTokenMS   *float64
	InputTokens    *int64
	OutputTokens   *int64
	CostUSD        *float64 // of all responses that tell

	Evidence []Evidence // one or more for each signal: what the answer shows, then actions in order of time
	Rating   *float64   // the last rating of this turn, 0..1

	Nearest      string   // the topic that the prompt is closest to, whether it fits there or not; empty while there are none
	Next         Next     // what the user did after the answer; empty where nobody asked
	Dissatisfied *float64 // probability that the user is dissatisfied when writing the prompt, 0..1; nil where nothing was estimated
	Gap          *float64 // probability that the answer did not help, 0..1; likewise
}

// Signals lists the turn's signals, each once, in order of appearance.
func (t *Turn) Signals() []Signal {
	var signals []Signal
	for _, evidence := range t.Evidence {
		if !slices.Contains(signals, evidence.Signal) {
			signals = append(signals, evidence.Signal)
		}
	}
	return signals
}

// Has reports whether the turn shows the signal.
func (t *Turn) Has(s Signal) bool {
	return slices.ContainsFunc(t.Evidence, func(e Evidence) bool { return e.Signal == s })
}

func (t *Turn) lastResponse() string {
	if len(t.ResponseEvents) == 0 {
		return ""
	}
	return t.ResponseEvents[len(t.ResponseEvents)-1]
}
