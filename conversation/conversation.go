// Package conversation says what events meant: it builds turns and
// conversations from them, finds signals and judges the outcome.
//
// [Build] is pure: the same events, definitions and neighbours at the same
// moment always give the same result, so that derived rows can be made again
// at any time. It imports event and nothing that reads or writes.
package conversation

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Version names the rules in this package. Derived rows carry it; rows of
// another version are made again by a rebuild.
const Version = 1

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

// Signal is a named observation on a turn.
type Signal string

// The signals, on the turn that PRODUCT gives them.
const (
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
	return []Signal{Unanswered, SameAnswer, Slow, CopiedAnswer, Regenerated, Stopped, Edited, SuggestionUsed, HandedOff}
}

// Evidence is where a signal comes from.
type Evidence struct {
	Signal Signal `json:"signal"`
	About  string `json:"about,omitempty"` // id of the turn it speaks about, where that is another
	Event  string `json:"event,omitempty"` // id of the event that shows it, if one does
	Words  string `json:"words,omitempty"` // what it was seen in
}

// Dimensions are what figures are broken down by. Every derived row carries
// them, so that no report joins for a breakdown.
type Dimensions struct {
	Agent       string
	Version     string // of the copilot
	Model       string
	Language    string
	Topic       string
	Account     string
	Environment string
	User        string // resolved: the user id, else the anonymous id
	Identified  bool   // User is a user id
	Session     string
}

// Turn is one prompt with the responses that answered it.
type Turn struct {
	ID           string // the prompt event's id; of a turn without a prompt, its first response's
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
	Error          string
	LatencyMS      *float64 // as sent, else the time between prompt and response
	FirstTokenMS   *float64
	InputTokens    *int64
	OutputTokens   *int64

	Evidence []Evidence // one or more for each signal, in order of time
	Rating   *float64   // the last rating of this turn, 0..1
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

// Rating is one explicit rating. Comments without a rating are not ratings.
type Rating struct {
	Event        string // id of the satisfaction event
	Project      string
	Conversation string
	Turn         string // the turn it speaks about, if known
	At           time.Time
	Value        float64 // 0..1
	FivePoint    bool    // given on a scale of 1 to 5, so that "top two" has a meaning
	Dimensions
}

// Conversation is all that happened under one conversation id of a project.
type Conversation struct {
	Project string
	ID      string
	Dimensions
	// All values seen on its events, sorted; a filter on the conversation
	// holds if any of them satisfies it.
	Agents, Versions, Models, Languages, Topics, Accounts, Environments, Users, Sessions []string

	StartedAt time.Time // first event
	EndedAt   time.Time // last event
	Prompts   int
	Responses int // that are neither empty nor an error
	Turns     int

	Outcome Outcome
	Why     string // the rule that decided the outcome, in words
	Settled bool
	Signals []Signal // of its turns, each once, in the order of Signals()

	Ratings     []float64        // explicit, in order of time, 0..1
	Explicit    *float64         // their mean
	Conversions int              // direct, session and window of 24 h
	Values      []Money          // of those, summed by currency, sorted by currency
	Properties  []event.Property // every distinct scalar value of every property, in order of appearance
	Opening     string           // the first prompt
	Comments    string           // joined by line breaks, so that a search finds them
	SecondUser  bool             // another identified user wrote under the same id
	DueAt       time.Time        // when passing time alone may change this; zero when it cannot
}

// Money is an amount in one currency; the currency is empty where none was sent.
type Money struct {
	Currency string  `json:"currency,omitempty"`
	Value    float64 `json:"value"`
}

// Attribution is how a conversion was tied to a conversation.
type Attribution string

// The attributions, in the order in which they are tried.
const (
	Direct  Attribution = "direct"  // the conversion names the conversation
	Session Attribution = "session" // same session, after the conversation began
	Window  Attribution = "window"  // same user, within Definitions.Window after the conversation
	None    Attribution = "none"    // the copilot had no part in it that can be seen
)

// Conversion is one conversion event and the conversation it is counted for.
type Conversion struct {
	Event        string
	Project      string
	At           time.Time
	Name         string
	Value        *float64
	Currency     string
	By           Attribution
	Conversation string // last touch; empty for None
	FirstTouch   string // the first conversation that could claim it; empty for None
	LagSeconds   *float64
	Dimensions   // of the conversation; for None only the user's
}

// Derived is everything derived from the events of one conversation.
type Derived struct {
	Conversation Conversation
	Turns        []Turn
	Ratings      []Rating
}

// Definitions are a project's own rules. They are data: versioned in control,
// and changing one re-judges history.
type Definitions struct {
	Settling   time.Duration // how long after its last event a conversation is settled
	AnswerDue  time.Duration // how long after a prompt is stored an answer may take
	SlowMS     float64       // latency from which a turn is slow
	Window     time.Duration // how long after a conversation its user's conversions count for it
	LowRating  float64       // a last rating at or below fails the conversation
	HighRating float64       // a last rating at or above confirms it
	ClockSlack time.Duration // how much earlier than its prompt a response may be
	Goals      []string      // names of track events that count as conversions
}

// DefaultDefinitions are the rules of a project that has set none.
func DefaultDefinitions() Definitions {
	return Definitions{
		Settling:   24 * time.Hour,
		AnswerDue:  2 * time.Minute,
		SlowMS:     10_000,
		Window:     24 * time.Hour,
		LowRating:  0.25,
		HighRating: 0.75,
		ClockSlack: 5 * time.Second,
	}
}

// Neighbours are what Build must know from outside the conversation.
type Neighbours struct {
	// Conversions counted for this conversation, in order of time.
	Conversions []Conversion
	// Later are the same user's prompts in other conversations after this one
	// began and until it settles, in order of time.
	Later []Asked
	// Resolve gives the user an anonymous id was tied to, or "".
	Resolve func(anonymous string) string
}

// Asked is one prompt elsewhere.
type Asked struct {
	Conversation string
	At           time.Time
	Prompt       string
}
