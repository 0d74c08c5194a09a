// Package analyze derives meaning as events arrive: it finds the
// conversations that an event, another conversation or the passing of time
// may have changed, gathers all they depend on, and puts what
// conversation.Build makes of them into the store. Doing it again changes
// nothing, so a step that was cut off is simply repeated; and the order in
// which events arrive leaves no trace in what is derived in the end.
//
// Topics are found beside the steps, by a goroutine of their own: topics.go has
// what is current, topics_tend.go when what is done, topics_find.go how they
// are found and topics_place.go how derived rows come to follow them.
//
// A step goes through learn.go (who is who, and which trace is of which
// conversation), touch.go (what may have changed),
// gather.go (what that depends on), attribute.go (conversions) and derive.go.
package analyze

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// Store is what analysis needs of a store.
type Store interface {
	store.Tail
	store.History
	store.Deriver
	store.Tracer
	store.Eraser
	store.Topics
	store.Forgetter
	store.Searcher
}

// Rules gives a project's definitions.
type Rules interface {
	Definitions(ctx context.Context, project string) (conversation.Definitions, int, error)
}

// Decisions gives what people decided about a project's topics.
type Decisions interface {
	TopicDecisions(ctx context.Context, project string) (control.TopicDecisions, error)
}

// Options configure an Analyzer.
type Options struct {
	Store Store
	Rules Rules
	Now   func() time.Time
	// GiveWay returns when what is more urgent than analysis leaves it room, or
	// after so long. It may be nil.
	GiveWay func(ctx context.Context, most time.Duration)
	Kept    Keeping     // nil keeps everything for ever
	OnError func(error) // told of a step that failed and will be tried again; may be nil
	// Decisions may be nil: then nobody decides.
	Decisions Decisions
}

const (
	// batch is how many events one step takes in.
	batch = 20_000
	// chunk is how many conversations are derived at once: it bounds memory.
	chunk = 16_000
	// idle is how long to wait for a wake-up before looking at the clock: the
	// resolution at which time passes for conversations.
	idle = 500 * time.Millisecond
	// giveWayTimes is how many times as long as it has worked a goroutine may be
	// held up, and giveWayMost the longest: under the heaviest load analysis has
	// a tenth of the processors.
	giveWayTimes, giveWayMost = 9, time.Second
	// retryAfter is how long to wait after a step failed.
	retryAfter = time.Second
)

// Analyzer derives conversations. Run does the work; the other methods may be
// called while it runs.
type Analyzer struct {
	Options
	wake       chan struct{}
	derived    chan struct{} // wakes the index of texts
	unindexed  atomic.Int64
	renewEvery time.Duration

	step   sync.Mutex // held for the length of a step
	retied retied     // guarded by step

	forgetting sync.Mutex
	forgotten  done // guarded by forgetting

	mu      sync.Mutex
	waiting []chan struct{} // closed once nothing is left to do

	topics *topics
}

// New makes an analyzer.
func New(o Options) *Analyzer {
	if o.OnError == nil {
		o.OnError = func(error) {}
	}
	if o.GiveWay == nil {
		o.GiveWay = func(context.Context, time.Duration) {}
	}
	return &Analyzer{
		Options: o, wake: make(chan struct{}, 1), derived: make(chan struct{}, 1), renewEvery: renewEvery, retied: make(retied),
		forgotten: make(done), topics: newTopics(),
	}
}

// Wake says that something was stored.
func (a *Analyzer) Wake() {
	select {
	case a.wake <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// Run derives until the context ends. Rows made with other rules or
// definitions than are in force are made again meanwhile.
func (a *Analyzer) Run(ctx context.Context) {
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { a.keepRenewed(ctx) })
	beside.Go(func() { a.keepTopics(ctx) })
	beside.Go(func() { a.keepForgetting(ctx) })
	beside.Go(func() { a.keepIndexed(ctx) })
	for ctx.Err() == nil {
		waiting := a.takeWaiting()
		done, err := a.advance(ctx)
		pause := idle
		switch {
		case err != nil && ctx.Err() == nil:
			a.OnError(fmt.Errorf("cannot analyse, trying again: %w", err))
			pause = retryAfter
		case done.any():
			pause = 0
			a.wakeIndex()
		}
		if err == nil && done.all() {
			release(waiting)
			waiting = nil
		}
		a.putBack(waiting)
		a.sleep(ctx, pause)
	}
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

// Wait returns once everything that is stored by now has been analysed and can
// be found by its words, everything that is due by now has been judged, and
// topics are current, or when the context ends. It is Run that analyses.
func (a *Analyzer) Wait(ctx context.Context) error {
	if err := a.waitEvents(ctx); err != nil {
		return err
	}
	return a.waitTopics(ctx)
}

func (a *Analyzer) waitEvents(ctx context.Context) error {
	done := make(chan struct{})
	a.putBack([]chan struct{}{done})
	a.Wake()
	select {
	case <-done:
		return a.index(ctx)
	case <-ctx.Done():
		return fmt.Errorf("analysis has not caught up: %w", ctx.Err())
	}
}

// Step takes in what has arrived since the last step and what has become due,
// both up to a limit, and reports whether there was anything.
func (a *Analyzer) Step(ctx context.Context) (busy bool, err error) {
	done, err := a.advance(ctx)
	return done.any(), err
}

// giveWay is called between the conversations that a goroutine works on, and
// counts from when it gave way last.
func (a *Analyzer) giveWay(ctx context.Context, since *time.Time) {
	a.GiveWay(ctx, min(giveWayTimes*a.Now().Sub(*since), giveWayMost))
	*since = a.Now()
}

// advanced is how much a step found to do.
type advanced struct{ events, due int }

func (d advanced) any() bool { return d.events+d.due > 0 }

// all reports whether the step took in everything there was when it began.
func (d advanced) all() bool { return d.events < batch && d.due < chunk }

// advance is one step. Time passes in every step, for else it would stand
// still as long as events keep coming.
func (a *Analyzer) advance(ctx context.Context) (done advanced, err error) {
	a.step.Lock()
	defer a.step.Unlock()
	a.GiveWay(ctx, giveWayMost)
	progress, err := a.Store.Progress(ctx)
	if err != nil {
		return done, err
	}
	events, err := a.Store.Scan(ctx, progress.Upto, batch)
	if err != nil {
		return done, err
	}
	if done.events = len(events); done.events > 0 {
		a.topics.hear(events, a.Now())
		upto := store.Derivation{Upto: store.PositionOf(&events[len(events)-1]), Analysed: progress.Analysed + int64(len(events))}
		if err = a.take(ctx, arrived{events: events, news: true}, upto); err != nil {
			return done, err
		}
		a.topics.catchUp(done.events >= batch, a.Now())
	}
	due, err := a.Store.Due(ctx, a.Now(), chunk)
	if err != nil {
		return done, err
	}
	done.due = len(due)
	if done.any() {
		defer a.topics.heard()
	}
	for project, ids := range byProject(due) {
		d, err := a.begin(ctx, project)
		if err != nil {
			return done, err
		}
		if err = d.derive(ctx, ids, cause{}); err != nil {
			return done, err
		}
	}
	return done, nil
}

func byProject(keys []store.Key) map[string][]string {
	ids := make(map[string][]string)
	for _, key := range keys {
		ids[key.Project] = append(ids[key.Project], key.Conversation)
	}
	return ids
}
