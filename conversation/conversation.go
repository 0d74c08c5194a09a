// Package conversation says what events meant: it builds turns and
// conversations from them, finds signals and judges the outcome.
//
// [Build] is pure: the same events, definitions and neighbours at the same
// moment always give the same result, in whatever order the events come, so
// that derived rows can be made again at any time. It imports event and
// nothing that reads or writes.
//
// Where to look: turns.go is where a response meets its prompt, attach.go
// where ratings and actions find their turn, signal_*.go has one detector
// each, outcome.go the rules of the outcome. testdata/*.txt are scenarios to
// read: events above, what becomes of them below.
package conversation

import (
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Version names the rules in this package. Derived rows carry it; rows of
// another version are made again by a rebuild.
const Version = 6

// Dimensions are what figures are broken down by. Every derived row carries
// them, so that no report joins for a breakdown.
type Dimensions struct {
	Agent       string
	Version     string // of the copilot
	Model       string
	Language    string
	Topic       string // the lower level; empty while a prompt is pooled, and of small talk
	Theme       string // the topics that Topic belongs to
	Account     string
	Environment string
	User        string // resolved: the user id, else the anonymous id
	Identified  bool   // User is a user id
	Session     string
}

// Conversation is all that happened under one conversation id of a project.
type Conversation struct {
	Project string
	ID      string
	Dimensions
	// All values seen on its events, sorted; a filter on the conversation
	// holds if any of them satisfies it.
	Agents, Versions, Models, Languages, Topics, Themes, Accounts, Environments, Users, Sessions []string

	StartedAt time.Time // first event
	EndedAt   time.Time // last event
	Prompts   int
	Responses int // that are neither empty nor an error
	Turns     int

	Outcome Outcome
	Why     string // the rule that decided the outcome, in words
	Settled bool
	Signals []Signal // of its turns, each once, in the order of Signals()
	Sources []string // that its answers cite, each once, in order of appearance

	Ratings   []float64 // explicit, in order of time, 0..1
	Explicit  *float64  // their mean
	Estimated *float64  // probability that the user was satisfied, 0..1; nil where nothing was estimated
	// The 95 % interval of Estimated; nil where that is.
	EstimatedLow, EstimatedHigh *float64
	Reasons                     []Reason         // why Estimated is what it is, the strongest first
	Conversions                 int              // direct, session and window of 24 h
	Values                      []Money          // of those, summed by currency, sorted by currency
	Properties                  []event.Property // every distinct scalar value of every property, in order of appearance
	Opening                     string           // the first prompt
	Comments                    string           // joined by line breaks, so that a search finds them
	SecondUser                  bool             // another identified user wrote under the same id
	DueAt                       time.Time        // when passing time alone may change this; zero when it cannot
}

// Money is an amount in one currency; the currency is empty where none was sent.
type Money struct {
	Currency string  `json:"currency,omitempty"`
	Value    float64 `json:"value"`
}

// Derived is everything derived from the events of one conversation.
type Derived struct {
	Conversation Conversation
	Turns        []Turn
	Ratings      []Rating
}
