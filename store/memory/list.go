package memory

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// List returns a page of conversations. See store.Reader.
func (s *Store) List(ctx context.Context, q store.ListQuery) (store.Page, error) {
	page, err := s.page(ctx, &q)
	if err != nil {
		return store.Page{}, fmt.Errorf("cannot list conversations: %w", err)
	}
	return page, nil
}

func (s *Store) page(ctx context.Context, q *store.ListQuery) (page store.Page, err error) {
	if err = q.Validate(); err != nil {
		return page, err
	}
	if q.Sort == "" {
		q.Sort = store.Newest
	}
	last, err := readCursor(q)
	if err != nil {
		return page, err
	}
	var list []place
	err = s.read(ctx, q.Project, func(p *project) {
		for _, one := range p.listed(q) {
			page.Total++
			if at := placeOf(&one.Conversation, q.Sort); last == nil || at.compare(last) > 0 {
				list = append(list, at)
			}
		}
		if q.Among != nil {
			slices.SortFunc(list, func(a, b place) int { return cmp.Compare(slices.Index(q.Among, a.ID), slices.Index(q.Among, b.ID)) })
		} else {
			slices.SortFunc(list, func(a, b place) int { return a.compare(&b) })
		}
		for _, at := range list[:min(q.Limit, len(list))] {
			page.Conversations = append(page.Conversations, withoutProperties(p.derived[at.ID].Conversation))
		}
	})
	if err != nil || len(list) <= q.Limit {
		return page, err
	}
	page.Next, err = list[q.Limit-1].cursor()
	return page, err
}

// listed are the conversations of a list.
func (p *project) listed(q *store.ListQuery) []*derived {
	f, in := p.filter(q.Filter, q.Zone), period{q.From, q.To}
	behind := p.behind(q, f)
	return slices.DeleteFunc(p.conversations(), func(one *derived) bool {
		if !f.selects(&one.Derived) || q.Among != nil && !slices.Contains(q.Among, one.Conversation.ID) {
			return true
		}
		if q.Behind != nil {
			return !behind[one.Conversation.ID]
		}
		return !in.has(one.Conversation.StartedAt)
	})
}

// behind are the conversations with a row behind a figure.
func (p *project) behind(q *store.ListQuery, f *filter) map[string]bool {
	of, in := q.Behind, period{q.From, q.To}
	found := make(map[string]bool)
	if of == nil {
		return found
	}
	same := func(a, b *string) bool { return orEmpty(a) == orEmpty(b) }
	rows := p.related(of.Fact, f, in, q.AsOf)
	if recalls(of.Of, of.Among) {
		p.recall(rows, f, in, func(*row) time.Time { return in.from })
	}
	for _, r := range rows {
		meets := r.has(of.Among) && r.has(of.Of) && (of.Column == store.NoColumn || r.column(of.Column) != nil)
		stands := func(group store.Group) bool { return slices.EqualFunc(group, of.Group, same) }
		if meets && slices.ContainsFunc(p.groups(&r, of.By), stands) {
			found[r.conversation] = true
		}
	}
	return found
}

// place is where a conversation stands in a list of that order.
type place struct {
	Sort     store.Sort
	Started  time.Time
	Turns    int
	Explicit *float64
	ID       string
}

func placeOf(c *conversation.Conversation, sort store.Sort) place {
	return place{sort, c.StartedAt, c.Turns, c.Explicit, c.ID}
}

// compare orders places; conversations without a rating come after those with
// one, and equals are in order of their ids.
func (a *place) compare(b *place) int {
	var order int
	switch a.Sort {
	case store.Oldest:
		order = a.Started.Compare(b.Started)
	case store.MostTurns:
		order = cmp.Compare(b.Turns, a.Turns)
	case store.BestRated:
		order = rated(a, b, -1)
	case store.WorstRated:
		order = rated(a, b, 1)
	default:
		order = b.Started.Compare(a.Started)
	}
	return cmp.Or(order, cmp.Compare(a.ID, b.ID))
}

func rated(a, b *place, sign int) int {
	switch {
	case a.Explicit == nil && b.Explicit == nil:
		return 0
	case a.Explicit == nil:
		return 1
	case b.Explicit == nil:
		return -1
	default:
		return sign * cmp.Compare(*a.Explicit, *b.Explicit)
	}
}

func (a *place) cursor() (string, error) {
	raw, err := json.Marshal(a)
	return base64.RawURLEncoding.EncodeToString(raw), err
}

func readCursor(q *store.ListQuery) (*place, error) {
	if q.Cursor == "" {
		return nil, nil //nolint:nilnil // the first page is after no place
	}
	var at place
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil || at.Sort != q.Sort || at.ID == "" {
		return nil, store.ErrInvalidCursor
	}
	return &at, nil
}
