package conversation

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// describeTurns writes each turn from its events.
func (b *builder) describeTurns() {
	b.turns = make([]Turn, 0, len(b.parts))
	for i := range b.parts {
		p := &b.parts[i]
		first, at := p.began()
		t := Turn{
			ID: b.turnID(first), Project: first.Project, Conversation: first.Conversation, Position: i,
			StartedAt: at, Dimensions: b.dimensions(first),
		}
		if p.prompt != nil {
			t.PromptEvent, t.Prompt = p.prompt.ID, p.prompt.Text
		}
		describeAnswer(&t, p)
		b.turns = append(b.turns, t)
	}
	b.tellLanguages()
}

// turnID is the id of the turn that an event begins. A turn that spans tell of
// keeps its id when a better span comes.
func (b *builder) turnID(first *event.Event) string {
	if id, known := b.traced.turns[first.ID]; known {
		return id
	}
	return first.ID
}

// began is the event that began a turn, and when.
func (p *parts) began() (first *event.Event, at time.Time) {
	if p.prompt != nil {
		return p.prompt, p.prompt.OccurredAt
	}
	return p.answers[0].response, p.answers[0].at
}

func (b *builder) dimensions(e *event.Event) Dimensions {
	user, identified := b.user(e)
	return Dimensions{
		Agent: e.Agent, Version: e.Version, Model: e.Model, Account: e.Account, Environment: e.Environment(),
		User: user, Identified: identified, Session: e.Session,
	}
}

func describeAnswer(t *Turn, p *parts) {
	var texts []string
	for _, a := range p.answers {
		e := a.response
		t.ResponseEvents = append(t.ResponseEvents, e.ID)
		if strings.TrimSpace(e.Text) != "" {
			texts = append(texts, e.Text)
		}
		t.Answered = t.Answered || answers(e)
		keep(&t.Version, e.Version)
		keep(&t.Model, e.Model)
		keep(&t.Error, e.Error)
		if t.Agent == event.DefaultAgent {
			keep(&t.Agent, e.Agent)
		}
		if t.Account == "" {
			t.Account = e.Account
		}
		measure(t, e)
	}
	t.Response = strings.Join(texts, "\n\n")
	if t.Answered {
		t.Error = "" // another answer made up for it
	}
	if p.prompt != nil && len(p.answers) > 0 && t.LatencyMS == nil {
		t.LatencyMS = between(p.prompt.OccurredAt, p.answers[0].response.OccurredAt)
	}
}

// answers reports whether a response is neither empty nor an error. What is
// forgotten was not empty.
func answers(response *event.Event) bool {
	return response.Error == "" && (strings.TrimSpace(response.Text) != "" || response.Forgotten&event.Texts != 0)
}

// measure takes the numbers of a response: the first latency that was sent,
// and the tokens and the cost of all.
func measure(t *Turn, e *event.Event) {
	add(&t.InputTokens, e.InputTokens)
	add(&t.OutputTokens, e.OutputTokens)
	if cost, ok := e.Properties.Get("cost_usd").Amount(); ok {
		add(&t.CostUSD, &cost)
	}
	if t.LatencyMS == nil {
		t.LatencyMS = e.LatencyMS
	}
	if first, ok := e.Properties.Get("time_to_first_token_ms").Amount(); ok && t.FirstTokenMS == nil {
		t.FirstTokenMS = &first
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

func add[T int64 | float64](to **T, value *T) {
	if value == nil {
		return
	}
	sum := *value
	if *to != nil {
		sum += **to
	}
	*to = &sum
}
