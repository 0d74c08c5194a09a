package analyze

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
)

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// clock is a time that tests set.
type clock struct{ atomic.Int64 }

func (c *clock) now() time.Time       { return start().Add(time.Duration(c.Load())) }
func (c *clock) set(at time.Duration) { c.Store(int64(at)) }

// rules are definitions that a test may change.
type rules struct {
	mu      sync.Mutex
	now     conversation.Definitions
	changes int
	decided control.TopicDecisions
}

// change sets other definitions, at any time.
func (r *rules) change(change func(*conversation.Definitions)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.now)
	r.changes++
}

func (r *rules) Definitions(context.Context, string) (conversation.Definitions, int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now, 1 + r.changes, nil
}

func (r *rules) TopicDecisions(context.Context, string) (control.TopicDecisions, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.decided), nil
}

var errBroken = errors.New("broken on purpose")

// keeper is a store that remembers the rows of conversions, which no export
// gives, and that fails to keep derived rows when told to.
type keeper struct {
	*duckdb.Store
	mu          sync.Mutex
	conversions map[string]conversation.Conversion
	put         int         // conversations put so far
	fails       func() bool // nil never fails
}

func (k *keeper) PutDerived(ctx context.Context, d store.Derivation) error {
	if k.fails != nil && k.fails() {
		return errBroken
	}
	if err := k.Store.PutDerived(ctx, d); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put += len(d.Derived)
	for _, c := range d.Conversions {
		k.conversions[c.Event] = c
	}
	return nil
}

// world is a store with an analyzer, their clock and rules.
type world struct {
	*Analyzer
	t     *testing.T
	clock *clock
	rules *rules
	store *keeper
	token int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{}, rules: &rules{now: conversation.DefaultDefinitions()}}
	s, err := duckdb.Open(t.Context(), duckdb.Options{Path: filepath.Join(t.TempDir(), "debrief.duckdb"), Threads: 1, Now: w.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w.store = &keeper{Store: s, conversions: make(map[string]conversation.Conversion)}
	w.restart()
	return w
}

// restart puts another analyzer in place, as a new process would.
func (w *world) restart() {
	w.Analyzer = New(Options{Store: w.store, Rules: w.rules, Decisions: w.rules, Now: w.clock.now, OnError: func(err error) { w.t.Error(err) }})
}

func (w *world) add(events ...event.Event) {
	w.t.Helper()
	w.token++
	if _, err := w.store.Append(w.t.Context(), strconv.Itoa(w.token), events); err != nil {
		w.t.Fatal(err)
	}
}

// settle takes steps until nothing is left to do.
func (w *world) settle() {
	w.t.Helper()
	for range 1000 {
		busy, err := w.Step(w.t.Context())
		if err != nil && !errors.Is(err, errBroken) {
			w.t.Fatal(err)
		}
		if !busy && err == nil {
			return
		}
	}
	w.t.Fatal("steps go on and on")
}

// renewed waits until nothing is left that was made with other rules or
// definitions than are in force.
func (w *world) renewed() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for {
		made, err := w.inForce(ctx, "p")
		if err != nil {
			w.t.Fatal(err)
		}
		generations, err := w.store.Generations(ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		if len(generations) == 1 && generations[0].Made == made {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// derived is all that the store holds.
type derived struct {
	Conversations []conversation.Conversation
	Turns         []conversation.Turn
	Conversions   map[string]conversation.Conversion
}

func (w *world) derived() derived {
	w.t.Helper()
	d := derived{Conversions: w.store.conversions}
	ctx, q := w.t.Context(), store.ExportQuery{Project: "p"}
	err := errors.Join(
		w.store.ExportConversations(ctx, q, func(c conversation.Conversation) error {
			d.Conversations = append(d.Conversations, c)
			return nil
		}),
		w.store.ExportTurns(ctx, q, func(t conversation.Turn) error {
			d.Turns = append(d.Turns, t)
			return nil
		}),
	)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// conversation is one that must be there.
func (w *world) conversation(id string) store.Detail {
	w.t.Helper()
	detail, err := w.store.Get(w.t.Context(), store.Key{Project: "p", Conversation: id})
	if err != nil {
		w.t.Fatal(err)
	}
	return detail
}

// outcome reads "OUTCOME conversions N".
func (w *world) outcome(id string) string {
	w.t.Helper()
	c := w.conversation(id).Conversation
	return fmt.Sprintf("%s conversions %d", c.Outcome, c.Conversions)
}

// attribution is that of conversion k and reads "BY LAST first FIRST".
func (w *world) attribution() string {
	w.t.Helper()
	c, ok := w.store.conversions["k"]
	if !ok {
		w.t.Fatal("no conversion k")
	}
	if c.By == conversation.None {
		return "none of " + c.User
	}
	return fmt.Sprintf("%s %s first %s", c.By, c.Conversation, c.FirstTouch)
}

// happened is an event some time after the start.
func happened(at time.Duration, kind event.Kind, id string, with func(*event.Event)) event.Event {
	moment := start().Add(at)
	e := event.Event{ID: id, Project: "p", Kind: kind, Name: string(kind), Agent: event.DefaultAgent, OccurredAt: moment, ReceivedAt: moment.Add(time.Millisecond)}
	with(&e)
	return e
}

// exchange is a prompt and its answer, in a session of their own.
func exchange(at time.Duration, id, user, prompt string) []event.Event {
	in := func(text string) func(*event.Event) {
		return func(e *event.Event) { e.Conversation, e.Session, e.User, e.Text = id, "s-"+id, user, text }
	}
	return []event.Event{
		happened(at, event.Prompt, id+"-prompt", in(prompt)),
		happened(at+time.Second, event.Response, id+"-response", in("Like this.")),
	}
}

// anonymously is an exchange whose user is known by an anonymous id only.
func anonymously(at time.Duration, id, anonymous, prompt string) []event.Event {
	events := exchange(at, id, "", prompt)
	for i := range events {
		events[i].Anonymous = anonymous
	}
	return events
}

// bought is conversion k.
func bought(at time.Duration, user string) event.Event {
	return happened(at, event.Conversion, "k", func(e *event.Event) { e.User, e.Value, e.Currency = user, new(10.0), "EUR" })
}

func identified(at time.Duration, id, anonymous, user string) event.Event {
	return happened(at, event.Identify, id, func(e *event.Event) { e.Anonymous, e.User = anonymous, user })
}

// chance makes histories in which few people do all that analysis must follow.
type chance struct{ *rand.Rand }

func (c chance) pick(from ...string) string { return from[c.IntN(len(from))] }

// history is some days of three people and their devices. Every event has a
// time of its own, since arrival orders events of the same time.
func (c chance) history(n int, ties bool) []event.Event {
	events := make([]event.Event, 0, n)
	for i := range n {
		at := time.Duration(c.IntN(72*3600))*time.Second + time.Duration(i)*time.Millisecond
		events = append(events, happened(at, event.Prompt, "e"+strconv.Itoa(i), func(e *event.Event) { c.fill(e, ties) }))
	}
	return events
}

func (c chance) fill(e *event.Event, ties bool) {
	device := c.IntN(4)
	person := device % 3
	if ties && c.IntN(8) == 0 {
		person = c.IntN(3) // a device that changes hands
	}
	e.Anonymous = "a" + strconv.Itoa(device)
	if c.IntN(10) == 0 {
		e.User = "u" + strconv.Itoa(person)
	}
	e.Kind = event.Kind(c.pick("prompt", "prompt", "prompt", "response", "response", "response", "satisfaction", "action", "conversion", "track", "identify", "span", "span"))
	e.Name = c.pick("signed_up", "viewed")
	if e.Kind.Copilot() || c.IntN(5) == 0 {
		e.Conversation = "c" + strconv.Itoa(device) + c.pick("1", "2", "3", "4", "5")
		e.Session = c.pick("s1", "s2", "s3", e.Conversation)
	}
	if e.Kind == event.Span || (e.Kind == event.Satisfaction && c.IntN(3) == 0) {
		c.trace(e)
	}
	switch e.Kind {
	case event.Prompt, event.Response:
		e.Text = c.pick("How?", "So.", "Else?")
	case event.Satisfaction:
		e.Rating, e.RatingScale = new(float64(c.IntN(5))/4), "1-5"
	case event.Action:
		e.Properties = event.Properties{{Name: "action", Value: event.Value(strconv.Quote(c.pick("copied", "stopped")))}}
	case event.Conversion:
		e.Value, e.Currency = new(float64(c.IntN(100))), "EUR"
		if c.IntN(3) > 0 {
			e.Conversation = ""
		}
	default:
	}
}

// trace makes an event one of a trace, which it knows the conversation of, or
// only the session, or neither.
func (c chance) trace(e *event.Event) {
	trace := c.pick("1", "2", "3", "4", "5", "6", "7", "8")
	e.Properties = event.Properties{{Name: "span_id", Value: event.TextValue(e.ID)}, {Name: "trace_id", Value: event.TextValue(trace)}}
	switch c.IntN(4) {
	case 0: // it names its conversation
	case 1:
		e.Conversation = event.TraceConversation(trace)
	default:
		e.Conversation = event.TraceConversation(trace)
		e.Session, e.Marks = e.Conversation, event.SessionMissing
	}
	if e.Kind == event.Span {
		e.Text = c.pick("How?", "So.", "Else?", "")
		e.Properties = append(e.Properties, event.Property{Name: "response", Value: event.Value(c.pick(`"Like this."`, `""`))}).Sorted()
		e.LatencyMS = new(float64(c.IntN(int(time.Hour / time.Millisecond))))
	}
}

func (c chance) shuffled(events []event.Event) []event.Event {
	events = slices.Clone(events)
	c.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	return events
}
