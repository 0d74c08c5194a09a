package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// gather collects what an export streams.
func gather[T any](t *testing.T, export func(func(T) error) error) []T {
	t.Helper()
	var list []T
	must(t, export(func(one T) error {
		list = append(list, one)
		return nil
	}))
	return list
}

func exports(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	staging, err := where.Parse("environment = staging")
	must(t, err)
	for _, q := range []store.ExportQuery{
		{Project: project},
		{Project: project, From: epoch().Add(50 * time.Hour)},
		{Project: project, From: epoch().Add(20 * time.Hour), To: epoch().Add(90 * time.Hour)},
		{Project: project, Filter: store.Filter{Where: staging}},
		{Project: project, Filter: store.Filter{Text: "export"}, To: epoch().Add(90 * time.Hour)},
		{Project: "none"},
	} {
		check := func(what string, want, got any) {
			t.Helper()
			if diff := sameRows(want, got); diff != "" {
				t.Errorf("%s of %+v (-want +got):\n%s", what, q, diff)
			}
		}
		check("events", w.exportedEvents(&q), gather(t, func(yield func(event.Event) error) error { return s.ExportEvents(t.Context(), q, yield) }))
		check("turns", w.exportedTurns(&q), gather(t, func(yield func(conversation.Turn) error) error { return s.ExportTurns(t.Context(), q, yield) }))
		check("conversations", w.exportedConversations(&q), gather(t, func(yield func(conversation.Conversation) error) error {
			return s.ExportConversations(t.Context(), q, yield)
		}))
	}
	t.Run("stopped", func(t *testing.T) {
		enough, count := errors.New("enough"), 0
		stop := s.ExportEvents(t.Context(), store.ExportQuery{Project: project}, func(event.Event) error {
			if count++; count == 3 {
				return enough
			}
			return nil
		})
		if !errors.Is(stop, enough) || count != 3 {
			t.Errorf("stopped after %d with %v", count, stop)
		}
	})
}

func (w *world) exported(q *store.ExportQuery, id string, at time.Time) bool {
	in := (q.From.IsZero() || !at.Before(q.From)) && (q.To.IsZero() || at.Before(q.To))
	return in && q.Project == project && w.selects(q.Filter, id, time.UTC)
}

func (w *world) exportedEvents(q *store.ExportQuery) []event.Event {
	var list []event.Event
	for i := range w.events {
		if w.exported(q, w.events[i].Conversation, w.events[i].OccurredAt) {
			list = append(list, w.events[i])
		}
	}
	slices.SortFunc(list, func(a, b event.Event) int {
		if c := compareText(a.Conversation, b.Conversation); c != 0 {
			return c
		}
		return byTime(a, b)
	})
	return list
}

func (w *world) exportedTurns(q *store.ExportQuery) []conversation.Turn {
	var list []conversation.Turn
	for i := range w.derived { // in order of their ids, and turns in order of time
		for _, turn := range w.derived[i].Turns {
			if w.exported(q, turn.Conversation, turn.StartedAt) {
				list = append(list, turn)
			}
		}
	}
	return list
}

func (w *world) exportedConversations(q *store.ExportQuery) []conversation.Conversation {
	var list []conversation.Conversation
	for i := range w.derived {
		c := w.derived[i].Conversation
		if w.exported(q, c.ID, c.StartedAt) {
			c.Properties = nil // they come with Get only
			list = append(list, c)
		}
	}
	return list
}
