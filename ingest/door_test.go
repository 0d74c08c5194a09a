package ingest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/ingest/journal"
)

// words writes outcomes as one word each, with commas between.
func words(outcomes []Outcome) string {
	list := make([]string, len(outcomes))
	for i, o := range outcomes {
		switch o.Status {
		case Accepted:
			list[i] = "accepted"
		case Duplicate:
			list[i] = "duplicate"
		case Rejected:
			list[i] = string(o.Fault.Code)
		}
	}
	return strings.Join(list, ",")
}

func TestOneOutcomePerEventInOrder(t *testing.T) {
	s := newStand(t, nil)
	foreign, blank, unknown := prompt("3", "x"), prompt("4", " "), prompt("5", "x")
	foreign.Project, unknown.Kind = "elsewhere", "other"
	f := func(want string, events ...event.Event) {
		t.Helper()
		outcomes := s.must(t, events)
		if diff := cmp.Diff(want, words(outcomes)); diff != "" {
			t.Error(diff)
		}
	}
	f("")
	f("accepted", prompt("1", "x"))
	f("duplicate", prompt("1", "x"))
	f("duplicate,accepted,invalid_item,missing_field,unknown_type,duplicate",
		prompt("1", "x"), prompt("2", "x"), foreign, blank, unknown, prompt("2", "y"))
	f("invalid_item,missing_field", foreign, blank)
	blank.Text = "now it says something"
	f("accepted", blank)
	s.flush(t)
	if diff := cmp.Diff([]string{"1", "2", "4"}, s.shelf.stored()); diff != "" {
		t.Error(diff)
	}
}

func TestCallerUsesItsSliceAgain(t *testing.T) {
	s := newStand(t, nil)
	batch := prompts("a", 2)
	s.must(t, batch)
	copy(batch, prompts("b", 2))
	s.must(t, batch)
	s.flush(t)
	if diff := cmp.Diff([]string{"a-0", "a-1", "b-0", "b-1"}, s.shelf.stored()); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameIDInTwoProjectsIsTwoEvents(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, []event.Event{prompt("1", "x")})
	other := prompt("1", "x")
	other.Project = "q"
	outcomes, err := s.Add(t.Context(), "q", []event.Event{other})
	if err != nil || words(outcomes) != "accepted" {
		t.Errorf("got %s, %v", words(outcomes), err)
	}
}

// A journal that fails answers with ErrRetry and leaves the ids free.
func TestRetryWhileTheJournalFails(t *testing.T) {
	disk := &recorder{Files: journal.OS()}
	s := newStand(t, func(_ *Options, j *journal.Options) { j.Files = disk })
	s.must(t, prompts("before", 2))
	disk.fail(true)
	batch := func() []event.Event { return append(prompts("before", 2), prompts("failing", 3)...) }
	for range 2 {
		if _, err := s.Add(t.Context(), project, batch()); !errors.Is(err, ErrRetry) || !errors.Is(err, journal.ErrFailed) {
			t.Fatalf("got %v", err)
		}
	}
	if got := s.Waiting(); got != 2 {
		t.Errorf("%d wait, want 2", got)
	}
	for range 2 {
		if err := s.Ready(t.Context()); !errors.Is(err, ErrRetry) {
			t.Errorf("ready: %v", err)
		}
	}
	disk.fail(false)
	if err := s.Ready(t.Context()); err != nil { // though nobody sent an event since
		t.Errorf("ready: %v", err)
	}
	s.flush(t)
	if diff := cmp.Diff("duplicate,duplicate,accepted,accepted,accepted", words(s.must(t, batch()))); diff != "" {
		t.Error(diff)
	}
	s.flush(t)
	if got := len(s.shelf.stored()); got != 5 {
		t.Errorf("%d stored, want 5", got)
	}
}

func TestTooLargeForEver(t *testing.T) {
	s := newStand(t, func(_ *Options, j *journal.Options) { j.MaxRecord = 1000 })
	large := prompts("large", 50)
	if _, err := s.Add(t.Context(), project, large); !errors.Is(err, ErrTooLarge) || errors.Is(err, ErrRetry) {
		t.Fatalf("got %v", err)
	}
	s.must(t, large[:2])
}

// Requests are refused while too much waits, and taken again once it is
// stored.
func TestRefusesWhileTooMuchWaits(t *testing.T) {
	s := newStand(t, func(o *Options, _ *journal.Options) { o.MaxWaiting = 10 })
	s.must(t, prompts("a", 8))
	if _, err := s.Add(t.Context(), project, prompts("b", 3)); !errors.Is(err, ErrRetry) {
		t.Fatalf("got %v", err)
	}
	s.must(t, prompts("c", 2))
	if _, err := s.Add(t.Context(), project, prompts("d", 1)); !errors.Is(err, ErrRetry) {
		t.Fatalf("got %v", err)
	}
	s.must(t, prompts("a", 8)) // what is known needs no room
	s.flush(t)
	if got := words(s.must(t, prompts("b", 3))); got != "accepted,accepted,accepted" {
		t.Error(got)
	}
}

// A caller that goes away is told nothing was acknowledged; what it sent may
// have become durable, and its repeat is stored once.
func TestCallerGoesAway(t *testing.T) {
	disk := &recorder{Files: journal.OS()}
	s := newStand(t, func(_ *Options, j *journal.Options) { j.Files = disk })
	ctx, leave := context.WithCancel(t.Context())
	release := disk.hold()
	answered := make(chan error)
	go func() {
		_, err := s.Add(ctx, project, prompts("a", 3))
		answered <- err
	}()
	disk.waitHeld(t)
	leave()
	if err := <-answered; !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	release()
	if got := words(s.must(t, prompts("a", 3))); got != "accepted,accepted,accepted" {
		t.Error(got)
	}
	s.flush(t)
	if diff := cmp.Diff([]string{"a-0", "a-1", "a-2"}, s.shelf.stored()); diff != "" {
		t.Error(diff)
	}
	if got := s.Waiting(); got != 0 {
		t.Errorf("%d wait", got)
	}
}

func TestCloseStoresAndRefuses(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, prompts("a", 3))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(s.shelf.stored()); got != 3 {
		t.Errorf("%d stored", got)
	}
	if _, err := s.Add(t.Context(), project, prompts("b", 1)); !errors.Is(err, ErrRetry) {
		t.Errorf("got %v", err)
	}
	if err := s.Flush(t.Context()); !errors.Is(err, ErrRetry) {
		t.Errorf("got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// What cannot be stored when the door closes is told, and stored by the next.
func TestCloseWhileTheStoreFails(t *testing.T) {
	s := newStand(t, nil)
	s.must(t, prompts("a", 3))
	s.shelf.setDown(true)
	if err := s.Close(); !errors.Is(err, errDown) {
		t.Fatalf("got %v", err)
	}
	s.shelf.setDown(false)
	next := standOn(t, s.dir, s.shelf, nil)
	next.flush(t)
	if got := len(s.shelf.stored()); got != 3 {
		t.Errorf("%d stored", got)
	}
}
