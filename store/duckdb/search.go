package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/fulltext"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
	"github.com/debrief-dev/debrief/text"
)

// Texts is the index of texts, whose files hold words of what was said; nil
// where the store was opened for reading only.
func (s *Store) Texts() *fulltext.Index { return s.texts }

// searchable tells whether words can be asked for.
func (s *Store) searchable() error {
	if s.texts == nil || !s.texts.Complete() {
		return store.ErrIndexing
	}
	return nil
}

// putUnsearched notes that the index of texts may differ from what is derived.
func (s *Store) putUnsearched(_ context.Context, c *connection, d *store.Derivation) error {
	if len(d.Derived) == 0 {
		return nil
	}
	return s.changed(c, perProject(d.Derived, func(one *conversation.Derived) (string, string) {
		return one.Conversation.Project, one.Conversation.ID
	}))
}

// changed notes that the texts of conversations, by project, may have changed.
// Every change has a number of its own, by which it is struck out: two of the
// same conversation are two.
func (s *Store) changed(c *connection, ids map[string][]string) error {
	return c.fill("unsearched", func(add func(...driver.Value) error) error {
		for project, list := range ids {
			for _, id := range list {
				if err := add(s.change.Add(1), project, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// change is one line of the list of what the index may lack.
type change struct {
	number int64
	store.Key
}

// Index brings the index of texts up to date. See store.Searcher.
func (s *Store) Index(ctx context.Context, limit int) (int64, error) {
	waiting, err := s.index(ctx, limit)
	if err != nil {
		return 0, fmt.Errorf("cannot index texts: %w", err)
	}
	return waiting, nil
}

func (s *Store) index(ctx context.Context, limit int) (waiting int64, err error) {
	s.indexing.Lock()
	defer s.indexing.Unlock()
	if !s.texts.Complete() && !s.listed {
		if err = s.listAll(ctx); err != nil {
			return 0, err
		}
		s.listed = true
	}
	changes, err := s.changes(ctx, limit)
	if err != nil {
		return 0, err
	}
	if len(changes) > 0 {
		if err = s.indexChanged(ctx, changes); err != nil {
			return 0, err
		}
	}
	if err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM unsearched").Scan(&waiting); err == nil && waiting == 0 && !s.texts.Complete() {
		err = s.texts.SetComplete(ctx)
	}
	return waiting, err
}

// listAll notes every conversation, for an index that is empty or was left
// unfinished.
func (s *Store) listAll(ctx context.Context) error {
	return s.transact(ctx, func(c *connection) error {
		from := s.change.Load()
		done, err := c.ExecContext(ctx, "INSERT INTO unsearched SELECT ? + row_number() OVER (), project, conversation_id FROM conversations", from)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		s.change.Add(n)
		return err
	})
}

func (s *Store) changes(ctx context.Context, limit int) ([]change, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT number, project, conversation_id FROM unsearched ORDER BY number LIMIT ?", limit)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows *sql.Rows, one *change) error {
		return rows.Scan(&one.number, &one.Project, &one.Conversation)
	})
}

// indexChanged puts conversations into the index as they are, and strikes the
// changes out once that is durable.
func (s *Store) indexChanged(ctx context.Context, changes []change) error {
	ids, numbers := make(map[string][]string), make([]string, len(changes))
	for i := range changes {
		ids[changes[i].Project] = append(ids[changes[i].Project], changes[i].Conversation)
		numbers[i] = strconv.FormatInt(changes[i].number, 10)
	}
	for project, list := range ids {
		slices.Sort(list)
		documents, err := s.documents(ctx, project, slices.Compact(list))
		if err != nil {
			return err
		}
		if err = s.texts.Put(ctx, documents); err != nil {
			return err
		}
	}
	return s.transact(ctx, func(c *connection) error {
		_, err := c.ExecContext(ctx, "DELETE FROM unsearched WHERE number IN (SELECT unnest(string_split(?, ','))::BIGINT)", strings.Join(numbers, ","))
		return err
	})
}

// documents reads conversations as the index has them.
func (s *Store) documents(ctx context.Context, project string, ids []string) ([]fulltext.Document, error) {
	codes := codesOf(ids)
	documents, at := make([]fulltext.Document, len(codes)), make(map[uint64]*fulltext.Document, len(codes))
	for i, one := range codes {
		documents[i] = fulltext.Document{Project: project, Code: one}
		at[one] = &documents[i]
	}
	ctx = withSet(ctx, sqlgen.SoughtAmong, codes)
	rows, err := s.db.QueryContext(ctx, `SELECT conversation_code, prompt, response, list_contains(signals, ?) FROM turns
WHERE project = ? AND conversation_code IN (SELECT code FROM found('among')) ORDER BY conversation_code, position, turn_id`, string(conversation.SmallTalk), project)
	if err != nil {
		return nil, err
	}
	if err = each(rows, func(rows *sql.Rows) error {
		var of uint64
		var prompt, response string
		var polite bool
		failed := rows.Scan(&of, &prompt, &response, &polite)
		if d := at[of]; failed == nil && d != nil {
			d.Texts = append(d.Texts, nonempty(prompt, response)...)
			if polite { // it means nothing
				prompt = ""
			}
			d.Prompts = append(d.Prompts, prompt)
		}
		return failed
	}); err != nil {
		return nil, err
	}
	if rows, err = s.db.QueryContext(ctx, `SELECT conversation_code, comments FROM conversations
WHERE project = ? AND comments <> '' AND conversation_code IN (SELECT code FROM found('among'))`, project); err != nil {
		return nil, err
	}
	return documents, each(rows, func(rows *sql.Rows) error {
		var of uint64
		var comments string
		failed := rows.Scan(&of, &comments)
		if d := at[of]; failed == nil && d != nil {
			d.Texts = append(d.Texts, comments)
		}
		return failed
	})
}

// nonempty leaves out texts that are gone or never were: without any, a
// conversation cannot be found.
func nonempty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

func codesOf(ids []string) []uint64 {
	codes := make([]uint64, len(ids))
	for i, id := range ids {
		codes[i] = code(id)
	}
	return codes
}

// spare is how many more turns than are asked for come into question, of which
// a filter leaves some.
const spare = 8

// Nearest finds turns by what their prompts mean. See store.Searcher.
func (s *Store) Nearest(ctx context.Context, q store.ListQuery, to text.Sketch, limit int) ([]conversation.Turn, error) {
	turns, err := s.nearest(ctx, q, to, limit)
	if err != nil {
		return nil, fmt.Errorf("cannot find what means the same: %w", err)
	}
	return turns, nil
}

func (s *Store) nearest(ctx context.Context, q store.ListQuery, to text.Sketch, limit int) ([]conversation.Turn, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if s.texts == nil {
		return nil, store.ErrIndexing
	}
	near, err := s.texts.Nearest(ctx, q.Project, to, nil, spare*limit)
	if err != nil {
		return nil, err
	}
	codes := make([]uint64, len(near))
	for i := range near {
		codes[i] = near[i].Code
	}
	all := len(near) < spare*limit
	selected, err := s.codes(withSet(ctx, sqlgen.SoughtAmong, codes), q, true)
	if err != nil {
		return nil, err
	}
	near = slices.DeleteFunc(near, func(n fulltext.Near) bool { return !selected[n.Code] })
	if len(near) < limit && !all { // the filter leaves few: it says which instead
		if selected, err = s.codes(ctx, q, false); err != nil {
			return nil, err
		}
		if near, err = s.texts.Nearest(ctx, q.Project, to, selected, limit); err != nil {
			return nil, err
		}
	}
	return s.turnsNear(ctx, q.Project, near[:min(limit, len(near))])
}

// codes are those of the conversations that a list selects.
func (s *Store) codes(ctx context.Context, q store.ListQuery, within bool) (map[uint64]bool, error) {
	statement, err := sqlgen.Codes(sqlgen.DuckDB{}, q, within)
	if err != nil {
		return nil, err
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return nil, err
	}
	selected := make(map[uint64]bool)
	return selected, each(rows, func(rows *sql.Rows) error {
		var one uint64
		failed := rows.Scan(&one)
		selected[one] = true
		return failed
	})
}

// turnsNear reads turns, in their order.
func (s *Store) turnsNear(ctx context.Context, project string, near []fulltext.Near) ([]conversation.Turn, error) {
	type place struct {
		of       uint64
		position int
	}
	codes, order := make([]uint64, 0, len(near)), make(map[place]int, len(near))
	for i, n := range near {
		codes = append(codes, n.Code)
		order[place{n.Code, n.Position}] = i
	}
	slices.Sort(codes)
	turns, err := s.said(ctx, project, slices.Compact(codes))
	at := func(t *conversation.Turn) int {
		if i, ok := order[place{code(t.Conversation), t.Position}]; ok {
			return i
		}
		return -1
	}
	turns = slices.DeleteFunc(turns, func(t conversation.Turn) bool { return at(&t) < 0 })
	slices.SortFunc(turns, func(a, b conversation.Turn) int { return cmp.Compare(at(&a), at(&b)) })
	return turns, err
}

// Said reads the turns of conversations. See store.Searcher.
func (s *Store) Said(ctx context.Context, project string, conversations []string) ([]conversation.Turn, error) {
	turns, err := s.said(ctx, project, codesOf(conversations))
	if err != nil {
		return nil, fmt.Errorf("cannot read turns: %w", err)
	}
	return turns, nil
}

func (s *Store) said(ctx context.Context, project string, codes []uint64) ([]conversation.Turn, error) {
	rows, err := s.db.QueryContext(withSet(ctx, sqlgen.SoughtAmong, codes), `SELECT turn_id, conversation_id, position, started_at, prompt, response FROM turns
WHERE project = ? AND conversation_code IN (SELECT code FROM found('among'))`, project)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(rows *sql.Rows, t *conversation.Turn) error {
		t.Project = project
		return rows.Scan(&t.ID, &t.Conversation, &t.Position, &t.StartedAt, &t.Prompt, &t.Response)
	})
}

// openTexts opens the index of texts and finds where the list of changes ends.
func (s *Store) openTexts(ctx context.Context, path string) (err error) {
	var last sql.NullInt64
	if err = s.db.QueryRowContext(ctx, "SELECT max(number) FROM unsearched").Scan(&last); err != nil {
		return fmt.Errorf("cannot read what is to be indexed: %w", err)
	}
	s.change.Store(last.Int64)
	s.texts, err = fulltext.Open(ctx, path)
	return err
}

// closeTexts closes it.
func (s *Store) closeTexts() error {
	if s.texts == nil {
		return nil
	}
	return errors.Join(s.texts.Close())
}
