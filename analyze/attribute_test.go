package analyze

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
)

func TestAttribution(t *testing.T) {
	const day = 24 * time.Hour
	in := func(session string, e event.Event) event.Event {
		e.Session = session
		return e
	}
	of := func(conversation string, e event.Event) event.Event {
		e.Conversation = conversation
		return e
	}
	f := func(name, want string, events ...event.Event) {
		t.Run(name, func(t *testing.T) {
			t.Helper()
			w := newWorld(t)
			w.clock.set(10 * day)
			for _, e := range exchange(0, "one", "u", "How?") {
				w.add(e)
			}
			w.add(exchange(2*time.Hour, "two", "u", "So?")...)
			w.add(exchange(2*time.Hour, "other", "v", "How?")...)
			w.add(events...)
			w.settle()
			if got := w.attribution(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	f("direct", "direct one first one", of("one", in("s-two", bought(3*time.Hour, "u"))))
	f("direct names a conversation of nothing else", "direct three first three", of("three", bought(3*time.Hour, "u")))
	f("session", "session one first one", in("s-one", bought(5*day, "u")))
	f("session of another user", "session other first other", in("s-other", bought(3*time.Hour, "u")))
	f("session before it began", "window one first one", in("s-two", bought(time.Hour, "u")))
	f("last and first touch", "window two first one", bought(3*time.Hour, "u"))
	f("one window has passed", "window two first two", bought(day+time.Hour, "u"))
	f("at the end of the window", "window two first two", bought(day+2*time.Hour+time.Second, "u"))
	f("both windows have passed", "none of u", bought(day+2*time.Hour+time.Second+time.Microsecond, "u"))
	f("at the moment of the prompt", "window one first one", bought(0, "u"))
	f("before any conversation", "none of u", bought(-1, "u"))
	f("someone else", "none of w", bought(3*time.Hour, "w"))
	f("nobody", "none of ", bought(3*time.Hour, ""))
}

func TestConversionBeforeItsConversationIsStored(t *testing.T) {
	w := newWorld(t)
	w.clock.set(240 * time.Hour)
	w.add(bought(time.Hour, "u"))
	w.settle()
	if got := w.attribution(); got != "none of u" {
		t.Errorf("alone: %s", got)
	}
	w.add(exchange(0, "one", "u", "How?")...)
	w.settle()
	if got, counted := w.attribution(), w.outcome("one"); got != "window one first one" || counted != "confirmed conversions 1" {
		t.Errorf("then: %s, %s", got, counted)
	}
	// A later conversation takes the conversion over.
	w.add(exchange(30*time.Minute, "two", "u", "So?")...)
	w.settle()
	if got := w.attribution(); got != "window two first one" {
		t.Errorf("taken over: %s", got)
	}
	if one, two := w.outcome("one"), w.outcome("two"); one != "assumed conversions 0" || two != "confirmed conversions 1" {
		t.Errorf("taken over: one %s, two %s", one, two)
	}
	if values := w.conversation("two").Conversation.Values; len(values) != 1 || values[0].Value != 10 || values[0].Currency != "EUR" {
		t.Errorf("values %v", values)
	}
}

// TestConversationLosesConversion lets an earlier prompt, stored late, show
// that a conversation was someone else's.
func TestConversationLosesConversion(t *testing.T) {
	w := newWorld(t)
	w.clock.set(240 * time.Hour)
	w.add(exchange(time.Hour, "one", "u", "How?")...)
	w.add(bought(2*time.Hour, "u"))
	w.settle()
	if got := w.attribution(); got != "window one first one" {
		t.Errorf("at first: %s", got)
	}
	first := exchange(0, "one", "v", "Hello?")[0]
	first.ID = "first"
	w.add(first)
	w.settle()
	if got, counted := w.attribution(), w.outcome("one"); got != "none of u" || counted != "assumed conversions 0" {
		t.Errorf("then: %s, %s", got, counted)
	}
}

func TestGoals(t *testing.T) {
	w := newWorld(t)
	w.clock.set(240 * time.Hour)
	w.rules.now.Goals = []string{"signed_up"}
	track := func(id, name string) event.Event {
		return happened(time.Hour, event.Track, id, func(e *event.Event) { e.User, e.Name = "u", name })
	}
	w.add(exchange(0, "one", "u", "How?")...)
	w.add(track("k", "signed_up"), track("l", "viewed"))
	w.settle()
	if got := w.attribution(); got != "window one first one" {
		t.Error(got)
	}
	if len(w.store.conversions) != 1 {
		t.Errorf("%d conversions, want 1: %v", len(w.store.conversions), w.store.conversions)
	}
}

func TestIdentifiedLater(t *testing.T) {
	w := newWorld(t)
	w.clock.set(240 * time.Hour)
	w.add(exchange(0, "known", "u", "How do I export?")...)
	w.add(anonymously(2*time.Hour, "device", "a", "how do I export")...)
	w.add(anonymously(50*time.Hour, "stranger", "b", "Else?")...)
	bare := happened(time.Hour, event.Conversion, "k", func(e *event.Event) { e.Anonymous = "a" })
	w.add(bare)
	w.settle()
	if got := w.outcome("known"); got != "assumed conversions 0" {
		t.Errorf("before: %s", got)
	}
	if got := w.attribution(); got != "none of a" {
		t.Errorf("before: %s", got)
	}
	// The device turns out to be theirs: the question came back, and it is
	// their conversion.
	w.add(identified(60*time.Hour, "i", "a", "u"))
	w.settle()
	if got := w.attribution(); got != "window known first known" {
		t.Errorf("after: %s", got)
	}
	if c := w.conversation("known").Conversation; c.Outcome != "confirmed" {
		t.Errorf("after: %s, %s", c.Outcome, c.Why)
	}
	if c := w.conversation("device").Conversation; c.User != "u" || !c.Identified {
		t.Errorf("after: of %q", c.User)
	}
	if c := w.conversation("stranger").Conversation; c.User != "b" || c.Identified {
		t.Errorf("the stranger became %q", c.User)
	}
	// An earlier tie, stored late, wins.
	w.add(identified(-time.Hour, "j", "a", "v"))
	w.settle()
	if got := w.attribution(); got != "none of v" {
		t.Errorf("tied to v: %s", got)
	}
	if got, user := w.outcome("known"), w.conversation("device").Conversation.User; got != "assumed conversions 0" || user != "v" {
		t.Errorf("tied to v: %s, device of %q", got, user)
	}
}
