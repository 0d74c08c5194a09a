package journal

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"
)

// openSegment is the segment that takes records. Its file holds bytes that are
// durable and, while a group is being written, more.
type openSegment struct {
	identity
	file    File
	path    string
	bytes   int64
	records uint32
}

// run commits group after group until Close; it is the only goroutine that
// touches files.
func (j *Journal) run() {
	defer close(j.exited)
	for {
		<-j.wake
		for g := j.ready(); g != nil; g = j.ready() {
			if g.records > 0 {
				g.first, g.err = j.commit(g)
			}
			if g.rotate {
				g.sealed = j.seal()
			}
			j.finish(g)
		}
		if j.drained() {
			j.seal()
			return
		}
	}
}

// gather lets a group grow for GroupDelay, or until somebody is in a hurry.
func (j *Journal) gather() {
	timer := time.NewTimer(j.options.GroupDelay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-j.hurry:
	}
}

// ready gathers the oldest group and closes it to further records; nil when
// nothing waits.
func (j *Journal) ready() *group {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.inFlight = nil
	if len(j.queue) == 0 {
		return nil
	}
	if j.options.GroupDelay > 0 && len(j.queue) == 1 && !j.queue[0].rotate && !j.closed {
		j.mu.Unlock()
		j.gather()
		j.mu.Lock()
	}
	j.inFlight = j.queue[0] // only this goroutine takes groups away
	j.queue = slices.Delete(j.queue, 0, 1)
	return j.inFlight
}

// drained says that the journal is closed and nothing waits any more.
func (j *Journal) drained() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.closed && len(j.queue) == 0
}

// finish tells the waiting callers the outcome and keeps the group's buffer for
// a later one, unless a large record made it large.
func (j *Journal) finish(g *group) {
	j.mu.Lock()
	j.inFlight = nil
	if cap(g.buf) <= 2*j.limit && len(j.spare) < groupsHeld {
		j.spare = append(j.spare, g.buf[:0])
	}
	g.buf = nil
	j.mu.Unlock()
	j.room.Release(g.weight)
	close(g.done)
}

// commit writes and syncs a group: the one place that makes records durable.
func (j *Journal) commit(g *group) (Position, error) {
	if s := j.current; s != nil && s.bytes+int64(len(g.buf))+frameBytes > j.options.SegmentBytes {
		j.seal()
	}
	if j.current == nil {
		if err := j.create(); err != nil {
			return Position{}, failure(err)
		}
	}
	s := j.current
	next := s.stampAll(g.buf, s.records)
	_, err := s.file.Write(g.buf)
	if err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		j.abandon()
		return Position{}, failure(err)
	}
	first := Position{Segment: s.number, Index: int(s.records)}
	s.records = next
	s.bytes += int64(len(g.buf))
	return first, nil
}

// create starts a segment. When it returns nil the file, its header, its name
// and the number after it are durable. The number is spent even on failure.
func (j *Journal) create() error {
	id := newIdentity(j.next)
	j.next++
	if err := writeNext(j.files, j.dir, j.next); err != nil {
		return err
	}
	path := pathOf(j.dir, id.number)
	file, err := j.files.Create(path, j.options.SegmentBytes)
	if err != nil {
		return fmt.Errorf("cannot create segment %d: %w", id.number, err)
	}
	_, err = file.Write(id.header())
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = j.files.Sync(j.dir)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("cannot create segment %d: %w", id.number, err), file.Close(), j.files.Remove(path))
	}
	j.current = &openSegment{identity: id, file: file, path: path, bytes: headerBytes}
	j.mu.Lock()
	j.open = id.number
	j.mu.Unlock()
	return nil
}

// seal ends the current segment, if there is one, and gives reserved space
// back. No record depends on that: what Read finds without the seal is the
// same, so an error is kept for Close and stops nothing.
func (j *Journal) seal() Segment {
	s := j.current
	if s == nil {
		return Segment{}
	}
	size := s.bytes
	_, err := s.file.Write(s.seal(s.records))
	if err == nil {
		size += frameBytes
		err = s.file.Truncate(size)
	}
	if err = errors.Join(err, s.file.Close()); err != nil {
		j.closeErr = fmt.Errorf("cannot seal segment %d: %w", s.number, err)
	}
	return j.retire(size)
}

// abandon ends the current segment after a failure. Cutting off the failed
// group frees space on a full disk; whether that works does not matter.
func (j *Journal) abandon() {
	s := j.current
	_ = s.file.Truncate(s.bytes)
	_ = s.file.Close()
	j.retire(s.bytes)
}

// retire lists the current segment as sealed. One in which nothing was
// acknowledged is removed; if that fails it is listed, for the caller to try.
func (j *Journal) retire(size int64) Segment {
	s := j.current
	j.current = nil
	ended := Segment{Number: s.number, Records: int(s.records), Bytes: size}
	gone := s.records == 0 && removeIfThere(j.files, s.path) == nil
	j.mu.Lock()
	defer j.mu.Unlock()
	j.open = 0
	if !gone {
		j.sealed = append(slices.Clip(j.sealed), ended)
	}
	return ended
}

// failure says what an error means to the caller of Append.
func failure(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return fmt.Errorf("%w: %w", ErrFailed, err)
}
