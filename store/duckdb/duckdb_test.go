package duckdb

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

func TestSmoke(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	s, err := Open(ctx, Options{Path: filepath.Join(t.TempDir(), "a.duckdb"), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	e := event.Event{ID: "1", Project: "p", Kind: event.Prompt, Name: "x", Conversation: "c", Session: "s", User: "u", OccurredAt: now.Add(-time.Hour), ReceivedAt: now, Text: "hi", Properties: event.Properties{{Name: "plan", Value: `"pro"`}}}
	conv := e
	conv.ID, conv.Kind = "2", event.Conversion
	n, err := s.Append(ctx, "t1", []event.Event{e, e, conv})
	t.Log(n, err)
	n, err = s.Append(ctx, "t1", []event.Event{e})
	t.Log(n, err)
	n, err = s.Append(ctx, "t2", []event.Event{e})
	t.Log(n, err)
	ev, err := s.Scan(ctx, store.Position{}, 10)
	t.Log(len(ev), err, ev)
	ev, err = s.EventsOf(ctx, "p", []string{"c"})
	t.Log(len(ev), err)
	span := []store.UserSpan{{User: "u", Session: "s", From: now.Add(-2 * time.Hour), To: now}}
	ev, err = s.Loose(ctx, "p", span, []string{"g"})
	t.Log(len(ev), err)
	ps, err := s.Prompts(ctx, "p", span)
	t.Log(ps, err)
	lat := 3.0
	d := store.Derivation{Version: 1, Derived: []conversation.Derived{{
		Conversation: conversation.Conversation{Project: "p", ID: "c", Dimensions: conversation.Dimensions{User: "u"}, StartedAt: now.Add(-time.Hour), EndedAt: now, Ratings: []float64{1}, Values: []conversation.Money{{Currency: "EUR", Value: 3}}, DueAt: now, Properties: []event.Property{{Name: "plan", Value: `"pro"`}}},
		Turns:        []conversation.Turn{{ID: "1", Project: "p", Conversation: "c", StartedAt: now, LatencyMS: &lat, Evidence: []conversation.Evidence{{Signal: conversation.Slow}}}},
		Ratings:      []conversation.Rating{{Event: "z", Project: "p", At: now}},
	}}, Conversions: []conversation.Conversion{{Event: "2", Project: "p", At: now}}, Identities: []store.Identity{{Project: "p", Anonymous: "a", User: "u", At: now}},
		Traits: []store.Trait{{Project: "p", Owner: "u", Name: "n", Value: `"v"`, At: now}}, Upto: store.Position{StoredAt: now, Project: "p", ID: "1"}, Analysed: 2}
	for range 2 {
		if err = s.PutDerived(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	cs, err := s.Touching(ctx, "p", span)
	t.Logf("%+v %v", cs, err)
	p, err := s.Progress(ctx)
	t.Log(p, err)
	r, err := s.Resolve(ctx, "p", []string{"a"})
	t.Log(r, err)
	k, err := s.Due(ctx, now, 5)
	t.Log(k, err)
	k, err = s.Keys(ctx, store.Key{}, 5)
	t.Log(k, err)
	t.Log(s.Checkpoint(ctx))
}
