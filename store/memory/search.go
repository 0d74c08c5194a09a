package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	words "github.com/debrief-dev/debrief/text"
)

// Index does nothing: texts are read as they are.
func (s *Store) Index(ctx context.Context, _ int) (int64, error) { return 0, ctx.Err() }

// saidIn are the texts in which words are found.
func saidIn(one *conversation.Derived) []string {
	texts := []string{one.Conversation.Comments}
	for i := range one.Turns {
		texts = append(texts, one.Turns[i].Prompt, one.Turns[i].Response)
	}
	return texts
}

// Nearest compares the sketches of all prompts. See store.Searcher.
func (s *Store) Nearest(ctx context.Context, q store.ListQuery, to words.Sketch, limit int) ([]conversation.Turn, error) {
	q.Limit = store.MaxPage
	if err := q.Validate(); err != nil {
		return nil, err
	}
	type near struct {
		conversation.Turn

		distance int
	}
	var found []near
	sketcher := words.NewSketcher(words.General())
	err := s.read(ctx, q.Project, func(p *project) {
		for _, one := range p.listed(&q) {
			for i := range one.Turns {
				t := &one.Turns[i]
				if sketch := sketcher.Sketch(words.Words(t.Prompt)); sketch != (words.Sketch{}) && !t.Has(conversation.SmallTalk) {
					found = append(found, near{brief(t), sketch.Distance(to)})
				}
			}
		}
	})
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), b.StartedAt.Compare(a.StartedAt), cmp.Compare(a.ID, b.ID))
	})
	turns := make([]conversation.Turn, min(limit, len(found)))
	for i := range turns {
		turns[i] = found[i].Turn
	}
	return turns, err
}

// brief is a turn as searches read it.
func brief(t *conversation.Turn) conversation.Turn {
	return conversation.Turn{ID: t.ID, Project: t.Project, Conversation: t.Conversation, Position: t.Position, StartedAt: t.StartedAt, Prompt: t.Prompt, Response: t.Response}
}

// Said reads the turns of conversations. See store.Searcher.
func (s *Store) Said(ctx context.Context, id string, conversations []string) (turns []conversation.Turn, err error) {
	err = s.read(ctx, id, func(p *project) {
		for _, of := range conversations {
			if one := p.derived[of]; one != nil {
				for i := range one.Turns {
					turns = append(turns, brief(&one.Turns[i]))
				}
			}
		}
	})
	return turns, err
}
