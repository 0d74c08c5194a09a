package memory

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// tie keeps what wins of what is said of a trace. What it leaves for another
// conversation is due at once.
func (p *project) tie(t store.Tie) {
	have, known := p.ties[t.Trace]
	if known && !t.Wins(&have) {
		return
	}
	p.ties[t.Trace] = t
	left := []string{t.Trace}
	if known && have.Conversation != t.Conversation {
		left = append(left, have.Conversation)
	}
	for _, id := range left {
		if one := p.derived[id]; one != nil {
			due := *one
			due.Conversation.DueAt = time.Unix(0, 0).UTC()
			p.derived[id] = &due
		}
	}
}

// ConversationsOf tells where traces belong. See store.Tracer.
func (s *Store) ConversationsOf(ctx context.Context, projectID string, traces []string) (map[string]string, error) {
	conversations := make(map[string]string)
	err := s.read(ctx, projectID, func(p *project) {
		for _, trace := range traces {
			if tie, tied := p.ties[trace]; tied {
				conversations[trace] = tie.Conversation
			}
		}
	})
	return conversations, err
}

// of is the conversation of an event.
func (p *project) of(e *event.Event) string {
	if tie, tied := p.ties[e.Conversation]; tied {
		return tie.Conversation
	}
	return e.Conversation
}

// moved is an event as one of the conversation that it is of.
func (p *project) moved(e *event.Event) *event.Event {
	to := p.of(e)
	if to == e.Conversation {
		return e
	}
	copied := *e
	copied.MoveTo(to)
	return &copied
}

// talk are the events of a conversation, in order of time.
func (p *project) talk(id string) []*event.Event {
	var all []*event.Event
	if _, elsewhere := p.ties[id]; !elsewhere {
		all = slices.Clone(p.said[id])
	}
	for _, trace := range slices.Sorted(maps.Keys(p.ties)) {
		if p.ties[trace].Conversation == id {
			for _, e := range p.said[trace] {
				all = append(all, p.moved(e))
			}
		}
	}
	slices.SortFunc(all, byTime)
	return all
}

// talks are the conversations that events are of, in order.
func (p *project) talks() []string {
	ids := make(map[string]bool)
	for _, said := range p.said {
		if len(said) > 0 {
			ids[p.of(said[0])] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}
