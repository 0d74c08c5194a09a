package ingest

import (
	"sync"

	"github.com/debrief-dev/debrief/ingest/journal"
)

// waiting is how much is acknowledged and not yet stored, by journal segment.
// The events themselves stand in the journal only, so that a store that falls
// behind costs no memory.
type waiting struct {
	most  int
	nudge chan struct{} // asks for a flush

	mu       sync.Mutex
	closed   bool
	segments map[uint64]int // events
	count    int            // events in segments
	admitted int            // events whose request is being journalled
	stored   uint64         // the highest segment that was stored
	rounds   []chan error
}

func newWaiting(most int, left []journal.Segment) *waiting {
	w := &waiting{most: most, nudge: make(chan struct{}, 1), segments: make(map[uint64]int)}
	for _, s := range left {
		w.segments[s.Number] = 1
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

// add counts a request of n events that has become durable and returns how
// many wait. A flush may have been faster and have stored it.
func (w *waiting) add(number uint64, n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.admitted -= n
	if _, known := w.segments[number]; !known && number <= w.stored {
		return w.count
	}
	w.segments[number] += n
	w.count += n
	return w.count
}

// of is how many events of a segment wait, as far as they were counted.
func (w *waiting) of(number uint64) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.segments[number]
}

// settle forgets a segment that was stored.
func (w *waiting) settle(number uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count -= w.segments[number]
	delete(w.segments, number)
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

// hurried reports whether somebody waits for the next flush.
func (w *waiting) hurried() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.rounds) > 0
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
