package storetest

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

func tail(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	var want []string
	for batch := range 4 {
		var events []event.Event
		for i := range 5 {
			id := fmt.Sprintf("%d-%d", batch, i)
			// Later batches happened earlier: the order is that of arrival.
			e := said(id, noon().Add(-time.Duration(batch)*time.Hour))
			if i == 4 {
				e.Project = elsewhere
			}
			events = append(events, e)
			want = append(want, id)
		}
		slices.Reverse(events) // within a batch the order is that of ids
		stored(t, s, strconv.Itoa(batch), 5, events...)
	}
	for _, step := range []int{1, 3, 5, 100} {
		if got := ids(scanAll(t, s, step)); !slices.Equal(got, want) {
			t.Errorf("scanned by %d: %q, want %q", step, got, want)
		}
	}
	if n, err := s.Count(t.Context()); err != nil || n != int64(len(want)) {
		t.Errorf("counted %d, %v", n, err)
	}
	all := scanAll(t, s, 100)
	from, err := s.Scan(t.Context(), store.Position{StoredAt: all[5].StoredAt}, 100)
	must(t, err)
	if !slices.Equal(ids(from), want[5:]) {
		t.Errorf("from the second batch on: %q", ids(from))
	}
}

func history(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	t.Run("events of conversations", func(t *testing.T) {
		got, err := s.EventsOf(t.Context(), project, []string{"c03", "c01", "none"})
		must(t, err)
		if diff := sameRows(append(w.eventsIn("c01"), w.eventsIn("c03")...), got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("loose", func(t *testing.T) { loose(t, open) })
	t.Run("prompts", func(t *testing.T) {
		spans := []store.UserSpan{{User: "u1", From: epoch(), To: epoch().Add(80 * time.Hour)}, {User: "u3", From: epoch().Add(20 * time.Hour), To: horizon()}}
		var want []store.UserPrompt
		events := slices.Clone(w.events)
		slices.SortFunc(events, byTime)
		for i := range events {
			e, user := &events[i], resolved(&events[i])
			for _, span := range spans {
				if e.Kind == event.Prompt && user == span.User && !e.OccurredAt.Before(span.From) && e.OccurredAt.Before(span.To) {
					p := store.UserPrompt{User: user}
					p.Conversation, p.At, p.Prompt = e.Conversation, e.OccurredAt, e.Text
					want = append(want, p)
				}
			}
		}
		got, err := s.Prompts(t.Context(), project, spans)
		must(t, err)
		if diff := sameRows(want, got); diff != "" || len(want) < 3 {
			t.Errorf("%d prompts (-want +got):\n%s", len(want), diff)
		}
	})
	t.Run("touching", func(t *testing.T) { touching(t, s, w) })
}

// resolved is whom the world's one identity makes of an event's sender.
func resolved(e *event.Event) string {
	if e.UserKey() == "a1" {
		return "u1"
	}
	return e.UserKey()
}

func loose(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	at := noon()
	f := func(id string, kind event.Kind, name, user, session string, at time.Time) event.Event {
		e := said(id, at)
		e.Kind, e.Name, e.User, e.Session = kind, name, user, session
		return e
	}
	anonymous := f("anonymous", event.Conversion, "sale", "", "x", at)
	anonymous.Anonymous = "a1"
	stored(t, s, "1", 9,
		f("bought", event.Conversion, "sale", "u1", "x", at), f("goal", event.Track, "upgrade", "u1", "x", at.Add(time.Second)),
		f("no goal", event.Track, "click", "u1", "x", at), f("prompt", event.Prompt, "upgrade", "u1", "x", at), f("too late", event.Conversion, "sale", "u1", "x", at.Add(time.Hour)),
		f("first", event.Conversion, "sale", "u1", "x", at.Add(-time.Hour)), f("by session", event.Conversion, "sale", "", "s1", at.Add(2*time.Second)),
		f("another's", event.Conversion, "sale", "u2", "y", at), anonymous)
	must(t, s.PutDerived(t.Context(), store.Derivation{Identities: []store.Identity{{Project: project, Anonymous: "a1", User: "u1", At: at}}}))
	spans := []store.UserSpan{{User: "u1", From: at.Add(-time.Hour), To: at.Add(time.Hour)}, {Session: "s1", From: at, To: at.Add(time.Hour)}, {User: "u1", From: at, To: at.Add(time.Minute)}}
	got, err := s.Loose(t.Context(), project, spans, []string{"upgrade"})
	must(t, err)
	if want := []string{"first", "anonymous", "bought", "goal", "by session"}; !slices.Equal(ids(got), want) {
		t.Errorf("got %q, want %q", ids(got), want)
	}
	if got, err = s.Loose(t.Context(), elsewhere, spans, []string{"upgrade"}); err != nil || len(got) > 0 {
		t.Errorf("of another project: %q, %v", ids(got), err)
	}
}

func touching(t *testing.T, s store.Store, w *world) {
	t.Helper()
	f := func(spans ...store.UserSpan) {
		t.Helper()
		var want []string
		byID := make(map[string]*conversation.Conversation)
		for i := range w.derived {
			byID[w.derived[i].Conversation.ID] = &w.derived[i].Conversation
		}
		for _, id := range w.sorted(store.Oldest) {
			c := byID[id]
			if slices.ContainsFunc(spans, func(span store.UserSpan) bool {
				who := (span.User != "" && span.User == c.User) || (span.Session != "" && span.Session == c.Session)
				return who && c.StartedAt.Before(span.To) && !c.EndedAt.Before(span.From)
			}) {
				want = append(want, id)
			}
		}
		got, err := s.Touching(t.Context(), project, spans)
		must(t, err)
		found := make([]string, len(got))
		for i := range got {
			found[i] = got[i].ID
		}
		if !slices.Equal(found, want) {
			t.Errorf("touching %v: %q, want %q", spans, found, want)
		}
	}
	one := w.derived[7].Conversation
	f(store.UserSpan{User: "u1", From: epoch(), To: horizon()})
	f(store.UserSpan{User: "u1", From: epoch(), To: epoch().Add(60 * time.Hour)}, store.UserSpan{User: "u2", Session: "sc05", From: epoch(), To: horizon()})
	f(store.UserSpan{Session: one.Session, From: one.EndedAt, To: horizon()})
	f(store.UserSpan{Session: one.Session, From: one.EndedAt.Add(time.Microsecond), To: horizon()})
	f(store.UserSpan{Session: one.Session, From: epoch(), To: one.StartedAt})
}
