package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Scan reads events in order of arrival. See store.Tail.
//
// All events of a batch have its time, so the batches tell up to which time
// there are events enough: without that bound the engine would sort the whole
// rest of the table for every page.
func (s *Store) Scan(ctx context.Context, after store.Position, limit int) ([]event.Event, error) {
	var enough sql.NullTime
	err := s.db.QueryRowContext(ctx, `SELECT min(stored_at) FROM
(SELECT stored_at, sum(stored) OVER (ORDER BY stored_at) AS so_far FROM batches WHERE stored_at > ?) WHERE so_far >= ?`,
		after.StoredAt, limit).Scan(&enough)
	if err != nil {
		return nil, fmt.Errorf("cannot scan batches: %w", err)
	}
	if !enough.Valid {
		enough.Time = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	rows, err := s.db.QueryContext(ctx, "SELECT "+eventColumns+` FROM events
WHERE stored_at >= ? AND stored_at <= ? AND (stored_at > ? OR (project, event_id) > (?, ?))
ORDER BY stored_at, project, event_id LIMIT ?`, after.StoredAt, enough.Time, after.StoredAt, after.Project, after.ID, limit)
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
