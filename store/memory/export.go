package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// ExportEvents streams events. See store.Exporter.
func (s *Store) ExportEvents(ctx context.Context, q store.ExportQuery, yield func(event.Event) error) error {
	return export(ctx, s, q, yield, func(p *project, add func(string, time.Time, event.Event)) {
		for _, id := range slices.Sorted(maps.Keys(p.said)) {
			for _, e := range p.said[id] {
				add(id, e.OccurredAt, *e)
			}
		}
	})
}

// ExportTurns streams turns. See store.Exporter.
func (s *Store) ExportTurns(ctx context.Context, q store.ExportQuery, yield func(conversation.Turn) error) error {
	return export(ctx, s, q, yield, func(p *project, add func(string, time.Time, conversation.Turn)) {
		for _, one := range p.conversations() {
			turns := slices.SortedFunc(slices.Values(one.Turns), func(a, b conversation.Turn) int {
				return cmp.Or(a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.ID, b.ID))
			})
			for i := range turns {
				add(one.Conversation.ID, turns[i].StartedAt, turns[i])
			}
		}
	})
}

// ExportConversations streams conversations. See store.Exporter.
func (s *Store) ExportConversations(ctx context.Context, q store.ExportQuery, yield func(conversation.Conversation) error) error {
	return export(ctx, s, q, yield, func(p *project, add func(string, time.Time, conversation.Conversation)) {
		for _, one := range p.conversations() {
			add(one.Conversation.ID, one.Conversation.StartedAt, withoutProperties(one.Conversation))
		}
	})
}

// export streams the rows that walk adds in order, each with its conversation
// and its time, as far as the query selects them.
func export[T any](ctx context.Context, s *Store, q store.ExportQuery, yield func(T) error, walk func(*project, func(string, time.Time, T))) error {
	if err := q.Validate(); err != nil {
		return fmt.Errorf("cannot export: %w", err)
	}
	var list []T
	err := s.read(ctx, q.Project, func(p *project) {
		f := p.filter(q.Filter, q.Zone)
		walk(p, func(id string, at time.Time, one T) {
			owner := p.derived[id]
			in := (q.From.IsZero() || !at.Before(q.From)) && (q.To.IsZero() || at.Before(q.To))
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
