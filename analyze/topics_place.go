package analyze

import (
	"context"
	"maps"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

const (
	// moveAtOnce is how many conversations are derived again in one go at first;
	// then as many as take about moveFor, so that no event waits longer.
	moveAtOnce = 500
	moveFor    = 700 * time.Millisecond
)

// moving derives again what a placing changes.
type moving struct {
	*Analyzer
	*placing
	ctx   context.Context //nolint:containedctx // of place, which yields to see
	most  int
	ids   []string // conversations that change
	about map[string]conversation.Subject

	at      string // the conversation that is seen
	changed bool
	seen    map[string]conversation.Subject // of its prompts
}

// place has conversations derived again whose prompts a placing counts
// elsewhere. Prompts whose text is not kept stay where they are.
func (a *Analyzer) place(ctx context.Context, p *placing, q store.PromptQuery) error {
	m := &moving{
		Analyzer: a, placing: p, ctx: ctx, most: moveAtOnce,
		about: make(map[string]conversation.Subject), seen: make(map[string]conversation.Subject),
	}
	if err := a.Store.EachPrompt(ctx, q, m.see); err != nil {
		return err
	}
	m.leave()
	return m.move()
}

func (m *moving) see(one store.Prompt) error {
	if one.Conversation != m.at {
		m.leave()
		m.at = one.Conversation
		if len(m.ids) >= m.most {
			if err := m.move(); err != nil {
				return err
			}
		}
	}
	if one.Text == "" {
		return nil
	}
	is := m.placing.about(one.Turn, one.Text)
	m.seen[one.Turn] = is
	if one.SmallTalk {
		is.Topic, is.Theme = "", ""
	}
	m.changed = m.changed || is != conversation.Subject{Topic: one.Topic, Theme: one.Theme, Nearest: one.Nearest}
	return nil
}

// leave takes note of the conversation that was seen.
func (m *moving) leave() {
	if m.changed {
		m.ids = append(m.ids, m.at)
		maps.Copy(m.about, m.seen)
	}
	m.changed = false
	clear(m.seen)
}

func (m *moving) move() error {
	if len(m.ids) == 0 {
		return nil
	}
	m.step.Lock()
	defer m.step.Unlock()
	began := m.Now()
	d, err := m.begin(m.ctx, m.state.Project)
	if err != nil {
		return err
	}
	known := m.about
	d.about = func(id, text string) conversation.Subject {
		if s, is := known[id]; is {
			return s
		}
		return m.placing.about(id, text)
	}
	if err = d.derive(m.ctx, m.ids, cause{}); err != nil {
		return err
	}
	took := m.Now().Sub(began)
	m.most = min(max(int(float64(len(m.ids))*float64(moveFor)/float64(max(took, time.Millisecond))), moveAtOnce/5), chunk)
	m.ids = m.ids[:0]
	clear(m.about)
	return nil
}

// placeAll places every prompt, unless that was done.
func (a *Analyzer) placeAll(ctx context.Context, p *placing) error {
	if p.model == nil || p.state.Placed {
		return nil
	}
	if err := a.place(ctx, p, store.PromptQuery{Project: p.state.Project}); err != nil {
		return err
	}
	if _, err := a.settled(ctx, p); err != nil {
		return err
	}
	return a.recount(ctx, p.state.Project)
}

// recount takes note of how many prompts are pooled, once all are placed.
func (a *Analyzer) recount(ctx context.Context, project string) error {
	counts, err := a.Store.CountPrompts(ctx)
	if err != nil {
		return err
	}
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	a.topics.counts = counts
	for _, count := range counts {
		if count.Project == project {
			a.topics.pooled[project] = count.Pooled
		}
	}
	return nil
}

// settled notes that derived rows follow a placing.
func (a *Analyzer) settled(ctx context.Context, p *placing) (*placing, error) {
	next := *p
	next.state.Placed, next.state.Decisions = true, len(p.made)
	return &next, a.swap(ctx, &next, nil)
}

// decide follows what people decided since: only prompts of the topics that are
// concerned are placed.
func (a *Analyzer) decide(ctx context.Context, p *placing) (*placing, error) {
	made, err := a.decisions(ctx, p.state.Project)
	if err != nil || p.model == nil || (len(made) == p.state.Decisions && len(made) == len(p.made)) {
		return p, err
	}
	followed := p.model.Show(made[:min(p.state.Decisions, len(made))].Laid())
	next := newPlacing(p.state, p.model, made)
	if err = a.swap(ctx, next, nil); err != nil || !p.state.Placed {
		return next, err
	}
	var left []string
	for _, id := range followed.Left(next.shown) {
		left = append(left, string(id))
	}
	if len(left) > 0 {
		if err = a.place(ctx, next, store.PromptQuery{Project: p.state.Project, Nearest: left}); err != nil {
			return nil, err
		}
	}
	return a.settled(ctx, next)
}

// findAnew finds the topics of every project anew, so that everything can be
// derived again with them.
func (a *Analyzer) findAnew(ctx context.Context) ([]*placing, error) {
	counts, err := a.Store.CountPrompts(ctx)
	if err != nil {
		return nil, err
	}
	var found []*placing
	for _, count := range counts {
		p, err := a.placingOf(ctx, count.Project)
		if err == nil && count.Prompts >= firstPrompts {
			p, err = a.find(ctx, p, count, true)
			found = append(found, p)
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
