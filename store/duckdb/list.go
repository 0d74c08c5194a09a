package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/internal/sqlgen"
)

// List returns a page of conversations. See store.Reader.
func (s *Store) List(ctx context.Context, q store.ListQuery) (store.Page, error) {
	page, err := s.page(ctx, &q)
	if err != nil {
		return store.Page{}, fmt.Errorf("cannot list conversations: %w", err)
	}
	return page, nil
}

func (s *Store) page(ctx context.Context, q *store.ListQuery) (store.Page, error) {
	var page store.Page
	if err := q.Validate(); err != nil {
		return page, err
	}
	if q.Sort == "" {
		q.Sort = store.Newest
	}
	statement, err := sqlgen.List(sqlgen.DuckDB{}, *q)
	if err != nil {
		return page, err
	}
	if q.Among != nil {
		ctx = withSet(ctx, sqlgen.SoughtAmong, codesOf(q.Among))
	}
	rows, err := s.query(ctx, statement)
	if err != nil {
		return page, err
	}
	var ids []string
	err = each(rows, func(rows *sql.Rows) error {
		var id sql.NullString
		if failed := rows.Scan(&page.Total, &id); failed != nil {
			return failed
		}
		if id.Valid {
			ids = append(ids, id.String)
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return page, err
	}
	if q.Among != nil {
		order := make(map[string]int, len(q.Among))
		for i, id := range q.Among {
			order[id] = i
		}
		slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(order[a], order[b]) })
		page.Conversations, err = s.conversations(ctx, q.Project, ids)
		return page, err
	}
	more := len(ids) > q.Limit
	if page.Conversations, err = s.conversations(ctx, q.Project, ids[:min(len(ids), q.Limit)]); err != nil {
		return page, err
	}
	if more && len(page.Conversations) > 0 {
		page.Next, err = sqlgen.Cursor(q.Sort, &page.Conversations[len(page.Conversations)-1])
	}
	return page, err
}

// conversations reads conversations in the order of their ids; those that are
// gone meanwhile are left out.
func (s *Store) conversations(ctx context.Context, project string, ids []string) ([]conversation.Conversation, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+conversationColumns+` FROM conversations
WHERE project = ? AND conversation_id IN (SELECT unnest(?::VARCHAR[]))`, project, ids)
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, scanConversation)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*conversation.Conversation, len(found))
	for i := range found {
		byID[found[i].ID] = &found[i]
	}
	ordered := make([]conversation.Conversation, 0, len(ids))
	for _, id := range ids {
		if one := byID[id]; one != nil {
			ordered = append(ordered, *one)
		}
	}
	return ordered, nil
}
