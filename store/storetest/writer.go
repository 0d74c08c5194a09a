package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// said is one event at a time of its own.
func said(id string, at time.Time) event.Event {
	return event.Event{
		ID: id, Project: project, Kind: event.Prompt, Name: "prompt", Agent: event.DefaultAgent, Conversation: "c", Session: "s", User: "u",
		OccurredAt: at, ReceivedAt: noon(),
	}
}

// full is an event with every field set.
func full(id string) event.Event {
	rating, value, latency, input, output := 0.75, 12.5, 830.25, int64(12), int64(1<<40)
	return event.Event{
		ID: id, Project: project, Kind: event.Satisfaction, Name: "rated: it's \"good\"", Source: "tag", Agent: "a", Conversation: "c ü", Session: "s", User: "u",
		Anonymous: "anon", Account: "acc", Message: "m", OccurredAt: noon().Add(-time.Hour).Add(123456 * time.Microsecond), ClaimedAt: noon().Add(-2 * time.Hour),
		ReceivedAt: noon(), Text: "line\nother\x01 \u2028 é 😀", Rating: &rating, RatingRaw: "4", RatingScale: "1-5", Value: &value, Currency: "EUR", Model: "m-1",
		Version: "2", LatencyMS: &latency, InputTokens: &input, OutputTokens: &output, Error: "late",
		Properties: event.Properties{{Name: "a", Value: `{"b":[1,2.50,"x"]}`}, {Name: "n", Value: `1e400`}, {Name: "z", Value: `null`}},
		Context:    event.Properties{{Name: "locale", Value: `"fr"`}}, Marks: event.Truncated | event.ClockCorrected,
	}
}

// leavesOut are the fields of a row that have no value: a test which puts rows
// that have every field must not be passed by a store that lost one.
func leavesOut(row any) (names []string) {
	v := reflect.ValueOf(row)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			names = append(names, v.Type().Field(i).Name)
		}
	}
	return names
}

func stored(t *testing.T, s store.Store, token string, want int, events ...event.Event) {
	t.Helper()
	got, err := s.Append(t.Context(), token, events)
	if err != nil || got != want {
		t.Errorf("batch %s: stored %d, %v; want %d", token, got, err, want)
	}
}

func scanAll(t *testing.T, s store.Store, step int) []event.Event {
	t.Helper()
	var all []event.Event
	var after store.Position
	for {
		events, err := s.Scan(t.Context(), after, step)
		must(t, err)
		if len(events) == 0 {
			return all
		}
		all = append(all, events...)
		last := events[len(events)-1]
		after = store.Position{StoredAt: last.StoredAt, Project: last.Project, ID: last.ID}
	}
}

func ids(events []event.Event) []string {
	list := make([]string, len(events))
	for i := range events {
		list[i] = events[i].ID
	}
	return list
}

func writer(t *testing.T, open Open) {
	t.Helper()
	t.Run("every field comes back", func(t *testing.T) {
		s, _ := started(t, open)
		bare := said("bare", noon())
		bare.ID = "empty"
		itself := []string{"StoredAt", "Forgotten", "Reading"}
		if missing := leavesOut(full("full")); !slices.Equal(missing, itself) {
			t.Errorf("%q are not set, want only what the store itself sets: %q", missing, itself)
		}
		stored(t, s, "1", 2, full("full"), bare)
		if diff := sameRows([]event.Event{bare, full("full")}, scanAll(t, s, 10)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("once", func(t *testing.T) { writesOnce(t, open) })
	t.Run("once, its clock corrected or not", func(t *testing.T) { writesCorrectedOnce(t, open) })
	t.Run("all or none", func(t *testing.T) {
		s, _ := started(t, open)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if n, err := s.Append(ctx, "1", []event.Event{said("a", noon())}); err == nil || n != 0 {
			t.Errorf("stored %d without a context, %v", n, err)
		}
		if left := scanAll(t, s, 10); len(left) > 0 {
			t.Errorf("%q are stored", ids(left))
		}
		stored(t, s, "1", 1, said("a", noon())) // its token was not used up
	})
	t.Run("dated in order", func(t *testing.T) {
		s, c := started(t, open)
		stored(t, s, "1", 1, said("a", noon()))
		c.set(noon().Add(-time.Hour)) // a clock set back
		stored(t, s, "2", 1, said("b", noon()))
		c.set(noon().Add(time.Hour))
		stored(t, s, "3", 1, said("c", noon()))
		events := scanAll(t, s, 1)
		if !slices.Equal(ids(events), []string{"a", "b", "c"}) || !events[1].StoredAt.After(events[0].StoredAt) || !events[2].StoredAt.Equal(noon().Add(time.Hour)) {
			t.Errorf("scanned %q, stored at %s, %s, %s", ids(events), events[0].StoredAt, events[1].StoredAt, events[2].StoredAt)
		}
	})
	t.Run("at once", func(t *testing.T) { writesAtOnce(t, open) })
}

func writesOnce(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	old := said("a", noon().AddDate(0, -3, 0))
	stored(t, s, "1", 2, old, said("b", noon()), old)
	stored(t, s, "1", 0, said("x", noon())) // the token was there
	stored(t, s, "2", 1, old, said("c", noon().Add(-time.Minute)))
	elsewhereToo := old
	elsewhereToo.Project = elsewhere
	stored(t, s, "3", 1, elsewhereToo)
	undated := said("b", noon().Add(24*time.Hour)) // sent again, and dated by its arrival
	undated.ReceivedAt = undated.OccurredAt
	corrected := said("a", noon())
	corrected.Marks, corrected.ClaimedAt = event.ClockCorrected, noon().Add(-time.Hour)
	inferred := said("c", noon().AddDate(0, 1, 0)) // of a file that was changed since
	inferred.Marks = event.TimeInferred
	stored(t, s, "4", 0, undated, corrected, inferred)
	stored(t, s, "5", 0)
	if n, err := s.Count(t.Context()); err != nil || n != 4 {
		t.Errorf("%d events are stored, %v; want 4", n, err)
	}
}

// A sender's clock may be corrected at one attempt and not at the next, since
// it was set right or is just about as far off as is corrected.
func writesCorrectedOnce(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	claimed := noon().Add(-time.Hour)
	plain := said("e", claimed)
	corrected := said("e", claimed.Add(31*time.Second))
	corrected.ClaimedAt, corrected.Marks = claimed, event.ClockCorrected
	stored(t, s, "1", 1, corrected)
	stored(t, s, "2", 0, plain)
	plain.ID, corrected.ID = "f", "f"
	stored(t, s, "3", 1, plain)
	stored(t, s, "4", 0, corrected)
}

func writesAtOnce(t *testing.T, open Open) {
	t.Helper()
	const writers, batches = 4, 5
	s, _ := started(t, open)
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			for j := range batches {
				// Each event is sent by two writers.
				events := []event.Event{said(fmt.Sprintf("%d-%d", i/2, j), noon()), said(fmt.Sprintf("own-%d-%d", i, j), noon())}
				if _, err := s.Append(t.Context(), fmt.Sprintf("t-%d-%d", i, j), events); err != nil {
					t.Errorf("cannot append: %v", err)
				}
				if _, err := s.Scan(t.Context(), store.Position{}, 5); err != nil {
					t.Errorf("cannot scan meanwhile: %v", err)
				}
			}
		})
	}
	group.Wait()
	events := scanAll(t, s, 7)
	got := ids(events)
	slices.Sort(got)
	if len(slices.Compact(slices.Clone(got))) != len(got) || len(got) != writers*batches*3/2 {
		t.Errorf("%d events are stored: %q", len(got), got)
	}
}
