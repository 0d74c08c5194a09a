package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// PutDerived replaces derived rows. See store.Deriver.
func (s *Store) PutDerived(ctx context.Context, d store.Derivation) error {
	rows := 0
	err := s.transact(ctx, func(c *connection) error {
		steps := []func(context.Context, *connection, *store.Derivation) error{
			putConversations, putConversions, putIdentities, putTies, putTraits, sweep, s.putUnsearched, putProgress,
		}
		for _, step := range steps {
			if err := step(ctx, c, &d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cannot keep derived rows: %w", err)
	}
	for i := range d.Derived {
		rows += 1 + len(d.Derived[i].Turns)
	}
	return s.wrote(ctx, rows+len(d.Conversions))
}

// perProject groups what is to be replaced by project: deletions name one.
func perProject[T any](all []T, key func(*T) (project, id string)) map[string][]string {
	ids := make(map[string][]string)
	for i := range all {
		project, id := key(&all[i])
		ids[project] = append(ids[project], id)
	}
	return ids
}

// remove deletes the rows whose column holds one of the ids.
func (c *connection) remove(ctx context.Context, table, column string, ids map[string][]string) error {
	for project, list := range ids {
		_, err := c.ExecContext(ctx, "DELETE FROM "+table+" WHERE project = ? AND "+column+" IN "+listed, append([]any{project}, listArgs(list)...)...)
		if err != nil {
			return fmt.Errorf("cannot delete from %s: %w", table, err)
		}
	}
	return nil
}

// removeConversations deletes conversations and returns those that were there.
func (c *connection) removeConversations(ctx context.Context, ids map[string][]string) (map[string][]string, error) {
	known := make(map[string][]string)
	for project, list := range ids {
		rows, err := c.QueryContext(ctx, "DELETE FROM conversations WHERE project = ? AND conversation_id IN "+listed+" RETURNING conversation_id",
			append([]any{project}, listArgs(list)...)...)
		if err != nil {
			return nil, fmt.Errorf("cannot delete from conversations: %w", err)
		}
		there, err := collect(rows, func(rows *sql.Rows, id *string) error { return rows.Scan(id) })
		if err != nil {
			return nil, fmt.Errorf("cannot delete from conversations: %w", err)
		}
		if len(there) > 0 {
			known[project] = there
		}
	}
	return known, nil
}

func putConversations(ctx context.Context, c *connection, d *store.Derivation) error {
	if len(d.Derived)+len(d.Gone) == 0 {
		return nil
	}
	ids := perProject(d.Derived, func(one *conversation.Derived) (string, string) {
		return one.Conversation.Project, one.Conversation.ID
	})
	for _, key := range d.Gone {
		ids[key.Project] = append(ids[key.Project], key.Conversation)
	}
	// Most conversations are new: the larger tables are searched only for those
	// that are not.
	known, err := c.removeConversations(ctx, ids)
	if err != nil {
		return err
	}
	for _, table := range []string{"turns", "ratings", "conversation_properties"} {
		if err = c.remove(ctx, table, "conversation_id", known); err != nil {
			return err
		}
	}
	return errors.Join(
		fillEach(c, "conversations", d.Derived, func(one *conversation.Derived) ([][]driver.Value, error) {
			row, err := conversationRow(&one.Conversation, d.Made)
			return [][]driver.Value{row}, err
		}),
		fillEach(c, "turns", d.Derived, func(one *conversation.Derived) ([][]driver.Value, error) {
			rows := make([][]driver.Value, 0, len(one.Turns))
			for i := range one.Turns {
				row, err := turnRow(&one.Turns[i])
				if err != nil {
					return nil, err
				}
				rows = append(rows, row)
			}
			return rows, nil
		}),
		fillEach(c, "ratings", d.Derived, func(one *conversation.Derived) ([][]driver.Value, error) {
			rows := make([][]driver.Value, 0, len(one.Ratings))
			for i := range one.Ratings {
				rows = append(rows, ratingRow(&one.Ratings[i]))
			}
			return rows, nil
		}),
		fillEach(c, "conversation_properties", d.Derived, func(one *conversation.Derived) ([][]driver.Value, error) {
			return propertyRows(&one.Conversation), nil
		}),
	)
}

// fillEach fills a table with the rows of each element.
func fillEach[T any](c *connection, table string, all []T, rows func(*T) ([][]driver.Value, error)) error {
	return c.fill(table, func(add func(...driver.Value) error) error {
		for i := range all {
			list, err := rows(&all[i])
			if err != nil {
				return err
			}
			for _, row := range list {
				if err = add(row...); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func propertyRows(c *conversation.Conversation) [][]driver.Value {
	rows := make([][]driver.Value, 0, len(c.Properties))
	ordinals := make(map[string]int32, len(c.Properties))
	for _, property := range c.Properties {
		if property.Value.Null() {
			continue
		}
		text, number := scalars(property.Value)
		rows = append(rows, []driver.Value{c.Project, c.ID, code(c.ID), property.Name, ordinals[property.Name], text, number})
		ordinals[property.Name]++
	}
	return rows
}

// scalars is a value as text, nil for null, objects and arrays, and as a
// number, nil for what is neither a number nor a string that is one.
func scalars(v event.Value) (text, number driver.Value) {
	s, ok := v.Scalar()
	if !ok {
		return nil, nil
	}
	if f, isNumber := v.Figure(); isNumber {
		return s, f
	}
	return s, nil
}

func putConversions(ctx context.Context, c *connection, d *store.Derivation) error {
	if len(d.Conversions) == 0 {
		return nil
	}
	ids := perProject(d.Conversions, func(one *conversation.Conversion) (string, string) { return one.Project, one.Event })
	if err := c.remove(ctx, "conversions", "event_id", ids); err != nil {
		return err
	}
	return fillEach(c, "conversions", d.Conversions, func(one *conversation.Conversion) ([][]driver.Value, error) {
		return [][]driver.Value{conversionRow(one, d.Made)}, nil
	})
}

// newest keeps one element for each key: the one that wins against the others.
func newest[K comparable, T any](all []T, key func(*T) K, wins func(a, b *T) bool) map[K]*T {
	kept := make(map[K]*T, len(all))
	for i := range all {
		k := key(&all[i])
		if have, ok := kept[k]; !ok || wins(&all[i], have) {
			kept[k] = &all[i]
		}
	}
	return kept
}

func putIdentities(ctx context.Context, c *connection, d *store.Derivation) error {
	first := func(a, b *store.Identity) bool {
		return a.At.Before(b.At) || (a.At.Equal(b.At) && a.User < b.User)
	}
	type key struct{ project, anonymous string }
	kept := newest(d.Identities, func(i *store.Identity) key { return key{i.Project, i.Anonymous} }, first)
	for project, ids := range perProject(d.Identities, func(i *store.Identity) (string, string) { return i.Project, i.Anonymous }) {
		rows, err := c.QueryContext(ctx, `SELECT anonymous_id, user_id, dated_at FROM identities
WHERE project = ? AND anonymous_id IN `+listed, append([]any{project}, listArgs(ids)...)...)
		if err != nil {
			return fmt.Errorf("cannot read identities: %w", err)
		}
		err = each(rows, func(rows *sql.Rows) error {
			have := store.Identity{Project: project}
			if failed := rows.Scan(&have.Anonymous, &have.User, &have.At); failed != nil {
				return failed
			}
			if k := (key{project, have.Anonymous}); !first(kept[k], &have) {
				delete(kept, k)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	changed := values(kept)
	if len(changed) == 0 {
		return nil
	}
	ids := perProject(changed, func(i *store.Identity) (string, string) { return i.Project, i.Anonymous })
	if err := c.remove(ctx, "identities", "anonymous_id", ids); err != nil {
		return err
	}
	return fillEach(c, "identities", changed, func(i *store.Identity) ([][]driver.Value, error) {
		return [][]driver.Value{{i.Project, i.Anonymous, i.User, i.At}}, nil
	})
}

func values[K comparable, T any](kept map[K]*T) []T {
	list := make([]T, 0, len(kept))
	for _, one := range kept {
		list = append(list, *one)
	}
	return list
}

// traitID names one trait of one owner.
const traitID = "(CASE WHEN account THEN 'a' ELSE 'u' END) || owner || chr(1) || name"

func traitKey(t *store.Trait) string {
	kind := "u"
	if t.Account {
		kind = "a"
	}
	return kind + t.Owner + "\x01" + t.Name
}

func putTraits(ctx context.Context, c *connection, d *store.Derivation) error {
	if len(d.Traits) == 0 {
		return nil
	}
	later := func(a, b *store.Trait) bool { return !a.At.Before(b.At) }
	type key struct{ project, id string }
	kept := newest(d.Traits, func(t *store.Trait) key { return key{t.Project, traitKey(t)} }, later)
	for project, ids := range perProject(d.Traits, func(t *store.Trait) (string, string) { return t.Project, traitKey(t) }) {
		rows, err := c.QueryContext(ctx, "SELECT "+traitID+", dated_at FROM traits WHERE project = ? AND "+traitID+" IN "+listed,
			append([]any{project}, listArgs(ids)...)...)
		if err != nil {
			return fmt.Errorf("cannot read traits: %w", err)
		}
		err = each(rows, func(rows *sql.Rows) error {
			var id string
			var at time.Time
			if failed := rows.Scan(&id, &at); failed != nil {
				return failed
			}
			if k := (key{project, id}); kept[k] != nil && kept[k].At.Before(at) {
				delete(kept, k)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	changed := values(kept)
	ids := perProject(changed, func(t *store.Trait) (string, string) { return t.Project, traitKey(t) })
	if err := c.remove(ctx, "traits", traitID, ids); err != nil {
		return err
	}
	return fillEach(c, "traits", changed, func(t *store.Trait) ([][]driver.Value, error) {
		text, number := scalars(t.Value)
		var value driver.Value
		if !t.Value.Null() {
			value = string(t.Value)
		}
		return [][]driver.Value{{t.Project, t.Owner, t.Account, t.Name, value, text, number, t.At}}, nil
	})
}

// sweep removes of a project that was rebuilt what other rules or earlier
// definitions made.
func sweep(ctx context.Context, c *connection, d *store.Derivation) error {
	if d.Rebuilt == "" {
		return nil
	}
	const outdated = " WHERE project = ? AND (rules <> ? OR definitions < ?)"
	args := []any{d.Rebuilt, d.Made.Rules, d.Made.Definitions}
	for _, table := range []string{"turns", "ratings", "conversation_properties"} {
		if _, err := c.ExecContext(ctx, "DELETE FROM "+table+" WHERE project = ? AND conversation_id IN (SELECT conversation_id FROM conversations"+outdated+")",
			append([]any{d.Rebuilt}, args...)...); err != nil {
			return fmt.Errorf("cannot sweep %s: %w", table, err)
		}
	}
	for _, table := range []string{"conversations", "conversions"} {
		if _, err := c.ExecContext(ctx, "DELETE FROM "+table+outdated, args...); err != nil {
			return fmt.Errorf("cannot sweep %s: %w", table, err)
		}
	}
	return nil
}

func putProgress(ctx context.Context, c *connection, d *store.Derivation) error {
	if d.Upto == (store.Position{}) {
		return nil
	}
	if _, err := c.ExecContext(ctx, "DELETE FROM progress"); err != nil {
		return fmt.Errorf("cannot move progress: %w", err)
	}
	_, err := c.ExecContext(ctx, "INSERT INTO progress VALUES (?, ?, ?, ?)", d.Upto.StoredAt, d.Upto.Project, d.Upto.ID, d.Analysed)
	return err
}

// Progress is how far analysis has come. See store.Deriver.
func (s *Store) Progress(ctx context.Context) (store.Progress, error) {
	var p store.Progress
	err := s.db.QueryRowContext(ctx, "SELECT stored_at, project, event_id, analysed FROM progress").
		Scan(&p.Upto.StoredAt, &p.Upto.Project, &p.Upto.ID, &p.Analysed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("cannot read progress: %w", err)
	}
	return p, nil
}

// Generations counts rows by what they were made with. See
// store.Deriver.
func (s *Store) Generations(ctx context.Context) ([]store.Generation, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT project, rules, definitions, count(*)
FROM (SELECT project, rules, definitions FROM conversations UNION ALL SELECT project, rules, definitions FROM conversions)
GROUP BY project, rules, definitions ORDER BY project, rules, definitions`)
	if err != nil {
		return nil, fmt.Errorf("cannot read what derived rows were made with: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, g *store.Generation) error {
		return rows.Scan(&g.Project, &g.Rules, &g.Definitions, &g.Rows)
	})
}

// Resolve maps anonymous ids to users. See store.Deriver.
func (s *Store) Resolve(ctx context.Context, project string, anonymous []string) (map[string]string, error) {
	if len(anonymous) == 0 {
		return nil, nil
	}
	rows, err := s.db.QueryContext(ctx, `SELECT anonymous_id, user_id FROM identities
WHERE project = ? AND anonymous_id IN `+listed, append([]any{project}, listArgs(anonymous)...)...)
	if err != nil {
		return nil, fmt.Errorf("cannot resolve identities: %w", err)
	}
	users := make(map[string]string)
	return users, each(rows, func(rows *sql.Rows) error {
		var id, user string
		err := rows.Scan(&id, &user)
		users[id] = user
		return err
	})
}

// Due lists conversations that passing time may have changed. See
// store.Deriver.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]store.Key, error) {
	return s.keys(ctx, "SELECT project, conversation_id FROM conversations WHERE due_at <= ? ORDER BY due_at, conversation_id LIMIT ?", now.UTC(), limit)
}

func (s *Store) keys(ctx context.Context, query string, args ...any) ([]store.Key, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("cannot list conversations: %w", err)
	}
	return collect(rows, func(rows *sql.Rows, k *store.Key) error { return rows.Scan(&k.Project, &k.Conversation) })
}
