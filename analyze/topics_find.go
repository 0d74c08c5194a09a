package analyze

import (
	"context"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/topic"
)

// sampleMost is of how many prompts topics are found: it bounds memory, at some
// 100 MB. More would change little, since no more than 5,000 are compared.
const sampleMost = 100_000

// sample are the prompts whose ids have the smallest hashes, so that a later
// sample holds most of an earlier one.
type sample struct {
	prompts []topic.Prompt
	under   uint64
}

func (s *sample) add(p topic.Prompt) {
	if xxh3.HashString(p.ID) > s.under {
		return
	}
	if s.prompts = append(s.prompts, p); len(s.prompts) < 2*sampleMost {
		return
	}
	s.under /= 2
	s.prompts = slices.DeleteFunc(s.prompts, func(p topic.Prompt) bool { return xxh3.HashString(p.ID) > s.under })
}

// find finds topics in all prompts: anew, or keeping what there is as long as it
// fits. Steps go on meanwhile.
func (a *Analyzer) find(ctx context.Context, p *placing, count store.PromptCount, anew bool) (*placing, error) {
	erasures, err := a.Store.Erasures(ctx, count.Project)
	if err != nil {
		return nil, err
	}
	s := &sample{under: ^uint64(0)}
	err = a.Store.EachPrompt(ctx, store.PromptQuery{Project: count.Project}, func(one store.Prompt) error {
		if !one.SmallTalk && one.Text != "" {
			s.add(promptOf(one.Turn, one.Text))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	model := topic.Fit(s.prompts, topic.Options{Previous: p.model, Kept: p.made.Laid().Kept(), Anew: anew})
	state := p.state
	state.Prompts, state.Erasures, state.Placed = count.Prompts, len(erasures), false
	next, err := a.adopt(ctx, p, model, state)
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	delete(a.topics.dueAt, count.Project)
	delete(a.topics.forced, count.Project)
	delete(a.topics.pooled, count.Project)
	return next, err
}

const (
	// growLeast is by how many pooled prompts more topics are looked for among
	// them, and growShare by what share.
	growLeast = 5
	growShare = 0.01
	// poolMost is how many of them are looked at, the last ones.
	poolMost = 2_000
	// growRest is how much longer than looking took is waited before it is
	// done again.
	growRest = 20
)

// grow looks for new topics among the pooled prompts, once there are more of
// them than when it was done last or topics were found.
func (a *Analyzer) grow(ctx context.Context, p *placing, count store.PromptCount, urgent bool) (*placing, error) {
	if p.model == nil || !p.state.Placed || !a.mayGrow(count, urgent) {
		return p, nil
	}
	began := a.Now()
	pool, err := a.Store.FirstPrompts(ctx, store.PromptQuery{Project: count.Project, Pooled: true}, store.LatestFirst, poolMost)
	if err != nil {
		return nil, err
	}
	slices.Reverse(pool)
	prompts := make([]topic.Prompt, len(pool))
	for i := range pool {
		prompts[i] = promptOf(pool[i].Turn, pool[i].Text)
	}
	model, ids := p.model.Grow(prompts)
	a.topics.mu.Lock()
	a.topics.growAt = a.Now().Add(growRest * a.Now().Sub(began))
	a.topics.mu.Unlock()
	if len(ids) == 0 {
		return p, nil
	}
	state := p.state
	state.Placed = false
	if p, err = a.adopt(ctx, p, model, state); err != nil {
		return nil, err
	}
	if err = a.place(ctx, p, store.PromptQuery{Project: count.Project, Pooled: true}); err != nil {
		return nil, err
	}
	return a.settled(ctx, p)
}

// mayGrow reports whether enough more prompts are pooled, and takes note of how
// many there are then.
func (a *Analyzer) mayGrow(count store.PromptCount, urgent bool) bool {
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	seen, looked := a.topics.pooled[count.Project]
	more := max(growLeast, int64(growShare*float64(count.Pooled)))
	switch {
	case !looked || count.Pooled < seen:
		a.topics.pooled[count.Project] = count.Pooled
		return false
	case count.Pooled < seen+more || (!urgent && a.Now().Before(a.topics.growAt)):
		return false
	default:
		a.topics.pooled[count.Project] = count.Pooled
		return true
	}
}

// forget takes erased prompts out of the model.
func (a *Analyzer) forget(ctx context.Context, p *placing) (*placing, error) {
	erasures, err := a.Store.Erasures(ctx, p.state.Project)
	if err != nil || p.model == nil || len(erasures) == p.state.Erasures {
		return p, err
	}
	there := make(map[string]bool)
	for _, id := range p.model.Examples() {
		there[id] = false
	}
	err = a.Store.EachPrompt(ctx, store.PromptQuery{Project: p.state.Project}, func(one store.Prompt) error {
		if _, example := there[one.Turn]; example {
			there[one.Turn] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	state := p.state
	state.Erasures = len(erasures)
	model := p.model.Without(func(id string) bool { return !there[id] })
	return a.adopt(ctx, p, model, state)
}
