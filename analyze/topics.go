package analyze

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/topic"
)

// placing says what the prompts of a project are about, as things stand: a
// model and what people decided. It does not change.
type placing struct {
	state store.Model  // without Bytes; Version 0 while there is none
	model *topic.Model // nil where none is kept, or none that can be read
	made  control.TopicDecisions
	shown *topic.Shown
	theme map[topic.ID]topic.ID
}

func newPlacing(state store.Model, model *topic.Model, made control.TopicDecisions) *placing {
	state.Bytes = nil
	p := &placing{state: state, model: model, made: made, theme: make(map[topic.ID]topic.ID)}
	if model != nil {
		p.shown = model.Show(made.Laid())
		for i := range p.shown.Topics {
			p.theme[p.shown.Topics[i].ID] = p.shown.Topics[i].Theme
		}
	}
	return p
}

// promptMost is how many bytes of a prompt say what it is about: who pastes a
// document has said it by then.
const promptMost = 2_000

// promptOf is a prompt as topics read it.
func promptOf(id, text string) topic.Prompt {
	if len(text) > promptMost {
		end := promptMost
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	return topic.Prompt{ID: id, Text: text}
}

// about is conversation.Neighbours.About.
func (p *placing) about(id, text string) conversation.Subject {
	if p.model == nil {
		return conversation.Subject{}
	}
	a := p.shown.Of(p.model.Assign(promptOf(id, text)))
	return conversation.Subject{Topic: string(a.Topic), Theme: string(p.theme[a.Topic]), Nearest: string(a.Nearest)}
}

// topics is the work on topics. One goroutine tends them at a time; steps only
// read what is current, which changes between two of them.
type topics struct {
	tending sync.Mutex // held while topics are found, and while prompts are placed
	wake    chan struct{}

	mu       sync.Mutex
	current  map[string]*placing
	counts   []store.PromptCount
	news     bool                 // events were taken in since prompts were counted
	heardAt  time.Time            // when a prompt came last
	behind   bool                 // events are being taken in, or more are known to wait
	prompted bool                 // some of them are prompts
	dueAt    map[string]time.Time // since when a project's topics are to be found; absent where they are not
	forced   map[string]bool      // whose topics are to be found whether they are due or not
	pooled   map[string]int64     // of a project, when topics were last looked for among them
	growAt   time.Time            // when they may be looked for again
	waiting  []chan struct{}      // closed once topics are current
}

func newTopics() *topics {
	return &topics{
		wake: make(chan struct{}, 1), current: make(map[string]*placing), news: true,
		dueAt: make(map[string]time.Time), forced: make(map[string]bool), pooled: make(map[string]int64),
	}
}

// heard says that events were taken in.
func (t *topics) heard() {
	t.mu.Lock()
	t.news = true
	t.mu.Unlock()
	t.poke()
}

// hear notes that events are being taken in, and when prompts come.
func (t *topics) hear(events []event.Event, now time.Time) {
	prompts := slices.ContainsFunc(events, func(e event.Event) bool { return e.Kind == event.Prompt })
	t.mu.Lock()
	defer t.mu.Unlock()
	t.behind, t.prompted = true, t.prompted || prompts
	if prompts {
		t.heardAt = now
	}
}

// catchUp notes that they were taken in, and whether there may be more: if they
// held prompts, it is quiet from then on.
func (t *topics) catchUp(more bool, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.prompted {
		t.heardAt = now
	}
	t.behind, t.prompted = more, false
}

func (t *topics) poke() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// placingOf is what is current in a project.
func (a *Analyzer) placingOf(ctx context.Context, project string) (*placing, error) {
	a.topics.mu.Lock()
	p := a.topics.current[project]
	a.topics.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := a.readPlacing(ctx, project)
	if err != nil {
		return nil, err
	}
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	if now := a.topics.current[project]; now != nil {
		return now, nil
	}
	a.topics.current[project] = p
	return p, nil
}

// decisions are what people decided by now.
func (a *Analyzer) decisions(ctx context.Context, project string) (control.TopicDecisions, error) {
	if a.Decisions == nil {
		return nil, nil
	}
	return a.Decisions.TopicDecisions(ctx, project)
}

func (a *Analyzer) readPlacing(ctx context.Context, project string) (*placing, error) {
	made, err := a.decisions(ctx, project)
	if err != nil {
		return nil, err
	}
	state, err := a.Store.Model(ctx, project, 0)
	if errors.Is(err, store.ErrNotFound) {
		return newPlacing(store.Model{Project: project}, nil, made), nil
	}
	if err != nil {
		return nil, err
	}
	model := &topic.Model{}
	if err = model.UnmarshalBinary(state.Bytes); errors.Is(err, topic.ErrModel) {
		return newPlacing(state, nil, made), nil // it is found again, and has a version of its own
	}
	return newPlacing(state, model, made), err
}

// swap makes a placing current, between two steps, and keeps what is new of it.
// Rows that are derived from then on follow it.
func (a *Analyzer) swap(ctx context.Context, p *placing, model []byte) error {
	kept := p.state
	kept.Bytes = model
	a.step.Lock()
	defer a.step.Unlock()
	if err := a.Store.PutModel(ctx, kept); err != nil {
		return err
	}
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	a.topics.current[p.state.Project] = p
	return nil
}

// adopt makes a model current. It is not placed yet.
func (a *Analyzer) adopt(ctx context.Context, p *placing, model *topic.Model, state store.Model) (*placing, error) {
	data, err := model.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("cannot keep topics: %w", err)
	}
	state.Version++
	state.MadeAt = a.Now()
	next := newPlacing(state, model, p.made)
	return next, a.swap(ctx, next, data)
}

// Refit has a project's topics found again, keeping those that still fit. Wait
// returns once they are.
func (a *Analyzer) Refit(project string) {
	a.topics.mu.Lock()
	a.topics.forced[project] = true
	a.topics.mu.Unlock()
	a.topics.poke()
}

// TopicStatus is the version of a project's topics, 0 while there are none, and
// whether they are to be found or prompts are to be placed.
func (a *Analyzer) TopicStatus(ctx context.Context, project string) (version int, pending bool, err error) {
	p, err := a.placingOf(ctx, project)
	if err != nil {
		return 0, false, err
	}
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	_, due := a.topics.dueAt[project]
	return p.state.Version, due || a.topics.news || a.topics.forced[project] || (p.model != nil && !p.state.Placed), nil
}
