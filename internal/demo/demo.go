package demo

import (
	"iter"
	"slices"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Source is what the demo's events name as the door they came through.
const Source = "demo"

// Options decide what is simulated. The same options give the same items,
// byte for byte on the same architecture.
type Options struct {
	Seed  uint64
	End   time.Time // nothing happens at or after it
	Days  int       // how many days before End the first event may be
	Users int       // people with an account; visitors and testers come on top
}

// The size of the demo: some eighty thousand events.
const (
	defaultSeed  = 42
	defaultDays  = 90
	defaultUsers = 1600
)

// Default is the demo as `debrief demo` shows it, ending at end.
func Default(end time.Time) Options {
	return Options{Seed: defaultSeed, End: end, Days: defaultDays, Users: defaultUsers}
}

// Items yields everything that the simulated product sends, in order of time.
// Every item has an id and a timestamp. Without days or users there is
// nothing. All of it is made before the first item is yielded.
func Items(o Options) iter.Seq[event.Item] {
	return func(yield func(event.Item) bool) {
		for _, r := range simulate(o) {
			if !yield(r.item) {
				return
			}
		}
	}
}

// record is an item with what only the simulation knows about it.
type record struct {
	at     time.Time
	item   event.Item
	intent string // what the conversation is about; empty outside conversations
}

// simulate lets everyone live through the days. People do not influence one
// another and each has a stream of chance, so that a rule changed for one kind
// of person leaves the others as they were.
func simulate(o Options) []record {
	if o.Days <= 0 || o.Users <= 0 {
		return nil
	}
	w := newWorld(o)
	const perUserDay = 0.7 // records, so that the list rarely grows
	w.records = make([]record, 0, int(float64(o.Users)*float64(o.Days)*perUserDay))
	for _, p := range w.people() {
		p.live()
	}
	slices.SortStableFunc(w.records, func(a, b record) int { return a.at.Compare(b.at) })
	return w.records
}
