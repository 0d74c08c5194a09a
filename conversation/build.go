package conversation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Build derives a conversation from all of its events, in any order, as it
// stands at the moment now. There must be at least one event.
func Build(events []event.Event, d Definitions, n Neighbours, now time.Time) Derived {
	b := &builder{events: ordered(events), rules: d, near: n, now: now, byMessage: make(map[string]int)}
	b.makeTurns()
	b.describeTurns()
	b.attach()
	for _, detect := range detectors() {
		for i := range b.turns {
			detect(b, i)
		}
	}
	return b.finish()
}

// builder carries one conversation through the steps of Build.
type builder struct {
	events []event.Event // ordered
	rules  Definitions
	near   Neighbours
	now    time.Time

	turns     []Turn
	parts     []parts        // the events of each turn
	byMessage map[string]int // message id to turn
	ratings   []Rating
	last      *float64 // the last rating
}

// parts are the events that make one turn.
type parts struct {
	prompt    *event.Event
	responses []*event.Event
}

func (p *parts) first() *event.Event {
	if p.prompt != nil {
		return p.prompt
	}
	return p.responses[0]
}

// ordered sorts by time, then arrival, then prompts before what follows them.
func ordered(events []event.Event) []event.Event {
	events = slices.Clone(events)
	rank := func(k event.Kind) int {
		if k == event.Prompt {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(events, func(a, b event.Event) int {
		return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), a.StoredAt.Compare(b.StoredAt), a.ReceivedAt.Compare(b.ReceivedAt),
			cmp.Compare(rank(a.Kind), rank(b.Kind)), strings.Compare(a.ID, b.ID))
	})
	return events
}

// user is who did it, as far as is known by now.
func (b *builder) user(e *event.Event) (user string, identified bool) {
	if e.User != "" {
		return e.User, true
	}
	if b.near.Resolve != nil {
		if known := b.near.Resolve(e.Anonymous); known != "" {
			return known, true
		}
	}
	return e.Anonymous, false
}

// same reports whether two texts say the same, letter case, white space and
// closing marks aside. Empty texts say nothing.
func same(a, b string) bool {
	a, b = folded(a), folded(b)
	return a != "" && a == b
}

func folded(s string) string {
	return strings.TrimRight(strings.ToLower(strings.Join(strings.Fields(s), " ")), " .?!…。？！")
}
