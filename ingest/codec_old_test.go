package ingest

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

// entryOf is how records were written until November 2026.
func entryOf(e *event.Event) entry {
	n := entry{
		ID: e.ID, Project: e.Project, Kind: string(e.Kind), Name: e.Name, Source: e.Source,
		Agent: e.Agent, Conversation: e.Conversation, Session: e.Session, User: e.User, Anonymous: e.Anonymous,
		Account: e.Account, Message: e.Message, OccurredAt: e.OccurredAt.UnixMicro(), ReceivedAt: e.ReceivedAt.UnixMicro(),
		Text: e.Text, Rating: e.Rating, RatingRaw: e.RatingRaw, RatingScale: e.RatingScale, Value: e.Value, Currency: e.Currency,
		Model: e.Model, Version: e.Version, LatencyMS: e.LatencyMS, InputTokens: e.InputTokens, OutputTokens: e.OutputTokens,
		Error: e.Error, Marks: uint8(e.Marks),
	}
	for _, p := range e.Properties {
		n.Properties = append(n.Properties, property{Name: p.Name, Value: string(p.Value)})
	}
	for _, p := range e.Context {
		n.Context = append(n.Context, property{Name: p.Name, Value: string(p.Value)})
	}
	if !e.ClaimedAt.IsZero() {
		claimed := e.ClaimedAt.UnixMicro()
		n.ClaimedAt = &claimed
	}
	return n
}

func oldRecord(t *testing.T, version int, events []event.Event) []byte {
	t.Helper()
	r := record{Version: version, Events: make([]entry, len(events))}
	for i := range events {
		r.Events[i] = entryOf(&events[i])
	}
	b, err := cbor.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What an earlier version left in the journal is read behind what this one
// wrote.
func TestReadsOldRecords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		events := make([]event.Event, 1+random.IntN(5))
		for i := range events {
			events[i] = dated(anyEvent(random))
		}
		got, err := decode(events[:1:1], oldRecord(t, oldVersion, events[1:]))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(events, got); diff != "" {
			t.Fatal(diff)
		}
	}
	if _, err := decode(nil, oldRecord(t, oldVersion+1, nil)); !errors.Is(err, errRecordVersion) {
		t.Errorf("got %v", err)
	}
	e := prompt("1", "x")
	e.Properties = make(event.Properties, 140_000) // the library's own limit is 131,072
	if got, err := decode(nil, oldRecord(t, oldVersion, []event.Event{e})); err != nil || len(got[0].Properties) != len(e.Properties) {
		t.Errorf("%d events, %v", len(got), err)
	}
}
