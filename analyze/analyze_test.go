package analyze

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

func TestTimePasses(t *testing.T) {
	w := newWorld(t)
	w.add(exchange(0, "one", "u", "How do I export?")...)
	w.add(exchange(0, "two", "v", "How?")[0])
	f := func(at time.Duration, one, two string) {
		t.Helper()
		w.clock.set(at)
		w.settle()
		if got := w.outcome("one"); got != one+" conversions 0" {
			t.Errorf("at %v one is %s, want %s", at, got, one)
		}
		if got := w.outcome("two"); got != two+" conversions 0" {
			t.Errorf("at %v two is %s, want %s", at, got, two)
		}
	}
	f(time.Second, "unknown", "unknown")
	f(119*time.Second, "unknown", "unknown")
	f(121*time.Second, "unknown", "failed")
	f(24*time.Hour, "unknown", "failed")
	f(24*time.Hour+time.Second, "assumed", "failed")
	if due, err := w.store.Due(t.Context(), start().AddDate(9, 0, 0), 10); err != nil || len(due) > 0 {
		t.Errorf("still due: %v, %v", due, err)
	}
}

// TestTimePassesUnderLoad holds that time does not stand still while every
// step finds new events.
func TestTimePassesUnderLoad(t *testing.T) {
	w := newWorld(t)
	w.add(exchange(0, "one", "u", "How?")[0])
	w.settle()
	w.clock.set(time.Hour)
	w.add(exchange(time.Hour, "two", "v", "So?")...)
	if busy, err := w.Step(t.Context()); err != nil || !busy {
		t.Fatal(busy, err)
	}
	if got := w.outcome("one"); got != "failed conversions 0" {
		t.Errorf("one is %s in the step that took in two", got)
	}
}

func TestQuestionComesBack(t *testing.T) {
	w := newWorld(t)
	w.add(exchange(0, "one", "u", "How do I export?")...)
	w.clock.set(25 * time.Hour)
	w.settle()
	if got := w.outcome("one"); got != "assumed conversions 0" {
		t.Errorf("settled as %s", got)
	}
	// What was asked within the settling time is stored only now.
	w.add(exchange(23*time.Hour, "two", "u", "how do i export")...)
	w.settle()
	if c := w.conversation("one").Conversation; c.Outcome != conversation.Unknown || c.Why != "the user asked the same again in two" {
		t.Errorf("then %s: %s", c.Outcome, c.Why)
	}
	put := w.store.put
	w.add(exchange(23*time.Hour, "three", "u", "Something else")...)
	w.settle()
	if n := w.store.put - put; n != 1 {
		t.Errorf("another question made %d conversations again, want its own only", n)
	}
}

func TestStepSurvivesFailure(t *testing.T) {
	w := newWorld(t)
	w.add(anonymously(0, "one", "a", "How?")...)
	w.settle()
	w.add(identified(time.Hour, "i", "a", "u"))
	// The identity is kept, the conversation is not.
	for n := range 2 {
		w.store.fails = func() bool { n--; return n < 0 }
		if _, err := w.Step(t.Context()); !errors.Is(err, errBroken) {
			t.Fatalf("err = %v", err)
		}
	}
	w.store.fails = nil
	w.settle()
	if got := w.conversation("one").Conversation.User; got != "u" {
		t.Errorf("user %q after the failure, want u", got)
	}
	progress, err := w.store.Progress(t.Context())
	if err != nil || progress.Analysed != 3 {
		t.Errorf("analysed %d events, want 3: %v", progress.Analysed, err)
	}
}

// run runs the analyzer until the returned function is called.
func (w *world) run() (stop func()) {
	ctx, cancel := context.WithCancel(w.t.Context())
	var running sync.WaitGroup
	running.Go(func() { w.Run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

func TestWaitReturnsWhenCaughtUp(t *testing.T) {
	w := newWorld(t)
	stop := w.run()
	defer stop()
	for i, id := range []string{"one", "two", "three"} {
		w.add(exchange(time.Duration(i)*time.Hour, id, "u", "How?")...)
		if err := w.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.outcome(id); got != "unknown conversions 0" {
			t.Errorf("%s is %s", id, got)
		}
	}
	// Time that has passed is waited for too.
	w.clock.set(48 * time.Hour)
	if err := w.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.outcome("three"); got != "assumed conversions 0" {
		t.Errorf("three is %s", got)
	}
}

func TestWaitFailsWithItsContext(t *testing.T) {
	w := newWorld(t)
	w.OnError = func(error) {}
	w.store.fails = func() bool { return true }
	w.add(exchange(0, "one", "u", "How?")...)
	stop := w.run()
	defer stop()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := w.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("err = %v", err)
	}
}

// TestWakes holds that a wake-up goes before the next look at the clock.
func TestWakes(t *testing.T) {
	w := newWorld(t)
	stop := w.run()
	defer stop()
	if err := w.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Wake()
	w.Wake() // a second one neither blocks nor is needed
	w.add(exchange(0, "one", "u", "How?")...)
	w.Wake()
	w.eventually("somebody wakes up", func() bool {
		_, err := w.store.Get(t.Context(), store.Key{Project: "p", Conversation: "one"})
		return err == nil
	})
}

// eventually waits for a condition that another goroutine brings about.
func (w *world) eventually(what string, holds func() bool) {
	w.t.Helper()
	for range 6_000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Errorf("not within a minute: %s", what)
}

// TestOtherRulesRenew holds that rows of another version are made again when
// an analyzer starts.
func TestOtherRulesRenew(t *testing.T) {
	w := newWorld(t)
	w.add(exchange(0, "one", "u", "How?")...)
	w.settle()
	old := w.conversation("one").Derived
	old.Conversation.Why = "by older rules"
	if err := w.store.PutDerived(t.Context(), store.Derivation{Made: store.Made{Rules: conversation.Version + 1, Definitions: 1}, Derived: []conversation.Derived{old}}); err != nil {
		t.Fatal(err)
	}
	stop := w.run()
	w.renewed()
	stop()
	if why := w.conversation("one").Conversation.Why; why != "not settled yet" {
		t.Errorf("still %q", why)
	}
}

// TestOtherDefinitionsRenew holds that a change of the definitions re-judges
// history while the analyzer runs, and that what is no conversion any more
// goes.
func TestOtherDefinitionsRenew(t *testing.T) {
	w := newWorld(t)
	w.clock.set(240 * time.Hour)
	w.rules.now.Goals = []string{"signed_up"}
	w.add(exchange(0, "one", "u", "How?")...)
	for _, user := range []string{"u", "nobody"} {
		w.add(happened(time.Hour, event.Track, "by "+user, func(e *event.Event) { e.User, e.Name = user, "signed_up" }))
	}
	w.settle()
	if c := w.conversation("one"); c.Conversation.Outcome != conversation.Confirmed || len(c.Conversions) != 1 {
		t.Fatalf("%s with %d conversions", c.Conversation.Outcome, len(c.Conversions))
	}
	w.renewEvery = 10 * time.Millisecond
	stop := w.run()
	w.rules.change(func(d *conversation.Definitions) { d.Goals = nil })
	w.renewed()
	stop()
	if c := w.conversation("one"); c.Conversation.Outcome != conversation.Assumed || len(c.Conversions) != 0 {
		t.Errorf("then %s with %d conversions", c.Conversation.Outcome, len(c.Conversions))
	}
	cells, err := store.Select(t.Context(), w.store, store.Query{
		Project: "p", Fact: store.Conversions, Measure: store.Count, From: start(), To: w.clock.now(),
	})
	if err != nil || len(cells) != 0 {
		t.Errorf("conversions: %v, %v", cells, err)
	}
}
