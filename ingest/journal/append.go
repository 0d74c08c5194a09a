package journal

import (
	"context"
	"fmt"
	"slices"
)

// group is the records that share one sync. Its fields are guarded by the
// journal's mutex while it is in the queue, belong to the committer until done
// is closed, and are constant then.
type group struct {
	buf     []byte
	weight  int64 // its records' share of Journal.room
	records int
	rotate  bool
	done    chan struct{} // closed when the outcome is known

	first  Position
	err    error
	sealed Segment
}

func (g *group) wait(ctx context.Context) error {
	select {
	case <-g.done:
		return g.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Append returns when the record is durable, and where it is. The record may be
// reused as soon as Append returns. After ErrFailed, ErrFull or a done context a
// later Read may or may not find the record, and it must not be reported as
// durable; after ErrTooLarge and ErrClosed it is not there.
func (j *Journal) Append(ctx context.Context, record []byte) (Position, error) {
	if len(record) > j.options.MaxRecord {
		return Position{}, fmt.Errorf("cannot append %d bytes: %w", len(record), ErrTooLarge)
	}
	g, ordinal, err := j.join(ctx, record)
	if err == nil {
		err = g.wait(ctx)
	}
	if err != nil {
		return Position{}, fmt.Errorf("cannot append: %w", err)
	}
	return Position{Segment: g.first.Segment, Index: g.first.Index + ordinal}, nil
}

// join makes the record the ordinal-th of a group. When the journal holds as
// much as it may it waits, first come first served.
func (j *Journal) join(ctx context.Context, record []byte) (g *group, ordinal int, err error) {
	if err = ctx.Err(); err != nil {
		return nil, 0, err
	}
	sum := checksum(record) // Outside the lock: callers sum side by side.
	weight := int64(min(frameBytes+len(record), groupsHeld*j.limit))
	if err = j.room.Acquire(ctx, weight); err != nil {
		return nil, 0, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		j.room.Release(weight)
		return nil, 0, ErrClosed
	}
	g = j.last()
	if g.records > 0 && len(g.buf)+frameBytes+len(record) > j.limit {
		g = j.enqueue()
		signal(j.hurry)
	}
	g.buf = appendFrame(g.buf, record, sum)
	g.weight += weight
	g.records++
	signal(j.wake)
	return g, g.records - 1, nil
}

// last returns the group that takes records.
func (j *Journal) last() *group {
	if n := len(j.queue); n > 0 {
		return j.queue[n-1]
	}
	return j.enqueue()
}

// enqueue starts a group.
func (j *Journal) enqueue() *group {
	g := &group{done: make(chan struct{})}
	if n := len(j.spare); n > 0 {
		g.buf, j.spare = j.spare[n-1], j.spare[:n-1]
	}
	j.queue = append(j.queue, g)
	return g
}

// Sync is a barrier: it returns nil once everything whose Append had begun to
// wait before is durable, and the error of the group that is not. It says
// nothing about an Append that failed or returned before, nor about one that
// has not joined a group yet: who answers for a record somebody else is
// appending has to look, after Sync, whether that Append succeeded.
func (j *Journal) Sync(ctx context.Context) error {
	j.mu.Lock()
	waited := slices.Clone(j.queue)
	if j.inFlight != nil {
		waited = slices.Insert(waited, 0, j.inFlight)
	}
	j.mu.Unlock()
	for _, g := range waited {
		if err := g.wait(ctx); err != nil {
			return fmt.Errorf("cannot sync: %w", err)
		}
	}
	return nil
}

// Rotate commits what was appended, seals the current segment and returns it;
// the next Append starts a new one. A segment with Records 0 means that nothing
// had been acknowledged since the last rotation: no file of it is left. Calls at
// the same time may share one rotation and its answer, and the journal rotates
// by itself as well: Segments lists everything that waits to be stored.
func (j *Journal) Rotate(ctx context.Context) (Segment, error) {
	if err := ctx.Err(); err != nil {
		return Segment{}, fmt.Errorf("cannot rotate: %w", err)
	}
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return Segment{}, fmt.Errorf("cannot rotate: %w", ErrClosed)
	}
	g := j.last()
	g.rotate = true
	j.mu.Unlock()
	signal(j.hurry)
	signal(j.wake)
	select {
	case <-g.done:
		return g.sealed, nil
	case <-ctx.Done():
		return Segment{}, fmt.Errorf("cannot rotate: %w", ctx.Err())
	}
}
