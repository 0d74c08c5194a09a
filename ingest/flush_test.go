package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
)

// While the store fails acknowledgements go on; when it is back everything is
// stored, once.
func TestStoreFailsForAWhile(t *testing.T) {
	s := newStand(t, func(o *Options, _ *journal.Options) { o.FlushEvery = time.Millisecond })
	s.shelf.setDown(true)
	var want []event.Event
	for i := range 20 {
		batch := prompts(fmt.Sprintf("r%d", i), 5)
		want = append(want, batch...)
		if got := words(s.must(t, batch)); got != "accepted,accepted,accepted,accepted,accepted" {
			t.Fatal(got)
		}
		if i%10 == 0 {
			if err := s.Flush(t.Context()); !errors.Is(err, errDown) {
				t.Fatalf("got %v", err)
			}
		}
	}
	if got := s.Waiting(); got != len(want) {
		t.Errorf("%d wait, want %d", got, len(want))
	}
	s.shelf.setDown(false)
	eventually(t, "everything is stored", func() bool { return s.Waiting() == 0 })
	if diff := cmp.Diff(idsOf(want), s.shelf.stored()); diff != "" {
		t.Error(diff)
	}
	if !s.complaints.are(errDown) {
		t.Error("nobody was told that the store failed")
	}
	eventually(t, "the segments are removed", func() bool { return len(s.Journal.Segments()) == 0 })
}

func TestFlushesByItself(t *testing.T) {
	f := func(change func(*Options)) {
		t.Helper()
		var flushed sync.WaitGroup
		flushed.Add(1)
		s := newStand(t, func(o *Options, _ *journal.Options) {
			o.OnFlush = sync.OnceFunc(flushed.Done)
			change(o)
		})
		s.must(t, prompts("a", 10))
		flushed.Wait() // FlushEvery is an hour unless f changes it
		if got := len(s.shelf.stored()); got != 10 {
			t.Errorf("%d stored", got)
		}
	}
	f(func(o *Options) { o.FlushEvery = 20 * time.Millisecond })
	f(func(o *Options) { o.FlushAt = 10 })
}

func TestFlushEndsWithItsContext(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, prompts("a", 1))
	block, entered := make(chan struct{}), make(chan struct{})
	s.shelf.before = sync.OnceFunc(func() { close(entered); <-block })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.Flush(ctx) }()
	<-entered
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(block)
}

// An event is acknowledged while a flush is storing its segment: it waits
// until that flush has committed, not less and not longer.
func TestLateForAFlush(t *testing.T) {
	w := newWaiting(100, nil)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.admit(2))
	w.add(7, 2)
	must(w.admit(3)) // journalled in segment 7 too, and then slow
	if n := w.of(7); n != 2 {
		t.Errorf("%d wait in the segment", n)
	}
	if n := w.add(7, 3); n != 5 || w.of(7) != 5 {
		t.Errorf("%d wait, %d of them in the segment", n, w.of(7))
	}
	w.settle(7)
	must(w.admit(1))
	if w.add(7, 1); w.size() != 0 || len(w.segments) != 0 {
		t.Errorf("%d wait", w.size())
	}
	if w.admitted != 0 {
		t.Errorf("%d are still admitted", w.admitted)
	}
}

// Senders, flushes and rotations by size run against each other; every
// acknowledged event is stored once and nothing is left over.
func TestManySendersAndFlushes(t *testing.T) {
	const senders, requests = 8, 40
	s := newStand(t, func(o *Options, j *journal.Options) {
		o.FlushEvery, o.FlushAt, o.Recent, j.SegmentBytes = time.Millisecond, 50, 100, 16<<10
	})
	want := make([][]event.Event, senders)
	var all sync.WaitGroup
	for sender := range senders {
		all.Go(func() {
			for i := range requests {
				own := prompts(fmt.Sprintf("%d.%d", sender, i), 3)
				common := prompts(fmt.Sprintf("common.%d", i), 2)
				if _, err := s.Add(t.Context(), project, slices.Concat(own, common)); err != nil {
					t.Error(err)
					return
				}
				want[sender] = append(want[sender], own...)
				if sender == 0 {
					want[sender] = append(want[sender], common...)
				}
			}
		})
	}
	all.Wait()
	s.flush(t)
	if diff := cmp.Diff(idsOf(slices.Concat(want...)), s.shelf.stored()); diff != "" {
		t.Error(diff)
	}
	if got, left := s.Waiting(), s.Journal.Segments(); got != 0 || len(left) != 0 {
		t.Errorf("%d wait, %v left", got, left)
	}
}
