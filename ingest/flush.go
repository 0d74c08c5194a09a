package ingest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
)

// flushRetry is how long to wait after a flush failed.
const flushRetry = time.Second

// flushLoop stores what waits: every FlushEvery, sooner when asked, and once
// more when the door closes.
func (d *Door) flushLoop() {
	defer close(d.done)
	ctx := context.Background()
	kept := make(map[uint64]bool) // damaged segments, left in place for inspection
	for {
		closing := d.isClosing()
		told := d.takeRounds()
		err := d.flush(ctx, kept)
		for _, round := range told {
			round <- err
		}
		pause := d.FlushEvery
		if err != nil {
			d.OnError(fmt.Errorf("cannot store events, trying again: %w", err))
			pause = flushRetry
		}
		if closing {
			return
		}
		d.rest(pause, err != nil)
	}
}

func (d *Door) isClosing() bool {
	select {
	case <-d.stop:
		return true
	default:
		return false
	}
}

// rest waits for the next flush. After a failure being asked does not hurry.
func (d *Door) rest(pause time.Duration, failed bool) {
	nudge := d.nudge
	if failed {
		nudge = nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-nudge:
	case <-d.stop:
	}
}

func (d *Door) takeRounds() []chan error {
	d.mu.Lock()
	defer d.mu.Unlock()
	told := d.rounds
	d.rounds = nil
	return told
}

// flush seals the journal's segment and stores every sealed one, oldest first.
func (d *Door) flush(ctx context.Context, kept map[uint64]bool) error {
	if _, err := d.Journal.Rotate(ctx); err != nil && !errors.Is(err, journal.ErrClosed) {
		return err
	}
	for _, sealed := range d.Journal.Segments() {
		if kept[sealed.Number] {
			continue
		}
		damaged, err := d.store(ctx, sealed)
		if err != nil {
			return err
		}
		if damaged {
			kept[sealed.Number] = true
			continue
		}
		if err = d.Journal.Remove(sealed.Number); err != nil {
			return err
		}
	}
	return nil
}

// store puts one segment into the store, with its number as the token.
func (d *Door) store(ctx context.Context, sealed journal.Segment) (damaged bool, err error) {
	d.mu.Lock()
	s := d.waiting[sealed.Number]
	// From here on, whoever is about to remember more of this segment is late:
	// the journal counts every record that was acknowledged.
	d.stored = max(d.stored, sealed.Number)
	d.mu.Unlock()
	var events []event.Event
	if s != nil && s.records == sealed.Records {
		events = s.events
	} else {
		events, damaged, err = d.read(sealed)
		if err != nil {
			return false, err
		}
	}
	if len(events) > 0 {
		if _, err = d.Store.Append(ctx, Token(sealed.Number), events); err != nil {
			return false, err
		}
	}
	d.mu.Lock()
	if s != nil {
		d.count -= len(s.events)
	}
	delete(d.waiting, sealed.Number)
	d.mu.Unlock()
	if len(events) > 0 {
		d.OnFlush()
	}
	return damaged, nil
}

// Token names the batch of a journal segment.
func Token(number uint64) string { return "journal-" + strconv.FormatUint(number, 10) }

// read reads a segment that is not, or not whole, in memory.
func (d *Door) read(sealed journal.Segment) (events []event.Event, damaged bool, err error) {
	report, err := d.Journal.Read(sealed.Number, func(index int, record []byte) error {
		list, wrong := decode(record)
		if wrong != nil {
			return fmt.Errorf("cannot read record %d of journal segment %d: %w", index, sealed.Number, wrong)
		}
		events = append(events, list...)
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	if report.Lost() > 0 {
		d.OnError(fmt.Errorf("journal segment %d is damaged: %d records are lost; the file is kept, see debrief doctor", sealed.Number, report.Lost()))
	}
	return events, report.Lost() > 0, nil
}

// Flush stores everything that is acknowledged by now and returns when it is
// stored.
func (d *Door) Flush(ctx context.Context) error {
	round := make(chan error, 1)
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return errClosed
	}
	d.rounds = append(d.rounds, round)
	d.mu.Unlock()
	d.ask()
	select {
	case err := <-round:
		return err
	case <-ctx.Done():
		return fmt.Errorf("events are not stored yet: %w", ctx.Err())
	}
}

// Close refuses further requests, stores what waits and closes the journal.
func (d *Door) Close() error {
	d.mu.Lock()
	already := d.closed
	d.closed = true
	d.mu.Unlock()
	if !already {
		close(d.stop)
	}
	<-d.done
	for _, round := range d.takeRounds() {
		round <- errClosed
	}
	return d.Journal.Close()
}
