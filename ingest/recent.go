package ingest

import (
	"context"
	"fmt"
	"hash/maphash"
	"sync"

	"github.com/debrief-dev/debrief/event"
)

// recent remembers the ids of recent events so that a repeat is answered as
// one at once. It is the fast path only: the store looks again. Ids are kept
// in two generations of at least size ids each; the older is forgotten when
// the newer is full.
type recent struct {
	size  int
	seeds [2]maphash.Seed

	mu       sync.Mutex
	new, old map[fingerprint]uint64 // the serial number of the claim that took the id
	serial   uint64                 // of the last claim
	open     map[uint64]*claim      // those whose request is not durable yet, by their numbers
}

// fingerprint stands for (project, id); 128 bits make a wrong match not to be
// expected in the life of a machine, and seeds of this process alone make it
// impossible to look for one.
type fingerprint [2]uint64

func (r *recent) fingerprintOf(e *event.Event) fingerprint {
	name := [2]string{e.Project, e.ID}
	return fingerprint{maphash.Comparable(r.seeds[0], name), maphash.Comparable(r.seeds[1], name)}
}

// claim is the ids that one request is first with, and the requests whose ids
// it repeats.
type claim struct {
	serial uint64
	ids    []fingerprint
	after  []*claim
	done   chan struct{}
	failed bool // set before done is closed
}

func newRecent(size int) *recent {
	return &recent{
		size: size, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		new: make(map[fingerprint]uint64), open: make(map[uint64]*claim),
	}
}

// claim marks the events that are repeats as duplicates and takes the ids of
// the others.
func (r *recent) claim(events []event.Event, outcomes []Outcome) *claim {
	c := &claim{done: make(chan struct{}), ids: make([]fingerprint, len(events))}
	for i := range events {
		if outcomes[i].Status == Accepted {
			c.ids[i] = r.fingerprintOf(&events[i])
		}
	}
	taken := c.ids[:0]
	r.mu.Lock()
	defer r.mu.Unlock()
	r.serial++
	c.serial = r.serial
	for i, id := range c.ids {
		if outcomes[i].Status != Accepted {
			continue
		}
		serial, known := r.find(id)
		if !known {
			r.new[id] = c.serial
			taken = append(taken, id)
			continue
		}
		outcomes[i].Status = Duplicate
		if first := r.open[serial]; first != nil && (len(c.after) == 0 || c.after[len(c.after)-1] != first) {
			c.after = append(c.after, first)
		}
	}
	c.ids = taken
	r.open[c.serial] = c
	return c
}

func (r *recent) find(id fingerprint) (serial uint64, known bool) {
	if serial, known = r.new[id]; !known {
		serial, known = r.old[id]
	}
	return serial, known
}

// settle keeps the ids of a claim that became durable and forgets the others.
func (r *recent) settle(c *claim, durable bool) {
	r.mu.Lock()
	delete(r.open, c.serial)
	if !durable {
		for _, id := range c.ids {
			delete(r.new, id)
			delete(r.old, id)
		}
	}
	if len(r.new) >= r.size {
		r.old, r.new = r.new, make(map[fingerprint]uint64)
	}
	r.mu.Unlock()
	c.ids, c.failed = nil, !durable
	close(c.done)
}

// wait returns once the requests that the claim repeats are durable.
func (c *claim) wait(ctx context.Context) error {
	for _, first := range c.after {
		select {
		case <-first.done:
		case <-ctx.Done():
			return fmt.Errorf("the request it repeats is not durable yet: %w", ctx.Err())
		}
		if first.failed {
			return fmt.Errorf("%w: the request it repeats could not be kept", ErrRetry)
		}
	}
	return nil
}
