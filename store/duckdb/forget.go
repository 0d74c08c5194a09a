package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// holds are the conditions on which an event may have anything of a field;
// event.Has knows.
func holds(field event.Fields) string {
	switch field {
	case event.Texts:
		return "(text <> '' OR kind = 'span')"
	case event.OwnProperties:
		return "(properties <> '{}' AND kind NOT IN ('identify', 'group'))"
	case event.Contexts:
		return "context <> '{}'"
	default:
		return "false"
	}
}

// agedPage is how many candidates are read at once.
const agedPage = 10_000

// Aged returns events that are to lose fields. See store.Forgetter.
func (s *Store) Aged(ctx context.Context, a store.Aged, limit int) ([]event.Event, error) {
	if len(a.Before) == 0 {
		return nil, nil
	}
	progress, err := s.Progress(ctx)
	if err != nil {
		return nil, err
	}
	var conditions []string
	args := []any{a.Project, a.From.UTC(), progress.Upto.StoredAt, progress.Upto.StoredAt, progress.Upto.Project, progress.Upto.ID}
	for _, field := range slices.Sorted(maps.Keys(a.Before)) {
		conditions = append(conditions, "(stored_at < ? AND "+holds(field)+")")
		args = append(args, a.Before[field].UTC())
	}
	query := "SELECT " + eventColumns + ` FROM events
WHERE project = ? AND stored_at >= ? AND stored_at <= ? AND (stored_at, project, event_id) <= (?, ?, ?) AND (`
	query += strings.Join(conditions, " OR ") + ") AND (stored_at, event_id) > (?, ?) ORDER BY stored_at, event_id LIMIT ?" //nolint:gosec // the conditions are ours
	var aged []event.Event
	var after store.Position
	for {
		rows, err := s.db.QueryContext(ctx, query, append(slices.Clone(args), after.StoredAt, after.ID, agedPage)...)
		if err != nil {
			return nil, fmt.Errorf("cannot look for what is kept for a time: %w", err)
		}
		page, err := collect(rows, scanEvent)
		if err != nil {
			return nil, err
		}
		for i := range page {
			if a.Fields(&page[i]) != 0 {
				aged = append(aged, page[i])
			}
		}
		if len(page) < agedPage || len(aged) >= limit {
			return aged[:min(limit, len(aged))], nil
		}
		after = store.PositionOf(&page[len(page)-1])
	}
}

// Forget removes fields of events. See store.Forgetter.
func (s *Store) Forget(ctx context.Context, project string, events []event.Event, at time.Time) error {
	if len(events) == 0 {
		return nil
	}
	conversations, first, last := make(map[string]bool), events[0].StoredAt, events[0].StoredAt
	for i := range events {
		conversations[events[i].Conversation] = true
		if stored := events[i].StoredAt; stored.Before(first) {
			first = stored
		} else if stored.After(last) {
			last = stored
		}
	}
	delete(conversations, "")
	if err := s.addPlaces(ctx, project, conversations); err != nil {
		return err
	}
	err := s.transact(ctx, func(c *connection) error {
		const left = "CREATE TEMP TABLE remaining (id VARCHAR, text VARCHAR, properties VARCHAR, context VARCHAR, forgotten UTINYINT, reading VARCHAR)"
		if _, err := c.ExecContext(ctx, left); err != nil {
			return err
		}
		if err := c.fill("remaining", func(add func(...driver.Value) error) error { return addRemaining(add, events) }); err != nil {
			return err
		}
		if _, err := c.ExecContext(ctx, `UPDATE events SET text = r.text, properties = r.properties, context = r.context, forgotten = r.forgotten, reading = r.reading
FROM remaining r WHERE events.project = ? AND events.stored_at BETWEEN ? AND ? AND events.event_id = r.id`, project, first.UTC(), last.UTC()); err != nil {
			return err
		}
		_, err := c.ExecContext(ctx, "DROP TABLE remaining")
		of := slices.Sorted(maps.Keys(conversations))
		return errors.Join(err, c.withoutTexts(ctx, project, of, at), s.changed(c, map[string][]string{project: of}))
	})
	if err != nil {
		return fmt.Errorf("cannot forget: %w", err)
	}
	return s.wrote(ctx, len(events))
}

// addPlaces adds the conversations that traces among some are tied to.
func (s *Store) addPlaces(ctx context.Context, project string, conversations map[string]bool) error {
	tied, err := s.ConversationsOf(ctx, project, slices.Collect(maps.Keys(conversations)))
	for _, conversation := range tied {
		conversations[conversation] = true
	}
	return err
}

func addRemaining(add func(...driver.Value) error, events []event.Event) error {
	for i := range events {
		e := &events[i]
		err := add(e.ID, e.Text, string(e.Properties.AppendJSON(nil)), string(e.Context.AppendJSON(nil)), uint8(e.Forgotten), e.Reading)
		if err != nil {
			return err
		}
	}
	return nil
}

// withoutTexts removes texts from derived rows and has them derived again.
func (c *connection) withoutTexts(ctx context.Context, project string, conversations []string, at time.Time) error {
	if len(conversations) == 0 {
		return nil
	}
	args := append([]any{project}, listArgs(conversations)...)
	if _, err := c.ExecContext(ctx, "UPDATE turns SET prompt = '', worded = FALSE, response = '' WHERE project = ? AND conversation_id IN "+listed, args...); err != nil {
		return err
	}
	_, err := c.ExecContext(ctx, "UPDATE conversations SET opening = '', comments = '', due_at = ? WHERE project = ? AND conversation_id IN "+listed,
		append([]any{at.UTC()}, args...)...)
	return err
}
