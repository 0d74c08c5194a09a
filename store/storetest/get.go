package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// sameRows compares rows as stored; when they were stored is left out.
func sameRows(want, got any) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(event.Event{}, "StoredAt"))
}

func gets(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	t.Run("all of a conversation", func(t *testing.T) {
		for i := range w.derived {
			key := store.Key{Project: project, Conversation: w.derived[i].Conversation.ID}
			got, err := s.Get(t.Context(), key)
			must(t, err)
			if diff := sameRows(w.detail(&w.derived[i]), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	})
	t.Run("every field", w.everyField)
	t.Run("none", func(t *testing.T) {
		for _, key := range []store.Key{{Project: project, Conversation: "none"}, {Project: "none", Conversation: "c01"}, {Project: project}} {
			if _, err := s.Get(t.Context(), key); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%v: got %v, want not found", key, err)
			}
		}
	})
	t.Run("values", func(t *testing.T) { values(t, s, w) })
	t.Run("a value as a number and as a text", func(t *testing.T) { countedOnce(t, s, w) })
	t.Run("event names", func(t *testing.T) { eventNames(t, s) })
	t.Run("property names", func(t *testing.T) { propertyNames(t, s) })
}

// never are the fields that no row of a kind has in the world: no store can be
// seen to lose them.
func never[T any](rows []T) []string {
	var names []string
	for i, row := range rows {
		left := leavesOut(row)
		if i == 0 {
			names = left
			continue
		}
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(left, name) })
	}
	return names
}

func (w *world) everyField(t *testing.T) {
	t.Helper()
	var conversations []conversation.Conversation
	var turns []conversation.Turn
	var ratings []conversation.Rating
	for i := range w.derived {
		conversations = append(conversations, w.derived[i].Conversation)
		turns = append(turns, w.derived[i].Turns...)
		ratings = append(ratings, w.derived[i].Ratings...)
	}
	for kind, names := range map[string][]string{
		"conversation": never(conversations), "turn": never(turns), "rating": never(ratings), "conversion": never(w.conversions),
	} {
		if len(names) > 0 {
			t.Errorf("no %s of the world has %q: draw them in world_draw.go, so that stores are held to keep them", kind, names)
		}
	}
}

func (w *world) detail(one *conversation.Derived) store.Detail {
	detail := store.Detail{Derived: *one, Events: w.eventsIn(one.Conversation.ID)}
	detail.Conversation.Properties = nil // they are not read back
	for i := range w.conversions {
		if w.conversions[i].Conversation == one.Conversation.ID {
			detail.Conversions = append(detail.Conversions, w.conversions[i])
		}
	}
	return detail
}

func propertyNames(t *testing.T, s store.Store) {
	t.Helper()
	f := func(of store.DimensionName, limit int, want ...string) {
		t.Helper()
		got, err := s.PropertyNames(t.Context(), project, of, limit)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("names of %s: %q, want %q", of, got, want)
		}
	}
	f(store.ByUserProperty, 10, "role", "age") // u3's role was removed, which leaves four
	f(store.ByUserProperty, 1, "role")
	f(store.ByAccountProperty, 10, "seats", "role", "trial")
	if _, err := s.PropertyNames(t.Context(), project, store.ByAgent, 1); !errors.Is(err, store.ErrInvalidQuery) {
		t.Errorf("names of agents: %v", err)
	}
}

// eventsIn are the events of a conversation by time, id.
func (w *world) eventsIn(id string) []event.Event {
	var list []event.Event
	for i := range w.events {
		if w.events[i].Conversation == id {
			list = append(list, w.events[i])
		}
	}
	slices.SortFunc(list, byTime)
	return list
}

func values(t *testing.T, s store.Store, w *world) {
	t.Helper()
	f := func(by store.Dimension, of func(*conversation.Conversation) []string) {
		t.Helper()
		times := make(map[string]int)
		for i := range w.derived {
			for _, value := range of(&w.derived[i].Conversation) {
				times[value]++
			}
		}
		got, err := s.Values(t.Context(), project, by, 10)
		must(t, err)
		if len(got) != len(times) || !slices.IsSortedFunc(got, func(a, b string) int { return times[b] - times[a] }) {
			t.Errorf("values of %v: %q, want in order %v", by, got, times)
		}
		first, err := s.Values(t.Context(), project, by, 1)
		must(t, err)
		if len(first) != 1 || first[0] != got[0] {
			t.Errorf("the most frequent value of %v: %q", by, first)
		}
	}
	f(store.Dimension{Name: store.ByAgent}, func(c *conversation.Conversation) []string { return c.Agents })
	f(store.Dimension{Name: store.ByUser}, func(c *conversation.Conversation) []string { return c.Users })
	f(store.Dimension{Name: store.ByOutcome}, func(c *conversation.Conversation) []string { return []string{string(c.Outcome)} })
	f(store.Dimension{Name: store.ByProperty, Key: "seats"}, seats)
	for _, name := range store.Conversations.Dimensions() {
		if _, err := s.Values(t.Context(), project, store.Dimension{Name: name, Key: "role"}, 5); err != nil {
			t.Errorf("values of %s: %v", name, err)
		}
	}
	got, err := s.Values(t.Context(), project, store.Dimension{Name: store.ByUserProperty, Key: "age"}, 5)
	must(t, err)
	if !slices.Equal(got, []string{"30", "41", "true"}) {
		t.Errorf("ages: %q", got)
	}
}

// countedOnce holds that a conversation counts once for a value that it has as
// a number and as a text.
func countedOnce(t *testing.T, s store.Store, w *world) {
	t.Helper()
	put := func(id string, values ...event.Value) {
		c := w.derived[0].Conversation
		c.Project, c.ID, c.Properties = "twice", id, nil
		for _, value := range values {
			c.Properties = append(c.Properties, event.Property{Name: "seats", Value: value})
		}
		must(t, s.PutDerived(t.Context(), store.Derivation{Derived: []conversation.Derived{{Conversation: c}}}))
	}
	put("c1", "7")
	put("c2", "9", `"9"`)
	got, err := s.Values(t.Context(), "twice", store.Dimension{Name: store.ByProperty, Key: "seats"}, 5)
	must(t, err)
	if !slices.Equal(got, []string{"7", "9"}) {
		t.Errorf("values that one conversation has each: %q", got)
	}
}

// seats are the texts of the property, the number 5 and the text "5" being
// one.
func seats(c *conversation.Conversation) []string {
	var list []string
	for _, property := range c.Properties {
		if text, ok := property.Value.Scalar(); ok && property.Name == "seats" {
			add(&list, text)
		}
	}
	return list
}

func byTime(a, b event.Event) int {
	if c := a.OccurredAt.Compare(b.OccurredAt); c != 0 {
		return c
	}
	return compareText(a.ID, b.ID)
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// eventNames offers the names of a project's own events, of no other kind and no
// other project.
func eventNames(t *testing.T, s store.Store) {
	t.Helper()
	var events []event.Event
	for i, name := range []string{"paid", "opened", "opened", "$seen", "elsewhere", "asked"} {
		e := said(fmt.Sprint("named", i), noon())
		e.Project, e.Kind, e.Name = "named", event.Track, name
		switch name {
		case "elsewhere":
			e.Project = "other"
		case "asked":
			e.Kind = event.Prompt
		}
		events = append(events, e)
	}
	stored(t, s, "named", len(events), events...)
	for limit, want := range [][]string{{}, {"opened"}, {"opened", "$seen"}, {"opened", "$seen", "paid"}, {"opened", "$seen", "paid"}} {
		got, err := s.EventNames(t.Context(), "named", limit)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("%d names: %q, want %q", limit, got, want)
		}
	}
}
