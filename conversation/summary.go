package conversation

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// finish sums the conversation up.
func (b *builder) finish() Derived {
	first, last := &b.events[0], &b.events[len(b.events)-1]
	c := Conversation{
		Project: first.Project, ID: first.Conversation,
		StartedAt: first.OccurredAt, EndedAt: last.OccurredAt,
		Settled: !b.now.Before(b.settlesAt()),
	}
	b.who(&c)
	b.lists(&c)
	b.counts(&c)
	b.money(&c)
	v := b.judge(c.Settled)
	c.Outcome, c.Why, c.DueAt = v.outcome, v.why, b.dueAt(c.Settled)
	for i := range b.ratings {
		b.ratings[i].Language, b.ratings[i].Topic = c.Language, c.Topic
	}
	return Derived{Conversation: c, Turns: b.turns, Ratings: b.ratings}
}

// who decides whose conversation it is and what it is broken down by: the
// user of the first prompt, the first agent that is not the default one, and
// the first of everything else.
func (b *builder) who(c *Conversation) {
	opening := &b.events[0]
	for i := range b.events {
		if b.events[i].Kind == event.Prompt {
			opening = &b.events[i]
			c.Opening = opening.Text
			break
		}
	}
	c.Dimensions = b.dimensions(opening)
	for i := range b.events {
		e := &b.events[i]
		if c.Agent == event.DefaultAgent || c.Agent == "" {
			keep(&c.Agent, e.Agent)
		}
		if user, identified := b.user(e); identified && c.Identified && user != c.User {
			c.SecondUser = true
		}
	}
	for i := len(b.turns) - 1; i >= 0; i-- {
		keep(&c.Version, b.turns[i].Version)
		keep(&c.Model, b.turns[i].Model)
		keep(&c.Language, b.turns[i].Language)
		keep(&c.Topic, b.turns[i].Topic)
		keep(&c.Account, b.turns[i].Account)
	}
}

// lists gathers every value seen, for filters.
func (b *builder) lists(c *Conversation) {
	properties := make(map[event.Property]bool)
	for i := range b.events {
		e := &b.events[i]
		user, _ := b.user(e)
		for _, one := range []struct {
			to    *[]string
			value string
		}{
			{&c.Agents, e.Agent}, {&c.Versions, e.Version}, {&c.Models, e.Model}, {&c.Accounts, e.Account},
			{&c.Environments, e.Environment()}, {&c.Users, user}, {&c.Sessions, e.Session},
		} {
			insert(one.to, one.value)
		}
		for _, property := range e.Properties {
			if _, scalar := property.Value.Scalar(); scalar && !properties[property] {
				properties[property] = true
				c.Properties = append(c.Properties, property)
			}
		}
		if e.Kind == event.Satisfaction && e.Text != "" {
			c.Comments = strings.TrimPrefix(c.Comments+"\n"+e.Text, "\n")
		}
	}
	for i := range b.turns {
		insert(&c.Languages, b.turns[i].Language)
		insert(&c.Topics, b.turns[i].Topic)
	}
}

// insert adds a value to a sorted list that has each once.
func insert(list *[]string, value string) {
	if value == "" {
		return
	}
	if i, found := slices.BinarySearch(*list, value); !found {
		*list = slices.Insert(*list, i, value)
	}
}

func (b *builder) counts(c *Conversation) {
	c.Turns = len(b.turns)
	for i := range b.turns {
		t := &b.turns[i]
		if t.PromptEvent != "" {
			c.Prompts++
		}
		if t.Answered {
			c.Responses++
		}
	}
	for _, signal := range Signals() {
		if slices.ContainsFunc(b.turns, func(t Turn) bool { return t.Has(signal) }) {
			c.Signals = append(c.Signals, signal)
		}
	}
	if len(b.ratings) == 0 {
		return
	}
	sum := 0.0
	for i := range b.ratings {
		c.Ratings = append(c.Ratings, b.ratings[i].Value)
		sum += b.ratings[i].Value
	}
	mean := sum / float64(len(b.ratings))
	c.Explicit = &mean
}

func (b *builder) money(c *Conversation) {
	c.Conversions = len(b.near.Conversions)
	sums := make(map[string]float64)
	for i := range b.near.Conversions {
		if value := b.near.Conversions[i].Value; value != nil {
			sums[b.near.Conversions[i].Currency] += *value
		}
	}
	for currency, value := range sums {
		c.Values = append(c.Values, Money{Currency: currency, Value: value})
	}
	slices.SortFunc(c.Values, func(a, b Money) int { return strings.Compare(a.Currency, b.Currency) })
}

// dueAt is the next moment at which time alone may change what is derived: an
// answer that is overdue, or the conversation settling.
func (b *builder) dueAt(settled bool) time.Time {
	var due time.Time
	soonest := func(at time.Time) {
		if at.After(b.now) && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	if !settled {
		soonest(b.settlesAt())
	}
	for i := range b.parts {
		if p := &b.parts[i]; p.prompt != nil && len(p.responses) == 0 {
			soonest(b.answerDue(p))
		}
	}
	return due
}
