package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// tracing is a store with two conversations and two traces, of which nobody has
// said where they belong.
func tracing(t *testing.T, open Open) store.Store {
	t.Helper()
	s, _ := started(t, open)
	bare := func(id, trace string) event.Event {
		e := by(id, trace, "", event.ConversationUser(project, trace), event.Span)
		e.Session, e.Marks, e.Text = trace, event.SessionMissing, "what was asked"
		return e
	}
	stored(t, s, "0", 1, by("e0", "", "u3", "", event.Track)) // of no conversation
	stored(t, s, "1", 6,
		by("e1", "c1", "u1", "", event.Prompt), bare("e2", "trace:1"), bare("e3", "trace:1"), by("e4", "c2", "u2", "", event.Prompt), bare("e5", "trace:2"),
		by("e6", "trace:1", "u1", "", event.Satisfaction))
	d := store.Derivation{}
	for _, id := range []string{"c1", "c2", "trace:1", "trace:2"} {
		c := conversation.Conversation{Project: project, ID: id, StartedAt: noon(), EndedAt: noon(), Opening: "what was asked", Turns: 1}
		d.Derived = append(d.Derived, conversation.Derived{Conversation: c, Turns: []conversation.Turn{{Project: project, ID: id + "-1", Conversation: id, StartedAt: noon()}}})
	}
	must(t, s.PutDerived(t.Context(), d))
	return s
}

// tied is what is told of trace 1, some seconds after noon.
func tied(to string, weak bool, after int) store.Tie {
	return store.Tie{Project: project, Trace: "trace:1", Conversation: to, Weak: weak, At: noon().Add(time.Duration(after) * time.Second)}
}

func tie(t *testing.T, s store.Store, told store.Tie) {
	t.Helper()
	must(t, s.PutDerived(t.Context(), store.Derivation{Ties: []store.Tie{told}}))
}

func tracer(t *testing.T, open Open) {
	t.Helper()
	f := func(name string, check func(*testing.T, store.Store)) {
		t.Run(name, func(t *testing.T) { check(t, tracing(t, open)) })
	}
	f("what wins", func(t *testing.T, s store.Store) {
		t.Helper()
		for _, told := range []struct {
			store.Tie

			want string
		}{
			{tied("s1", true, 2), "s1"},
			{tied("s0", true, 3), "s1"},
			{tied("s2", true, 1), "s2"},
			{tied("c2", false, 9), "c2"},
			{tied("s3", true, 0), "c2"},
			{tied("c1", false, 9), "c1"},
			{tied("c3", false, 9), "c1"},
		} {
			tie(t, s, told.Tie)
			got, err := s.ConversationsOf(t.Context(), project, []string{"trace:1", "trace:9"})
			must(t, err)
			if diff := cmp.Diff(map[string]string{"trace:1": told.want}, got); diff != "" {
				t.Errorf("after %+v: %s", told, diff)
			}
		}
	})
	f("events move", checkMoved)
	f("what is left is due", func(t *testing.T, s store.Store) {
		t.Helper()
		dueAtOnce(t, s)
		tie(t, s, tied("c2", false, 2))
		dueAtOnce(t, s, "trace:1")
		tie(t, s, tied("c1", false, 1))
		dueAtOnce(t, s, "c2", "trace:1")
		must(t, s.PutDerived(t.Context(), store.Derivation{Gone: []store.Key{{Project: project, Conversation: "trace:1"}, {Project: project, Conversation: "c2"}}}))
		dueAtOnce(t, s)
		if _, err := s.Get(t.Context(), store.Key{Project: project, Conversation: "trace:1"}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a conversation that is gone: %v", err)
		}
		tie(t, s, tied("c1", false, 1))
		dueAtOnce(t, s)
	})
	f("a conversation is erased", checkTraceErased)
	f("a user is erased", func(t *testing.T, s store.Store) {
		t.Helper()
		tie(t, s, tied("c1", false, 1))
		got, err := s.Erase(t.Context(), store.Erasure{ID: "r", Project: project, User: "u1", At: noon()})
		if want := (store.Erased{User: "u1", Events: 4, Conversations: 1}); err != nil || got != want {
			t.Errorf("erased %+v, %v", got, err)
		}
		left(t, s, "e0", "e4", "e5")
	})
}

// checkMoved holds that a trace's events are those of the conversation it is
// tied to, wherever events are read by conversation.
func checkMoved(t *testing.T, s store.Store) {
	t.Helper()
	tie(t, s, tied("c1", false, 1))
	f := func(asked []string, want ...string) {
		t.Helper()
		events, err := s.EventsOf(t.Context(), project, asked)
		must(t, err)
		if got := ids(events); !slices.Equal(got, want) {
			t.Errorf("events of %q: %q, want %q", asked, got, want)
		}
		for i := range events {
			e := &events[i]
			if !slices.Contains(asked, e.Conversation) {
				t.Errorf("%s is of %s", e.ID, e.Conversation)
			}
			if e.ID == "e2" && (e.Session != "c1" || e.Anonymous != event.ConversationUser(project, "c1")) {
				t.Errorf("%s has session %s and is of %s", e.ID, e.Session, e.Anonymous)
			}
		}
	}
	f([]string{"c1"}, "e1", "e2", "e3", "e6")
	f([]string{"trace:1"})
	f([]string{"trace:1", "c1", "c2", "trace:2"}, "e1", "e2", "e3", "e6", "e4", "e5")
	detail, err := s.Get(t.Context(), store.Key{Project: project, Conversation: "c1"})
	must(t, err)
	if got := ids(detail.Events); !slices.Equal(got, []string{"e1", "e2", "e3", "e6"}) {
		t.Errorf("its page has %q", got)
	}
	exported := gather(t, func(yield func(event.Event) error) error {
		return s.ExportEvents(t.Context(), store.ExportQuery{Project: project}, yield)
	})
	var told []string
	for i := range exported {
		told = append(told, exported[i].ID+" "+exported[i].Conversation)
	}
	if diff := cmp.Diff([]string{"e0 ", "e1 c1", "e2 c1", "e3 c1", "e6 c1", "e4 c2", "e5 trace:2"}, told); diff != "" {
		t.Errorf("exported: %s", diff)
	}
	rest := gather(t, func(yield func(event.Event) error) error {
		after := &store.Place{Conversation: "c1", At: exported[3].OccurredAt, ID: "e3"}
		return s.ExportEvents(t.Context(), store.ExportQuery{Project: project, After: after}, yield)
	})
	if got := ids(rest); !slices.Equal(got, []string{"e6", "e4", "e5"}) {
		t.Errorf("exported from there on: %q", got)
	}
	prompts, err := s.Prompts(t.Context(), project, []store.UserSpan{{User: event.ConversationUser(project, "trace:1"), To: noon()}, {User: "u1", To: noon()}})
	must(t, err)
	var asked []string
	for _, p := range prompts {
		asked = append(asked, p.Conversation+" "+p.Prompt)
	}
	if len(asked) < 2 || slices.ContainsFunc(asked, func(a string) bool { return a[:2] != "c1" }) {
		t.Errorf("asked %q", asked)
	}
}

// checkTraceErased holds that a trace goes with its conversation, and that what
// comes later of either is dropped.
func checkTraceErased(t *testing.T, s store.Store) {
	t.Helper()
	tie(t, s, tied("c1", false, 1))
	got, err := s.Erase(t.Context(), store.Erasure{ID: "r", Project: project, Conversation: "c1", At: noon()})
	if want := (store.Erased{Events: 4, Conversations: 1}); err != nil || got != want {
		t.Errorf("erased %+v, %v", got, err)
	}
	left(t, s, "e0", "e4", "e5")
	late := by("f1", "trace:1", "u1", "", event.Span)
	byName, bySession := by("f2", "trace:3", "u1", "", event.Span), by("f3", "c1", "u1", "", event.Span)
	byName.Session = "c1"
	stored(t, s, "2", 0, late, byName, bySession)
}
