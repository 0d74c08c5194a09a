package duckdb_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/duckdb"
	"github.com/debrief-dev/debrief/where"
)

const benchConversations = 20_000

// BenchmarkQueries times the questions a dashboard asks about 90 days.
func BenchmarkQueries(b *testing.B) {
	end := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	s, err := duckdb.Open(b.Context(), duckdb.Options{
		Path: filepath.Join(b.TempDir(), "debrief.duckdb"), Threads: 2, Now: func() time.Time { return end },
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if closing := s.Close(); closing != nil {
			b.Error(closing)
		}
	})
	fillBench(b, s, end)
	filter, err := where.Parse(`environment = production and agent = "a1"`)
	if err != nil {
		b.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		b.Fatal(err)
	}
	ask := func(name string, q store.Query) {
		q.Project, q.From, q.To, q.Zone = "p", end.AddDate(0, 0, -90), end, zone
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := store.Select(b.Context(), s, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	ask("success rate", store.Query{Fact: store.Conversations, Measure: store.Rate, Of: store.Succeeded, Among: store.Judged})
	ask("success rate filtered", store.Query{Fact: store.Conversations, Measure: store.Rate, Of: store.Succeeded, Among: store.Judged, Filter: store.Filter{Where: filter}})
	ask("outcomes by day", store.Query{Fact: store.Conversations, Measure: store.Count, Interval: store.Day, By: []store.Dimension{{Name: store.ByOutcome}}})
	ask("users by day", store.Query{Fact: store.Turns, Measure: store.Users, Of: store.HasPrompt, Interval: store.Day})
	ask("users by hour", store.Query{Fact: store.Turns, Measure: store.Users, Of: store.HasPrompt, Interval: store.Hour})
	ask("unanswered by topic", store.Query{Fact: store.Turns, Measure: store.Rate, Of: store.Shows(conversation.Unanswered), Among: store.HasPrompt, By: []store.Dimension{{Name: store.ByTopic}}})
	ask("latency median", store.Query{
		Fact: store.Turns, Measure: store.Quantile, Column: store.Latency, Quantile: 0.5,
		Ranks: func(c store.Cell) (low, high int64, ok bool) { return c.N / 3, c.N / 2, true },
	})
	ask("conversations by plan", store.Query{Fact: store.Conversations, Measure: store.Count, By: []store.Dimension{{Name: store.ByProperty, Key: "plan"}}})
	list := func(name string, q store.ListQuery) {
		q.Project, q.From, q.To, q.Limit, q.Zone = "p", end.AddDate(0, 0, -90), end, 50, zone
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.List(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	list("newest", store.ListQuery{})
	list("text", store.ListQuery{Filter: store.Filter{Text: "export pdf"}})
	list("behind", store.ListQuery{Behind: &store.Behind{Fact: store.Turns, Of: store.Shows(conversation.Unanswered)}})
}

func fillBench(b *testing.B, s store.Store, end time.Time) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	const step = 5_000
	for from := 0; from < benchConversations; from += step {
		var d store.Derivation
		for i := from; i < from+step; i++ {
			at := end.Add(-time.Duration(float64(90*24*time.Hour) * float64(benchConversations-i) / benchConversations))
			d.Derived = append(d.Derived, benchConversation(random, i, at))
		}
		if err := s.PutDerived(b.Context(), d); err != nil {
			b.Fatal(err)
		}
	}
}

func benchConversation(random *rand.Rand, i int, at time.Time) conversation.Derived {
	id := fmt.Sprintf("0b6e7a%08d", i)
	user, agent := fmt.Sprintf("user-%d", random.IntN(benchConversations/8)), fmt.Sprintf("a%d", random.IntN(4))
	outcomes := conversation.Outcomes()
	one := conversation.Derived{Conversation: conversation.Conversation{
		Project: "p", ID: id, StartedAt: at, EndedAt: at.Add(time.Hour), Prompts: 3, Responses: 3, Turns: 3,
		Dimensions: conversation.Dimensions{Agent: agent, User: user, Identified: true, Environment: "production", Session: id},
		Agents:     []string{agent}, Users: []string{user}, Environments: []string{"production"}, Sessions: []string{id},
		Outcome: outcomes[random.IntN(len(outcomes))], Settled: random.IntN(50) > 0,
	}}
	for position := range 3 {
		latency := float64(random.IntN(5000))
		turn := conversation.Turn{
			ID: fmt.Sprintf("%s-%d", id, position), Project: "p", Conversation: id, Position: position, StartedAt: at.Add(time.Duration(position) * time.Minute),
			Dimensions: one.Conversation.Dimensions, LatencyMS: &latency, Answered: true, Prompt: "How do I export the report of last month as a pdf file for my accountant?",
			Response: "Open the report, choose export in the menu at the top right, and pick the format that you need.",
		}
		turn.PromptEvent, turn.Topic = turn.ID, fmt.Sprintf("t%d", random.IntN(30))
		if random.IntN(10) == 0 {
			turn.Evidence = []conversation.Evidence{{Signal: conversation.Unanswered}}
		}
		one.Turns = append(one.Turns, turn)
	}
	plan := []string{`"pro"`, `"free"`, `"team"`}[random.IntN(3)]
	one.Conversation.Properties = append(one.Conversation.Properties, property("plan", plan), property("seats", strconv.Itoa(random.IntN(100))))
	return one
}

func property(name, value string) event.Property {
	return event.Property{Name: name, Value: event.Value(value)}
}
