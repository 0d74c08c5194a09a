package ingest

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
)

// A repeat of a request that is still being journalled waits for it: it is
// answered as a duplicate once that is durable, and fails with it.
func TestRepeatOfARequestInFlight(t *testing.T) {
	f := func(fails bool, want string) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			disk := &recorder{Files: journal.OS()}
			s := newStand(t, func(_ *Options, j *journal.Options) { j.Files = disk })
			release := disk.hold()
			answers := make(chan string, 2)
			send := func() {
				outcomes, err := s.Add(t.Context(), project, prompts("a", 1))
				if errors.Is(err, ErrRetry) {
					answers <- "retry"
				} else {
					answers <- words(outcomes)
				}
			}
			go send()
			synctest.Wait()
			go send()
			synctest.Wait()
			if len(answers) > 0 {
				t.Fatalf("answered before the first was durable: %s", <-answers)
			}
			disk.fail(fails)
			release()
			if diff := cmp.Diff(want, <-answers+","+<-answers); diff != "" {
				t.Error(diff)
			}
		})
	}
	f(true, "retry,retry")
	f(false, "accepted,duplicate")
}

func TestRepeatGivesUpWithItsCaller(t *testing.T) {
	r := newRecent(10)
	events := prompts("a", 1)
	first := r.claim(events, make([]Outcome, len(events)))
	second := r.claim(events, make([]Outcome, len(events)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := second.wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	r.settle(first, true)
	if err := second.wait(t.Context()); err != nil {
		t.Errorf("got %v", err)
	}
}

// At least the last size ids are known, and not many more than twice as many;
// a request of more ids than that is no exception.
func TestRecentForgetsTheOldest(t *testing.T) {
	const size = 100
	r := newRecent(size)
	take := func(from, n int) (duplicates int) {
		events := make([]event.Event, n)
		for i := range events {
			events[i] = prompt(strconv.Itoa(from+i), "x")
		}
		outcomes := make([]Outcome, n)
		r.settle(r.claim(events, outcomes), true)
		for _, o := range outcomes {
			if o.Status == Duplicate {
				duplicates++
			}
		}
		return duplicates
	}
	f := func(from, n, want int) {
		t.Helper()
		if diff := cmp.Diff(want, take(from, n)); diff != "" {
			t.Error(diff)
		}
		if kept := len(r.new) + len(r.old); kept > 5*size {
			t.Errorf("%d ids are kept", kept)
		}
	}
	for from := 0; from < 1000; from += 10 {
		f(from, 10, 0)
		f(max(0, from+10-size), 10, 10)
	}
	f(0, 10, 0) // forgotten long ago
	f(5000, 3*size, 0)
	f(5000+2*size, size, size)
	if len(r.open) != 0 {
		t.Errorf("%d are open", len(r.open))
	}
}
