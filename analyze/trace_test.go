package analyze

import (
	"errors"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// span is one of trace 1. Without a conversation it is its trace's.
func span(at time.Duration, id string, with func(*event.Event)) event.Event {
	return happened(at, event.Span, id, func(e *event.Event) {
		e.Conversation = event.TraceConversation("1")
		e.Session, e.Marks = e.Conversation, event.SessionMissing
		e.LatencyMS = new(1000.0)
		e.Properties = event.Properties{{Name: "span_id", Value: event.TextValue(id)}, {Name: "trace_id", Value: `"1"`}}
		with(e)
		e.Properties = e.Properties.Sorted()
	})
}

func asked(e *event.Event) {
	e.Text = "How?"
	e.Properties = append(e.Properties, event.Property{Name: "response", Value: `"So."`})
}

// A model's span comes before anyone has said where its trace belongs; then its
// session is known, then its conversation: the turn is in one place at a time,
// with what rates it and what it led to.
func TestTraceFindsItsConversation(t *testing.T) {
	w := newWorld(t)
	in := func(want string, others ...string) {
		t.Helper()
		w.settle()
		detail := w.conversation(want)
		if len(detail.Turns) != 1 || detail.Turns[0].Prompt != "How?" || detail.Turns[0].ID != "trace:1" || detail.Conversation.Conversions != 1 {
			t.Errorf("%s has %+v and %d conversions", want, detail.Turns, detail.Conversation.Conversions)
		}
		for _, id := range others {
			if _, err := w.store.Get(t.Context(), store.Key{Project: "p", Conversation: id}); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s is there too: %v", id, err)
			}
		}
		if got := w.attribution(); got != "window "+want+" first "+want {
			t.Errorf("the conversion is of %q", got)
		}
	}
	w.add(span(time.Second, "m", func(e *event.Event) { asked(e); e.User = "u" }), bought(time.Minute, "u"))
	in("trace:1")
	w.add(span(0, "a", func(e *event.Event) { e.Session, e.Marks = "s9", 0 }))
	in("s9", "trace:1")
	w.add(span(0, "r", func(e *event.Event) { e.Conversation = "c1" }))
	in("c1", "trace:1", "s9")
	if got := w.conversation("c1").Conversation.Session; got != "s9" {
		t.Errorf("its session is %s", got)
	}
	w.add(happened(2*time.Second, event.Satisfaction, "k2", func(e *event.Event) {
		e.Conversation, e.Message, e.Rating, e.RatingScale = "trace:1", "m", new(0.0), "1-5"
	}))
	in("c1", "trace:1", "s9")
	if rating := w.conversation("c1").Turns[0].Rating; rating == nil || *rating != 0 {
		t.Error("the turn is not rated")
	}
	w.restart()
	if err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	in("c1", "trace:1", "s9")
}

// Spans in which nobody speaks make no conversation.
func TestSilentTrace(t *testing.T) {
	w := newWorld(t)
	w.add(span(0, "h", func(e *event.Event) { e.Session, e.Marks = "s9", 0 }))
	w.settle()
	if d := w.derived(); len(d.Conversations) != 0 {
		t.Errorf("%+v", d.Conversations)
	}
}
