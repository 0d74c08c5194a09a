package store

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
)

// Reader answers questions.
type Reader interface {
	// SelectAll aggregates facts. It validates every query, never truncates,
	// and returns for each, in their order, one cell for each group and bucket
	// that has rows, in order of bucket and group; none when there are no rows.
	// Queries asked together are answered as if each were asked alone, at a
	// fraction of the cost: those that differ in measure, conditions and column
	// only, and in periods that follow one another, share one scan.
	SelectAll(ctx context.Context, queries []Query) ([][]Cell, error)
	// List returns a page of conversations.
	List(ctx context.Context, q ListQuery) (Page, error)
	// Get returns one conversation with its turns, ratings and conversions,
	// or ErrNotFound. Its Properties are left out, as wherever conversations are
	// read: its events have them.
	Get(ctx context.Context, key Key) (Detail, error)
	// Values returns up to limit values that a dimension takes anywhere in
	// the project's conversations, most frequent first.
	Values(ctx context.Context, project string, by Dimension, limit int) ([]string, error)
	// PropertyNames returns up to limit keys that a dimension with a Key can
	// have, most frequent first.
	PropertyNames(ctx context.Context, project string, of DimensionName, limit int) ([]string, error)
}

// Namer tells the names of a project's own events.
type Namer interface {
	// EventNames returns up to limit names of track events, most frequent first.
	EventNames(ctx context.Context, project string, limit int) ([]string, error)
}

// Select answers one query. See [Reader.SelectAll].
func Select(ctx context.Context, r Reader, q Query) ([]Cell, error) {
	all, err := r.SelectAll(ctx, []Query{q})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// Detail is one conversation with all that belongs to it.
type Detail struct {
	conversation.Derived
	Conversions []conversation.Conversion
	Events      []event.Event // in order of time
}

// ExportQuery selects what an export streams. A zero From or To leaves that
// side open.
type ExportQuery struct {
	Project  string
	From, To time.Time      // of the event, the turn's start, the conversation's start
	Zone     *time.Location // of the filter's dates; nil is UTC
	Filter   Filter
	After    *Place // of the last row that came; nil begins with the first
}

// Place is where a row stands in an export: in the order of its fields.
type Place struct {
	Conversation string
	At           time.Time
	ID           string
}

// Exporter streams rows ordered by conversation, time, id, in memory that does
// not grow with how many there are. It stops with the first error that yield
// returns; asked again with the Place of the last row, it goes on behind it.
//
// Events of a trace are of the conversation that it is tied to, as
// History.EventsOf has them.
//
// What is stored meanwhile may be in it or not. No row comes twice.
type Exporter interface {
	ExportEvents(ctx context.Context, q ExportQuery, yield func(event.Event) error) error
	ExportTurns(ctx context.Context, q ExportQuery, yield func(conversation.Turn) error) error
	ExportConversations(ctx context.Context, q ExportQuery, yield func(conversation.Conversation) error) error
}
