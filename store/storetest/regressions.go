package storetest

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// at is a time of a claim.
func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}

// zone is a zone of a claim.
func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// regressions are claims that were not true of some store once. Agree prints
// new ones, shrunk, to be pasted here.
func regressions(t *testing.T, open Open) {
	t.Helper()
	c := convene(t, open)
	f := func(about string, one claim) {
		t.Helper()
		if diff := c.disagreement(t.Context(), &one); diff != "" {
			t.Errorf("%s: the store and the reference disagree on %s", about, diff)
		}
	}
	f("a blank text filters nothing, sightings neither", claim{
		queries: []store.Query{
			{From: epoch(), To: horizon(), Filter: store.Filter{Where: parsed(t, "account exists"), Text: " "}, Fact: "sightings", Measure: "count"},
		},
	})
	f("a string is a number where JSON would write it so, of a turn as of a conversation", claim{
		events: []event.Event{
			{ID: "e1", Kind: "prompt", Name: "prompt", Conversation: "c", OccurredAt: at("2026-10-26T20:00:00Z"), Text: "x", Properties: event.Properties{{Name: "plan", Value: `"05"`}}},
			{ID: "e2", Kind: "prompt", Name: "prompt", Conversation: "d", OccurredAt: at("2026-10-26T20:00:00Z"), Text: "x", Properties: event.Properties{{Name: "plan", Value: `"-5e-1"`}}},
		},
		queries: []store.Query{
			{From: epoch(), To: horizon(), Filter: store.Filter{Where: parsed(t, "turn(prop.plan < 50.5)")}, Fact: "turns", Measure: "count"},
			{From: epoch(), To: horizon(), Filter: store.Filter{Where: parsed(t, "prop.plan < 50.5")}, Fact: "turns", Measure: "count"},
		},
	})
	f("a conversion that counts for no conversation is none that is settled", claim{
		events: []event.Event{
			{ID: "e1", Kind: "track", Name: goal, OccurredAt: at("2026-11-01T19:00:00Z"), ReceivedAt: at("2026-11-01T19:00:01Z")},
		},
		queries: []store.Query{
			{From: epoch(), To: horizon(), Filter: store.Filter{Where: parsed(t, "settled exists")}, Fact: "conversions", Measure: "count"},
		},
	})
	f("weeks that have not gone by are no rows, asked alone or together", claim{
		events: []event.Event{
			{ID: "e1", Kind: "prompt", Name: "prompt", Conversation: "c", User: "u1", OccurredAt: at("2026-10-26T20:00:00Z"), ReceivedAt: at("2026-10-26T20:00:01Z"), Text: "x"},
		},
		queries: []store.Query{
			{From: at("2026-10-24T19:00:00Z"), To: at("2026-11-02T20:00:00Z"), Fact: "returns", Measure: "count", AsOf: at("2026-11-14T20:00:00Z")},
			{From: at("2026-10-15T18:00:00Z"), To: at("2026-10-24T19:00:00Z"), Fact: "returns", Measure: "count", AsOf: at("2026-11-14T20:00:00Z")},
		},
	})
	f("a filter with a number is compiled twice", claim{
		queries: []store.Query{
			{From: epoch(), To: horizon(), Filter: store.Filter{Where: parsed(t, "turns not in (0)")}, Fact: "turns", Measure: "count", Of: "returning"},
		},
	})
}
