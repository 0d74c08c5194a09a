package metric_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/metric"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
)

// TestRest compares agents with the others: of 200 conversations each, a is
// worse, b is better, and c is as the two together.
func TestRest(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := memory.Open(func() time.Time { return at })
	var d store.Derivation
	for agent, every := range map[string]int{"a": 2, "b": 10, "c": 4} {
		for i := range 200 {
			c := conversation.Conversation{Project: "p", ID: fmt.Sprintf("%s-%d", agent, i), StartedAt: at, EndedAt: at, Prompts: 1, Settled: true, Outcome: conversation.Confirmed}
			c.Agent, c.User = agent, c.ID
			if i%every == 0 {
				c.Outcome = conversation.Failed
			}
			d.Derived = append(d.Derived, conversation.Derived{Conversation: c})
		}
	}
	if err := s.PutDerived(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	q := metric.Question{
		Metric: "success_rate", Project: "p", From: at.Add(-time.Hour), To: at.Add(time.Hour), By: []store.Dimension{{Name: store.ByAgent}}, Rest: true,
	}
	ask := func() []metric.Row {
		t.Helper()
		answer, err := metric.Ask(t.Context(), s, q)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Rows
	}
	want := map[string]struct {
		rest    float64
		verdict metric.Verdict
	}{
		"a": {(180. + 150) / 400, metric.VerdictWorse}, "b": {(100. + 150) / 400, metric.VerdictBetter}, "c": {(100. + 180) / 400, metric.VerdictNoClearChange},
	}
	for _, row := range ask() {
		w := want[*row.Group[0]]
		if row.Rest == nil || *row.Rest.Value != w.rest || row.Rest.N != 400 || row.Against.Verdict != w.verdict {
			t.Errorf("%s: rest %+v, against %+v", *row.Group[0], row.Rest, row.Against)
		}
	}
	q.Metric = "conversations"
	for _, row := range ask() {
		if *row.Rest.Value != 400 || row.Against != nil {
			t.Errorf("%s: rest %+v, against %+v", *row.Group[0], row.Rest, row.Against)
		}
	}
	q.Metric = "latency_p50"
	for _, row := range ask() {
		if row.Rest != nil {
			t.Errorf("a quantile has a rest: %+v", row.Rest)
		}
	}
	q.Metric, q.By = "success_rate", nil
	if row := ask()[0]; row.Rest != nil {
		t.Errorf("the whole has a rest: %+v", row.Rest)
	}
}
