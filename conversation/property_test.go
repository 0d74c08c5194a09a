package conversation

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

// chance makes conversations that try every path: few ids, few texts, times
// that collide, prompts that are answered by name, in time, early or never.
type chance struct{ *rand.Rand }

func (c chance) pick(from ...string) string { return from[c.IntN(len(from))] }

func (c chance) conversation() []event.Event {
	events := make([]event.Event, 1+c.IntN(20))
	for i := range events {
		events[i] = c.event(i)
	}
	return events
}

func (c chance) event(i int) event.Event {
	at := start().Add(time.Duration(c.IntN(40)) * time.Second)
	e := event.Event{
		ID: "e" + strconv.Itoa(i), Project: "p", Conversation: "c", Agent: c.pick(event.DefaultAgent, "support"), Session: c.pick("s1", "s2"),
		User: c.pick("", "u1", "u2"), Anonymous: c.pick("", "a1"), Message: c.pick("", "", "m1", "m2", "m3", "m4"), OccurredAt: at,
		ReceivedAt: at, StoredAt: start().Add(time.Duration(c.IntN(200)) * time.Second), Text: c.pick("", " ", "How?", "So.", "so"),
	}
	e.Kind = event.Kind(c.pick("prompt", "prompt", "response", "response", "response", "satisfaction", "action", "conversion", "tool", "track"))
	property := func(name string, value event.Value) {
		e.Properties = append(e.Properties, event.Property{Name: name, Value: value}).Sorted()
	}
	switch e.Kind {
	case event.Response:
		e.Error = c.pick("", "", "timeout")
		if c.IntN(2) == 0 {
			property("reply_to", event.Value(strconv.Quote(c.pick("m1", "m2", "gone"))))
		}
		if c.IntN(2) == 0 {
			e.LatencyMS = new(float64(c.IntN(20_000)))
		}
	case event.Satisfaction:
		if c.IntN(3) > 0 {
			e.Rating, e.RatingScale = new(float64(c.IntN(5))/4), c.pick("1-5", "thumbs")
		}
	case event.Action:
		property("action", event.Value(strconv.Quote(c.pick("copied", "Regenerated ", "stopped", "handed_off", "danced"))))
	default:
		property("plan", event.Value(c.pick(`"pro"`, `7`, `{"a":1}`, `null`)))
	}
	return e
}

func (c chance) neighbours() Neighbours {
	var n Neighbours
	for range c.IntN(3) {
		at := start().Add(time.Duration(c.IntN(100)) * time.Hour)
		n.Later = append(n.Later, Asked{Conversation: "d", At: at, Prompt: c.pick("How?", "So.", "Else?")})
		n.Conversions = append(n.Conversions, Conversion{At: at, By: Attribution(c.pick("direct", "session", "window")), Value: new(float64(c.IntN(9))), Currency: c.pick("EUR", "USD")})
	}
	if c.IntN(2) == 0 {
		n.Resolve = func(string) string { return "u1" }
	}
	return n
}

func (c chance) moment() time.Time { return start().Add(time.Duration(c.IntN(200_000)) * time.Second) }

// holds calls check with many conversations of chance.
func holds(t *testing.T, check func(t *testing.T, c chance, events []event.Event, n Neighbours)) {
	t.Helper()
	for seed := range uint64(800) {
		c := chance{rand.New(rand.NewPCG(seed, 1))}
		check(t, c, c.conversation(), c.neighbours())
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestOrderOfEventsDoesNotMatter(t *testing.T) {
	holds(t, func(t *testing.T, c chance, events []event.Event, n Neighbours) {
		t.Helper()
		now := c.moment()
		want := Build(events, DefaultDefinitions(), n, now)
		shuffled := slices.Clone(events)
		c.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		given := slices.Clone(shuffled)
		got := Build(shuffled, DefaultDefinitions(), n, now)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-in order +shuffled):\n%s", diff)
		}
		if diff := cmp.Diff(given, shuffled); diff != "" {
			t.Errorf("Build changed its input:\n%s", diff)
		}
	})
}

// TestEveryEventIsPlaced holds that each prompt opens one turn, that each
// response is in one turn or replaced by a later version of its message, and
// that turns are in order.
func TestEveryEventIsPlaced(t *testing.T) {
	holds(t, func(t *testing.T, c chance, events []event.Event, n Neighbours) {
		t.Helper()
		turns := Build(events, DefaultDefinitions(), n, c.moment()).Turns
		placed := make(map[string]int)
		for i := range turns {
			turn := &turns[i]
			if turn.Position != i || (i > 0 && turn.StartedAt.Before(turns[i-1].StartedAt)) {
				t.Errorf("turn %d is out of order", i)
			}
			if turn.PromptEvent == "" && len(turn.ResponseEvents) == 0 {
				t.Errorf("turn %d is empty", i)
			}
			for _, id := range append(turn.ResponseEvents, turn.PromptEvent) {
				placed[id]++
			}
		}
		for i := range events {
			want := 0
			if e := &events[i]; e.Kind == event.Prompt || (e.Kind == event.Response && !replaced(e, events)) {
				want = 1
			}
			if placed[events[i].ID] != want {
				t.Errorf("%s %s is in %d turns, want %d", events[i].Kind, events[i].ID, placed[events[i].ID], want)
			}
		}
	})
}

// replaced reports whether a later version of the response's message exists.
func replaced(e *event.Event, all []event.Event) bool {
	return e.Message != "" && slices.ContainsFunc(ordered(all), func(o event.Event) bool {
		return o.Kind == event.Response && o.Message == e.Message && ordered([]event.Event{*e, o})[1].ID == o.ID && o.ID != e.ID
	})
}

// TestDueLeadsOn holds that the moment at which time may change something is
// always ahead, that nothing changes before it, and that the last has none.
func TestDueLeadsOn(t *testing.T) {
	holds(t, func(t *testing.T, _ chance, events []event.Event, n Neighbours) {
		t.Helper()
		now := start()
		for range 2 * (len(events) + 1) {
			d := Build(events, DefaultDefinitions(), n, now)
			due := d.Conversation.DueAt
			if due.IsZero() {
				far := Build(events, DefaultDefinitions(), n, now.AddDate(1, 0, 0))
				if diff := cmp.Diff(d, far); diff != "" {
					t.Errorf("nothing is due after %v, yet (-then +a year later):\n%s", now, diff)
				}
				return
			}
			if !due.After(now) {
				t.Fatalf("at %v it is due at %v", now, due)
			}
			if diff := cmp.Diff(d, Build(events, DefaultDefinitions(), n, due.Add(-1))); diff != "" {
				t.Errorf("due at %v, yet (-before +just before):\n%s", due, diff)
			}
			now = due
		}
		t.Error("it is due for ever")
	})
}

// TestDraftCanBeFinishedAgain holds that neighbours leave no trace in a draft.
func TestDraftCanBeFinishedAgain(t *testing.T) {
	holds(t, func(t *testing.T, c chance, events []event.Event, n Neighbours) {
		t.Helper()
		draft := NewDraft(events, DefaultDefinitions(), n, c.moment())
		first := draft.Finish(n)
		draft.Finish(c.neighbours())
		if diff := cmp.Diff(first, draft.Finish(n)); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}

func FuzzBuild(f *testing.F) {
	f.Add(uint64(1), int64(0))
	f.Add(uint64(1<<63), int64(-1<<62))
	f.Fuzz(func(t *testing.T, seed uint64, at int64) {
		c := chance{rand.New(rand.NewPCG(seed, 2))}
		events, n := c.conversation(), c.neighbours()
		now := start().Add(time.Duration(at))
		d := Build(events, DefaultDefinitions(), n, now)
		if !slices.Contains(Outcomes(), d.Conversation.Outcome) || d.Conversation.Why == "" {
			t.Errorf("outcome %q, why %q", d.Conversation.Outcome, d.Conversation.Why)
		}
		if d.Conversation.Turns != len(d.Turns) || d.Conversation.Prompts > d.Conversation.Turns {
			t.Errorf("%d turns, %d prompts, %d listed", d.Conversation.Turns, d.Conversation.Prompts, len(d.Turns))
		}
	})
}

// BenchmarkBuildLong compares conversations of ordinary length with one that
// never ends, as when a sender gives everyone one id: the cost of an event
// must not grow with it.
func BenchmarkBuildLong(b *testing.B) {
	c := chance{rand.New(rand.NewPCG(1, 3))}
	for _, n := range []int{100, 10_000} {
		events := make([]event.Event, n)
		for i := range events {
			events[i] = c.event(i)
			events[i].Message = ""
			events[i].OccurredAt = start().Add(time.Duration(i) * time.Second)
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				Build(events, DefaultDefinitions(), Neighbours{}, start())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/event")
		})
	}
}
