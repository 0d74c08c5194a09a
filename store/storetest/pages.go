package storetest

import (
	"slices"
	"testing"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/store"
)

// pages holds that what the product's pages show can be asked, and is answered
// as the reference answers it: docs/decisions/store-contract.md names them.
func pages(t *testing.T, open Open) {
	t.Helper()
	s, _ := started(t, open)
	w := newWorld()
	w.load(t, s)
	for name, queries := range map[string][]store.Query{
		"funnel": funnel(), "retention triangle": triangle(), "time to convert": curve(), "topics": pivot(), "signals": strip(),
	} {
		for i := range queries {
			queries[i].Project, queries[i].From, queries[i].To = project, epoch(), horizon()
		}
		answers, err := s.SelectAll(t.Context(), queries)
		must(t, err)
		answered := false
		for i, q := range queries {
			answered = answered || len(answers[i]) > 0
			if diff := sameCells(w.answer(t, q), answers[i]); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", name, describe(&q), diff)
			}
		}
		if !answered {
			t.Errorf("%s: nothing is there", name)
		}
	}
}

// funnel is how many conversations came how far: each step asks for all before.
func funnel() []store.Query {
	var queries []store.Query
	steps := []store.Condition{store.HasPrompt, store.IsAnswered, store.Continued, store.Satisfied, store.Converted}
	for i := range steps {
		queries = append(queries, store.Query{Fact: store.Conversations, Measure: store.Count, Of: store.All(steps[:i+1]...)})
	}
	return queries
}

// triangle is, of those who came in a week, who returned in which week after.
func triangle() []store.Query {
	return []store.Query{{
		Fact: store.Returns, Measure: store.Rate, Of: store.Returned, Among: store.Elapsed,
		By: []store.Dimension{{Name: store.ByWeek}}, Interval: store.Week, AsOf: horizon().AddDate(0, 0, 21),
	}}
}

// curve is within which time which share of conversions came.
func curve() []store.Query {
	var queries []store.Query
	for percent := 5; percent <= 100; percent += 5 {
		queries = append(queries, store.Query{
			Fact: store.Conversions, Measure: store.Quantile, Column: store.Lag, Quantile: float64(percent) / 100, Of: store.IsAttributed,
		})
	}
	return queries
}

// pivot is every measure of every topic, beside the same of the rest.
func pivot() []store.Query {
	columns := []store.Query{
		{Fact: store.Turns, Measure: store.Count, Of: store.HasPrompt},
		{Fact: store.Turns, Measure: store.Users, Of: store.HasPrompt},
		{Fact: store.Turns, Measure: store.Count, Of: store.HasPrompt, Interval: store.Week},
		{Fact: store.Turns, Measure: store.Rate, Of: store.Shows(conversation.Unanswered), Among: store.HasPrompt},
		{Fact: store.Conversations, Measure: store.Rate, Of: store.Succeeded, Among: store.Judged},
		{Fact: store.Conversations, Measure: store.Mean, Of: store.HasPrompt, Column: store.Estimated},
		{Fact: store.Conversations, Measure: store.Rate, Of: store.Converted, Among: store.HasPrompt},
		{Fact: store.Ratings, Measure: store.Rate, Of: store.IsPositive},
	}
	for i := range columns {
		columns[i].By = []store.Dimension{{Name: store.ByTopic}}
	}
	beside := slices.Clone(columns)
	for i := range beside {
		beside[i].Rest = true
	}
	return append(columns, beside...)
}

// strip is how often each signal is shown where it could be.
func strip() []store.Query {
	var queries []store.Query
	for _, signal := range conversation.Signals() {
		queries = append(queries, store.Query{Fact: store.Turns, Measure: store.Rate, Of: store.Shows(signal), Among: store.Watched(signal)})
	}
	return queries
}
