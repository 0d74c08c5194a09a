package conversation

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/debrief-dev/debrief/event"
)

// told is an event of user u1 some seconds after the start.
func told(seconds int, kind event.Kind, with func(*event.Event)) event.Event {
	at := start().Add(time.Duration(seconds) * time.Second)
	e := event.Event{
		ID: string(kind) + at.Format("-05"), Project: "p", Kind: kind, Conversation: "c1", Agent: event.DefaultAgent, Session: "s1",
		User: "u1", OccurredAt: at, ReceivedAt: at, StoredAt: at, Text: string(kind),
	}
	if with != nil {
		with(&e)
	}
	return e
}

func build(n Neighbours, events ...event.Event) Derived {
	return Build(events, DefaultDefinitions(), n, start().Add(time.Minute))
}

func TestWhose(t *testing.T) {
	resolve := func(anonymous string) string {
		if anonymous == "known" {
			return "u1"
		}
		return ""
	}
	f := func(want string, identified, second bool, events ...event.Event) {
		t.Helper()
		c := build(Neighbours{Resolve: resolve}, events...).Conversation
		if c.User != want || c.Identified != identified || c.SecondUser != second {
			t.Errorf("user %q, identified %t, second %t; want %q, %t, %t", c.User, c.Identified, c.SecondUser, want, identified, second)
		}
	}
	as := func(user, anonymous string) func(*event.Event) {
		return func(e *event.Event) { e.User, e.Anonymous = user, anonymous }
	}
	f("u1", true, false, told(0, event.Prompt, as("u1", "")), told(1, event.Response, as("u1", "")))
	f("u1", true, false, told(0, event.Prompt, as("", "known")), told(1, event.Response, as("u1", "")))
	f("u1", true, true, told(0, event.Prompt, as("u1", "")), told(1, event.Prompt, as("u2", "")))
	f("stranger", false, false, told(0, event.Prompt, as("", "stranger")), told(1, event.Response, as("u1", "")))
	f("stranger", false, true, told(0, event.Prompt, as("", "stranger")), told(1, event.Response, as("u1", "")), told(2, event.Response, as("u2", "")))
	// The first prompt decides, not the first event.
	f("u1", true, true, told(0, event.Response, as("u2", "")), told(1, event.Prompt, as("u1", "")))
	f("u2", true, false, told(0, event.Response, as("u2", "")))
}

func TestAgent(t *testing.T) {
	f := func(want string, agents ...string) {
		t.Helper()
		var events []event.Event
		for i, agent := range agents {
			events = append(events, told(i, event.Prompt, func(e *event.Event) { e.Agent = agent }))
		}
		if got := build(Neighbours{}, events...).Conversation.Agent; got != want {
			t.Errorf("%v: %q, want %q", agents, got, want)
		}
	}
	f("default", "default")
	f("sales", "default", "sales", "support")
	f("support", "support", "default", "sales")
	greeted := func(e *event.Event) { e.Agent = "greeter" }
	asked := func(e *event.Event) { e.Agent = "support" }
	if got := build(Neighbours{}, told(0, event.Response, greeted), told(9, event.Prompt, asked)).Conversation.Agent; got != "greeter" {
		t.Errorf("greeted: %q", got)
	}
}

func TestLists(t *testing.T) {
	properties := func(list ...event.Property) func(*event.Event) {
		return func(e *event.Event) { e.Properties = list }
	}
	d := build(
		Neighbours{},
		told(0, event.Prompt, properties(event.Property{Name: "environment", Value: `"staging"`}, event.Property{Name: "seats", Value: "5"})),
		told(1, event.Response, func(e *event.Event) {
			e.Agent, e.Version, e.Model, e.Account, e.User, e.Anonymous, e.Session = "sales", "2", "m-1", "acme", "", "a1", "s2"
		}),
		told(2, event.Prompt, properties(event.Property{Name: "seats", Value: "5"}, event.Property{Name: "seats2", Value: `{"deep":1}`}, event.Property{Name: "void", Value: "null"})),
		told(3, event.Response, func(e *event.Event) {
			e.Version, e.Properties = "1", event.Properties{{Name: "seats", Value: `"5"`}}
		}),
		told(4, event.Satisfaction, func(e *event.Event) { e.Text = "Not bad" }),
		told(5, event.Satisfaction, func(e *event.Event) { e.Text, e.Rating, e.RatingScale = "Good", new(1.0), "1-5" }),
	)
	c := &d.Conversation
	want := Conversation{
		Project: "p", ID: "c1",
		Dimensions: Dimensions{Agent: "sales", Version: "2", Model: "m-1", Language: "und", Account: "acme", Environment: "staging", User: "u1", Identified: true, Session: "s1"},
		Agents:     []string{"default", "sales"}, Versions: []string{"1", "2"}, Models: []string{"m-1"}, Languages: []string{"und"}, Accounts: []string{"acme"},
		Environments: []string{"production", "staging"}, Users: []string{"a1", "u1"}, Sessions: []string{"s1", "s2"},
		StartedAt: start(), EndedAt: start().Add(5 * time.Second), Prompts: 2, Responses: 2, Turns: 2,
		Outcome: Confirmed, Why: "the last rating, 1, is at or above 0.75", Ratings: []float64{1}, Explicit: new(1.0),
		Properties: []event.Property{{Name: "environment", Value: `"staging"`}, {Name: "seats", Value: "5"}, {Name: "seats", Value: `"5"`}},
		Opening:    "prompt", Comments: "Not bad\nGood", DueAt: start().Add(5*time.Second + 24*time.Hour),
		Signals: []Signal{SameAnswer},
	}
	if diff := cmp.Diff(want, *c, withoutEstimates()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRatingTakesOverWhatItLacks(t *testing.T) {
	rating := told(9, event.Satisfaction, func(e *event.Event) {
		e.User, e.Anonymous, e.Session, e.Rating, e.RatingScale = "", "of-c1", "s9", new(0.5), "1-5"
	})
	answer := told(1, event.Response, func(e *event.Event) { e.Agent, e.Version, e.Model, e.Account = "sales", "2", "m-1", "acme" })
	d := build(Neighbours{}, told(0, event.Prompt, nil), answer, rating)
	want := []Rating{{
		Event: rating.ID, Project: "p", Conversation: "c1", Turn: d.Turns[0].ID, At: rating.OccurredAt, Value: 0.5, FivePoint: true,
		Dimensions: Dimensions{Agent: "sales", Version: "2", Model: "m-1", Language: "und", Account: "acme", Environment: "production", User: "u1", Identified: true, Session: "s9"},
	}}
	if diff := cmp.Diff(want, d.Ratings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Long before any turn it still belongs to the conversation's user.
	early := rating
	early.ID, early.OccurredAt, early.RatingScale = "early", start().Add(-time.Hour), "thumbs"
	d = build(Neighbours{}, told(0, event.Prompt, nil), answer, early)
	want[0].Event, want[0].At, want[0].Turn, want[0].FivePoint = "early", early.OccurredAt, "", false
	if diff := cmp.Diff(want, d.Ratings); diff != "" {
		t.Errorf("early (-want +got):\n%s", diff)
	}
}

// withoutEstimates leaves out what depends on weights, which are data.
func withoutEstimates() cmp.Option {
	return cmp.FilterPath(func(p cmp.Path) bool {
		switch p.Last().String() {
		case ".Estimated", ".EstimatedLow", ".EstimatedHigh", ".Reasons", ".Dissatisfied", ".Gap":
			return true
		}
		return false
	}, cmp.Ignore())
}

func TestTurnIsDescribed(t *testing.T) {
	part := func(seconds int, text string, with func(*event.Event)) event.Event {
		return told(seconds, event.Response, func(e *event.Event) {
			e.Text, e.InputTokens, e.OutputTokens = text, new(int64(10)), new(int64(3))
			with(e)
		})
	}
	d := build(
		Neighbours{}, told(0, event.Prompt, nil),
		part(1, "One.", func(e *event.Event) { e.Model = "m-1" }),
		part(2, "Two.", func(e *event.Event) {
			e.Model, e.LatencyMS, e.Properties = "m-2", new(12_000.0), event.Properties{
				{Name: "cost_usd", Value: `"0.25"`}, {Name: "time_to_first_token_ms", Value: `"250"`},
			}
		}),
		part(3, "", func(e *event.Event) { e.Properties = event.Properties{{Name: "cost_usd", Value: "0.5"}} }),
	)
	want := []Turn{{
		ID: "prompt-00", Project: "p", Conversation: "c1", StartedAt: start(), PromptEvent: "prompt-00",
		Dimensions:     Dimensions{Agent: "default", Model: "m-2", Language: "und", Environment: "production", User: "u1", Identified: true, Session: "s1"},
		ResponseEvents: []string{"response-01", "response-02", "response-03"}, Prompt: "prompt", Response: "One.\n\nTwo.", Answered: true,
		LatencyMS: new(12_000.0), FirstTokenMS: new(250.0), InputTokens: new(int64(30)), OutputTokens: new(int64(9)), CostUSD: new(0.75),
		Evidence: []Evidence{{Signal: Slow, Event: "response-03"}},
		Next:     NextLeft,
	}}
	if diff := cmp.Diff(want, d.Turns, withoutEstimates()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A response whose clock is before its prompt's has no latency.
	d = build(Neighbours{}, told(2, event.Prompt, nil), told(1, event.Response, nil))
	if d.Turns[0].LatencyMS != nil || len(d.Turns[0].ResponseEvents) != 1 {
		t.Errorf("an early response: %+v", d.Turns[0])
	}
}

func TestLanguage(t *testing.T) {
	f := func(want string, texts ...string) {
		t.Helper()
		var events []event.Event
		for i, one := range texts {
			kind := event.Prompt
			if i%2 == 1 {
				kind = event.Response
			}
			events = append(events, told(i, kind, func(e *event.Event) { e.Text = one }))
		}
		d := build(Neighbours{}, events...)
		var got []string
		for i := range d.Turns {
			got = append(got, d.Turns[i].Language)
		}
		if got := strings.Join(got, " ") + ", " + d.Conversation.Language; got != want {
			t.Errorf("%q: %s, want %s", texts, got, want)
		}
	}
	f("en de, en", "Where can I see my invoice?", "Under billing.", "Wo finde ich denn meine Rechnung?", "Hier.")
	f("de de, de", "ok", "Die Rechnung kommt morgen früh.", "bye", "Bye!") // the answer's, then that of the turn before
	f("fr fr, fr", "12", "34", "Où est-ce que je trouve ma facture ?", "Ici.")
	f("zh en, zh", "谢谢", "You are very welcome, my friend.", "And what did you just say to me?", "")
	f("es, es", "muchas gracias", "") // all there is
	f("und, und", "12", "34")
}
