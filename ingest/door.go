// Package ingest is the one door that events come in by. Its steps are, in
// this order: judge, redact, dedupe, journal (durable), acknowledge, flush to
// the store. Whatever answer a caller gets is true whatever happens next:
// accepted means on disk.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/redact"
	"github.com/debrief-dev/debrief/store"
)

var (
	// ErrRetry wraps every reason why a whole request must be sent again
	// later: nothing of it was acknowledged.
	ErrRetry = errors.New("send again later")
	// ErrTooLarge is returned for a request that no retry will help: it fits
	// into no record of the journal.
	ErrTooLarge = errors.New("the request is too large")

	errFull   = errors.New("too much waits to be stored")
	errClosed = errors.New("the door is closed")
)

// Status is what became of one event.
type Status uint8

// The statuses.
const (
	Accepted  Status = iota // on disk
	Duplicate               // was on disk before
	Rejected
)

// Outcome is the answer for one event.
type Outcome struct {
	Status Status
	Fault  *event.Rejection // why, when Rejected
}

// Options configure a Door. Journal, Store and Now must be set.
type Options struct {
	Journal    *journal.Journal
	Store      store.Writer
	Rules      redact.Rules
	Now        func() time.Time
	FlushEvery time.Duration // how long an event may wait for company; 300 ms by default
	FlushAt    int           // events that are flushed at once; 100,000 by default
	MaxWaiting int           // events that may wait to be stored before requests are refused; 1,000,000 by default
	Recent     int           // ids remembered to tell duplicates at once; at least 500,000 by default
	OnFlush    func()        // called after something was stored; may be nil
	OnError    func(error)   // told of a flush that failed and of what was lost by damage; may be nil
}

func (o *Options) fill() {
	fill := func(to *int, value int) {
		if *to == 0 {
			*to = value
		}
	}
	fill(&o.FlushAt, 100_000)
	fill(&o.MaxWaiting, 1_000_000)
	fill(&o.Recent, 500_000)
	if o.FlushEvery == 0 {
		o.FlushEvery = 300 * time.Millisecond
	}
	if o.OnFlush == nil {
		o.OnFlush = func() {}
	}
	if o.OnError == nil {
		o.OnError = func(error) {}
	}
}

// Door takes events in. Open makes one; Close stores what waits.
type Door struct {
	Options
	around  redact.Rules // for what senders' libraries add
	release redact.Rules // for names of models and versions
	recent  *recent
	waiting *waiting
	way     way
	records sync.Pool // buffers, *[]byte
	stop    chan struct{}
	done    chan struct{}
	failing atomic.Bool // the journal took no record when it was last asked
	last    error       // of the flush that Close made, once done is closed
}

// Open opens the door. What earlier runs left in the journal is stored first.
func Open(o Options) *Door {
	o.fill()
	d := &Door{
		Options: o, around: aroundRules(o.Rules), release: releaseRules(o.Rules), recent: newRecent(o.Recent), waiting: newWaiting(o.MaxWaiting, o.Journal.Segments()),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	d.way.now = o.Now
	go d.flushLoop()
	return d
}

// Add takes the events of one request in, all of one project, and returns one
// outcome for each, in order. An error, which wraps ErrRetry, ErrTooLarge or
// the context's, says that nothing was acknowledged. Events are redacted in
// place; the slice may be used again, their properties belong to the door.
func (d *Door) Add(ctx context.Context, project string, events []event.Event) ([]Outcome, error) {
	d.way.enter(len(events))
	defer d.way.leave(len(events))
	outcomes := make([]Outcome, len(events))
	d.judge(project, events, outcomes)
	d.redact(events, outcomes)
	claim := d.recent.claim(events, outcomes)
	err := d.keep(ctx, events, outcomes)
	d.recent.settle(claim, err == nil)
	if err != nil {
		return nil, err
	}
	// A duplicate is only one once the request that was first is durable.
	if err = claim.wait(ctx); err != nil {
		return nil, err
	}
	return outcomes, nil
}

// judge refuses what is not a valid event of the project.
func (*Door) judge(project string, events []event.Event, outcomes []Outcome) {
	for i := range events {
		fault := events[i].Validate()
		if fault == nil && events[i].Project != project {
			fault = event.Reject(event.InvalidItem, "project", "the event is of another project")
		}
		if fault != nil {
			outcomes[i] = Outcome{Status: Rejected, Fault: fault}
		}
	}
}

// keep journals the accepted events as one record, from which the flush reads
// them.
func (d *Door) keep(ctx context.Context, events []event.Event, outcomes []Outcome) error {
	n := 0
	for i := range outcomes {
		if outcomes[i].Status == Accepted {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	if err := d.waiting.admit(n); err != nil {
		return fmt.Errorf("%w: %w", ErrRetry, err)
	}
	position, err := d.journal(ctx, events, outcomes)
	if err != nil {
		d.waiting.giveUp(n)
		return err
	}
	if d.waiting.add(position.Segment, n) >= d.FlushAt {
		d.waiting.ask()
	}
	return nil
}

// recordKept is the largest buffer of a record that is used again: one large
// request shall not hold its memory for ever.
const recordKept = 1 << 20

func (d *Door) journal(ctx context.Context, events []event.Event, outcomes []Outcome) (journal.Position, error) {
	buffer, ok := d.records.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	record := encode((*buffer)[:0], events, outcomes)
	position, err := d.Journal.Append(ctx, record)
	if cap(record) <= recordKept {
		*buffer = record
		d.records.Put(buffer)
	}
	switch {
	case err == nil:
		d.failing.Store(false)
		return position, nil
	case errors.Is(err, journal.ErrTooLarge):
		return position, fmt.Errorf("%w: %w", ErrTooLarge, err)
	case ctx.Err() != nil:
		return position, err
	default:
		d.failing.Store(true)
		return position, fmt.Errorf("%w: %w", ErrRetry, err)
	}
}

// Ready returns nil while Add would take events in, else why not, wrapping
// ErrRetry. Where the journal failed it is tried with a record of no events:
// whoever is not ready may be sent none that would show that it is again.
func (d *Door) Ready(ctx context.Context) error {
	if err := d.waiting.admit(1); err != nil {
		return fmt.Errorf("%w: %w", ErrRetry, err)
	}
	d.waiting.giveUp(1)
	if !d.failing.Load() {
		return nil
	}
	_, err := d.journal(ctx, nil, nil)
	return err
}

// Waiting is how many events are acknowledged and not yet stored; at least
// one for each segment that an earlier run left and nobody has read yet.
func (d *Door) Waiting() int { return d.waiting.size() }
