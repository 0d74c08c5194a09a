package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/store"
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

// promptColumns are the columns that scanPrompt reads, in its order; smallTalk
// and isPooled are conditions on a turn.
const (
	promptColumns = "turn_id, conversation_id, started_at, prompt, topic, theme, nearest, " + smallTalk
	smallTalk     = "list_contains(signals, 'small_talk')"
	isPooled      = "topic = '' AND nearest <> '' AND worded AND NOT " + smallTalk
)

func scanPrompt(rows *sql.Rows, p *store.Prompt) error {
	return rows.Scan(&p.Turn, &p.Conversation, &p.At, &p.Text, &p.Topic, &p.Theme, &p.Nearest, &p.SmallTalk)
}

// promptRows is how many prompts are read at once.
const promptRows = 50_000

// EachPrompt streams prompts, a part at a time, so that rows may be replaced
// meanwhile. See store.Topics.
func (s *Store) EachPrompt(ctx context.Context, q store.PromptQuery, yield func(store.Prompt) error) error {
	query, args := "SELECT "+promptColumns+" FROM turns WHERE project = ? AND asked", []any{q.Project}
	if q.Nearest != nil {
		query += " AND nearest IN " + listed
		args = append(args, listArgs(q.Nearest)...)
	}
	if q.Pooled {
		query += " AND " + isPooled
	}
	query += " AND (conversation_id, started_at, turn_id) > (?, ?, ?) ORDER BY conversation_id, started_at, turn_id LIMIT ?"
	var last store.Prompt
	for {
		rows, err := s.db.QueryContext(ctx, query, append(slices.Clone(args), last.Conversation, last.At, last.Turn, promptRows)...)
		if err != nil {
			return fmt.Errorf("cannot read prompts: %w", err)
		}
		part, err := collect(rows, scanPrompt)
		if err != nil {
			return fmt.Errorf("cannot read prompts: %w", err)
		}
		for _, p := range part {
			if err = yield(p); err != nil {
				return err
			}
			last = p
		}
		if len(part) < promptRows {
			return nil
		}
	}
}

// PooledPrompts returns the last pooled ones. See store.Topics.
func (s *Store) PooledPrompts(ctx context.Context, project string, limit int) ([]store.Prompt, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+promptColumns+" FROM turns WHERE project = ? AND asked AND "+isPooled+
		" ORDER BY started_at DESC, turn_id DESC LIMIT ?", project, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot read pooled prompts: %w", err)
	}
	list, err := collect(rows, scanPrompt)
	slices.Reverse(list)
	return list, err
}

// CountPrompts counts prompts. See store.Topics.
func (s *Store) CountPrompts(ctx context.Context) ([]store.PromptCount, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT project, count(*), count(*) FILTER (WHERE "+isPooled+`) FROM turns
WHERE asked AND worded AND NOT `+smallTalk+" GROUP BY project ORDER BY project")
	if err != nil {
		return nil, fmt.Errorf("cannot count prompts: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, c *store.PromptCount) error { return rows.Scan(&c.Project, &c.Prompts, &c.Pooled) })
}
