package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

// exported is how rows of a table are streamed.
type exported[T any] struct {
	sqlgen.Rows

	scan func(*sql.Rows, *T) error
}

// ExportEvents streams events. See store.Exporter.
func (s *Store) ExportEvents(ctx context.Context, q store.ExportQuery, yield func(event.Event) error) error {
	rows := sqlgen.Rows{Table: "events", Columns: eventColumns, At: "occurred_at", ID: "event_id"}
	var traces bool
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM traces WHERE project = ?", q.Project).Scan(&traces); err != nil {
		return fmt.Errorf("cannot export events: %w", err)
	}
	if !traces { // which takes a join less
		return exported[event.Event]{rows, scanEvent}.stream(ctx, s, q, yield)
	}
	rows.Table, rows.Columns = toldEvents, eventColumns+", told"
	return exported[event.Event]{rows, scanToldEvent}.stream(ctx, s, q, yield)
}

// ExportTurns streams turns. See store.Exporter.
func (s *Store) ExportTurns(ctx context.Context, q store.ExportQuery, yield func(conversation.Turn) error) error {
	rows := sqlgen.Rows{Table: "turns", Columns: turnColumns, At: "started_at", ID: "turn_id"}
	return exported[conversation.Turn]{rows, scanTurn}.stream(ctx, s, q, yield)
}

// ExportConversations streams conversations. See store.Exporter.
func (s *Store) ExportConversations(ctx context.Context, q store.ExportQuery, yield func(conversation.Conversation) error) error {
	rows := sqlgen.Rows{Table: "conversations", Columns: conversationColumns, At: "started_at", ID: "conversation_id"}
	return exported[conversation.Conversation]{rows, scanConversation}.stream(ctx, s, q, yield)
}

func (e exported[T]) stream(ctx context.Context, s *Store, q store.ExportQuery, yield func(T) error) error {
	if err := e.each(ctx, s, q, yield); err != nil {
		return fmt.Errorf("cannot export %s: %w", e.Table, err)
	}
	return nil
}

func (e exported[T]) each(ctx context.Context, s *Store, q store.ExportQuery, yield func(T) error) error {
	if err := q.Validate(); err != nil {
		return err
	}
	edges, err := s.edges(ctx, q, e.Rows)
	if err != nil {
		return err
	}
	var slice sqlgen.Slice
	for i := range edges {
		slice.After, slice.Until = slice.Until, &edges[i]
		if err = e.slice(ctx, s, q, slice, yield); err != nil {
			return err
		}
	}
	return nil
}

// sliceRows is about how many rows are read at once. The driver holds a whole result
// in memory, outside the engine's limit.
const sliceRows = 50_000

// edges cut an export into slices.
func (s *Store) edges(ctx context.Context, q store.ExportQuery, of sqlgen.Rows) ([]sqlgen.Edge, error) {
	statement, err := sqlgen.Edges(sqlgen.DuckDB{}, q, of, s.sliceRows)
	if err != nil {
		return nil, err
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows *sql.Rows, e *sqlgen.Edge) error { return rows.Scan(&e.Conversation, &e.At) })
}

func (e exported[T]) slice(ctx context.Context, s *Store, q store.ExportQuery, of sqlgen.Slice, yield func(T) error) error {
	statement, err := sqlgen.Export(sqlgen.DuckDB{}, q, e.Rows, of)
	if err != nil {
		return err
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return err
	}
	return each(rows, func(rows *sql.Rows) error {
		var one T
		if failed := e.scan(rows, &one); failed != nil {
			return failed
		}
		return yield(one)
	})
}
