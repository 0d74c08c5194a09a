package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// handmade puts three conversations into a store, small enough to be kept in
// mind. "failed" has two turns of two agents, the first slow, the second
// unanswered, a comment and a rating; "greeting" has one without an agent;
// "empty" has no turn, no user and nothing else.
func handmade(t *testing.T, s store.Store) {
	t.Helper()
	rating, at := 0.25, noon()
	said := func(id, of, text string, kind event.Kind, properties ...event.Property) event.Event {
		return event.Event{
			ID: id, Project: project, Kind: kind, Name: string(kind), Conversation: of, Message: strings.TrimSuffix(id, "-comment"), OccurredAt: at,
			ReceivedAt: at, Text: text, Properties: event.Properties(properties).Sorted(),
		}
	}
	stored(t, s, "handmade", 4,
		said("export", "failed", "How do I EXPORT?", event.Prompt, event.Property{Name: "plan", Value: `"pro"`}, event.Property{Name: "seats", Value: `5`}),
		said("export-comment", "failed", "100% wrong", event.Satisfaction, event.Property{Name: "beta", Value: `"true"`}),
		said("refund", "failed", "refund", event.Prompt, event.Property{Name: "plan", Value: `""`}, event.Property{Name: "of", Value: `{"a":1}`}),
		said("hello", "greeting", "hello", event.Prompt, event.Property{Name: "seats", Value: `"50"`}))
	turn := func(id, of, agent, prompt string, signals ...conversation.Evidence) conversation.Turn {
		return conversation.Turn{
			ID: id, Project: project, Conversation: of, StartedAt: at, Dimensions: conversation.Dimensions{Agent: agent}, PromptEvent: id, Prompt: prompt,
			Evidence: signals,
		}
	}
	kept := func(id string, started time.Time) conversation.Conversation {
		return conversation.Conversation{Project: project, ID: id, StartedAt: started, EndedAt: at, Outcome: conversation.Unknown}
	}
	failed, greeting := kept("failed", time.Date(2026, time.October, 31, 23, 30, 0, 0, time.UTC)), kept("greeting", at)
	failed.Agents, failed.Users, failed.Outcome, failed.Settled = []string{"sales", "support"}, []string{"ann"}, conversation.Failed, true
	failed.Signals, failed.Ratings, failed.Explicit = []conversation.Signal{conversation.Slow, conversation.Unanswered}, []float64{rating}, &rating
	failed.Turns, failed.Comments, failed.Conversions, failed.Values = 2, "100% wrong", 1, []conversation.Money{{Currency: "EUR", Value: 40}}
	failed.Properties = []event.Property{
		{Name: "plan", Value: `"pro"`}, {Name: "seats", Value: `5`}, {Name: "beta", Value: `"true"`}, {Name: "plan", Value: `""`}, {Name: "of", Value: `{"a":1}`},
	}
	greeting.Turns, greeting.Properties = 1, []event.Property{{Name: "seats", Value: `"50"`}}
	must(t, s.PutDerived(t.Context(), store.Derivation{
		Traits: []store.Trait{{Project: project, Owner: "ann", Name: "role", Value: `"Admin"`, At: at}},
		Derived: []conversation.Derived{
			{Conversation: kept("empty", at)},
			{Conversation: greeting, Turns: []conversation.Turn{turn("hello", "greeting", "", "hello")}},
			{
				Conversation: failed, Ratings: []conversation.Rating{{Event: "export-comment", Project: project, Conversation: "failed", Turn: "export", At: at, Value: rating}},
				Turns: []conversation.Turn{
					turn("export", "failed", "support", "How do I EXPORT?", conversation.Evidence{Signal: conversation.Slow}),
					turn("refund", "failed", "sales", "refund", conversation.Evidence{Signal: conversation.Unanswered}),
				},
			},
		},
	}))
	indexed(t, s)
}

// filtersByHand holds the language to what package where says of it, with
// answers that a person worked out.
func filtersByHand(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	handmade(t, s)
	f := func(filter, want string) {
		t.Helper()
		got := strings.Join(listedIDs(t, s, store.Filter{Where: parsed(t, filter)}, paris(t)), " ")
		if got != want {
			t.Errorf("where %s: %q, want %q", filter, got, want)
		}
	}
	filtersTurns(f)
	filtersProperties(f)
}

func filtersTurns(f func(filter, want string)) {
	f(`agent = "support"`, "failed")
	f(`agent = "Support"`, "")
	f(`agent != "support"`, "failed") // its second turn's
	f(`not agent = "support"`, "empty greeting")
	f(`agent exists`, "failed")
	f(`agent in ("support", "x")`, "failed")
	f(`agent not in ("support", "sales")`, "")
	f(`agent = "support" and signal = unanswered`, "failed")
	f(`turn(agent = "support" and signal = unanswered)`, "") // those are two turns
	f(`turn(agent = "support" and rating < 0.5)`, "failed")
	f(`turn(not signal exists)`, "greeting")
	f(`not turn(signal exists)`, "empty greeting")
	f(`text ~ "export"`, "failed")
	f(`text = "hello"`, "greeting")
	f(`text !~ "hello"`, "failed")
	f(`turn(text ~ "100%" and agent = "support")`, "failed") // the comment names the message
	f(`turn(text ~ "100%" and agent = "sales")`, "")
	f(`text ~ "export wrong"`, "")
	f(`rating = 0.25`, "failed")
	f(`not satisfaction > 0.25`, "empty failed greeting")
	f(`outcome = failed and settled = true and converted != false`, "failed")
	f(`turns < 2`, "empty greeting")
	f(`value >= 40`, "failed")
	f(`started = 2026-11-01`, "failed") // half past midnight in Paris
	f(`started > 2026-11-01`, "empty greeting")
	f(`started <= "2026-10-31T23:30:00Z"`, "failed")
}

func filtersProperties(f func(filter, want string)) {
	f(`prop.plan = ""`, "failed")
	f(`prop.plan != "pro"`, "failed") // the empty one
	f(`prop.plan = "Pro"`, "")
	f(`prop.seats > 6`, "greeting")
	f(`prop.seats = "5" or prop.seats = 50`, "failed greeting")
	f(`prop.beta = true`, "failed")
	f(`prop.beta = 1`, "")
	f(`prop.of exists`, "failed")
	f(`prop.of != "x"`, "")
	f(`turn(prop.seats = 5 and prop.beta = true)`, "failed")
	f(`turn(prop.seats = 5 and prop.of exists)`, "")
	f(`user.role ~ "admin"`, "failed")
	f(`user.role != "x"`, "failed")
	f(`account.role exists`, "")
}
