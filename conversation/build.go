package conversation

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// Build derives a conversation from all of its events, in any order, as it
// stands at the moment now. Without any that says something it is empty.
func Build(events []event.Event, d Definitions, n Neighbours, now time.Time) Derived {
	draft := NewDraft(events, d, n, now)
	if draft == nil {
		return Derived{}
	}
	return draft.Finish(n)
}

// Draft is a conversation whose neighbours are not known yet: whose it is and
// when it took place, from which one learns where to look for them.
type Draft struct {
	b            *builder
	conversation Conversation
}

// NewDraft does what Build does before it looks at neighbours: of those it
// takes Resolve and About only. There is no draft, but nil, of nothing and of
// spans in which nobody speaks and no tool is invoked.
func NewDraft(events []event.Event, d Definitions, n Neighbours, now time.Time) *Draft {
	told, traced := tell(events)
	if len(told) == 0 {
		return nil
	}
	b := &builder{events: ordered(told), traced: traced, rules: d, resolve: n.Resolve, now: now}
	b.makeTurns()
	b.findRead()
	b.describeTurns()
	b.listen()
	for _, one := range detectors() {
		one.detect(b)
		b.recall(one.signal)
	}
	b.place(n.About)
	b.recallPlaces() // after whatever reads texts: of those that are forgotten it has read nothing
	b.attach()
	b.next()
	b.estimate()
	return &Draft{b: b, conversation: b.summary()}
}

// Conversation is the draft. It lacks outcome and conversions.
func (d *Draft) Conversation() *Conversation { return &d.conversation }

// Finish judges the conversation among its neighbours. The draft can be
// finished again with others; the results share memory.
func (d *Draft) Finish(n Neighbours) Derived {
	c := d.conversation
	d.b.cameBack = make(map[string]string)
	counted := d.b.counted(n.Conversions)
	c.Conversions, c.Values = len(counted), sums(counted)
	v := d.b.judge(&c, n.Later)
	c.Outcome, c.Why = v.outcome, v.why
	turns := d.b.turns
	if c.Conversions > 0 {
		turns = converted(turns)
	}
	return Derived{Conversation: c, Turns: turns, Ratings: d.b.ratings}
}

// builder carries one conversation through the steps of Build.
type builder struct {
	events  []event.Event // ordered
	traced  *traced
	rules   Definitions
	resolve func(anonymous string) string
	now     time.Time

	parts     []parts    // the events of each turn
	read      []*Reading // of each turn what was read in a text that may be forgotten since; nil where nothing is kept
	turns     []Turn
	heard     []heard     // what the words of each turn say
	again     []again     // which earlier prompt each turn says again
	cues      *turnCues   // by which satisfaction is estimated
	acts      []utterance // what was done with answers
	ratings   []Rating
	last      *float64 // the last rating
	handedOff bool
	cameBack  map[string]string // by turn, the conversation in which its user asked the same again; see Readings
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
		if order := a.OccurredAt.Compare(b.OccurredAt); order != 0 {
			return order
		}
		return cmp.Or(a.StoredAt.Compare(b.StoredAt), a.ReceivedAt.Compare(b.ReceivedAt),
			cmp.Compare(rank(a.Kind), rank(b.Kind)), strings.Compare(a.ID, b.ID))
	})
	return events
}

// user is who did it, as far as is known by now.
func (b *builder) user(e *event.Event) (user string, identified bool) {
	if e.User != "" {
		return e.User, true
	}
	if b.resolve != nil && e.Anonymous != "" {
		if known := b.resolve(e.Anonymous); known != "" {
			return known, true
		}
	}
	return e.Anonymous, false
}
