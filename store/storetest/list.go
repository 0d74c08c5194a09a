package storetest

import (
	"cmp"
	"encoding/base64"
	"errors"
	"slices"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

func lists(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	t.Run("sorted, page by page", func(t *testing.T) { listsSorted(t, s, w) })
	t.Run("behind every figure", func(t *testing.T) { listsBehind(t, s, w) })
	t.Run("period", func(t *testing.T) {
		at := w.derived[5].Conversation.StartedAt
		f := func(from, to time.Time, want bool) {
			t.Helper()
			page, err := s.List(t.Context(), store.ListQuery{Project: project, From: from, To: to, Limit: store.MaxPage})
			must(t, err)
			got := slices.ContainsFunc(page.Conversations, func(c conversation.Conversation) bool { return c.ID == w.derived[5].Conversation.ID })
			if got != want {
				t.Errorf("listed from %s to %s: %t", from, to, got)
			}
		}
		f(at, at.Add(time.Microsecond), true)
		f(at.Add(-time.Hour), at, false)
	})
	t.Run("nothing", func(t *testing.T) {
		page, err := s.List(t.Context(), store.ListQuery{Project: "none", From: epoch(), To: horizon(), Limit: 10})
		if err != nil || page.Total != 0 || len(page.Conversations) > 0 || page.Next != "" {
			t.Errorf("got %+v, %v", page, err)
		}
	})
	t.Run("invalid", func(t *testing.T) { listsInvalid(t, s) })
}

// sorted orders the world's conversations.
func (w *world) sorted(sort store.Sort) []string {
	list := make([]*conversation.Conversation, 0, len(w.derived))
	for i := range w.derived {
		list = append(list, &w.derived[i].Conversation)
	}
	rated := func(a, b *conversation.Conversation, sign int) int {
		switch {
		case a.Explicit == nil && b.Explicit == nil:
			return 0
		case a.Explicit == nil:
			return 1
		case b.Explicit == nil:
			return -1
		}
		return sign * cmp.Compare(*a.Explicit, *b.Explicit)
	}
	slices.SortFunc(list, func(a, b *conversation.Conversation) int {
		var order int
		switch sort {
		case store.Oldest:
			order = a.StartedAt.Compare(b.StartedAt)
		case store.MostTurns:
			order = cmp.Compare(b.Turns, a.Turns)
		case store.BestRated:
			order = rated(a, b, -1)
		case store.WorstRated:
			order = rated(a, b, 1)
		default:
			order = b.StartedAt.Compare(a.StartedAt)
		}
		return cmp.Or(order, cmp.Compare(a.ID, b.ID))
	})
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return ids
}

func listsSorted(t *testing.T, s store.Store, w *world) {
	t.Helper()
	f := func(sort store.Sort, limit int) {
		t.Helper()
		q := store.ListQuery{Project: project, From: epoch(), To: horizon(), Sort: sort, Limit: limit}
		var got []string
		for range len(w.derived) {
			page, err := s.List(t.Context(), q)
			must(t, err)
			if page.Total != int64(len(w.derived)) || len(page.Conversations) > limit {
				t.Errorf("%q: a page of %d of %d", sort, len(page.Conversations), page.Total)
			}
			for i := range page.Conversations {
				got = append(got, page.Conversations[i].ID)
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
		if d := diff.Diff(w.sorted(sort), got); d != "" {
			t.Errorf("%q by %d (-want +got):\n%s", sort, limit, d)
		}
	}
	for _, sort := range []store.Sort{"", store.Newest, store.Oldest, store.MostTurns, store.BestRated, store.WorstRated} {
		f(sort, 7)
		f(sort, len(w.derived))
	}
}

// listBehind holds the list behind one cell to what the cell says.
func listBehind(t *testing.T, s store.Store, q *store.Query, cell *store.Cell) {
	t.Helper()
	page, err := s.List(t.Context(), store.ListQuery{
		Project: project, From: q.From, To: q.To, Zone: q.Zone, Filter: q.Filter, AsOf: q.AsOf, Limit: 1,
		Behind: &store.Behind{Fact: q.Fact, Of: q.Of, Among: q.Among, Column: q.Column, By: q.By, Group: cell.Group},
	})
	must(t, err)
	if page.Total != cell.Matches {
		t.Errorf("%s: %d conversations behind %+v", describe(q), page.Total, *cell)
	}
}

// listsBehind holds lists to the figures they stand behind: for every cell of
// many queries, as many conversations as it matches.
func listsBehind(t *testing.T, s store.Store, w *world) {
	t.Helper()
	all, zone := terms(), paris(t)
	cells := 0
	for _, fact := range facts() {
		if fact == store.Sightings {
			continue // which are not listed
		}
		by := breakdowns(fact)
		for i, q := range measures(fact) {
			q.Zone, q.By = zone, []store.Dimension{by[i%len(by)], by[(i*5+1)%len(by)]}[:i%3]
			if i%2 == 0 {
				q.Filter.Where = w.tree(all, 1)
			}
			found, err := store.Select(t.Context(), s, q)
			must(t, err)
			for j := range found {
				if j%3 > 0 && len(found) > 6 {
					continue // some are enough
				}
				cells++
				listBehind(t, s, &q, &found[j])
			}
		}
	}
	if cells < 100 {
		t.Errorf("only %d cells were looked behind", cells)
	}
}

func listsInvalid(t *testing.T, s store.Store) {
	t.Helper()
	valid := store.ListQuery{Project: project, From: epoch(), To: horizon(), Limit: 5, Sort: store.BestRated}
	page, err := s.List(t.Context(), valid)
	must(t, err)
	f := func(name string, change func(*store.ListQuery)) {
		t.Helper()
		q := valid
		change(&q)
		if _, err := s.List(t.Context(), q); !errors.Is(err, store.ErrInvalidQuery) {
			t.Errorf("%s: got %v, want an invalid query", name, err)
		}
	}
	f("limit", func(q *store.ListQuery) { q.Limit = 0 })
	f("too much", func(q *store.ListQuery) { q.Limit = store.MaxPage + 1 })
	f("sort", func(q *store.ListQuery) { q.Sort = "cost" })
	f("cursor", func(q *store.ListQuery) { q.Cursor = "x" })
	f("cursor of JSON", func(q *store.ListQuery) { q.Cursor = base64.RawURLEncoding.EncodeToString([]byte(`{}`)) })
	f("another list's cursor", func(q *store.ListQuery) { q.Sort, q.Cursor = store.Newest, page.Next })
	f("group", func(q *store.ListQuery) {
		q.Behind = &store.Behind{Fact: store.Turns, By: []store.Dimension{{Name: store.ByAgent}}}
	})
	f("behind sightings", func(q *store.ListQuery) { q.Behind = &store.Behind{Fact: store.Sightings} })
	f("behind", func(q *store.ListQuery) { q.Behind = &store.Behind{Fact: store.Turns, Of: store.IsPositive} })
}
