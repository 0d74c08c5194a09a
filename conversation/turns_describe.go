package conversation

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// sortTurns puts turns in order of time and lets message ids follow.
func (b *builder) sortTurns() {
	order := make([]int, len(b.parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return b.parts[x].first().OccurredAt.Compare(b.parts[y].first().OccurredAt)
	})
	moved := make([]parts, len(order))
	place := make([]int, len(order))
	for to, from := range order {
		moved[to], place[from] = b.parts[from], to
	}
	b.parts = moved
	for message, from := range b.byMessage {
		b.byMessage[message] = place[from]
	}
}

// describeTurns writes each turn from its events.
func (b *builder) describeTurns() {
	for i := range b.parts {
		p := &b.parts[i]
		first := p.first()
		t := Turn{
			ID: first.ID, Project: first.Project, Conversation: first.Conversation, Position: i,
			StartedAt: first.OccurredAt, Dimensions: b.dimensions(first),
		}
		if p.prompt != nil {
			t.PromptEvent, t.Prompt = p.prompt.ID, p.prompt.Text
		}
		b.describeAnswer(&t, p)
		b.turns = append(b.turns, t)
	}
}

func (b *builder) dimensions(e *event.Event) Dimensions {
	user, identified := b.user(e)
	return Dimensions{
		Agent: e.Agent, Version: e.Version, Model: e.Model, Account: e.Account, Environment: e.Environment(),
		User: user, Identified: identified, Session: e.Session,
	}
}

func (b *builder) describeAnswer(t *Turn, p *parts) {
	var answers []string
	for _, e := range p.responses {
		t.ResponseEvents = append(t.ResponseEvents, e.ID)
		if strings.TrimSpace(e.Text) != "" {
			answers = append(answers, e.Text)
			t.Answered = t.Answered || e.Error == ""
		}
		keep(&t.Version, e.Version)
		keep(&t.Model, e.Model)
		keep(&t.Error, e.Error)
		if t.Agent == event.DefaultAgent {
			keep(&t.Agent, e.Agent)
		}
		if t.Account == "" {
			t.Account = e.Account
		}
		add(&t.InputTokens, e.InputTokens)
		add(&t.OutputTokens, e.OutputTokens)
		if t.LatencyMS == nil {
			t.LatencyMS = e.LatencyMS
		}
		if first, ok := e.Properties.Number("time_to_first_token_ms"); ok && t.FirstTokenMS == nil {
			t.FirstTokenMS = &first
		}
	}
	t.Response = strings.Join(answers, "\n\n")
	if t.Answered {
		t.Error = "" // a later answer made up for it
	}
	if p.prompt != nil && len(p.responses) > 0 && t.LatencyMS == nil {
		t.LatencyMS = between(p.prompt.OccurredAt, p.responses[0].OccurredAt)
	}
}

// between is the time from a prompt to its response in milliseconds; nil where
// the clocks contradict each other.
func between(prompt, response time.Time) *float64 {
	elapsed := response.Sub(prompt)
	if elapsed < 0 {
		return nil
	}
	ms := float64(elapsed) / float64(time.Millisecond)
	return &ms
}

func keep(to *string, value string) {
	if value != "" {
		*to = value
	}
}

func add(to **int64, value *int64) {
	if value == nil {
		return
	}
	sum := *value
	if *to != nil {
		sum += **to
	}
	*to = &sum
}
