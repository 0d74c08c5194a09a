package ingest

import (
	"sync"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
)

// waiting is what is acknowledged and not yet stored, by journal segment.
type waiting struct {
	most  int
	nudge chan struct{} // asks for a flush

	mu       sync.Mutex
	closed   bool
	segments map[uint64]*segment
	count    int    // events in segments
	admitted int    // events whose request is being journalled
	stored   uint64 // the highest segment that was stored
	rounds   []chan error
}

// segment is what is known of a journal segment.
type segment struct {
	requests [][]event.Event // in memory; put together by the flush, which has the time
	count    int             // acknowledged events, also those of requests that are not in memory
	taken    bool            // a flush has begun to store it: requests stay as they are
}

func newWaiting(most int, left []journal.Segment) *waiting {
	w := &waiting{most: most, nudge: make(chan struct{}, 1), segments: make(map[uint64]*segment)}
	for _, s := range left {
		w.segments[s.Number] = &segment{count: 1, taken: true}
		w.count++
	}
	return w
}

// admit lets n events in unless too many wait; add or giveUp must follow.
func (w *waiting) admit(n int) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.closed:
		return errClosed
	case w.count+w.admitted+n > w.most:
		return errFull
	}
	w.admitted += n
	return nil
}

func (w *waiting) giveUp(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.admitted -= n
}

// add remembers a request that has become durable and returns how many events
// wait. A flush may have been faster and have read it from the journal.
func (w *waiting) add(number uint64, events []event.Event) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.admitted -= len(events)
	s := w.segments[number]
	if s == nil {
		if number <= w.stored {
			return w.count
		}
		s = &segment{}
		w.segments[number] = s
	}
	if !s.taken {
		s.requests = append(s.requests, events)
	}
	s.count += len(events)
	w.count += len(events)
	return w.count
}

// take returns the requests of a segment that are in memory. Whoever adds one
// after that is late: the flush knows from the journal's own count of records
// that it must read them there.
func (w *waiting) take(number uint64) segment {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.segments[number]
	if s == nil {
		s = &segment{}
		w.segments[number] = s
	}
	s.taken = true
	return *s
}

// settle forgets a segment that was stored.
func (w *waiting) settle(number uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s := w.segments[number]; s != nil {
		w.count -= s.count
		delete(w.segments, number)
	}
	w.stored = max(w.stored, number)
}

func (w *waiting) size() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// ask asks for a flush soon.
func (w *waiting) ask() {
	select {
	case w.nudge <- struct{}{}:
	default: // asked already
	}
}

// addRound asks for a flush and to be told when the one that begins next has
// ended.
func (w *waiting) addRound() (chan error, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, errClosed
	}
	round := make(chan error, 1)
	w.rounds = append(w.rounds, round)
	w.ask()
	return round, nil
}

// takeRounds returns whom to tell of the flush that begins now, which is the
// one that was asked for.
func (w *waiting) takeRounds() []chan error {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.nudge:
	default:
	}
	rounds := w.rounds
	w.rounds = nil
	return rounds
}

// close admits nothing more and reports whether it was open.
func (w *waiting) close() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	open := !w.closed
	w.closed = true
	return open
}
