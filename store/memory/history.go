package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// EventsOf returns all events of some conversations. See store.History.
func (s *Store) EventsOf(ctx context.Context, projectID string, conversations []string) ([]event.Event, error) {
	var list []event.Event
	err := s.read(ctx, projectID, func(p *project) {
		for _, id := range slices.Compact(slices.Sorted(slices.Values(conversations))) {
			list = append(list, copies(p.talk(id))...)
		}
	})
	return list, err
}

func copies(events []*event.Event) []event.Event {
	list := make([]event.Event, len(events))
	for i, e := range events {
		list[i] = *e
	}
	return list
}

// eventsWhere are the events that a condition holds for, in order of time.
func (s *Store) eventsWhere(ctx context.Context, projectID string, holds func(*project, *event.Event) bool) ([]event.Event, error) {
	var list []event.Event
	err := s.read(ctx, projectID, func(p *project) {
		list = copies(slices.DeleteFunc(p.inOrder(), func(e *event.Event) bool { return !holds(p, e) }))
	})
	return list, err
}

// Loose returns conversions by user or session. See store.History.
func (s *Store) Loose(ctx context.Context, projectID string, spans []store.UserSpan, goals []string) ([]event.Event, error) {
	return s.eventsWhere(ctx, projectID, func(p *project, e *event.Event) bool {
		goal := e.Kind == event.Conversion || (e.Kind == event.Track && slices.Contains(goals, e.Name))
		user, _ := p.resolve(e)
		return goal && slices.ContainsFunc(spans, func(span store.UserSpan) bool { return who(span, user, e.Session) && during(span, e) })
	})
}

// who reports whether a span asks about a user or a session.
func who(span store.UserSpan, user, session string) bool {
	return (span.User != "" && span.User == user) || (span.Session != "" && span.Session == session)
}

func during(span store.UserSpan, e *event.Event) bool {
	return !e.OccurredAt.Before(span.From) && e.OccurredAt.Before(span.To)
}

// Attributed returns the events of conversions that are counted for some
// conversations. See store.History.
func (s *Store) Attributed(ctx context.Context, projectID string, conversations []string) ([]event.Event, error) {
	return s.eventsWhere(ctx, projectID, func(p *project, e *event.Event) bool {
		counted, ok := p.conversions[e.ID]
		return ok && (slices.Contains(conversations, counted.Conversation) || slices.Contains(conversations, counted.FirstTouch))
	})
}

// Prompts returns the prompts of some users. See store.History.
func (s *Store) Prompts(ctx context.Context, projectID string, spans []store.UserSpan) ([]store.UserPrompt, error) {
	var list []store.UserPrompt
	err := s.read(ctx, projectID, func(p *project) {
		for _, e := range p.inOrder() {
			user, _ := p.resolve(e)
			asked := func(span store.UserSpan) bool { return who(span, user, "") && during(span, e) }
			prompt := e.Kind == event.Prompt || (e.Kind == event.Span && e.Text != "")
			if prompt && slices.ContainsFunc(spans, asked) {
				list = append(list, store.UserPrompt{User: user, Asked: conversation.Asked{Conversation: p.of(e), At: e.OccurredAt, Prompt: e.Text}})
			}
		}
	})
	return list, err
}

// Touching returns derived conversations by user or session. See
// store.History.
func (s *Store) Touching(ctx context.Context, projectID string, spans []store.UserSpan) ([]conversation.Conversation, error) {
	var list []conversation.Conversation
	err := s.read(ctx, projectID, func(p *project) {
		for _, one := range p.derived {
			c := one.Conversation
			touches := func(span store.UserSpan) bool {
				return who(span, c.User, c.Session) && c.StartedAt.Before(span.To) && !c.EndedAt.Before(span.From)
			}
			if slices.ContainsFunc(spans, touches) {
				list = append(list, withoutProperties(c))
			}
		}
	})
	slices.SortFunc(list, func(a, b conversation.Conversation) int {
		return cmp.Or(a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// withoutProperties is a conversation as it is read.
func withoutProperties(c conversation.Conversation) conversation.Conversation {
	c.Properties = nil
	return c
}
