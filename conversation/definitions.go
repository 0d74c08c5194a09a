package conversation

import "time"

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
	// Conversions attributed to this conversation, in order of time.
	Conversions []Conversion
	// Later are the same user's prompts in other conversations after this one
	// began and until it settles, in order of time.
	Later []Asked
	// Resolve gives the user an anonymous id was tied to, or "".
	Resolve func(anonymous string) string
	// About tells what a prompt is about, by its event's id and its text; nil
	// where there are no topics.
	About func(id, prompt string) Subject
}

// Subject is what a prompt is about.
type Subject struct {
	Topic, Theme string // empty where the prompt fits no topic
	Nearest      string // the closest topic; empty only if there are none, or none that is shown
}

// Asked is one prompt elsewhere.
type Asked struct {
	Conversation string
	At           time.Time
	Prompt       string
}
