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
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
	"github.com/debrief-dev/debrief/redact"
	"github.com/debrief-dev/debrief/store"
)

// ErrRetry wraps every reason why a whole request must be sent again later:
// nothing of it was acknowledged.
var ErrRetry = errors.New("send again later")

var (
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

// Options configure a Door. Journal and Store must be set.
type Options struct {
	Journal    *journal.Journal
	Store      store.Writer
	Rules      redact.Rules
	FlushEvery time.Duration // how long an event may wait for company; 300 ms by default
	FlushAt    int           // events that are flushed at once; 100,000 by default
	MaxWaiting int           // events that may wait to be stored before requests are refused; 1,000,000 by default
	Recent     int           // ids remembered to tell duplicates at once; at least 500,000 by default
	OnFlush    func()        // called after something was stored; may be nil
	OnError    func(error)   // told of a flush that failed and will be tried again; may be nil
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
	recent *recent
	nudge  chan struct{} // asks for a flush
	stop   chan struct{}
	done   chan struct{}

	mu      sync.Mutex
	closed  bool
	waiting map[uint64]*segment // acknowledged and not yet stored, by journal segment
	count   int                 // events in waiting
	stored  uint64              // segments up to this one are stored
	rounds  []chan error        // told when the flush that begins next has ended
}

// segment is what is in memory of a journal segment.
type segment struct {
	records int
	events  []event.Event
}

// Open opens the door. What earlier runs left in the journal is stored first.
func Open(o Options) *Door {
	o.fill()
	d := &Door{
		Options: o, recent: newRecent(o.Recent), waiting: make(map[uint64]*segment),
		nudge: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	go d.flushLoop()
	return d
}

// Add takes the events of one request in, all of one project, and returns one
// outcome for each, in order. An error, which wraps ErrRetry or the context's,
// says that nothing was acknowledged. Events are redacted in place.
func (d *Door) Add(ctx context.Context, project string, events []event.Event) ([]Outcome, error) {
	outcomes := make([]Outcome, len(events))
	d.judge(project, events, outcomes)
	d.redact(events, outcomes)
	claim := d.recent.claim(events, outcomes)
	fresh := make([]event.Event, 0, len(events))
	for i := range events {
		if outcomes[i].Status == Accepted {
			fresh = append(fresh, events[i])
		}
	}
	err := d.keep(ctx, fresh)
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

// keep journals the events as one record and remembers them for the flush.
func (d *Door) keep(ctx context.Context, events []event.Event) error {
	if len(events) == 0 {
		return nil
	}
	d.mu.Lock()
	closed, full := d.closed, d.count+len(events) > d.MaxWaiting
	d.mu.Unlock()
	switch {
	case closed:
		return fmt.Errorf("%w: %w", ErrRetry, errClosed)
	case full:
		return fmt.Errorf("%w: %w", ErrRetry, errFull)
	}
	record, err := encode(events)
	if err != nil {
		return fmt.Errorf("cannot encode events: %w", err)
	}
	position, err := d.Journal.Append(ctx, record)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return err
	default:
		return fmt.Errorf("%w: %w", ErrRetry, err)
	}
	d.remember(position.Segment, events)
	return nil
}

func (d *Door) remember(number uint64, events []event.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if number <= d.stored {
		return // a flush was faster and read them from the journal
	}
	s := d.waiting[number]
	if s == nil {
		s = &segment{}
		d.waiting[number] = s
	}
	s.records++
	s.events = append(s.events, events...)
	d.count += len(events)
	if d.count >= d.FlushAt {
		d.ask()
	}
}

// ask asks for a flush soon.
func (d *Door) ask() {
	select {
	case d.nudge <- struct{}{}:
	default: // asked already
	}
}

// Waiting is how many events are acknowledged and not yet stored.
func (d *Door) Waiting() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.count
}
