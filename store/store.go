// Package store says where events and what is derived from them live: the
// contract every store keeps, the [Query] they answer and the results they
// give. The contract is composed of small interfaces; storetest holds every
// implementation to it.
//
// All times are UTC to the microsecond. Every method may be called by many
// goroutines at once and stops when its context ends.
package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// ErrNotFound is returned when one thing was asked for and is not there.
var ErrNotFound = errors.New("not found")

// ErrInvalidQuery wraps every complaint about a query itself.
var ErrInvalidQuery = errors.New("invalid query")

// ErrInvalidCursor says of a list's cursor that it is none of that list; it
// wraps ErrInvalidQuery.
var ErrInvalidCursor = fmt.Errorf("%w: the cursor is not one of this list", ErrInvalidQuery)

// Store is the whole contract.
type Store interface {
	Writer
	Tail
	History
	Deriver
	Tracer
	Reader
	Namer
	Exporter
	Searcher
	Eraser
	Topics
	Forgetter
	Close() error
}

// Writer keeps events.
type Writer interface {
	// Append stores the events that are not yet stored, by (project, id), all
	// or none, and returns after commit with how many were new. The token
	// names the batch: a second Append with the same token changes nothing.
	// What was erased does not come back: see [Eraser].
	// An event with a time of its own is looked for around that time; one
	// that ReceivedAt dates is looked for everywhere.
	Append(ctx context.Context, token string, events []event.Event) (stored int, err error)
	// LastToken is the token with that prefix that was appended last; empty
	// when there is none.
	LastToken(ctx context.Context, prefix string) (string, error)
}

// Position is a place in the order of arrival: (StoredAt, Project, ID).
type Position struct {
	StoredAt time.Time
	Project  string
	ID       string
}

// PositionOf is where an event stands that was stored.
func PositionOf(e *event.Event) Position {
	return Position{StoredAt: e.StoredAt, Project: e.Project, ID: e.ID}
}

// Compare is negative where p comes before other, 0 where it is the same place.
func (p Position) Compare(other Position) int {
	return cmp.Or(p.StoredAt.Compare(other.StoredAt), strings.Compare(p.Project, other.Project), strings.Compare(p.ID, other.ID))
}

// Tail reads events in the order in which they were stored.
type Tail interface {
	// Scan returns up to limit events after the position, in order; fewer only
	// where there are no more by now.
	//
	// A store that one process writes appends in order: behind the last event
	// that Scan gave nothing will appear before it. Where several nodes write,
	// one may for a minute, since their clocks and commits differ: a reader that
	// must miss nothing reads every event a second time once it is a minute old,
	// and must not mind.
	Scan(ctx context.Context, after Position, limit int) ([]event.Event, error)
	// Count is how many events are stored.
	Count(ctx context.Context) (int64, error)
}

// Key names one conversation.
type Key struct{ Project, Conversation string }

// UserSpan asks about one user's or one session's doings in [From, To).
type UserSpan struct {
	User     string // resolved; empty to ask by session only
	Session  string // empty to ask by user only
	From, To time.Time
}

// History is what analysis reads, one project at a time.
type History interface {
	// EventsOf returns all events of the conversations, ordered by
	// conversation, time, id. Those of a trace are of the conversation that it
	// is tied to, with what event.MoveTo makes of them, and of no other.
	EventsOf(ctx context.Context, project string, conversations []string) ([]event.Event, error)
	// Loose returns conversion events, and track events with a goal's name,
	// that a user or a session in the spans sent, whatever conversation they
	// name, in order of time.
	Loose(ctx context.Context, project string, spans []UserSpan, goals []string) ([]event.Event, error)
	// Attributed returns the events of the derived conversions whose last or
	// first touch is one of the conversations, in order of time.
	Attributed(ctx context.Context, project string, conversations []string) ([]event.Event, error)
	// Prompts returns the prompts of the users in the spans, in order of time,
	// those that spans tell of too.
	Prompts(ctx context.Context, project string, spans []UserSpan) ([]UserPrompt, error)
	// Touching returns the derived conversations of a user or a session in
	// the spans that began before To and ended at or after From, in order of
	// start.
	Touching(ctx context.Context, project string, spans []UserSpan) ([]conversation.Conversation, error)
}

// UserPrompt is one prompt of a user.
type UserPrompt struct {
	User string
	conversation.Asked
}
