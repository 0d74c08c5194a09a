package journal

import (
	"context"
	"fmt"
)

// group is the records that share one sync. Its fields are guarded by the
// journal's mutex until it is taken, belong to the committer until done is
// closed, and are constant then.
type group struct {
	buf     []byte
	records int
	rotate  bool
	taken   chan struct{} // closed when no record can join any more
	done    chan struct{} // closed when the outcome is known

	first  Position
	err    error
	sealed Segment
}

func newGroup(buf []byte) *group {
	return &group{buf: buf[:0], taken: make(chan struct{}), done: make(chan struct{})}
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

// join makes the record the ordinal-th of the group being built; while that one
// has no room it waits for the next.
func (j *Journal) join(ctx context.Context, record []byte) (g *group, ordinal int, err error) {
	sum := checksum(record) // Outside the lock: callers sum side by side.
	for {
		if err = ctx.Err(); err != nil {
			return nil, 0, err
		}
		j.mu.Lock()
		g = j.building
		switch {
		case j.closed:
			j.mu.Unlock()
			return nil, 0, ErrClosed
		case j.hasRoom(g, len(record)):
			g.buf = appendFrame(g.buf, record, sum)
			ordinal = g.records
			g.records++
			j.mu.Unlock()
			signal(j.wake)
			return g, ordinal, nil
		}
		j.mu.Unlock()
		signal(j.hurry)
		select {
		case <-g.taken:
		case <-ctx.Done():
		}
	}
}

// hasRoom says whether a record may join; the first always may.
func (j *Journal) hasRoom(g *group, length int) bool {
	return g.records == 0 || len(g.buf)+frameBytes+length <= j.limit
}

// Sync is a barrier: it returns nil once everything whose Append had begun to
// wait before is durable, and the error of the group that is not. It says
// nothing about an Append that failed or returned before, nor about one that
// has not joined a group yet: who answers for a record somebody else is
// appending has to look, after Sync, whether that Append succeeded.
func (j *Journal) Sync(ctx context.Context) error {
	j.mu.Lock()
	waited := []*group{j.inFlight, j.building}
	if j.building.records == 0 {
		waited[1] = nil
	}
	j.mu.Unlock()
	for _, g := range waited {
		if g == nil {
			continue
		}
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
	g := j.building
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
