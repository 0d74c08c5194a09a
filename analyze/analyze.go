// Package analyze derives meaning as events arrive: it finds the
// conversations that an event, another conversation or the passing of time
// may have changed, gathers all they depend on, and puts what
// conversation.Build makes of them into the store. Doing it again changes
// nothing, so a step that was cut off is simply repeated.
package analyze

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// Store is what analysis needs of a store.
type Store interface {
	store.Tail
	store.History
	store.Deriver
}

// Rules gives a project's definitions.
type Rules interface {
	Definitions(ctx context.Context, project string) (conversation.Definitions, int, error)
}

// Options configure an Analyzer. All but OnError must be set.
type Options struct {
	Store   Store
	Rules   Rules
	Now     func() time.Time
	OnError func(error) // told of a step that failed and will be tried again; may be nil
}

const (
	// batch is how many events one step takes in.
	batch = 20_000
	// chunk is how many conversations are derived at once: it bounds memory.
	chunk = 2_000
	// idle is how long to wait for a wake-up before looking at the clock: the
	// resolution at which time passes for conversations.
	idle = 500 * time.Millisecond
	// retryAfter is how long to wait after a step failed.
	retryAfter = time.Second
)

// Analyzer derives conversations. Run does the work; the other methods may be
// called while it runs.
type Analyzer struct {
	Options
	wake chan struct{}

	step sync.Mutex // held for the length of a step

	mu      sync.Mutex
	waiting []chan struct{} // closed once nothing is left to do
}

// New makes an analyzer.
func New(o Options) *Analyzer {
	if o.OnError == nil {
		o.OnError = func(error) {}
	}
	return &Analyzer{Options: o, wake: make(chan struct{}, 1)}
}

// Wake says that something was stored.
func (a *Analyzer) Wake() {
	select {
	case a.wake <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// Run derives until the context ends. Rows made by other rules are made again
// first.
func (a *Analyzer) Run(ctx context.Context) {
	if err := a.renew(ctx); err != nil && ctx.Err() == nil {
		a.OnError(err)
	}
	for ctx.Err() == nil {
		waiting := a.takeWaiting()
		busy, err := a.Step(ctx)
		pause := idle
		switch {
		case err != nil && ctx.Err() == nil:
			a.OnError(fmt.Errorf("cannot analyse, trying again: %w", err))
			pause = retryAfter
		case busy:
			pause = 0
		default:
			release(waiting)
			waiting = nil
		}
		a.putBack(waiting)
		a.sleep(ctx, pause)
	}
}

// renew rebuilds when the store holds rows of other rules than ours.
func (a *Analyzer) renew(ctx context.Context) error {
	progress, err := a.Store.Progress(ctx)
	if err != nil || progress.Version == 0 || progress.Version == conversation.Version {
		return err
	}
	return a.Rebuild(ctx, func(int64, int64) {})
}

func (a *Analyzer) sleep(ctx context.Context, pause time.Duration) {
	if pause == 0 {
		return
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-a.wake:
	case <-timer.C:
	}
}

func (a *Analyzer) takeWaiting() []chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	waiting := a.waiting
	a.waiting = nil
	return waiting
}

func (a *Analyzer) putBack(waiting []chan struct{}) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting = append(a.waiting, waiting...)
}

func release(waiting []chan struct{}) {
	for _, done := range waiting {
		close(done)
	}
}

// Wait returns once everything that is stored by now has been analysed, or
// when the context ends.
func (a *Analyzer) Wait(ctx context.Context) error {
	done := make(chan struct{})
	a.putBack([]chan struct{}{done})
	a.Wake()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("analysis has not caught up: %w", ctx.Err())
	}
}

// Step takes in what has arrived since the last step, or else what is due,
// and reports whether there was anything.
func (a *Analyzer) Step(ctx context.Context) (busy bool, err error) {
	a.step.Lock()
	defer a.step.Unlock()
	progress, err := a.Store.Progress(ctx)
	if err != nil {
		return false, err
	}
	events, err := a.Store.Scan(ctx, progress.Upto, batch)
	if err != nil {
		return false, err
	}
	if len(events) > 0 {
		last := &events[len(events)-1]
		upto := store.Position{StoredAt: last.StoredAt, Project: last.Project, ID: last.ID}
		return true, a.take(ctx, events, store.Derivation{Upto: upto, Analysed: progress.Analysed + int64(len(events))})
	}
	due, err := a.Store.Due(ctx, a.Now(), chunk)
	if err != nil || len(due) == 0 {
		return false, err
	}
	for project, ids := range byProject(due) {
		if err = a.derive(ctx, project, &dirty{conversations: set(ids...)}); err != nil {
			return true, err
		}
	}
	return true, nil
}

// Rebuild derives everything again from the first event on. told is given how
// many events of how many have been taken in.
func (a *Analyzer) Rebuild(ctx context.Context, told func(done, total int64)) error {
	total, err := a.Store.Count(ctx)
	if err != nil {
		return err
	}
	var position store.Position
	for done := int64(0); ; {
		n, err := a.rebuildBatch(ctx, &position)
		if err != nil {
			return fmt.Errorf("cannot rebuild: %w", err)
		}
		if n == 0 {
			return nil
		}
		done += int64(n)
		told(done, max(done, total))
	}
}

func (a *Analyzer) rebuildBatch(ctx context.Context, position *store.Position) (int, error) {
	a.step.Lock()
	defer a.step.Unlock()
	events, err := a.Store.Scan(ctx, *position, batch)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	last := &events[len(events)-1]
	*position = store.Position{StoredAt: last.StoredAt, Project: last.Project, ID: last.ID}
	return len(events), a.take(ctx, events, store.Derivation{})
}

func byProject(keys []store.Key) map[string][]string {
	ids := make(map[string][]string)
	for _, key := range keys {
		ids[key.Project] = append(ids[key.Project], key.Conversation)
	}
	return ids
}
