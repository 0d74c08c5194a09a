package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// erasing is one erasure that is under way.
type erasing struct {
	*connection
	store.Erasure

	changed func(*connection, map[string][]string) error

	names   []string // of the user
	going   []event.Event
	touched []string // conversations that lose events
	traces  []string // the names that these go by besides, of traces tied to them
	gone    []string // those of them of which nothing is left
}

// Erase removes a user or a conversation. See store.Eraser.
func (s *Store) Erase(ctx context.Context, e store.Erasure) (store.Erased, error) {
	s.append.Lock()
	defer s.append.Unlock()
	x := &erasing{Erasure: e, changed: s.changed}
	err := s.transact(ctx, func(c *connection) error {
		x.connection = c
		for _, step := range []func(context.Context) error{x.find, x.dropEvents, x.dropDerived, x.makeDue, x.bar} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.readBarred(ctx)
	}
	if err == nil {
		err = s.checkpoint(ctx)
	}
	if err != nil {
		return store.Erased{}, fmt.Errorf("cannot erase: %w", err)
	}
	return store.Erased{User: x.User, Events: int64(len(x.going)), Conversations: int64(len(x.gone))}, nil
}

// textsOf reads a column of texts.
func textsOf(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows *sql.Rows, s *string) error { return rows.Scan(s) })
}

// find finds what goes.
func (x *erasing) find(ctx context.Context) (err error) {
	const columns = "SELECT e.project, e.event_id, e.kind, e.conversation_id, e.user_id, e.anonymous_id, e.stored_at, " + named + " FROM " + placed + " WHERE e.project = ? AND "
	const order = " ORDER BY e.occurred_at, e.event_id"
	var rows *sql.Rows
	if x.Conversation != "" {
		rows, err = x.QueryContext(ctx, columns+named+" = ?"+order, x.Project, x.Conversation)
	} else {
		if err = x.findNames(ctx); err != nil {
			return err
		}
		const own = "(CASE WHEN e.user_id <> '' THEN e.user_id ELSE e.anonymous_id END IN " + listed + ")"
		list := listArgs(x.names)
		args := slices.Concat([]any{x.Project}, list, []any{x.Project}, list)
		rows, err = x.QueryContext(ctx, columns+"("+own+" OR (e.conversation_id <> '' AND "+named+" IN (SELECT "+named+" FROM "+placed+
			" WHERE e.project = ? AND (e.kind = 'prompt' OR (e.kind = 'span' AND e.user_id <> '')) AND "+own+")))"+order, args...)
	}
	if err != nil {
		return err
	}
	found, err := collect(rows, func(rows *sql.Rows, e *event.Event) error {
		var of string
		failed := rows.Scan(&e.Project, &e.ID, &e.Kind, &e.Conversation, &e.User, &e.Anonymous, &e.StoredAt, &of)
		e.MoveTo(of)
		return failed
	})
	x.going = x.Going(x.names, found)
	touched := make(map[string]bool)
	for i := range x.going {
		touched[x.going[i].Conversation] = true
	}
	delete(touched, "")
	x.touched = slices.Sorted(maps.Keys(touched))
	return err
}

// findNames finds the ids of the user.
func (x *erasing) findNames(ctx context.Context) error {
	tied, err := textsOf(x.QueryContext(ctx, "SELECT user_id FROM identities WHERE project = ? AND anonymous_id = ?", x.Project, x.User))
	if err != nil {
		return err
	}
	if len(tied) > 0 {
		x.User = tied[0]
	}
	anonymous, err := textsOf(x.QueryContext(ctx, "SELECT anonymous_id FROM identities WHERE project = ? AND user_id = ?", x.Project, x.User))
	x.names = append([]string{x.User}, anonymous...)
	return err
}

// dropEvents removes events and keeps the counts of what is stored true.
func (x *erasing) dropEvents(ctx context.Context) error {
	if len(x.going) == 0 {
		return nil
	}
	var upto store.Position
	err := x.QueryRowContext(ctx, "SELECT stored_at, project, event_id FROM progress").Scan(&upto.StoredAt, &upto.Project, &upto.ID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	analysed := 0
	ids, stored := make([]string, len(x.going)), make(map[time.Time]int)
	for i := range x.going {
		ids[i] = x.going[i].ID
		stored[x.going[i].StoredAt]++
		if upto.Compare(store.PositionOf(&x.going[i])) >= 0 {
			analysed++
		}
	}
	gone := map[string][]string{x.Project: ids}
	for _, table := range []string{"events", "conversions", "ratings"} {
		if err = x.remove(ctx, table, "event_id", gone); err != nil {
			return err
		}
	}
	for at, n := range stored {
		if _, err = x.ExecContext(ctx, "UPDATE batches SET stored = stored - ? WHERE stored_at = ?", n, at); err != nil {
			return err
		}
	}
	_, err = x.ExecContext(ctx, "UPDATE progress SET analysed = analysed - ?", analysed)
	return err
}

// dropDerived removes what was made of them.
func (x *erasing) dropDerived(ctx context.Context) (err error) {
	if len(x.touched) > 0 {
		left, failed := textsOf(x.QueryContext(ctx, "SELECT DISTINCT "+named+" FROM "+placed+" WHERE e.project = ? AND "+named+" IN "+listed,
			append([]any{x.Project}, listArgs(x.touched)...)...))
		if failed != nil {
			return failed
		}
		x.gone = slices.DeleteFunc(slices.Clone(x.touched), func(id string) bool { return slices.Contains(left, id) })
		if err = x.changed(x.connection, map[string][]string{x.Project: x.touched}); err != nil {
			return err
		}
		for _, table := range []string{"turns", "ratings", "conversation_properties"} {
			if err = x.remove(ctx, table, "conversation_id", map[string][]string{x.Project: x.touched}); err != nil {
				return err
			}
		}
		if err = x.dropTraces(ctx); err != nil {
			return err
		}
	}
	if len(x.names) == 0 {
		return nil
	}
	named := map[string][]string{x.Project: x.names}
	if err = x.remove(ctx, "identities", "user_id", named); err != nil {
		return err
	}
	return x.remove(ctx, "traits", "NOT account AND owner", named)
}

// dropTraces removes the ties to conversations of which nothing is left.
func (x *erasing) dropTraces(ctx context.Context) (err error) {
	if len(x.gone) == 0 {
		return nil
	}
	x.traces, err = textsOf(x.QueryContext(ctx, "DELETE FROM traces WHERE project = ? AND conversation_id IN "+listed+" RETURNING trace",
		append([]any{x.Project}, listArgs(x.gone)...)...))
	return err
}

// makeDue has derived again what may have changed.
func (x *erasing) makeDue(ctx context.Context) error {
	if len(x.touched) == 0 {
		return nil
	}
	touched := append([]any{x.Project}, listArgs(x.touched)...)
	_, err := x.ExecContext(ctx, "UPDATE conversations SET opening = '', comments = '' WHERE project = ? AND conversation_id IN "+listed, touched...)
	if err != nil {
		return err
	}
	if _, err = x.ExecContext(ctx, `UPDATE conversations SET due_at = ? WHERE project = ? AND (conversation_id IN `+listed+` OR user_id IN
(SELECT user_id FROM conversations WHERE project = ? AND user_id <> '' AND conversation_id IN `+listed+"))", slices.Concat([]any{x.At.UTC()}, touched, touched)...); err != nil {
		return err
	}
	if len(x.gone) == 0 {
		return nil
	}
	gone := listArgs(x.gone)
	if _, err = x.ExecContext(ctx, `UPDATE conversions SET attribution = 'none', conversation_id = '', conversation_code = 0, first_touch = '', lag_seconds = NULL,
agent = '', version = '', model = '', language = '', topic = '', theme = '', account = '', environment = '', session_id = ''
WHERE project = ? AND (conversation_id IN `+listed+" OR first_touch IN "+listed+")", slices.Concat([]any{x.Project}, gone, gone)...); err != nil {
		return err
	}
	return x.remove(ctx, "conversations", "conversation_id", map[string][]string{x.Project: x.gone})
}

// bar remembers the erasure and what it bars.
func (x *erasing) bar(ctx context.Context) error {
	if _, err := x.ExecContext(ctx, "INSERT INTO erasures VALUES (?, ?, ?, ?, ?)", x.ID, x.Project, x.User, x.Conversation, x.At.UTC()); err != nil {
		return err
	}
	conversations := append(slices.Clone(x.gone), x.traces...)
	if x.Conversation != "" && !slices.Contains(conversations, x.Conversation) {
		conversations = append(conversations, x.Conversation)
	}
	if err := x.barNames(ctx, false, x.names); err != nil {
		return err
	}
	return x.barNames(ctx, true, conversations)
}

func (x *erasing) barNames(ctx context.Context, conversation bool, names []string) error {
	for _, name := range names {
		if _, err := x.ExecContext(ctx, "INSERT INTO barred VALUES (?, ?, ?)", x.Project, conversation, name); err != nil {
			return err
		}
	}
	return nil
}

// readBarred reads what Append drops.
func (s *Store) readBarred(ctx context.Context) error {
	barred, err := barredOf(s.db.QueryContext(ctx, "SELECT project, conversation, name FROM barred"))
	s.barred = barred
	return err
}

// Barred returns the names that were erased. See store.Eraser.
func (s *Store) Barred(ctx context.Context, project string) (store.Barred, error) {
	return barredOf(s.db.QueryContext(ctx, "SELECT project, conversation, name FROM barred WHERE project = ?", project))
}

func barredOf(rows *sql.Rows, err error) (store.Barred, error) {
	barred := make(store.Barred)
	if err == nil {
		err = each(rows, func(rows *sql.Rows) error {
			var name store.BarredName
			failed := rows.Scan(&name.Project, &name.Conversation, &name.Name)
			barred[name] = true
			return failed
		})
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read what was erased: %w", err)
	}
	return barred, nil
}

// Erasures lists what was erased. See store.Eraser.
func (s *Store) Erasures(ctx context.Context, project string) ([]store.Erasure, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, project, user_id, conversation_id, erased_at FROM erasures WHERE project = ? ORDER BY erased_at, id", project)
	if err != nil {
		return nil, fmt.Errorf("cannot list erasures: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, e *store.Erasure) error {
		return rows.Scan(&e.ID, &e.Project, &e.User, &e.Conversation, &e.At)
	})
}
