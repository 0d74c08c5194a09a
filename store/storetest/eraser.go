package storetest

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// by is something that somebody, or nobody, said in a conversation.
func by(id, conversationID, user, anonymous string, kind event.Kind) event.Event {
	e := said(id, noon().Add(-time.Hour))
	e.Conversation, e.User, e.Anonymous, e.Kind, e.Session = conversationID, user, anonymous, kind, "s-"+conversationID
	e.Text = "what " + id + " says"
	return e
}

// toErase is a store with two users, one of whom has an anonymous id, and a
// conversation that both spoke in.
func toErase(t *testing.T, open Open) store.Store {
	t.Helper()
	s, _ := started(t, open)
	nobody := func(c string) string { return event.ConversationUser(project, c) }
	foreign := by("e8", "c1", "u1", "", event.Prompt)
	foreign.Project = elsewhere
	stored(
		t, s, "1", 9,
		by("e1", "c1", "u1", "", event.Prompt), by("e2", "c1", "", nobody("c1"), event.Response),
		by("e3", "c2", "", "a1", event.Prompt), by("e4", "c2", "u2", "", event.Prompt), by("e4b", "c2", "", nobody("c2"), event.Response),
		by("e5", "c3", "u2", "", event.Prompt), by("e6", "c3", "u1", "", event.Prompt),
		by("e7", "", "u2", "", event.Conversion), foreign,
	)
	stored(t, s, "2", 1, by("f1", "c4", "u2", "", event.Prompt))
	d := store.Derivation{
		Identities: []store.Identity{{Project: project, Anonymous: "a1", User: "u1", At: noon()}},
		Traits:     []store.Trait{{Project: project, Owner: "u1", Name: "plan", Value: `"pro"`, At: noon()}},
		Conversions: []conversation.Conversion{{
			Project: project, Event: "e7", At: noon(), By: conversation.Window, Conversation: "c1", FirstTouch: "c1", Dimensions: conversation.Dimensions{User: "u2", Agent: "a"},
		}},
	}
	for id, user := range map[string]string{"c1": "u1", "c2": "u1", "c3": "u2", "c4": "u2"} {
		c := conversation.Conversation{Project: project, ID: id, StartedAt: noon(), EndedAt: noon(), Opening: "what was asked", Turns: 1}
		c.User = user
		turn := conversation.Turn{Project: project, ID: id + "-1", Conversation: id, StartedAt: noon(), Prompt: "what was asked"}
		d.Derived = append(d.Derived, conversation.Derived{Conversation: c, Turns: []conversation.Turn{turn}})
	}
	all := scanAll(t, s, 100)
	d.Upto, d.Analysed = store.PositionOf(&all[8]), 9
	must(t, s.PutDerived(t.Context(), d))
	return s
}

func eraser(t *testing.T, open Open) {
	t.Helper()
	f := func(name string, e store.Erasure, want store.Erased, check func(*testing.T, store.Store)) {
		t.Run(name, func(t *testing.T) {
			s := toErase(t, open)
			e.ID, e.Project, e.At = "r1", project, noon()
			got, err := s.Erase(t.Context(), e)
			if err != nil || got != want {
				t.Errorf("erased %+v, %v; want %+v", got, err, want)
			}
			check(t, s)
		})
	}
	f("a user", store.Erasure{User: "u1"}, store.Erased{User: "u1", Events: 5, Conversations: 1}, checkUserGone)
	f("by an anonymous id", store.Erasure{User: "a1"}, store.Erased{User: "u1", Events: 5, Conversations: 1}, checkUserGone)
	f("a conversation", store.Erasure{Conversation: "c2"}, store.Erased{Events: 3, Conversations: 1}, func(t *testing.T, s store.Store) {
		t.Helper()
		left(t, s, "e1", "e2", "e5", "e6", "e7", "e8", "f1")
		stored(t, s, "3", 1, by("g1", "c2", "u2", "", event.Prompt), by("g2", "c1", "u1", "", event.Prompt))
		dueAtOnce(t, s, "c1") // of the same user
	})
	f("nobody", store.Erasure{User: "u9"}, store.Erased{User: "u9"}, func(t *testing.T, s store.Store) {
		t.Helper()
		stored(t, s, "3", 0, by("g1", "c9", "u9", "", event.Prompt))
		dueAtOnce(t, s)
	})
}

// left holds which events are there, however few are read at a time.
func left(t *testing.T, s store.Store, want ...string) {
	t.Helper()
	for _, step := range []int{1, 3, 100} {
		got := ids(scanAll(t, s, step))
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%d at a time: %q are left, want %q", step, got, want)
		}
	}
	if n, err := s.Count(t.Context()); err != nil || n != int64(len(want)) {
		t.Errorf("%d events, %v; want %d", n, err, len(want))
	}
}

func dueAtOnce(t *testing.T, s store.Store, want ...string) {
	t.Helper()
	keys, err := s.Due(t.Context(), noon(), 10)
	must(t, err)
	got := make([]string, len(keys))
	for i, key := range keys {
		got[i] = key.Conversation
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%q are due, want %q", got, want)
	}
}

func checkUserGone(t *testing.T, s store.Store) {
	t.Helper()
	ctx := t.Context()
	left(t, s, "e4", "e5", "e7", "e8", "f1")
	dueAtOnce(t, s, "c2", "c3", "c4")
	page, err := s.List(ctx, store.ListQuery{Project: project, From: epoch(), To: noon().Add(time.Hour), Limit: 10})
	must(t, err)
	for i := range page.Conversations {
		c := &page.Conversations[i]
		if c.ID == "c1" || (c.ID != "c4" && c.Opening != "") {
			t.Errorf("%s is listed with %q", c.ID, c.Opening)
		}
	}
	turns := 0
	must(t, s.ExportTurns(ctx, store.ExportQuery{Project: project}, func(conversation.Turn) error { turns++; return nil }))
	if page.Total != 3 || turns != 1 {
		t.Errorf("%d conversations and %d turns, want 3 and 1", page.Total, turns)
	}
	detail, err := s.Get(ctx, store.Key{Project: project, Conversation: "c1"})
	if err == nil {
		t.Errorf("the conversation is there: %+v", detail)
	}
	users, err := s.Resolve(ctx, project, []string{"a1"})
	if err != nil || len(users) > 0 {
		t.Errorf("resolved %v, %v", users, err)
	}
	if names, failed := s.PropertyNames(ctx, project, store.ByUserProperty, 10); failed != nil || len(names) > 0 {
		t.Errorf("traits %q, %v", names, failed)
	}
	if p, failed := s.Progress(ctx); failed != nil || p.Analysed != 4 { // nine, of which five went
		t.Errorf("%d analysed, %v; want 4", p.Analysed, failed)
	}
	if erasures, failed := s.Erasures(ctx, project); failed != nil || len(erasures) != 1 || erasures[0].User != "u1" || !erasures[0].At.Equal(noon()) {
		t.Errorf("erasures %+v, %v", erasures, failed)
	}
	barred, err := s.Barred(ctx, project)
	must(t, err)
	want := store.Barred{
		{Project: project, Name: "u1"}: true, {Project: project, Name: "a1"}: true, {Project: project, Conversation: true, Name: "c1"}: true,
	}
	if !maps.Equal(barred, want) {
		t.Errorf("barred %v, want %v", barred, want)
	}
	late := by("h1", "c1", "", event.ConversationUser(project, "c1"), event.Response)
	tied := by("h4", "c7", "u1", "a7", event.Identify)
	stored(t, s, "3", 1, late, by("h2", "c5", "u1", "", event.Prompt), by("h3", "c6", "", "a1", event.Prompt), tied, by("h5", "c7", "u2", "", event.Prompt))
}
