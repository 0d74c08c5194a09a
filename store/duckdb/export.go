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

// ExportEvents streams events. See store.Exporter.
func (s *Store) ExportEvents(ctx context.Context, q store.ExportQuery, yield func(event.Event) error) error {
	return export(ctx, s, q, sqlgen.Rows{Table: "events", Columns: eventColumns, At: "occurred_at", ID: "event_id"}, scanEvent, yield)
}

// ExportTurns streams turns. See store.Exporter.
func (s *Store) ExportTurns(ctx context.Context, q store.ExportQuery, yield func(conversation.Turn) error) error {
	return export(ctx, s, q, sqlgen.Rows{Table: "turns", Columns: turnColumns, At: "started_at", ID: "turn_id"}, scanTurn, yield)
}

// ExportConversations streams conversations. See store.Exporter.
func (s *Store) ExportConversations(ctx context.Context, q store.ExportQuery, yield func(conversation.Conversation) error) error {
	table := sqlgen.Rows{Table: "conversations", Columns: conversationColumns, At: "started_at", ID: "conversation_id"}
	return export(ctx, s, q, table, scanConversation, yield)
}

func export[T any](ctx context.Context, s *Store, q store.ExportQuery, table sqlgen.Rows, scan func(*sql.Rows, *T) error, yield func(T) error) error {
	statement, err := sqlgen.Export(sqlgen.DuckDB{}, q, table)
	if err != nil {
		return fmt.Errorf("cannot export %s: %w", table.Table, err)
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return fmt.Errorf("cannot export %s: %w", table.Table, err)
	}
	err = each(rows, func(rows *sql.Rows) error {
		var one T
		if err := scan(rows, &one); err != nil {
			return err
		}
		return yield(one)
	})
	if err != nil {
		return fmt.Errorf("cannot export %s: %w", table.Table, err)
	}
	return nil
}
