package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// ExportEvents streams events. See store.Exporter.
func (s *Store) ExportEvents(ctx context.Context, q store.ExportQuery, yield func(event.Event) error) error {
	return export(ctx, s, q, yield, func(p *project, add func(store.Place, event.Event)) {
		for _, id := range p.talks() {
			for _, e := range p.talk(id) {
				add(store.Place{Conversation: id, At: e.OccurredAt, ID: e.ID}, *e)
			}
		}
	})
}

// ExportTurns streams turns. See store.Exporter.
func (s *Store) ExportTurns(ctx context.Context, q store.ExportQuery, yield func(conversation.Turn) error) error {
	return export(ctx, s, q, yield, func(p *project, add func(store.Place, conversation.Turn)) {
		for _, one := range p.conversations() {
			turns := slices.SortedFunc(slices.Values(one.Turns), func(a, b conversation.Turn) int {
				return cmp.Or(a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.ID, b.ID))
			})
			for i := range turns {
				add(store.Place{Conversation: one.Conversation.ID, At: turns[i].StartedAt, ID: turns[i].ID}, turns[i])
			}
		}
	})
}

// ExportConversations streams conversations. See store.Exporter.
func (s *Store) ExportConversations(ctx context.Context, q store.ExportQuery, yield func(conversation.Conversation) error) error {
	return export(ctx, s, q, yield, func(p *project, add func(store.Place, conversation.Conversation)) {
		for _, one := range p.conversations() {
			c := &one.Conversation
			add(store.Place{Conversation: c.ID, At: c.StartedAt, ID: c.ID}, withoutProperties(*c))
		}
	})
}

// export streams the rows that walk adds in order, each with its place, as far
// as the query selects them.
func export[T any](ctx context.Context, s *Store, q store.ExportQuery, yield func(T) error, walk func(*project, func(store.Place, T))) error {
	if err := q.Validate(); err != nil {
		return fmt.Errorf("cannot export: %w", err)
	}
	var list []T
	err := s.read(ctx, q.Project, func(p *project) {
		f := p.filter(q.Filter, q.Zone)
		walk(p, func(at store.Place, one T) {
			owner := p.derived[at.Conversation]
			in := (q.From.IsZero() || !at.At.Before(q.From)) && (q.To.IsZero() || at.At.Before(q.To)) && (q.After == nil || comparePlaces(*q.After, at) < 0)
			if in && (f.all() || (owner != nil && f.selects(&owner.Derived))) {
				list = append(list, one)
			}
		})
	})
	for i := range list {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			break
		}
		err = yield(list[i])
	}
	if err != nil {
		return fmt.Errorf("cannot export: %w", err)
	}
	return nil
}

func comparePlaces(a, b store.Place) int {
	return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}
