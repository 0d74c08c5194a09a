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

// spans makes traces that try every path: agents around models around tools,
// spans in pieces, parents that are missing, the same words again and again.
func (c chance) spans() []event.Event {
	var all []event.Event
	for trace := range 1 + c.IntN(3) {
		n := 1 + c.IntN(6)
		for span := range n {
			for range 1 + c.IntN(2) {
				all = append(all, c.piece(len(all), "t"+strconv.Itoa(trace), span))
			}
		}
	}
	return all
}

// piece is one telling of a span, no two of one moment: of such the order of
// arrival would decide, which is all that is known.
func (c chance) piece(i int, trace string, span int) event.Event {
	e := event.Event{
		ID: "e" + strconv.Itoa(i), Kind: event.Span, Project: "p", Conversation: "c", Agent: c.pick(event.DefaultAgent, "support"), Session: "c", Marks: event.SessionMissing,
		OccurredAt: start().Add(time.Duration(c.IntN(30))*time.Second + time.Duration(i)*time.Microsecond),
		Text:       c.pick("", "", "How?", "So?", "Else?"), User: c.pick("", "", "u1"), Model: c.pick("", "m1", "m2"), Error: c.pick("", "", "", "timeout"),
	}
	if e.User == "" {
		e.Anonymous = event.ConversationUser("p", "c")
	}
	property := func(name, text string) {
		if text != "" {
			e.Properties = append(e.Properties, event.Property{Name: name, Value: event.TextValue(text)}).Sorted()
		}
	}
	property("trace_id", trace)
	property("span_id", trace+"s"+strconv.Itoa(span))
	property("parent_id", c.pick("", trace+"s0", trace+"s1", trace+"s5", trace+"s9"))
	property("response", c.pick("", "", "Here.", "There."))
	property("asked", c.pick("", "aa", "bb"))
	property("asked_before", c.pick("", "", "aa", "bb"))
	property("tool", c.pick("", "", "", "search"))
	property("plan", c.pick("", "pro"))
	if c.IntN(3) > 0 {
		e.LatencyMS = new(float64(c.IntN(9_000)))
	}
	if c.IntN(2) == 0 {
		e.InputTokens, e.OutputTokens = new(int64(c.IntN(9))), new(int64(c.IntN(9)))
	}
	return e
}

func held(t *testing.T, check func(c chance, spans []event.Event)) {
	t.Helper()
	for seed := range uint64(1500) {
		c := chance{rand.New(rand.NewPCG(seed, 7))}
		check(c, c.spans())
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Any order and any split of the same spans gives the same turns.
func TestOrderAndSplitOfSpansDoNotMatter(t *testing.T) {
	held(t, func(c chance, spans []event.Event) {
		split := func() []event.Event {
			all := slices.Clone(spans)
			c.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			at := start().Add(time.Hour)
			for i := range all {
				if c.IntN(2) == 0 {
					at = at.Add(time.Second)
				}
				all[i].ReceivedAt, all[i].StoredAt = at, at
			}
			return all
		}
		now := start().AddDate(1, 0, 0)
		want := Build(split(), DefaultDefinitions(), Neighbours{}, now)
		if diff := cmp.Diff(want, Build(split(), DefaultDefinitions(), Neighbours{}, now)); diff != "" {
			t.Errorf("(-one way +another):\n%s", diff)
		}
	})
}

// Every turn has what one of the spans said; no prompt is told twice at once;
// a tool is told once; and nobody is counted twice.
func TestSpansAreToldOnce(t *testing.T) {
	held(t, func(_ chance, spans []event.Event) {
		d := Build(spans, DefaultDefinitions(), Neighbours{}, start())
		tokens := int64(0)
		steps := merged(slices.Clone(spans))
		for _, s := range steps {
			if s.InputTokens != nil {
				tokens += *s.InputTokens
			}
		}
		ids := make(map[string]bool)
		for i := range d.Turns {
			turn := &d.Turns[i]
			if ids[turn.ID] {
				t.Errorf("two turns are called %s", turn.ID)
			}
			ids[turn.ID] = true
			if turn.InputTokens != nil {
				tokens -= *turn.InputTokens
			}
			of := func(event string) *step {
				at := slices.IndexFunc(steps, func(s *step) bool { return s.ID == event })
				if at < 0 {
					t.Fatalf("turn %s is of %q, which is no span", turn.ID, event)
				}
				return steps[at]
			}
			if turn.PromptEvent != "" && of(turn.PromptEvent).Text != turn.Prompt {
				t.Errorf("prompt %q of %s", turn.Prompt, turn.PromptEvent)
			}
			for _, response := range turn.ResponseEvents {
				of(response)
			}
		}
		if tokens < 0 {
			t.Errorf("%d tokens too many are counted", -tokens)
		}
	})
}

// What a span says of user, account, session and plan is said of its turn.
func TestSpansShareWhatTheySay(t *testing.T) {
	at := start()
	span := func(id, parent string, change func(*event.Event)) event.Event {
		e := event.Event{
			ID: "e" + id, Kind: event.Span, Project: "p", Conversation: "c", Session: "c", Marks: event.SessionMissing, Agent: event.DefaultAgent, OccurredAt: at,
			Anonymous: event.ConversationUser("p", "c"), LatencyMS: new(3000.0),
			Properties: event.Properties{{Name: "parent_id", Value: event.TextValue(parent)}, {Name: "span_id", Value: event.TextValue(id)}, {Name: "trace_id", Value: `"t"`}},
		}
		change(&e)
		e.Properties = e.Properties.Sorted()
		at = at.Add(time.Second)
		return e
	}
	root := span("1", "", func(e *event.Event) {
		e.User, e.Anonymous, e.Account, e.Session, e.Marks, e.Agent, e.Version = "u", "", "acme", "s", 0, "support", "v2"
		e.Properties = append(e.Properties, event.Property{Name: "plan", Value: `"pro"`}, event.Property{Name: "environment", Value: `"staging"`})
	})
	model := span("2", "1", func(e *event.Event) {
		e.Text, e.Model, e.InputTokens, e.OutputTokens = "How?", "m-1", new(int64(12)), new(int64(9))
		e.Properties = append(e.Properties, event.Property{Name: "response", Value: `"So."`}, event.Property{Name: "cost_usd", Value: `0.25`}, event.Property{Name: "time_to_first_token_ms", Value: `80`})
	})
	d := Build([]event.Event{model, root}, DefaultDefinitions(), Neighbours{}, at)
	c, turn := &d.Conversation, &d.Turns[0]
	got := []string{c.User, c.Account, c.Session, c.Agent, c.Version, c.Model, c.Environment, turn.User, turn.Agent, turn.Environment, turn.ID, turn.Prompt, turn.Response}
	want := []string{"u", "acme", "s", "support", "v2", "m-1", "staging", "u", "support", "staging", "trace:t", "How?", "So."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !turn.Identified || len(c.Users) != 1 || *turn.InputTokens != 12 || *turn.OutputTokens != 9 || *turn.CostUSD != 0.25 || *turn.FirstTokenMS != 80 || *turn.LatencyMS != 3000 {
		t.Errorf("%+v", turn)
	}
	if !slices.Contains(c.Properties, event.Property{Name: "plan", Value: `"pro"`}) {
		t.Errorf("properties %v", c.Properties)
	}
	if silent := Build([]event.Event{root}, DefaultDefinitions(), Neighbours{}, at); silent.Conversation.ID != "" {
		t.Errorf("a span that says nothing makes no conversation: %+v", silent.Conversation)
	}
}

// A turn that spans told of stays a turn when its texts are forgotten.
func TestForgottenSpans(t *testing.T) {
	span := event.Event{
		ID: "e", Kind: event.Span, Project: "p", Conversation: "c", Agent: event.DefaultAgent, OccurredAt: start(), LatencyMS: new(3000.0), User: "u", Text: "How?",
		Properties: event.Properties{{Name: "answered", Value: "true"}, {Name: "asked", Value: `"aa"`}, {Name: "response", Value: `"So."`}, {Name: "span_id", Value: `"1"`}, {Name: "trace_id", Value: `"t"`}},
	}
	draft := NewDraft([]event.Event{span}, DefaultDefinitions(), Neighbours{}, start())
	draft.Finish(Neighbours{})
	readings, err := draft.Readings()
	if err != nil || readings["e"] == "" {
		t.Fatalf("%v %v", readings, err)
	}
	span.Reading = readings["e"]
	span.Forget(event.Texts)
	d := Build([]event.Event{span}, DefaultDefinitions(), Neighbours{}, start())
	if len(d.Turns) != 1 || d.Turns[0].Prompt != "" || !d.Turns[0].Answered || d.Turns[0].PromptEvent != "e" {
		t.Errorf("%+v", d.Turns)
	}
}
