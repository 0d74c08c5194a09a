package server

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
)

// countedTail counts how often a store is read, and can fail.
type countedTail struct {
	store.Tail
	scans   atomic.Int64
	failing atomic.Bool
}

func (c *countedTail) Scan(ctx context.Context, after store.Position, limit int) ([]event.Event, error) {
	c.scans.Add(1)
	if c.failing.Load() {
		return nil, errors.New("the store fails")
	}
	return c.Tail.Scan(ctx, after, limit)
}

func add(t *testing.T, s store.Writer, id string) {
	t.Helper()
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	e := event.Event{ID: id, Project: "p", Kind: event.Track, Name: "clicked", Source: "test", User: "u", OccurredAt: at, ReceivedAt: at}
	if _, err := s.Append(t.Context(), id, []event.Event{e}); err != nil {
		t.Fatal(err)
	}
}

// TestTail holds that all listeners share one reading, that nothing is read
// while nobody listens, and that one who does not read is dropped alone.
func TestTail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now //nolint:forbidigo // the bubble's
		events := memory.Open(now)
		counted := &countedTail{Tail: events}
		failures := 0
		tail := newTail(counted, now, func(error) { failures++ })
		time.Sleep(time.Minute)
		if n := counted.scans.Load(); n != 0 {
			t.Errorf("read %d times for nobody", n)
		}
		slow, _ := tail.listen(2)
		quick, _ := tail.listen(2)
		if _, ok := tail.listen(2); ok {
			t.Error("a third was let in")
		}
		for i := range tailBehind + 1 {
			add(t, events, string(rune('A'+i)))
			if got := <-quick.batches; len(got) != 1 || got[0].ID != string(rune('A'+i)) {
				t.Fatalf("got %v", got)
			}
		}
		for range tailBehind {
			<-slow.batches
		}
		if _, more := <-slow.batches; more {
			t.Error("who does not read was not dropped")
		}
		time.Sleep(tailEvery / 2) // between two readings
		before := counted.scans.Load()
		time.Sleep(10 * tailEvery)
		if n := counted.scans.Load() - before; n != 10 {
			t.Errorf("%d readings in the time of 10", n)
		}
		counted.failing.Store(true)
		time.Sleep(tailEvery)
		counted.failing.Store(false)
		add(t, events, "after a failure")
		if got := <-quick.batches; got[0].ID != "after a failure" || failures != 1 {
			t.Errorf("got %v after %d failures", got, failures)
		}
		tail.leave(quick)
		tail.leave(slow)
		synctest.Wait()
		before = counted.scans.Load()
		time.Sleep(time.Minute)
		if counted.scans.Load() != before {
			t.Error("it is read for nobody")
		}
		last, _ := tail.listen(1)
		tail.end()
		if _, more := <-last.batches; more {
			t.Error("the end was not told")
		}
		if _, ok := tail.listen(1); ok {
			t.Error("somebody was let in after the end")
		}
	})
}

// TestTailMissesNothingThatIsBeingStored holds that the first who listens is
// told of events whose storing began before and ended after: they have the
// time at which it began.
func TestTailMissesNothingThatIsBeingStored(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now //nolint:forbidigo // the bubble's
		events := memory.Open(func() time.Time { return now().Add(-time.Second) })
		tail := newTail(events, now, func(err error) { t.Error(err) })
		l, _ := tail.listen(1)
		defer tail.end()
		add(t, events, "slow")
		select {
		case got := <-l.batches:
			if len(got) != 1 || got[0].ID != "slow" {
				t.Errorf("got %v", got)
			}
		case <-time.After(time.Minute):
			t.Error("an event that was being stored is never told")
		}
	})
}
