package store

import (
	"context"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Aged asks for events that are to lose fields: those of a project that were
// analysed by now, and stored before a field's moment with anything in it.
type Aged struct {
	Project string
	Before  map[event.Fields]time.Time // by field; what is kept for ever is not in it
	From    time.Time                  // what was stored earlier is not looked at
}

// Fields are those of an event that are to be removed.
func (a *Aged) Fields(e *event.Event) (fields event.Fields) {
	for field, before := range a.Before {
		if e.StoredAt.Before(before) {
			fields |= e.Has(field)
		}
	}
	return fields
}

// Forgetter removes parts of events that a project keeps for a time only,
// while what was derived from them stays.
type Forgetter interface {
	// Aged returns the first events by Position, up to a limit.
	Aged(ctx context.Context, a Aged, limit int) ([]event.Event, error)
	// Forget gives events that are there the text, properties, context,
	// Forgotten and Reading that they have here, and removes texts of their
	// conversations from derived rows, which are due at a moment: to be derived
	// again from what is left. No derivation may be under way meanwhile.
	Forget(ctx context.Context, project string, events []event.Event, at time.Time) error
}
