package client

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// queue is what waits, in order. A full queue refuses the newest event, so
// that what a call was told stays true: an event that was taken is not given
// up for another.
type queue struct {
	batch, batchBytes, most, mostBytes int
	every                              time.Duration

	mu      sync.Mutex
	items   []item
	bytes   int
	since   time.Time // when the first of items was queued
	urgent  int       // ordinal of the last event that is not to wait for others
	closed  bool
	refused int // by a full queue, not yet told
	count   Stats
	taken   int           // events ever queued
	settled int           // of those, how many are no longer under way
	lost    int           // of those, how many were given up
	last    error         // why, the last time
	news    chan struct{} // closed and replaced whenever something settles
	wake    chan struct{} // the sender's: holds one where there is something to look at
}

func (q *queue) start(o Options) {
	q.batch, q.batchBytes, q.most, q.mostBytes, q.every = o.Batch, o.BatchBytes, o.Queue, o.QueueBytes, o.Every
	q.news, q.wake = make(chan struct{}), make(chan struct{}, 1)
}

// put queues an event, or refuses it.
func (q *queue) put(i item) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return ErrClosed
	}
	if q.count.Waiting >= q.most || q.bytes+len(i.json) > q.mostBytes {
		q.refused++
		q.count.Lost++
		return ErrFull
	}
	if len(q.items) == 0 {
		q.since = time.Now() //nolint:forbidigo // measures how long it waits
	}
	q.items = append(q.items, i)
	q.bytes += len(i.json)
	q.count.Waiting++
	q.taken++
	if len(q.items) == 1 || len(q.items) == q.batch || q.bytes >= q.batchBytes {
		q.nudge()
	}
	return nil
}

func (q *queue) nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// next waits for a batch that is due; false once the queue is closed and
// empty, or ctx has ended.
func (q *queue) next(ctx context.Context) ([]item, bool) {
	for {
		batch, pause, ended := q.take()
		if len(batch) > 0 || ended || ctx.Err() != nil {
			return batch, len(batch) > 0
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// idle is how long the sender sleeps where nothing is queued.
const idle = time.Hour

// take cuts a batch off the queue, or says how long to wait for one.
func (q *queue) take() (batch []item, pause time.Duration, ended bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return nil, idle, q.closed
	}
	n, size := 0, 0
	for n < len(q.items) && n < q.batch && (n == 0 || size+len(q.items[n].json) <= q.batchBytes) {
		size += len(q.items[n].json)
		n++
	}
	whole := n < len(q.items) || n == q.batch || size >= q.batchBytes
	urgent := q.closed || q.taken-len(q.items) < q.urgent
	if pause = time.Until(q.since.Add(q.every)); pause > 0 && !whole && !urgent {
		return nil, pause, false
	}
	batch = q.items[:n:n]
	q.items = q.items[n:]
	if len(q.items) == 0 {
		q.items = nil // what was sent can be forgotten
	}
	q.since = time.Now() //nolint:forbidigo // measures how long it waits
	return batch, 0, false
}

// rest is what was not sent when the sender ended.
func (q *queue) rest() []item {
	q.mu.Lock()
	defer q.mu.Unlock()
	rest := q.items
	q.items = nil
	return rest
}

// settle counts what became of events that were under way.
func (q *queue) settle(events []item, became Stats, lost error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range events {
		q.bytes -= len(events[i].json)
	}
	q.count.Waiting -= len(events)
	q.settled += len(events)
	q.count.Accepted += became.Accepted
	q.count.Duplicate += became.Duplicate
	q.count.Rejected += became.Rejected
	q.count.Lost += became.Lost
	if lost != nil {
		q.lost, q.last = q.lost+became.Lost, lost
	}
	close(q.news)
	q.news = make(chan struct{})
}

// untold is how many events a full queue refused since it was asked before.
func (q *queue) untold() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := q.refused
	q.refused = 0
	return n
}

func (q *queue) stats() Stats {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.count
}

// flush waits until everything queued by now has settled.
func (q *queue) flush(ctx context.Context) error {
	q.mu.Lock()
	upTo, lost := q.taken, q.lost
	q.urgent = max(q.urgent, upTo)
	q.mu.Unlock()
	q.nudge()
	for {
		q.mu.Lock()
		waiting, news, gone, last := upTo-q.settled, q.news, q.lost-lost, q.last
		q.mu.Unlock()
		if waiting <= 0 {
			if gone > 0 {
				return fmt.Errorf("client: %d events were lost: %w", gone, last)
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("client: %d events still wait: %w", waiting, context.Cause(ctx))
		case <-news:
		}
	}
}

// close refuses further events and waits as flush does.
func (q *queue) close(ctx context.Context) error {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	return q.flush(ctx)
}
