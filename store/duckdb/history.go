package duckdb

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// who is the user of an event e, resolved through the identities i.
const who = "CASE WHEN e.user_id <> '' THEN e.user_id ELSE coalesce(i.user_id, e.anonymous_id) END"

// whose joins events with the identities that who needs. No identity is of an
// empty id; a condition that said so would make the engine compare every event
// with every identity.
const whose = "events e LEFT JOIN identities i ON i.project = e.project AND i.anonymous_id = e.anonymous_id"

// Loose returns conversions by user or session. See store.History.
func (s *Store) Loose(ctx context.Context, project string, spans []store.UserSpan, goals []string) ([]event.Event, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	from, to := hull(spans)
	args := append(spanArgs(spans), project, from, to)
	kinds := "e.kind = 'conversion'"
	if len(goals) > 0 {
		kinds += " OR (e.kind = 'track' AND e.name IN " + listed + ")"
		args = append(args, listArgs(goals)...)
	}
	// The bounds are given as numbers since the engine skips row groups by
	// them, which it does not by what another query finds.
	rows, err := s.db.QueryContext(ctx, `
WITH span AS MATERIALIZED (SELECT * FROM `+spanTable+`),
candidate AS MATERIALIZED (
	SELECT e.*, `+who+` AS who FROM `+whose+`
	WHERE e.project = ? AND e.occurred_at >= ? AND e.occurred_at < ? AND (`+kinds+`)),
wanted AS (
	SELECT event_id FROM candidate JOIN span ON who = u AND u <> '' AND occurred_at >= f AND occurred_at < t
	UNION
	SELECT event_id FROM candidate JOIN span ON session_id = s AND s <> '' AND occurred_at >= f AND occurred_at < t)
SELECT `+eventColumns+` FROM candidate WHERE event_id IN (SELECT event_id FROM wanted)
ORDER BY occurred_at, event_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("cannot read conversions of %d users: %w", len(spans), err)
	}
	return collect(rows, scanEvent)
}

// Attributed returns the events of conversions that are counted for some
// conversations. See store.History.
func (s *Store) Attributed(ctx context.Context, project string, conversations []string) ([]event.Event, error) {
	if len(conversations) == 0 {
		return nil, nil
	}
	// The time goes along so that few row groups are read for few events.
	rows, err := s.db.QueryContext(ctx, `
WITH wanted AS MATERIALIZED `+listed+`,
counted AS MATERIALIZED (
	SELECT event_id AS counted_id, dated_at AS counted_at FROM conversions
	WHERE project = ? AND (conversation_id IN (FROM wanted) OR first_touch IN (FROM wanted)))
SELECT `+eventColumns+` FROM events JOIN counted ON event_id = counted_id AND occurred_at = counted_at
WHERE project = ? ORDER BY occurred_at, event_id`, append(listArgs(conversations), project, project)...)
	if err != nil {
		return nil, fmt.Errorf("cannot read the conversions of %d conversations: %w", len(conversations), err)
	}
	return collect(rows, scanEvent)
}

// Prompts returns the prompts of some users. See store.History.
func (s *Store) Prompts(ctx context.Context, project string, spans []store.UserSpan) ([]store.UserPrompt, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	from, to := hull(spans)
	rows, err := s.db.QueryContext(ctx, `
WITH span AS MATERIALIZED (SELECT * FROM `+spanTable+`),
candidate AS (
	SELECT `+who+` AS who, `+named+` AS conversation_id, e.occurred_at, e.event_id, e.text FROM `+whose+`
	LEFT JOIN traces t ON t.project = e.project AND t.trace = e.conversation_id
	WHERE e.project = ? AND e.kind IN ('prompt', 'span') AND e.text <> ''
	AND e.occurred_at >= ? AND e.occurred_at < ?)
SELECT DISTINCT who, conversation_id, occurred_at, event_id, text
FROM candidate JOIN span ON who = u AND u <> '' AND occurred_at >= f AND occurred_at < t
ORDER BY occurred_at, event_id`, append(spanArgs(spans), project, from, to)...)
	if err != nil {
		return nil, fmt.Errorf("cannot read prompts of %d users: %w", len(spans), err)
	}
	return collect(rows, func(rows *sql.Rows, p *store.UserPrompt) error {
		var id string
		return rows.Scan(&p.User, &p.Conversation, &p.At, &id, &p.Prompt)
	})
}

// Touching returns derived conversations by user or session. See
// store.History.
func (s *Store) Touching(ctx context.Context, project string, spans []store.UserSpan) ([]conversation.Conversation, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	args := append(spanArgs(spans), project, project)
	rows, err := s.db.QueryContext(ctx, `
WITH span AS MATERIALIZED (SELECT * FROM `+spanTable+`),
wanted AS (
	SELECT conversation_id FROM conversations JOIN span ON user_id = u AND u <> '' AND started_at < t AND ended_at >= f WHERE project = ?
	UNION
	SELECT conversation_id FROM conversations JOIN span ON session_id = s AND s <> '' AND started_at < t AND ended_at >= f WHERE project = ?)
SELECT `+conversationColumns+` FROM conversations
WHERE project = ? AND conversation_id IN (SELECT conversation_id FROM wanted)
ORDER BY started_at, conversation_id`, append(args, project)...)
	if err != nil {
		return nil, fmt.Errorf("cannot read conversations of %d users: %w", len(spans), err)
	}
	return collect(rows, scanConversation)
}
