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
		e := exported{w, &q, w.selected(t, q.Filter, time.UTC)}
		events := gather(t, func(yield func(event.Event) error) error { return s.ExportEvents(t.Context(), q, yield) })
		resumes(t, s, q, events)
		check("events", e.events(), events)
		check("turns", e.turns(), gather(t, func(yield func(conversation.Turn) error) error { return s.ExportTurns(t.Context(), q, yield) }))
		check("conversations", e.conversations(), gather(t, func(yield func(conversation.Conversation) error) error {
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

// resumes holds that an export that broke off after a row goes on behind it.
func resumes(t *testing.T, s store.Store, q store.ExportQuery, all []event.Event) {
	t.Helper()
	for i := 0; i < len(all); i += 1 + len(all)/5 {
		q.After = &store.Place{Conversation: all[i].Conversation, At: all[i].OccurredAt, ID: all[i].ID}
		rest := gather(t, func(yield func(event.Event) error) error { return s.ExportEvents(t.Context(), q, yield) })
		if diff := sameRows(all[i+1:], rest); diff != "" {
			t.Errorf("events of %+v after %+v (-want +got):\n%s", q, q.After, diff)
		}
	}
}

// exported is what an export should stream.
type exported struct {
	*world

	*store.ExportQuery

	selected []string // conversations
}

func (e *exported) has(id string, at time.Time) bool {
	in := (e.From.IsZero() || !at.Before(e.From)) && (e.To.IsZero() || at.Before(e.To))
	all := e.Filter.Where == nil && e.Filter.Text == ""
	return in && e.Project == project && (all || slices.Contains(e.selected, id))
}

func (e *exported) events() []event.Event {
	var list []event.Event
	for i := range e.world.events {
		if e.has(e.world.events[i].Conversation, e.world.events[i].OccurredAt) {
			list = append(list, e.world.events[i])
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

func (e *exported) turns() []conversation.Turn {
	var list []conversation.Turn
	for i := range e.derived { // in order of their ids, and turns in order of time
		for _, turn := range e.derived[i].Turns {
			if e.has(turn.Conversation, turn.StartedAt) {
				list = append(list, turn)
			}
		}
	}
	return list
}

func (e *exported) conversations() []conversation.Conversation {
	var list []conversation.Conversation
	for i := range e.derived {
		c := e.derived[i].Conversation
		if e.has(c.ID, c.StartedAt) {
			c.Properties = nil // they are not read back
			list = append(list, c)
		}
	}
	return list
}
