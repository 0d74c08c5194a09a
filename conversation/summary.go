package conversation

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/text"
)

// summary sums the conversation up, all but what its neighbours decide.
func (b *builder) summary() Conversation {
	first, last := &b.events[0], &b.events[len(b.events)-1]
	c := Conversation{
		Project: first.Project, ID: first.Conversation,
		StartedAt: first.OccurredAt, EndedAt: last.OccurredAt,
		Settled: !b.now.Before(b.settlesAt()), DueAt: b.dueAt(),
	}
	b.who(&c)
	b.lists(&c)
	b.counts(&c)
	c.Sources = b.sources()
	b.satisfaction(&c)
	b.estimateOverall(&c)
	return c
}

// who decides whose conversation it is and what it is broken down by: the
// user of the first prompt, the first agent that is not the default one, the
// first language that a turn tells, and the first of everything else.
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
	c.Agent = "" // an agent that only greeted may come before the first prompt's
	identified := ""
	for i := range b.events {
		e := &b.events[i]
		if c.Agent == event.DefaultAgent || c.Agent == "" {
			keep(&c.Agent, e.Agent)
		}
		if user, known := b.user(e); known {
			c.SecondUser = c.SecondUser || (identified != "" && user != identified)
			identified = user
		}
	}
	for i := range slices.Backward(b.turns) {
		keep(&c.Version, b.turns[i].Version)
		keep(&c.Model, b.turns[i].Model)
		if language := b.turns[i].Language; c.Language == "" || language != text.Undetermined {
			c.Language = language
		}
		keep(&c.Topic, b.turns[i].Topic)
		keep(&c.Theme, b.turns[i].Theme)
		keep(&c.Account, b.turns[i].Account)
	}
}

// lists gathers every value seen, for filters.
func (b *builder) lists(c *Conversation) {
	var comments []string
	seen := make(map[event.Property]bool)
	for i := range b.events {
		e := &b.events[i]
		user, _ := b.user(e)
		insert(&c.Agents, e.Agent)
		insert(&c.Versions, e.Version)
		insert(&c.Models, e.Model)
		insert(&c.Accounts, e.Account)
		insert(&c.Environments, e.Environment())
		insert(&c.Users, user)
		insert(&c.Sessions, e.Session)
		for _, property := range e.Properties {
			if _, scalar := property.Value.Scalar(); scalar && !seen[property] {
				seen[property] = true
				c.Properties = append(c.Properties, property)
			}
		}
		if e.Kind == event.Satisfaction && e.Text != "" {
			comments = append(comments, e.Text)
		}
	}
	c.Comments = strings.Join(comments, "\n")
	for i := range b.turns {
		insert(&c.Languages, b.turns[i].Language)
		insert(&c.Topics, b.turns[i].Topic)
		insert(&c.Themes, b.turns[i].Theme)
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
	shown := make(map[Signal]bool)
	for i := range b.turns {
		if b.parts[i].prompt != nil {
			c.Prompts++
		}
		for _, a := range b.parts[i].answers {
			if answers(a.response) {
				c.Responses++
			}
		}
		for _, evidence := range b.turns[i].Evidence {
			shown[evidence.Signal] = true
		}
	}
	for _, signal := range Signals() {
		if shown[signal] {
			c.Signals = append(c.Signals, signal)
		}
	}
}

// satisfaction sums the ratings up and gives each what it left open.
func (b *builder) satisfaction(c *Conversation) {
	if len(b.ratings) == 0 {
		return
	}
	sum := 0.0
	for i := range b.ratings {
		r := &b.ratings[i]
		r.inherit(&c.Dimensions)
		c.Ratings = append(c.Ratings, r.Value)
		sum += r.Value
	}
	mean := sum / float64(len(b.ratings))
	c.Explicit = &mean
}
