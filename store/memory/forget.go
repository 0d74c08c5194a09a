package memory

import (
	"context"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// Aged returns events that are to lose fields. See store.Forgetter.
func (s *Store) Aged(ctx context.Context, a store.Aged, limit int) ([]event.Event, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var aged []event.Event
	for i := range s.arrived {
		e := &s.arrived[i]
		analysed := s.progress.Upto.Compare(store.PositionOf(e)) >= 0
		if len(aged) < limit && analysed && e.Project == a.Project && !e.StoredAt.Before(a.From) && a.Fields(e) != 0 {
			aged = append(aged, *e)
		}
	}
	return aged, ctx.Err()
}

// Forget removes fields of events. See store.Forgetter.
func (s *Store) Forget(ctx context.Context, project string, events []event.Event, at time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	p := s.project(project)
	for i := range events {
		e := &events[i]
		kept := p.events[e.ID]
		if kept == nil {
			continue
		}
		take(kept, e)
		if k := slices.IndexFunc(s.arrived, func(x event.Event) bool { return x.Project == project && x.ID == e.ID }); k >= 0 {
			take(&s.arrived[k], e)
		}
		of := p.of(kept)
		if one := p.derived[of]; one != nil {
			bare := *one
			bare.Conversation.Opening, bare.Conversation.Comments, bare.Conversation.DueAt = "", "", at
			bare.Turns = slices.Clone(bare.Turns)
			for k := range bare.Turns {
				bare.Turns[k] = withoutTexts(bare.Turns[k])
			}
			p.derived[of] = &bare
		}
	}
	return nil
}

func take(to, from *event.Event) {
	to.Text, to.Properties, to.Context, to.Forgotten, to.Reading = from.Text, from.Properties, from.Context, from.Forgotten, from.Reading
}

func withoutTexts(t conversation.Turn) conversation.Turn {
	t.Prompt, t.Response = "", ""
	return t
}
