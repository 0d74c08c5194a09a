package ingest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// What gives way waits while requests crowd the door, goes on a little after
// they have left, and never waits longer than it said.
func TestGivesWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &way{now: time.Now} //nolint:forbidigo // of the bubble
		waited := func(most time.Duration) time.Duration {
			began := time.Now() //nolint:forbidigo // of the bubble
			give(t.Context(), most, w.crowded)
			return time.Since(began)
		}
		if got := waited(time.Second); got != 0 {
			t.Errorf("waited %s for nobody", got)
		}
		w.enter(1)
		if got := waited(time.Second); got != 0 {
			t.Errorf("waited %s for one request", got)
		}
		w.enter(1 << 20)
		if got := waited(time.Second); got != stillCrowded {
			t.Errorf("waited %s for a large request", got)
		}
		w.leave(1 << 20)
		for range 1 << 10 {
			w.enter(1)
		}
		if got := waited(5 * time.Millisecond); got != 5*time.Millisecond {
			t.Errorf("waited %s though at most 5 ms were said", got)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		give(gone, time.Hour, w.crowded)
	})
}

// Who waits for a flush is not held up by requests.
func TestFlushGivesNoWayToWhoWaitsForIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t, nil)
		s.must(t, prompts("a", 3))
		s.way.enter(1 << 20)
		began := time.Now() //nolint:forbidigo // of the bubble
		s.flush(t)
		if got := time.Since(began); got != 0 || len(s.shelf.stored()) != 3 {
			t.Errorf("%d stored after %s", len(s.shelf.stored()), got)
		}
	})
}
