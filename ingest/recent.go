package ingest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/debrief-dev/debrief/event"
)

// recent remembers the ids of recent events so that a repeat is answered as
// one at once. It is the fast path only: the store looks again. Ids are kept
// in two generations of at least size ids each; the older is forgotten when
// the newer is full.
type recent struct {
	size int

	mu         sync.Mutex
	new, old   map[fingerprint]struct{}
	unfinished map[fingerprint]*claim // ids whose request is not durable yet
}

// fingerprint stands for (project, id); 128 bits make a wrong match not to be
// expected in the life of a machine.
type fingerprint [16]byte

func fingerprintOf(e *event.Event) fingerprint {
	sum := sha256.Sum256([]byte(e.Project + "\x00" + e.ID))
	return fingerprint(sum[:16])
}

// claim is the ids that one request is first with, and the requests whose ids
// it repeats.
type claim struct {
	ids    []fingerprint
	after  []*claim
	done   chan struct{}
	failed bool // set before done is closed
}

func newRecent(size int) *recent {
	return &recent{size: size, new: make(map[fingerprint]struct{}), old: nil, unfinished: make(map[fingerprint]*claim)}
}

// claim marks the events that are repeats as duplicates and takes the ids of
// the others.
func (r *recent) claim(events []event.Event, outcomes []Outcome) *claim {
	c := &claim{done: make(chan struct{})}
	prints := make([]fingerprint, len(events))
	for i := range events {
		if outcomes[i].Status == Accepted {
			prints[i] = fingerprintOf(&events[i])
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range events {
		if outcomes[i].Status != Accepted {
			continue
		}
		if first, open := r.unfinished[prints[i]]; open {
			outcomes[i].Status = Duplicate
			if first != c {
				c.after = append(c.after, first)
			}
			continue
		}
		if r.has(prints[i]) {
			outcomes[i].Status = Duplicate
			continue
		}
		r.unfinished[prints[i]] = c
		c.ids = append(c.ids, prints[i])
	}
	return c
}

func (r *recent) has(id fingerprint) bool {
	if _, ok := r.new[id]; ok {
		return true
	}
	_, ok := r.old[id]
	return ok
}

// settle keeps the ids of a claim that became durable and forgets the others.
func (r *recent) settle(c *claim, durable bool) {
	r.mu.Lock()
	for _, id := range c.ids {
		delete(r.unfinished, id)
		if durable {
			r.new[id] = struct{}{}
		}
	}
	if len(r.new) >= r.size {
		r.old, r.new = r.new, make(map[fingerprint]struct{})
	}
	r.mu.Unlock()
	c.failed = !durable
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
