package memory

import (
	"slices"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
)

// row is one row of a fact.
type row struct {
	conversation.Dimensions

	id           string // of a turn
	conversation string // empty where it counts for none
	alone        bool   // a filter is asked of the row itself
	at           time.Time
	settled      bool
	own          string // its value of the dimension that only its fact has
	sources      []string
	meets        map[store.Condition]bool
	columns      map[store.Column]*float64
}

// column is nil where the row does not have it.
func (r *row) column(name store.Column) *float64 { return r.columns[name] }

// has reports whether the row meets a condition.
func (r *row) has(condition store.Condition) bool {
	return !slices.ContainsFunc(condition.Each(), func(one store.Condition) bool { return !r.hasOne(one) })
}

func (r *row) hasOne(name store.Condition) bool {
	for column, value := range r.columns {
		if name == store.Has(column) {
			return value != nil
		}
	}
	switch name {
	case store.HasUser:
		return r.User != ""
	case store.IsIdentified:
		return r.Identified
	default:
		return r.meets[name]
	}
}

// rows are all rows of a fact.
func (p *project) rows(fact store.Fact) []row {
	var rows []row
	switch fact {
	case store.Conversations:
		for _, one := range p.conversations() {
			rows = append(rows, conversationRow(&one.Conversation))
		}
	case store.Turns:
		for _, one := range p.conversations() {
			for i := range one.Turns {
				rows = append(rows, turnRow(&one.Turns[i]))
			}
		}
	case store.Ratings:
		for _, one := range p.conversations() {
			for i := range one.Ratings {
				rows = append(rows, ratingRow(&one.Ratings[i]))
			}
		}
	case store.Conversions:
		for _, c := range p.sold() {
			rows = append(rows, conversionRow(&c))
		}
	case store.Sightings:
		for _, e := range p.inOrder() {
			rows = append(rows, p.sighting(e))
		}
	default:
	}
	return rows
}

func conversationRow(c *conversation.Conversation) row {
	turns, lasted := float64(c.Prompts), c.EndedAt.Sub(c.StartedAt).Seconds()
	return row{
		Dimensions: c.Dimensions, conversation: c.ID, at: c.StartedAt, settled: c.Settled, own: string(c.Outcome), sources: c.Sources,
		columns: map[store.Column]*float64{store.TurnCount: &turns, store.Duration: &lasted, store.Estimated: c.Estimated},
		meets: map[store.Condition]bool{
			store.HasPrompt: c.Prompts > 0, store.Continued: c.Prompts > 1, store.CitesSource: len(c.Sources) > 0, store.Settled: c.Settled,
			store.Judged:      c.Settled && c.Outcome != conversation.Unknown,
			store.Succeeded:   c.Outcome == conversation.Confirmed || c.Outcome == conversation.Assumed,
			store.IsConfirmed: c.Outcome == conversation.Confirmed, store.IsFailed: c.Outcome == conversation.Failed,
			store.IsEscalated: c.Outcome == conversation.Escalated, store.IsAbandoned: c.Outcome == conversation.Abandoned,
			store.IsAnswered: c.Responses > 0, store.IsRated: c.Explicit != nil,
			store.Satisfied: c.Explicit != nil && *c.Explicit >= store.Positive, store.Converted: c.Conversions > 0,
		},
	}
}

func turnRow(t *conversation.Turn) row {
	meets := map[store.Condition]bool{
		store.HasPrompt: t.PromptEvent != "", store.IsAnswered: t.Answered, store.Errored: t.Error != "", store.Responded: len(t.ResponseEvents) > 0, store.FellShort: t.FellShort(),
	}
	for _, signal := range conversation.Signals() {
		meets[store.Shows(signal)], meets[store.Watched(signal)] = t.Has(signal), signal.Reach().Includes(t)
	}
	return row{
		Dimensions: t.Dimensions, id: t.ID, conversation: t.Conversation, at: t.StartedAt, settled: true, own: string(t.Next), meets: meets,
		columns: map[store.Column]*float64{
			store.Latency: t.LatencyMS, store.FirstToken: t.FirstTokenMS, store.Cost: t.CostUSD,
			store.Dissatisfied: t.Dissatisfied, store.Gap: t.Gap,
			store.InputTokens: number(t.InputTokens), store.OutputTokens: number(t.OutputTokens),
		},
	}
}

func number(n *int64) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

func ratingRow(r *conversation.Rating) row {
	return row{
		Dimensions: r.Dimensions, conversation: r.Conversation, at: r.At, settled: true,
		columns: map[store.Column]*float64{store.RatingValue: &r.Value},
		meets:   map[store.Condition]bool{store.IsPositive: r.Value >= store.Positive, store.IsFivePoint: r.FivePoint},
	}
}

func conversionRow(c *conversation.Conversion) row {
	counted := c.By != conversation.None
	return row{
		Dimensions: c.Dimensions, conversation: c.Conversation, alone: !counted, at: c.At, settled: true, own: c.Currency,
		columns: map[store.Column]*float64{store.ConversionValue: c.Value, store.Lag: c.LagSeconds},
		meets:   map[store.Condition]bool{store.IsAttributed: counted},
	}
}

func (p *project) sighting(e *event.Event) row {
	user, identified := p.resolve(e)
	return row{
		Dimensions: conversation.Dimensions{
			Agent: e.Agent, Version: e.Version, Model: e.Model, Account: e.Account, Environment: e.Environment(),
			User: user, Identified: identified, Session: e.Session,
		},
		alone: true, at: e.OccurredAt, settled: true, meets: map[store.Condition]bool{store.IsAction: e.Kind == event.Action, store.IsConversion: p.isConversion(e.ID)},
	}
}

func (p *project) isConversion(id string) bool {
	return slices.ContainsFunc(p.sold(), func(c conversation.Conversion) bool { return c.Event == id })
}

// groups are the groups that the row stands in: several where it has several
// values of a breakdown.
func (p *project) groups(r *row, by []store.Dimension) []store.Group {
	groups := []store.Group{nil}
	for _, one := range by {
		values := []string{p.dimension(r, one)}
		if one.Name == store.BySource && len(r.sources) > 0 {
			values = r.sources
		}
		var longer []store.Group
		for _, group := range groups {
			for _, value := range values {
				next := slices.Clone(group)
				if value == "" {
					next = append(next, nil)
				} else {
					next = append(next, &value)
				}
				longer = append(longer, next)
			}
		}
		groups = longer
	}
	return groups
}

// dimension is the row's value of a breakdown; empty where it has none.
func (p *project) dimension(r *row, by store.Dimension) string {
	switch by.Name {
	case store.ByAgent:
		return r.Agent
	case store.ByVersion:
		return r.Version
	case store.ByModel:
		return r.Model
	case store.ByTopic:
		return r.Topic
	case store.ByTheme:
		return r.Theme
	case store.ByLanguage:
		return r.Language
	case store.ByAccount:
		return r.Account
	case store.ByEnvironment:
		return r.Environment
	case store.ByUser:
		return r.User
	case store.BySession:
		return r.Session
	case store.ByOutcome, store.ByCurrency, store.ByWeek, store.ByNext:
		return r.own
	case store.ByProperty:
		return p.property(r.conversation, by.Key)
	case store.ByUserProperty:
		return text(p.trait(r.User, by.Key, false))
	case store.ByAccountProperty:
		return text(p.trait(r.Account, by.Key, true))
	default:
		return ""
	}
}

// property is a conversation's first value of a property.
func (p *project) property(conversationID, key string) string {
	one := p.derived[conversationID]
	if one == nil {
		return ""
	}
	for _, property := range one.Conversation.Properties {
		if property.Name == key && !property.Value.Null() {
			return text(propertyValue(property.Value))
		}
	}
	return ""
}

func text(values []value) string {
	if len(values) == 0 || values[0].text == nil {
		return ""
	}
	return *values[0].text
}
