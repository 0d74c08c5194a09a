package duckdb

import (
	"context"
	"fmt"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Scan reads events in order of arrival. See store.Tail.
func (s *Store) Scan(ctx context.Context, after store.Position, limit int) ([]event.Event, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+eventColumns+` FROM events
WHERE stored_at >= ? AND (stored_at > ? OR (project, event_id) > (?, ?))
ORDER BY stored_at, project, event_id LIMIT ?`, after.StoredAt, after.StoredAt, after.Project, after.ID, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot scan events: %w", err)
	}
	events, err := collect(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("cannot scan events: %w", err)
	}
	return events, nil
}

// Count is how many events are stored.
func (s *Store) Count(ctx context.Context) (int64, error) {
	var n int64
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM events").Scan(&n); err != nil {
		return 0, fmt.Errorf("cannot count events: %w", err)
	}
	return n, nil
}
