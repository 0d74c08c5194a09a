package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/debrief-dev/debrief/store"
)

// Get returns one conversation with all that belongs to it. See store.Reader.
func (s *Store) Get(ctx context.Context, key store.Key) (store.Detail, error) {
	detail, err := s.detail(ctx, key)
	if err != nil {
		return store.Detail{}, fmt.Errorf("cannot get conversation %s: %w", key.Conversation, err)
	}
	return detail, nil
}

func (s *Store) detail(ctx context.Context, key store.Key) (store.Detail, error) {
	var detail store.Detail
	found, err := s.conversations(ctx, key.Project, []string{key.Conversation})
	if err != nil {
		return detail, err
	}
	if len(found) == 0 {
		return detail, store.ErrNotFound
	}
	detail.Conversation = found[0]
	if detail.Turns, err = collectOf(ctx, s, key, "SELECT "+turnColumns+` FROM turns
WHERE project = ? AND conversation_id = ? ORDER BY position, turn_id`, scanTurn); err != nil {
		return detail, err
	}
	if detail.Ratings, err = collectOf(ctx, s, key, "SELECT "+ratingColumns+` FROM ratings
WHERE project = ? AND conversation_id = ? ORDER BY dated_at, event_id`, scanRating); err != nil {
		return detail, err
	}
	if detail.Conversions, err = collectOf(ctx, s, key, "SELECT "+conversionColumns+` FROM conversions
WHERE project = ? AND conversation_id = ? ORDER BY dated_at, event_id`, scanConversion); err != nil {
		return detail, err
	}
	detail.Events, err = s.EventsOf(ctx, key.Project, []string{key.Conversation})
	return detail, err
}

// collectOf reads what belongs to one conversation.
func collectOf[T any](ctx context.Context, s *Store, key store.Key, query string, scan func(*sql.Rows, *T) error) ([]T, error) {
	rows, err := s.db.QueryContext(ctx, query, key.Project, key.Conversation)
	if err != nil {
		return nil, err
	}
	return collect(rows, scan)
}
