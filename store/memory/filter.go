package memory

import (
	"slices"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	words "github.com/debrief-dev/debrief/text"
	"github.com/debrief-dev/debrief/where"
)

// reader gives the values of a field on one row.
type reader func(where.Field) []value

// filter is a filter with the zone that its dates are read in.
type filter struct {
	store.Filter

	*project

	zone   *time.Location
	sought words.Query // of Text
}

func (p *project) filter(f store.Filter, zone *time.Location) *filter {
	if zone == nil {
		zone = time.UTC
	}
	sought, _ := words.ParseQuery(f.Text) // it was validated
	return &filter{f, p, zone, sought}
}

// all reports whether the filter selects everything.
func (f *filter) all() bool { return f.Where == nil && strings.TrimSpace(f.Text) == "" }

// selects reports whether the filter selects the conversation.
func (f *filter) selects(one *conversation.Derived) bool {
	return f.finds(one) && (f.Where == nil || f.holds(f.Where, one, func(field where.Field) []value { return f.ofConversation(field, one) }))
}

// finds reports whether the conversation is one that the words find.
func (f *filter) finds(one *conversation.Derived) bool {
	return strings.TrimSpace(f.Text) == "" || f.sought.Matches(saidIn(one))
}

// contains disregards letter case.
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// holds evaluates a tree on a row whose fields are read so. A term holds if
// one value satisfies it, turn( … ) if one of the conversation's turns does.
func (f *filter) holds(e where.Expr, one *conversation.Derived, read reader) bool {
	holds := func(x where.Expr) bool { return f.holds(x, one, read) }
	switch e := e.(type) {
	case where.And:
		return !slices.ContainsFunc(e.Of, func(x where.Expr) bool { return !holds(x) })
	case where.Or:
		return slices.ContainsFunc(e.Of, holds)
	case where.Not:
		return !holds(e.X)
	case where.Turn:
		return slices.ContainsFunc(one.Turns, func(t conversation.Turn) bool {
			return f.holds(e.X, nil, func(field where.Field) []value { return f.ofTurn(field, &t, one) })
		})
	case where.Term:
		return slices.ContainsFunc(read(e.Field), func(v value) bool { return satisfies(v, e, f.zone) })
	default:
		return false
	}
}

// ofRow reads what is known of one row by itself: who, and where.
func (p *project) ofRow(f where.Field, d *conversation.Dimensions) []value {
	switch f.Name {
	case where.FieldUser:
		return texts(d.User)
	case where.FieldAccount:
		return texts(d.Account)
	case where.FieldEnvironment:
		return texts(d.Environment)
	case where.FieldUserProp:
		return p.trait(d.User, f.Key, false)
	case where.FieldAccountProp:
		return p.trait(d.Account, f.Key, true)
	default:
		return nil
	}
}

func (p *project) ofConversation(f where.Field, one *conversation.Derived) []value {
	c := &one.Conversation
	switch f.Name {
	case where.FieldAgent:
		return texts(c.Agents...)
	case where.FieldVersion:
		return texts(c.Versions...)
	case where.FieldModel:
		return texts(c.Models...)
	case where.FieldTopic:
		return texts(c.Topics...)
	case where.FieldTheme:
		return texts(c.Themes...)
	case where.FieldLanguage:
		return texts(c.Languages...)
	case where.FieldAccount:
		return texts(c.Accounts...)
	case where.FieldUser:
		return texts(c.Users...)
	case where.FieldSession:
		return texts(c.Sessions...)
	case where.FieldEnvironment:
		return texts(c.Environments...)
	case where.FieldSignal:
		return texts(c.Signals...)
	case where.FieldText:
		return p.textsOf(one)
	default:
		return p.ofWhole(f, c)
	}
}

// ofWhole reads the fields that no turn has, and properties.
func (p *project) ofWhole(f where.Field, c *conversation.Conversation) (values []value) {
	switch f.Name {
	case where.FieldOutcome:
		return texts(c.Outcome)
	case where.FieldRating:
		return numbers(c.Ratings...)
	case where.FieldSatisfaction:
		return optional(c.Explicit)
	case where.FieldSettled:
		return []value{{flag: &c.Settled}}
	case where.FieldConverted:
		converted := c.Conversions > 0
		return []value{{flag: &converted}}
	case where.FieldTurns:
		return numbers(float64(c.Turns))
	case where.FieldStarted:
		return []value{{at: c.StartedAt}}
	case where.FieldValue:
		for _, money := range c.Values {
			values = append(values, numbers(money.Value)...)
		}
	case where.FieldProp:
		for _, property := range c.Properties {
			if property.Name == f.Key {
				values = append(values, propertyValue(property.Value)...)
			}
		}
	case where.FieldUserProp:
		for _, user := range c.Users {
			values = append(values, p.trait(user, f.Key, false)...)
		}
	case where.FieldAccountProp:
		for _, account := range c.Accounts {
			values = append(values, p.trait(account, f.Key, true)...)
		}
	default:
	}
	return values
}

// textsOf are the prompts, answers and comments of a conversation.
func (p *project) textsOf(one *conversation.Derived) (values []value) {
	for i := range one.Turns {
		values = append(values, texts(one.Turns[i].Prompt, one.Turns[i].Response)...)
	}
	return append(values, comments(p.talk(one.Conversation.ID))...)
}

func comments(events []*event.Event) (values []value) {
	for _, e := range events {
		if e.Kind == event.Satisfaction {
			values = append(values, texts(e.Text)...)
		}
	}
	return values
}

func (p *project) trait(owner, name string, account bool) []value {
	return propertyValue(p.traits[trait{owner, account, name}].Value)
}

func (p *project) ofTurn(f where.Field, t *conversation.Turn, one *conversation.Derived) (values []value) {
	switch f.Name {
	case where.FieldAgent:
		return texts(t.Agent)
	case where.FieldVersion:
		return texts(t.Version)
	case where.FieldModel:
		return texts(t.Model)
	case where.FieldTopic:
		return texts(t.Topic)
	case where.FieldTheme:
		return texts(t.Theme)
	case where.FieldLanguage:
		return texts(t.Language)
	case where.FieldAccount:
		return texts(t.Account)
	case where.FieldUser:
		return texts(t.User)
	case where.FieldSession:
		return texts(t.Session)
	case where.FieldEnvironment:
		return texts(t.Environment)
	case where.FieldSignal:
		return texts(t.Signals()...)
	case where.FieldRating:
		for i := range one.Ratings {
			if one.Ratings[i].Turn == t.ID {
				values = append(values, numbers(one.Ratings[i].Value)...)
			}
		}
	case where.FieldText:
		values = append(texts(t.Prompt, t.Response), comments(p.ownEvents(t))...)
	case where.FieldProp:
		for _, e := range p.ownEvents(t) {
			values = append(values, propertyValue(e.Properties.Get(f.Key))...)
		}
	default:
	}
	return values
}

// ownEvents are the turn's prompt, its responses, and the ratings, comments
// and actions that name one of their messages.
func (p *project) ownEvents(t *conversation.Turn) []*event.Event {
	var own []*event.Event
	var messages []string
	said := p.talk(t.Conversation)
	for _, e := range said {
		if e.ID == t.PromptEvent || slices.Contains(t.ResponseEvents, e.ID) {
			own, messages = append(own, e), append(messages, e.Message)
		}
	}
	for _, e := range said {
		about := e.Kind == event.Satisfaction || e.Kind == event.Action
		if about && e.Message != "" && slices.Contains(messages, e.Message) {
			own = append(own, e)
		}
	}
	return own
}
