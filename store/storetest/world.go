package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
)

// world is a made-up history: events and what was derived from them. It is
// drawn at random, the same every time, so that values are missing, repeated
// and shared between users in every way.
type world struct {
	draws

	events      []event.Event
	derived     []conversation.Derived
	conversions []conversation.Conversion
	identities  []store.Identity
	traits      []store.Trait

	reference *memory.Store // with all of it
}

const (
	project           = "p"
	elsewhere         = "q" // another project, with the same ids
	conversationCount = 60
)

// epoch is when the world begins: a day before clocks change in Paris.
func epoch() time.Time { return time.Date(2026, time.October, 24, 20, 0, 0, 0, time.UTC) }

// horizon is when it has ended.
func horizon() time.Time { return epoch().AddDate(0, 0, 9) }

func newWorld() *world {
	w := &world{draws: seeded(1)}
	w.identities = []store.Identity{{Project: project, Anonymous: "a1", User: "u1", At: epoch()}}
	for i := range conversationCount {
		w.converse(i)
	}
	for i := range 12 {
		w.sight(i)
	}
	w.addTraits()
	return w
}

// load puts the world into a store, and the same rows under another project.
// The reference has them too.
func (w *world) load(t *testing.T, s store.Store) {
	t.Helper()
	if w.reference == nil {
		w.reference = memory.Open(noon)
		w.put(t, w.reference)
	}
	w.put(t, s)
}

func (w *world) put(t *testing.T, s store.Store) {
	t.Helper()
	ctx := t.Context()
	_, err := s.Append(ctx, "world", w.events)
	must(t, err)
	must(t, s.PutDerived(ctx, store.Derivation{
		Made: store.Made{Rules: conversation.Version, Definitions: 1}, Derived: w.derived, Conversions: w.conversions, Identities: w.identities, Traits: w.traits,
		Upto: store.Position{StoredAt: noon(), Project: project, ID: "z"}, Analysed: int64(len(w.events)),
	}))
	var other store.Derivation
	for i := range w.derived[:10] {
		one := w.derived[i]
		one.Conversation.Project = elsewhere
		one.Turns, one.Ratings = slices.Clone(one.Turns), slices.Clone(one.Ratings)
		for j := range one.Turns {
			one.Turns[j].Project = elsewhere
		}
		for j := range one.Ratings {
			one.Ratings[j].Project = elsewhere
		}
		other.Derived = append(other.Derived, one)
	}
	must(t, s.PutDerived(ctx, other))
	indexed(t, s)
}

// answer is what a store should answer to a query.
func (w *world) answer(t *testing.T, q store.Query) []store.Cell {
	t.Helper()
	cells, err := store.Select(t.Context(), w.reference, q)
	must(t, err)
	return cells
}

// selected are the conversations that a filter selects, in order of their ids.
func (w *world) selected(t *testing.T, f store.Filter, zone *time.Location) []string {
	t.Helper()
	return listedIDs(t, w.reference, f, zone)
}

func listedIDs(t *testing.T, s store.Store, f store.Filter, zone *time.Location) []string {
	t.Helper()
	page, err := s.List(t.Context(), store.ListQuery{Project: project, From: epoch(), To: horizon(), Zone: zone, Filter: f, Limit: store.MaxPage})
	if err != nil {
		t.Errorf("%v %q: %v", f.Where, f.Text, err)
	}
	ids := make([]string, len(page.Conversations))
	for i := range page.Conversations {
		ids[i] = page.Conversations[i].ID
	}
	slices.Sort(ids)
	return ids
}
