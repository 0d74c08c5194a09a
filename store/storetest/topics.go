package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

func topics(t *testing.T, open Open) {
	t.Helper()
	t.Run("models", func(t *testing.T) { models(t, open) })
	t.Run("prompts", func(t *testing.T) { prompts(t, open) })
	t.Run("first prompts", func(t *testing.T) { firstPrompts(t, open) })
}

func models(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	ctx := t.Context()
	if _, err := s.Model(ctx, project, 0); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a project without topics: %v", err)
	}
	f := func(have int, want store.Model) {
		t.Helper()
		got, err := s.Model(ctx, want.Project, have)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	first := store.Model{Project: project, Version: 1, MadeAt: noon(), Prompts: 31, Bytes: []byte{0, 1, 255}}
	other := store.Model{Project: elsewhere, Version: 1, MadeAt: noon(), Placed: true, Bytes: []byte("other")}
	must(t, s.PutModel(ctx, first))
	must(t, s.PutModel(ctx, other))
	f(0, first)
	state := first
	state.Decisions, state.Erasures, state.Placed, state.Bytes = 2, 1, true, nil
	must(t, s.PutModel(ctx, state))
	f(1, state)
	state.Bytes = first.Bytes
	f(0, state)
	second := store.Model{Project: project, Version: 2, MadeAt: noon().Add(time.Hour), Prompts: 1 << 40, Bytes: make([]byte, 3<<20)}
	must(t, s.PutModel(ctx, second))
	f(1, second)
	f(0, other)
}

// drawnPrompts puts prompts of two projects: of the first, one's text is not
// kept, one is small talk, and beside each is an answer that nobody asked for.
func drawnPrompts(t *testing.T, s store.Store) []store.Prompt {
	t.Helper()
	pooled, low, high := store.Prompt{Text: "how?", Nearest: "t2"}, 0.25, 0.75
	all := []store.Prompt{
		{Text: "how?", Topic: "t1", Theme: "g1", Nearest: "t1"},
		pooled, pooled,
		{Text: "hi", Nearest: "t1", SmallTalk: true},
		{Text: "how?", Gap: &high},
		{Topic: "t1", Theme: "g1", Nearest: "t1"},
	}
	all[1].Next, all[2].Gap = conversation.NextRephrased, &low
	var d store.Derivation
	for i := range all {
		p := &all[i]
		p.Conversation, p.At = fmt.Sprintf("c%d", i), noon().Add(-time.Duration(i)*time.Hour)
		p.Turn = p.Conversation + "-1"
		turn := conversation.Turn{
			Project: project, ID: p.Turn, Conversation: p.Conversation, StartedAt: p.At, PromptEvent: p.Turn, Prompt: p.Text, Nearest: p.Nearest, Next: p.Next, Gap: p.Gap,
			Dimensions: conversation.Dimensions{Topic: p.Topic, Theme: p.Theme},
		}
		if p.SmallTalk {
			turn.Evidence = []conversation.Evidence{{Signal: conversation.SmallTalk}}
		}
		unasked := turn
		unasked.ID, unasked.PromptEvent = p.Turn+"-unasked", ""
		c := conversation.Conversation{Project: project, ID: p.Conversation, StartedAt: p.At, EndedAt: p.At}
		d.Derived = append(d.Derived, conversation.Derived{Conversation: c, Turns: []conversation.Turn{turn, unasked}})
	}
	foreign := conversation.Derived{Conversation: conversation.Conversation{Project: elsewhere, ID: "c0", StartedAt: noon(), EndedAt: noon()}}
	foreign.Turns = []conversation.Turn{{Project: elsewhere, ID: "x", Conversation: "c0", StartedAt: noon(), PromptEvent: "x", Prompt: "why?"}}
	must(t, s.PutDerived(t.Context(), d))
	must(t, s.PutDerived(t.Context(), store.Derivation{Derived: []conversation.Derived{foreign}}))
	return all
}

func prompts(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	ctx := t.Context()
	all := drawnPrompts(t, s)

	f := func(q store.PromptQuery, want ...int) {
		t.Helper()
		q.Project = project
		var got, expected []store.Prompt
		must(t, s.EachPrompt(ctx, q, func(p store.Prompt) error { got = append(got, p); return nil }))
		for _, i := range want {
			expected = append(expected, all[i])
		}
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", q, diff)
		}
	}
	f(store.PromptQuery{}, 0, 1, 2, 3, 4, 5)
	f(store.PromptQuery{Nearest: []string{"t2", ""}}, 1, 2, 4)
	f(store.PromptQuery{Nearest: []string{"t9"}})
	f(store.PromptQuery{Pooled: true}, 1, 2)
	f(store.PromptQuery{Pooled: true, Nearest: []string{"t1"}})
	stop := errors.New("enough")
	if err := s.EachPrompt(ctx, store.PromptQuery{Project: project}, func(store.Prompt) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("stopped with %v", err)
	}
	counts, err := s.CountPrompts(ctx)
	must(t, err)
	if want := []store.PromptCount{{Project: project, Prompts: 4, Pooled: 2}, {Project: elsewhere, Prompts: 1}}; !slices.Equal(counts, want) {
		t.Errorf("counts are %+v, want %+v", counts, want)
	}
}

func firstPrompts(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	ctx := t.Context()
	all := drawnPrompts(t, s)
	first := func(q store.PromptQuery, order store.PromptOrder, limit int, want ...int) {
		t.Helper()
		q.Project = project
		got, err := s.FirstPrompts(ctx, q, order, limit)
		must(t, err)
		var expected []store.Prompt
		for _, i := range want {
			expected = append(expected, all[i])
		}
		if diff := cmp.Diff(expected, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("the first %d of %+v (-want +got):\n%s", limit, q, diff)
		}
	}
	first(store.PromptQuery{Pooled: true}, store.LatestFirst, 1, 1)
	first(store.PromptQuery{Pooled: true}, store.LatestFirst, 9, 1, 2)
	first(store.PromptQuery{}, store.WorstFirst, 3, 4, 2, 0)
	first(store.PromptQuery{FellShort: true}, store.WorstFirst, 9, 4, 1)
	first(store.PromptQuery{Topics: []string{"t1"}, From: noon().Add(-4 * time.Hour)}, store.LatestFirst, 9, 0)
	first(store.PromptQuery{To: noon().Add(-4 * time.Hour)}, store.LatestFirst, 9, 5)
	first(store.PromptQuery{Turns: []string{"c3-1", "c1-1", "x"}}, store.LatestFirst, 9, 1, 3)
	first(store.PromptQuery{PerTopic: 1}, store.WorstFirst, 9, 4, 0)
	first(store.PromptQuery{PerTopic: 2}, store.WorstFirst, 3, 4, 2, 0)
	other, err := where.Parse(`agent = "other"`)
	must(t, err)
	first(store.PromptQuery{Filter: store.Filter{Where: other}}, store.LatestFirst, 9)
}
