package analyze

import (
	"context"
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// ties are what events say of where their traces belong: the conversation that
// they name or, where they name none, the session.
func ties(events []event.Event) []store.Tie {
	var list []store.Tie
	for i := range events {
		e := &events[i]
		trace := e.Trace()
		if trace == "" || e.Conversation == "" {
			continue
		}
		tie := store.Tie{Project: e.Project, Trace: event.TraceConversation(trace), Conversation: e.Conversation, At: e.OccurredAt}
		if tie.Weak = tie.Trace == e.Conversation; tie.Weak {
			tie.Conversation = e.Session
		}
		if tie.Conversation != tie.Trace && tie.Conversation != "" {
			list = append(list, tie)
		}
	}
	return list
}

// place looks up where the traces of events belong.
func (d *derivation) place(ctx context.Context, events []event.Event) error {
	traces := make(map[string]bool)
	for i := range events {
		if event.NamesTrace(events[i].Conversation) {
			traces[events[i].Conversation] = true
		}
	}
	if len(traces) == 0 {
		return nil
	}
	var err error
	d.places, err = d.Store.ConversationsOf(ctx, d.project, slices.Sorted(maps.Keys(traces)))
	return err
}

// placeOf is the conversation that an event is of.
func (d *derivation) placeOf(e *event.Event) string {
	if of, tied := d.places[e.Conversation]; tied {
		return of
	}
	return e.Conversation
}
