// Package event says what happened: the one shape every protocol is decoded
// to, the rules a sender's item must meet, and the closed list of reasons why
// one is refused.
//
// [Normalize] turns a sender's [Item] into an [Event] or a [Rejection];
// [Event.Validate] holds the invariants that every later stage may trust. The
// package uses the standard library only, reads no clock and keeps no state.
package event

import (
	"strings"
	"time"
)

// Kind is the closed list of what an event can be.
type Kind string

// The kinds of event.
const (
	Prompt       Kind = "prompt"       // a user asked the copilot something
	Response     Kind = "response"     // the copilot answered, or failed to
	Satisfaction Kind = "satisfaction" // a user rated or commented
	Conversion   Kind = "conversion"   // something of value to the product happened
	Action       Kind = "action"       // a user did something with an answer
	Tool         Kind = "tool"         // the copilot invoked a tool
	Span         Kind = "span"         // a step of a trace
	Track        Kind = "track"        // any other named event
	Identify     Kind = "identify"     // traits of a user, or an anonymous id tied to one
	Group        Kind = "group"        // traits of an account, or a user's place in one
	Page         Kind = "page"         // a page or screen was seen
)

// Copilot reports whether events of this kind belong to a conversation with a
// copilot, rather than to the product around it.
func (k Kind) Copilot() bool {
	switch k {
	case Prompt, Response, Satisfaction, Conversion, Action, Tool, Span:
		return true
	default:
		return false
	}
}

// answers reports whether events of this kind tell how something was answered.
func (k Kind) answers() bool { return k == Response || k == Span }

// Defaults that stand where a sender says nothing.
const (
	DefaultAgent       = "default"
	DefaultEnvironment = "production"
)

// Event is one immutable fact. Strings that a sender left out are empty,
// numbers are nil. All times are UTC, to the microsecond.
//
// Every property a sender gave is either in a field of its own here or in
// Properties, never in both and never dropped.
type Event struct {
	ID      string // the sender's id, or the one Normalize derived; 1–255 characters
	Project string
	Kind    Kind
	Name    string // as the sender wrote it
	Source  string // the door it came through: "tag", "screeb", "import", …

	Agent        string // "default" unless sent; empty outside conversations
	Conversation string
	Session      string // the conversation's id where none was sent; also of a track event or page that names one
	User         string
	Anonymous    string
	Account      string
	Message      string

	OccurredAt time.Time // when it happened, by the server's clock
	ClaimedAt  time.Time // the sender's own time where OccurredAt was corrected, else zero
	ReceivedAt time.Time
	StoredAt   time.Time // set by the store at commit

	Text         string   // prompt, answer or comment; of a span its prompt; at most MaxText bytes
	Rating       *float64 // normalised to 0..1
	RatingRaw    string
	RatingScale  string   // as sent
	Value        *float64 // of a conversion, in Currency
	Currency     string   // as sent, upper case
	Model        string
	Version      string
	LatencyMS    *float64
	InputTokens  *int64
	OutputTokens *int64
	Error        string // why there is no good answer; empty when there is none

	Properties Properties // everything else the sender gave
	Context    Properties // what the sender's library added: locale, page, …
	Marks      Marks

	Forgotten Fields // that were kept for a time and are removed, set by the store
	Reading   string // JSON of what was read in a text that was forgotten, by package conversation; set by the store
}

// Environment is the deployment the event came from, "production" unless sent.
func (e *Event) Environment() string {
	if s, ok := e.Properties.Text("environment"); ok && s != "" {
		return s
	}
	return DefaultEnvironment
}

// ReplyTo is the message id of the prompt a response says it answers.
func (e *Event) ReplyTo() string { s, _ := e.Properties.Text("reply_to"); return s }

// Author is the property of a response that tells who wrote it, and HumanAuthor
// its value for a person who stepped in for the copilot.
const (
	Author      = "author"
	HumanAuthor = "human"
)

// ByHuman reports whether a human wrote the response.
func (e *Event) ByHuman() bool { s, _ := e.Properties.Text(Author); return s == HumanAuthor }

// Act is what a user did with an answer, of an action event.
func (e *Event) Act() Act {
	s, _ := e.Properties.Text("action")
	return Act(strings.ToLower(strings.TrimSpace(s)))
}

// Worth is what an event is worth and in which currency, where it says so: of a
// conversion its value, of any other event, which may be a goal, the first of
// its properties value, revenue and amount that is a number.
func (e *Event) Worth() (worth *float64, currency string) {
	if e.Kind == Conversion {
		return e.Value, e.Currency
	}
	for _, name := range []string{"value", "revenue", "amount"} {
		if value(&worth, e.Properties.Get(name)) {
			scalar(&currency, e.Properties.Get("currency"))
			return worth, strings.ToUpper(strings.TrimSpace(currency))
		}
	}
	return nil, ""
}

// UserKey is the user or, without one, the anonymous id: the most that one
// event alone says about who did it.
func (e *Event) UserKey() string {
	if e.User != "" {
		return e.User
	}
	return e.Anonymous
}

// Act is the closed list of what a user can do with an answer.
type Act string

// The actions.
const (
	Copied         Act = "copied"
	Regenerated    Act = "regenerated"
	Stopped        Act = "stopped"
	Edited         Act = "edited"
	SuggestionUsed Act = "suggestion_used"
	HandedOff      Act = "handed_off"
)

// Acts lists every action in the order of its documentation.
func Acts() []Act {
	return []Act{Copied, Regenerated, Stopped, Edited, SuggestionUsed, HandedOff}
}

// Marks record what was done to an event on its way in.
type Marks uint8

// The marks.
const (
	Truncated      Marks = 1 << iota // the text was longer than MaxText
	ClockCorrected                   // OccurredAt differs from ClaimedAt
	SessionMissing                   // Session is the conversation's id
	Redacted                         // something personal or secret was replaced
	TimeInferred                     // the sender did not know when it happened: OccurredAt keeps the order only
	ScaleAssumed                     // the rating came without a scale: its protocol's usual one was taken
)

// Names lists the marks that are set, in a fixed order.
func (m Marks) Names() []string {
	var names []string
	for _, mark := range []struct {
		bit  Marks
		name string
	}{
		{Truncated, "truncated"},
		{ClockCorrected, "clock_corrected"},
		{SessionMissing, "session_missing"},
		{Redacted, "redacted"},
		{TimeInferred, "time_inferred"},
		{ScaleAssumed, "scale_assumed"},
	} {
		if m&mark.bit != 0 {
			names = append(names, mark.name)
		}
	}
	return names
}
