package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

// PutModel keeps a model. See store.Topics.
func (s *Store) PutModel(ctx context.Context, m store.Model) error {
	err := s.transact(ctx, func(c *connection) error {
		state := []any{m.Version, m.MadeAt.UTC(), m.Prompts, m.Decisions, m.Erasures, m.Placed}
		if m.Bytes == nil {
			_, err := c.ExecContext(ctx, "UPDATE models SET version = ?, made_at = ?, prompts = ?, decisions = ?, erasures = ?, placed = ? WHERE project = ?", append(state, m.Project)...)
			return err
		}
		if _, err := c.ExecContext(ctx, "DELETE FROM models WHERE project = ?", m.Project); err != nil {
			return err
		}
		_, err := c.ExecContext(ctx, "INSERT INTO models VALUES (?, ?, ?, ?, ?, ?, ?, ?)", slices.Concat([]any{m.Project}, state, []any{m.Bytes})...)
		return err
	})
	if err != nil {
		return fmt.Errorf("cannot keep topics: %w", err)
	}
	return nil
}

// Model returns a project's. See store.Topics.
func (s *Store) Model(ctx context.Context, project string, have int) (store.Model, error) {
	m := store.Model{Project: project}
	err := s.db.QueryRowContext(ctx, `SELECT version, made_at, prompts, decisions, erasures, placed, CASE WHEN version <> ? THEN model END
FROM models WHERE project = ?`, have, project).Scan(&m.Version, &m.MadeAt, &m.Prompts, &m.Decisions, &m.Erasures, &m.Placed, &m.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Model{}, store.ErrNotFound
	}
	if err != nil {
		return store.Model{}, fmt.Errorf("cannot read topics: %w", err)
	}
	return m, nil
}

func scanPrompt(rows *sql.Rows, p *store.Prompt) error {
	return rows.Scan(&p.Turn, &p.Conversation, &p.At, &p.Text, &p.Topic, &p.Theme, &p.Nearest, &p.SmallTalk, &p.Next, &p.Gap)
}

// promptRows is how many prompts are read at once.
const promptRows = 50_000

// EachPrompt streams prompts, a part at a time, so that rows may be replaced
// meanwhile. See store.Topics.
func (s *Store) EachPrompt(ctx context.Context, q store.PromptQuery, yield func(store.Prompt) error) error {
	var last store.Place
	for {
		statement, err := sqlgen.EachPrompt(sqlgen.DuckDB{}, q, last, promptRows)
		if err != nil {
			return err
		}
		part, err := s.promptsOf(ctx, statement)
		if err != nil {
			return err
		}
		for _, p := range part {
			if err = yield(p); err != nil {
				return err
			}
			last = store.Place{Conversation: p.Conversation, At: p.At, ID: p.Turn}
		}
		if len(part) < promptRows {
			return nil
		}
	}
}

// FirstPrompts returns the first of an order. See store.Topics.
func (s *Store) FirstPrompts(ctx context.Context, q store.PromptQuery, order store.PromptOrder, limit int) ([]store.Prompt, error) {
	statement, err := sqlgen.FirstPrompts(sqlgen.DuckDB{}, q, order, limit)
	if err != nil {
		return nil, err
	}
	return s.promptsOf(ctx, statement)
}

func (s *Store) promptsOf(ctx context.Context, statement sqlgen.Statement) ([]store.Prompt, error) {
	rows, err := s.query(ctx, statement)
	if err != nil {
		return nil, fmt.Errorf("cannot read prompts: %w", err)
	}
	list, err := collect(rows, scanPrompt)
	if err != nil {
		return nil, fmt.Errorf("cannot read prompts: %w", err)
	}
	return list, nil
}

// CountPrompts counts prompts. See store.Topics.
func (s *Store) CountPrompts(ctx context.Context) ([]store.PromptCount, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT project, count(*), count(*) FILTER (WHERE topic = '' AND nearest <> '') FROM turns
WHERE asked AND worded AND NOT list_contains(signals, 'small_talk') GROUP BY project ORDER BY project`)
	if err != nil {
		return nil, fmt.Errorf("cannot count prompts: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, c *store.PromptCount) error { return rows.Scan(&c.Project, &c.Prompts, &c.Pooled) })
}
