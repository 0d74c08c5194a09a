package storetest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

func deriver(t *testing.T, open Open) {
	t.Helper()
	t.Run("replaces", func(t *testing.T) { replaces(t, open) })
	t.Run("identities", func(t *testing.T) { identities(t, open) })
	t.Run("traits", func(t *testing.T) { traits(t, open) })
	t.Run("progress", func(t *testing.T) { progress(t, open) })
	t.Run("due", func(t *testing.T) { due(t, open) })
	t.Run("generations", func(t *testing.T) { generations(t, open) })
}

func replaces(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	w.load(t, s) // once more, which changes nothing
	one := &w.derived[2]
	one.Conversation.Outcome, one.Conversation.Properties = conversation.Escalated, []event.Property{{Name: "new", Value: `1`}}
	one.Turns, one.Ratings = nil, nil
	conversions := slices.Clone(w.conversions[:1])
	conversions[0].Name = "renamed"
	replacement := store.Derivation{Made: store.Made{Rules: 3}, Derived: []conversation.Derived{*one}, Conversions: conversions}
	must(t, s.PutDerived(t.Context(), replacement))
	must(t, w.reference.PutDerived(t.Context(), replacement))
	got, err := s.Get(t.Context(), store.Key{Project: project, Conversation: one.Conversation.ID})
	must(t, err)
	one.Conversation.Properties = nil // they are not read back
	if diff := sameRows(*one, got.Derived); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	values, err := s.Values(t.Context(), project, store.Dimension{Name: store.ByProperty, Key: "new"}, 2)
	must(t, err)
	if !slices.Equal(values, []string{"1"}) {
		t.Errorf("values of its new property: %q", values)
	}
	for _, fact := range facts() {
		q := store.Query{Project: project, Fact: fact, From: epoch(), To: horizon(), Measure: store.Count}
		cells, err := store.Select(t.Context(), s, q)
		must(t, err)
		if diff := sameCells(w.answer(t, q), cells); diff != "" {
			t.Errorf("%s (-want +got):\n%s", fact, diff)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if s.PutDerived(cancelled, store.Derivation{Derived: w.derived[3:4]}) == nil {
		t.Error("rows were put without a context")
	}
}

func identities(t *testing.T, open Open) {
	t.Helper()
	at := noon()
	all := []store.Identity{
		{Project: project, Anonymous: "a", User: "late", At: at.Add(time.Second)},
		{Project: project, Anonymous: "a", User: "z", At: at},
		{Project: project, Anonymous: "a", User: "b", At: at},
		{Project: project, Anonymous: "other", User: "c", At: at},
		{Project: elsewhere, Anonymous: "a", User: "d", At: at},
	}
	want := map[string]string{"a": "b", "other": "c"}
	f := func(name string, batches ...[]store.Identity) {
		t.Helper()
		s, _ := started(t, open)
		for _, batch := range batches {
			must(t, s.PutDerived(t.Context(), store.Derivation{Identities: batch}))
		}
		got, err := s.Resolve(t.Context(), project, []string{"a", "other", "unknown"})
		must(t, err)
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	f("in one", all)
	f("one by one", all[:1], all[1:2], all[2:3], all[3:])
	f("backwards", all[2:], all[1:2], all[:1])
	f("twice", all, all)
}

func traits(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	at := noon()
	must(t, s.PutDerived(t.Context(), store.Derivation{Derived: []conversation.Derived{{Conversation: conversation.Conversation{
		Project: project, ID: "c", StartedAt: at, EndedAt: at, Users: []string{"u"}, Accounts: []string{"u"},
	}}}}))
	put := func(value event.Value, after time.Duration, account bool) {
		t.Helper()
		must(t, s.PutDerived(t.Context(), store.Derivation{Traits: []store.Trait{{Project: project, Owner: "u", Account: account, Name: "plan", Value: value, At: at.Add(after)}}}))
	}
	check := func(filter string, want int64) {
		t.Helper()
		e, err := where.Parse(filter)
		must(t, err)
		page, err := s.List(t.Context(), store.ListQuery{Project: project, From: at, To: at.Add(time.Hour), Limit: 1, Filter: store.Filter{Where: e}})
		must(t, err)
		if page.Total != want {
			t.Errorf("%d conversations where %s, want %d", page.Total, filter, want)
		}
	}
	check(`user.plan exists`, 0)
	put(`"pro"`, time.Second, false)
	check(`user.plan = "pro"`, 1)
	check(`account.plan exists`, 0)
	put(`"free"`, 0, false) // older
	check(`user.plan = "pro"`, 1)
	put(`"team"`, time.Second, false) // as old, and said later
	check(`user.plan = "team"`, 1)
	put(`7`, time.Second, true)
	check(`account.plan > 6 and user.plan = "team"`, 1)
	put(`null`, 2*time.Second, false)
	check(`user.plan exists or user.plan != "x"`, 0)
	put(`"old"`, time.Second, false) // older than the removal
	check(`user.plan exists`, 0)
	put(`"back"`, 3*time.Second, false)
	check(`user.plan = "back"`, 1)
}

func progress(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	check := func(want store.Progress) {
		t.Helper()
		got, err := s.Progress(t.Context())
		must(t, err)
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	check(store.Progress{})
	position := store.Position{StoredAt: noon(), Project: project, ID: "x"}
	put := func(upto store.Position, analysed int64) {
		t.Helper()
		must(t, s.PutDerived(t.Context(), store.Derivation{Upto: upto, Analysed: analysed}))
	}
	put(position, 10)
	check(store.Progress{Upto: position, Analysed: 10})
	put(store.Position{}, 0) // a rebuild leaves the position
	check(store.Progress{Upto: position, Analysed: 10})
	position.ID = "y"
	put(position, 12)
	check(store.Progress{Upto: position, Analysed: 12})
}

// generations holds that rows tell what they were made with, and that those
// that a rebuild has not made again go with it.
func generations(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	first, second, other := store.Made{Rules: 1, Definitions: 2}, store.Made{Rules: 1, Definitions: 3}, store.Made{Rules: 2, Definitions: 3}
	put := func(made store.Made, in string, ids ...string) {
		t.Helper()
		d := store.Derivation{Made: made}
		for _, id := range ids {
			c := conversation.Conversation{Project: in, ID: id, StartedAt: noon(), EndedAt: noon()}
			turn := conversation.Turn{Project: in, ID: id + "-1", Conversation: id, StartedAt: noon()}
			d.Derived = append(d.Derived, conversation.Derived{Conversation: c, Turns: []conversation.Turn{turn}})
			d.Conversions = append(d.Conversions, conversation.Conversion{Project: in, Event: id + "-2", At: noon(), By: conversation.None})
		}
		must(t, s.PutDerived(t.Context(), d))
	}
	check := func(rows int64, want ...store.Generation) {
		t.Helper()
		got, err := s.Generations(t.Context())
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		for _, fact := range []store.Fact{store.Conversations, store.Turns, store.Conversions} {
			cells, failed := store.Select(t.Context(), s, store.Query{Project: project, Fact: fact, From: epoch(), To: noon().Add(time.Second), Measure: store.Count})
			must(t, failed)
			if len(cells) != 1 || cells[0].N != rows {
				t.Errorf("%s: %v, want %d", fact, cells, rows)
			}
		}
	}
	put(first, project, "a", "b", "c")
	put(first, elsewhere, "a")
	elsewhereAt := store.Generation{Project: elsewhere, Made: first, Rows: 2}
	check(3, sortedGenerations(store.Generation{Project: project, Made: first, Rows: 6}, elsewhereAt)...)
	put(second, project, "a")
	put(other, project, "b")
	check(3, sortedGenerations(
		store.Generation{Project: project, Made: first, Rows: 2}, store.Generation{Project: project, Made: second, Rows: 2},
		store.Generation{Project: project, Made: other, Rows: 2}, elsewhereAt,
	)...)
	must(t, s.PutDerived(t.Context(), store.Derivation{Made: store.Made{Rules: 1, Definitions: 2}, Rebuilt: project}))
	check(2, sortedGenerations(
		store.Generation{Project: project, Made: first, Rows: 2}, store.Generation{Project: project, Made: second, Rows: 2}, elsewhereAt,
	)...)
	must(t, s.PutDerived(t.Context(), store.Derivation{Made: second, Rebuilt: project}))
	check(1, sortedGenerations(store.Generation{Project: project, Made: second, Rows: 2}, elsewhereAt)...)
}

func sortedGenerations(all ...store.Generation) []store.Generation {
	slices.SortStableFunc(all, func(a, b store.Generation) int { return strings.Compare(a.Project, b.Project) })
	return all
}

func due(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	var d store.Derivation
	for id, in := range map[string]time.Duration{"b": time.Hour, "a": time.Hour, "c": time.Minute, "never": 0, "later": 2 * time.Hour} {
		c := conversation.Conversation{Project: project, ID: id, StartedAt: noon(), EndedAt: noon()}
		if in > 0 {
			c.DueAt = noon().Add(in)
		}
		d.Derived = append(d.Derived, conversation.Derived{Conversation: c})
	}
	must(t, s.PutDerived(t.Context(), d))
	f := func(in time.Duration, limit int, want ...string) {
		t.Helper()
		got, err := s.Due(t.Context(), noon().Add(in), limit)
		must(t, err)
		names := make([]string, len(got))
		for i, key := range got {
			names[i] = key.Conversation
		}
		if !slices.Equal(names, want) {
			t.Errorf("due in %s: %q, want %q", in, names, want)
		}
	}
	f(0, 10)
	f(time.Minute, 10, "c")
	f(time.Hour, 10, "c", "a", "b")
	f(time.Hour, 2, "c", "a")
	f(24*time.Hour, 10, "c", "a", "b", "later")
}
