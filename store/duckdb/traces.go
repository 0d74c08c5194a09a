package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// named is the conversation of an event e, resolved through the traces t.
const named = "coalesce(t.conversation_id, e.conversation_id)"

// placed joins events with the traces that named needs.
const placed = "events e LEFT JOIN traces t ON t.project = e.project AND t.trace = e.conversation_id"

func putTies(ctx context.Context, c *connection, d *store.Derivation) error {
	if len(d.Ties) == 0 {
		return nil
	}
	type key struct{ project, trace string }
	kept := newest(d.Ties, func(t *store.Tie) key { return key{t.Project, t.Trace} }, (*store.Tie).Wins)
	left := make(map[string][]string) // conversations that a trace leaves, by project
	for k := range kept {
		left[k.project] = append(left[k.project], k.trace)
	}
	for project, traces := range left {
		known, err := c.ties(ctx, project, traces)
		if err != nil {
			return err
		}
		for i := range known {
			k := key{project, known[i].Trace}
			switch {
			case !kept[k].Wins(&known[i]):
				delete(kept, k)
				left[project] = slices.DeleteFunc(left[project], func(trace string) bool { return trace == k.trace })
			case known[i].Conversation != kept[k].Conversation:
				left[project] = append(left[project], known[i].Conversation)
			}
		}
	}
	changed := values(kept)
	if len(changed) == 0 {
		return nil
	}
	if err := c.remove(ctx, "traces", "trace", perProject(changed, func(t *store.Tie) (string, string) { return t.Project, t.Trace })); err != nil {
		return err
	}
	for project, conversations := range left {
		_, err := c.ExecContext(ctx, "UPDATE conversations SET due_at = ? WHERE project = ? AND conversation_id IN "+listed,
			append([]any{time.Unix(0, 0).UTC(), project}, listArgs(conversations)...)...)
		if err != nil {
			return fmt.Errorf("cannot have conversations derived again that lose a trace: %w", err)
		}
	}
	return fillEach(c, "traces", changed, func(t *store.Tie) ([][]driver.Value, error) {
		return [][]driver.Value{{t.Project, t.Trace, t.Conversation, t.Weak, t.At}}, nil
	})
}

func (c *connection) ties(ctx context.Context, project string, traces []string) ([]store.Tie, error) {
	rows, err := c.QueryContext(ctx, "SELECT trace, conversation_id, weak, dated_at FROM traces WHERE project = ? AND trace IN "+listed,
		append([]any{project}, listArgs(traces)...)...)
	if err != nil {
		return nil, fmt.Errorf("cannot read traces: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, t *store.Tie) error {
		t.Project = project
		return rows.Scan(&t.Trace, &t.Conversation, &t.Weak, &t.At)
	})
}

// ConversationsOf tells where traces belong. See store.Tracer.
func (s *Store) ConversationsOf(ctx context.Context, project string, traces []string) (map[string]string, error) {
	if len(traces) == 0 {
		return nil, nil
	}
	return s.tied(ctx, "SELECT trace, conversation_id FROM traces WHERE project = ? AND trace IN "+listed, append([]any{project}, listArgs(traces)...)...)
}

func (s *Store) tied(ctx context.Context, query string, args ...any) (map[string]string, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("cannot read traces: %w", err)
	}
	conversations := make(map[string]string)
	return conversations, each(rows, func(rows *sql.Rows) error {
		var trace, conversation string
		err := rows.Scan(&trace, &conversation)
		conversations[trace] = conversation
		return err
	})
}

// EventsOf returns all events of some conversations. See store.History.
func (s *Store) EventsOf(ctx context.Context, project string, conversations []string) ([]event.Event, error) {
	if len(conversations) == 0 {
		return nil, nil
	}
	list := listArgs(conversations)
	tied, err := s.tied(ctx, "SELECT trace, conversation_id FROM traces WHERE project = ? AND (conversation_id IN "+listed+" OR trace IN "+listed+")",
		slices.Concat([]any{project}, list, list)...)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(conversations)+len(tied))
	for _, id := range conversations {
		if _, elsewhere := tied[id]; !elsewhere {
			names = append(names, id)
		}
	}
	for trace, conversation := range tied {
		if slices.Contains(conversations, conversation) {
			names = append(names, trace)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	rows, err := s.db.QueryContext(ctx, "SELECT "+eventColumns+` FROM events
WHERE project = ? AND conversation_id IN `+listed+`
ORDER BY conversation_id, occurred_at, event_id`, append([]any{project}, listArgs(names)...)...)
	if err != nil {
		return nil, fmt.Errorf("cannot read events of %d conversations: %w", len(conversations), err)
	}
	events, err := collect(rows, scanEvent)
	if len(tied) == 0 {
		return events, err
	}
	for i := range events {
		if to, moves := tied[events[i].Conversation]; moves {
			events[i].MoveTo(to)
		}
	}
	slices.SortFunc(events, func(a, b event.Event) int {
		return cmp.Or(strings.Compare(a.Conversation, b.Conversation), a.OccurredAt.Compare(b.OccurredAt), strings.Compare(a.ID, b.ID))
	})
	return events, err
}

// toldEvents are the events with the conversation they are of, and the one they
// told.
const toldEvents = "(SELECT e.* REPLACE (" + named + " AS conversation_id), e.conversation_id AS told FROM " + placed + ")"

func scanToldEvent(rows *sql.Rows, e *event.Event) error {
	var told string
	if err := scanEventAnd(rows, e, &told); err != nil {
		return err
	}
	of := e.Conversation
	e.Conversation = told
	e.MoveTo(of)
	return nil
}
