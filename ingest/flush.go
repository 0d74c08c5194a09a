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
	kept := make(map[uint64]bool) // segments that a newer version has written, and will store
	for {
		closing := d.isClosing()
		told := d.waiting.takeRounds()
		err := d.flush(ctx, kept, len(told) > 0)
		for _, round := range told {
			round <- err
		}
		if closing {
			d.last = err
			return
		}
		pause := d.FlushEvery
		if err != nil {
			d.OnError(fmt.Errorf("cannot store events, trying again: %w", err))
			pause = flushRetry
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
	nudge := d.waiting.nudge
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

// flush seals the journal's segment and stores every sealed one, oldest first.
// A store that fails ends it; a file that cannot be read or removed does not
// keep those after it waiting. Unless somebody waits for it, it gives way.
func (d *Door) flush(ctx context.Context, kept map[uint64]bool, hurried bool) error {
	if _, err := d.Journal.Rotate(ctx); err != nil && !errors.Is(err, journal.ErrClosed) {
		return err
	}
	var failed error
	for _, sealed := range d.Journal.Segments() {
		if kept[sealed.Number] {
			continue
		}
		if !hurried {
			d.giveWayToRequests(ctx)
		}
		c, err := d.contents(sealed)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if err = d.store(ctx, sealed.Number, c); err != nil {
			return errors.Join(failed, err)
		}
		if c.damage != nil {
			d.OnError(fmt.Errorf("journal segment %d is damaged, what could be read was stored and the file is kept, see debrief doctor: %w", sealed.Number, c.damage))
			if kept[sealed.Number] = errors.Is(c.damage, errRecordVersion); !kept[sealed.Number] {
				failed = errors.Join(failed, d.Journal.SetAside(sealed.Number))
			}
			continue
		}
		failed = errors.Join(failed, d.Journal.Remove(sealed.Number))
	}
	return failed
}

// store puts the contents of a segment into the store.
func (d *Door) store(ctx context.Context, number uint64, c contents) error {
	if len(c.events) > 0 {
		if _, err := d.Store.Append(ctx, c.token(number), c.events); err != nil {
			return err
		}
	}
	d.waiting.settle(number)
	if len(c.events) > 0 {
		d.OnFlush()
	}
	return nil
}

// contents are what a segment holds.
type contents struct {
	events  []event.Event
	records int
	damage  error // why records are missing; nil when none is
}

// token names the batch. What was saved from damage has a token of its own, so
// that a later attempt that reads more is not taken for a repeat.
func (c contents) token(number uint64) string {
	if c.damage != nil {
		return DamagedPrefix + Token(number) + "-" + strconv.Itoa(c.records)
	}
	return Token(number)
}

// DamagedPrefix stands before the token of a segment, and a number of records
// after it, where only those could be read.
const DamagedPrefix = "damaged-"

// Token names the batch of a journal segment.
func Token(number uint64) string { return "journal-" + strconv.FormatUint(number, 10) }

// contents reads what a segment holds. An error is worth another try, damage
// is not.
func (d *Door) contents(sealed journal.Segment) (contents, error) {
	var c contents
	into := decoder{events: make([]event.Event, 0, d.waiting.of(sealed.Number))}
	report, err := d.Journal.Read(sealed.Number, func(index int, record []byte) error {
		if wrong := into.record(record); wrong != nil {
			c.damage = errors.Join(c.damage, fmt.Errorf("cannot read record %d: %w", index, wrong))
			return nil
		}
		c.records++
		return nil
	})
	c.events = into.events
	switch {
	case errors.Is(err, journal.ErrUnreadable):
		c.damage = errors.Join(c.damage, err)
	case err != nil:
		return contents{}, err
	}
	if len(report.Damaged) > 0 || report.Records < sealed.Records { // Unknown is less than any
		c.damage = errors.Join(c.damage, fmt.Errorf("%w: %d records or more, %d bytes", errLost, max(report.Lost(), sealed.Records-report.Records), report.Skipped()))
	}
	return c, nil
}

// errLost says that the disk does not hold what it confirmed.
var errLost = errors.New("records are lost")

// Flush stores everything that is acknowledged by now and returns when it is
// stored, or with the error of the attempt.
func (d *Door) Flush(ctx context.Context) error {
	round, err := d.waiting.addRound()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRetry, err)
	}
	select {
	case err = <-round:
		return err
	case <-ctx.Done():
		return fmt.Errorf("events are not stored yet: %w", ctx.Err())
	}
}

// Compact stores what waits and deletes what damage has left of the journal:
// nothing that came before is in its files then.
func (d *Door) Compact(ctx context.Context) error {
	if err := d.Flush(ctx); err != nil {
		return err
	}
	return d.Journal.RemoveAside()
}

// Close refuses further requests, stores what waits and closes the journal. An
// error says that something is still in the journal, from which the next Open
// stores it.
func (d *Door) Close() error {
	if d.waiting.close() {
		close(d.stop)
	}
	<-d.done
	return errors.Join(d.last, d.Journal.Close())
}
