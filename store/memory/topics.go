package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// PutModel keeps a model. See store.Topics.
func (s *Store) PutModel(ctx context.Context, m store.Model) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("cannot keep topics: %w", err)
	}
	p := s.project(m.Project)
	if m.Bytes == nil && p.model != nil {
		m.Bytes = p.model.Bytes
	}
	p.model = &m
	return nil
}

// Model returns a project's. See store.Topics.
func (s *Store) Model(ctx context.Context, id string, have int) (store.Model, error) {
	var m *store.Model
	err := s.read(ctx, id, func(p *project) { m = p.model })
	switch {
	case err != nil:
		return store.Model{}, err
	case m == nil:
		return store.Model{}, store.ErrNotFound
	}
	out := *m
	if out.Version == have {
		out.Bytes = nil
	}
	return out, nil
}

// EachPrompt streams prompts. See store.Topics.
func (s *Store) EachPrompt(ctx context.Context, q store.PromptQuery, yield func(store.Prompt) error) error {
	list, err := s.selected(ctx, &q)
	for i := range list {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			break
		}
		err = yield(list[i])
	}
	if err != nil {
		return fmt.Errorf("cannot read prompts: %w", err)
	}
	return nil
}

// FirstPrompts returns the first of an order. See store.Topics.
func (s *Store) FirstPrompts(ctx context.Context, q store.PromptQuery, order store.PromptOrder, limit int) ([]store.Prompt, error) {
	list, err := s.selected(ctx, &q)
	gap := func(p *store.Prompt) float64 {
		if p.Gap == nil || order != store.WorstFirst {
			return -1
		}
		return *p.Gap
	}
	slices.SortFunc(list, func(a, b store.Prompt) int {
		return cmp.Or(cmp.Compare(gap(&b), gap(&a)), b.At.Compare(a.At), cmp.Compare(b.Turn, a.Turn))
	})
	if q.PerTopic > 0 {
		of := make(map[string]int)
		list = slices.DeleteFunc(list, func(p store.Prompt) bool { of[p.Topic]++; return of[p.Topic] > q.PerTopic })
	}
	return list[:min(len(list), limit)], err
}

// selected are the prompts that a query selects, in order of conversation, time
// and id.
func (s *Store) selected(ctx context.Context, q *store.PromptQuery) (list []store.Prompt, err error) {
	err = s.read(ctx, q.Project, func(p *project) {
		f := p.filter(q.Filter, q.Zone)
		list = slices.DeleteFunc(p.prompts(), func(one store.Prompt) bool {
			owner := p.derived[one.Conversation]
			turn := slices.IndexFunc(owner.Turns, func(t conversation.Turn) bool { return t.ID == one.Turn })
			return (q.Nearest != nil && !slices.Contains(q.Nearest, one.Nearest)) || (q.Topics != nil && !slices.Contains(q.Topics, one.Topic)) ||
				(q.Pooled && !pooled(&one)) || (q.Turns != nil && !slices.Contains(q.Turns, one.Turn)) || (q.FellShort && !owner.Turns[turn].FellShort()) ||
				(!q.From.IsZero() && one.At.Before(q.From)) || (!q.To.IsZero() && !one.At.Before(q.To)) ||
				(!f.all() && !f.selects(&owner.Derived))
		})
	})
	return list, err
}

// CountPrompts counts prompts. See store.Topics.
func (s *Store) CountPrompts(ctx context.Context) ([]store.PromptCount, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	var counts []store.PromptCount
	for _, id := range slices.Sorted(maps.Keys(s.projects)) {
		count := store.PromptCount{Project: id}
		for _, one := range s.projects[id].prompts() {
			if one.SmallTalk || one.Text == "" {
				continue
			}
			count.Prompts++
			if pooled(&one) {
				count.Pooled++
			}
		}
		if count.Prompts > 0 {
			counts = append(counts, count)
		}
	}
	return counts, ctx.Err()
}

// prompts are those of a project, in order of conversation, time and id.
func (p *project) prompts() []store.Prompt {
	var list []store.Prompt
	for _, one := range p.conversations() {
		for i := range one.Turns {
			t := &one.Turns[i]
			if t.PromptEvent == "" {
				continue
			}
			list = append(list, store.Prompt{
				Turn: t.ID, Conversation: t.Conversation, At: t.StartedAt, Text: t.Prompt,
				Topic: t.Topic, Theme: t.Theme, Nearest: t.Nearest, SmallTalk: t.Has(conversation.SmallTalk), Next: t.Next, Gap: t.Gap,
			})
		}
	}
	slices.SortFunc(list, func(a, b store.Prompt) int {
		return cmp.Or(cmp.Compare(a.Conversation, b.Conversation), a.At.Compare(b.At), cmp.Compare(a.Turn, b.Turn))
	})
	return list
}

func pooled(p *store.Prompt) bool {
	return p.Topic == "" && p.Nearest != "" && !p.SmallTalk && p.Text != ""
}
