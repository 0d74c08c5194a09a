package storetest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/where"
)

// The meaning of a filter, as where describes it, in plain Go.

// value is one value of a field.
type value struct {
	text   *string
	number *float64
	flag   *bool
	at     time.Time
	sent   bool // a property: an empty text is a value
}

func texts[S ~string](list ...S) []value {
	values := make([]value, len(list))
	for i, s := range list {
		text := string(s)
		values[i].text = &text
	}
	return values
}

func numbers(list ...float64) []value {
	values := make([]value, len(list))
	for i := range list {
		values[i].number = &list[i]
	}
	return values
}

func flags(b bool) []value { return []value{{flag: &b}} }

func propertyValue(v event.Value) []value {
	if v.Null() {
		return nil
	}
	one := value{sent: true}
	if s, ok := v.Scalar(); ok {
		one.text = &s
		if n, err := strconv.ParseFloat(s, 64); err == nil {
			one.number = &n
		}
	}
	return []value{one}
}

// holds reports whether the filter selects the conversation.
func (w *world) holds(f store.Filter, one *conversation.Derived, zone *time.Location) bool {
	if words := strings.Fields(strings.ToLower(f.Text)); len(words) > 0 {
		all := func(text string) bool {
			return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(strings.ToLower(text), word) })
		}
		if !all(one.Conversation.Comments) && !slices.ContainsFunc(one.Turns, func(t conversation.Turn) bool { return all(t.Prompt) || all(t.Response) }) {
			return false
		}
	}
	return f.Where == nil || w.expr(f.Where, zone, one, func(field where.Field) []value { return w.ofConversation(field, one) })
}

func (w *world) expr(e where.Expr, zone *time.Location, one *conversation.Derived, read func(where.Field) []value) bool {
	holds := func(x where.Expr) bool { return w.expr(x, zone, one, read) }
	switch e := e.(type) {
	case where.And:
		return !slices.ContainsFunc(e.Of, func(x where.Expr) bool { return !holds(x) })
	case where.Or:
		return slices.ContainsFunc(e.Of, holds)
	case where.Not:
		return !holds(e.X)
	case where.Turn:
		return slices.ContainsFunc(one.Turns, func(t conversation.Turn) bool {
			return w.expr(e.X, zone, nil, func(field where.Field) []value { return w.ofTurn(field, &t, one) })
		})
	case where.Term:
		return slices.ContainsFunc(read(e.Field), func(v value) bool { return satisfies(v, e, zone) })
	default:
		panic("unknown filter")
	}
}

func (w *world) ofConversation(f where.Field, one *conversation.Derived) []value {
	c := &one.Conversation
	lists := map[where.Name][]string{
		where.FieldAgent: c.Agents, where.FieldVersion: c.Versions, where.FieldModel: c.Models, where.FieldTopic: c.Topics,
		where.FieldLanguage: c.Languages, where.FieldAccount: c.Accounts, where.FieldUser: c.Users, where.FieldSession: c.Sessions,
		where.FieldEnvironment: c.Environments, where.FieldOutcome: {string(c.Outcome)},
	}
	if list, ok := lists[f.Name]; ok {
		return texts(list...)
	}
	switch f.Name {
	case where.FieldSignal:
		return texts(c.Signals...)
	case where.FieldRating:
		return numbers(c.Ratings...)
	case where.FieldSatisfaction:
		if c.Explicit == nil {
			return nil
		}
		return numbers(*c.Explicit)
	case where.FieldSettled:
		return flags(c.Settled)
	case where.FieldConverted:
		return flags(c.Conversions > 0)
	case where.FieldTurns:
		return numbers(float64(c.Turns))
	case where.FieldStarted:
		return []value{{at: c.StartedAt}}
	case where.FieldValue:
		var values []value
		for _, money := range c.Values {
			values = append(values, numbers(money.Value)...)
		}
		return values
	default:
		return w.ofEvents(f, one)
	}
}

func (w *world) ofEvents(f where.Field, one *conversation.Derived) []value {
	var values []value
	switch f.Name {
	case where.FieldText:
		for i := range one.Turns {
			values = append(values, texts(one.Turns[i].Prompt, one.Turns[i].Response)...)
		}
		for i := range w.events {
			if e := &w.events[i]; e.Conversation == one.Conversation.ID && e.Kind == event.Satisfaction {
				values = append(values, texts(e.Text)...)
			}
		}
	case where.FieldProp:
		for _, property := range one.Conversation.Properties {
			if property.Name == f.Key {
				values = append(values, propertyValue(property.Value)...)
			}
		}
	case where.FieldUserProp:
		for _, user := range one.Conversation.Users {
			values = append(values, w.trait(user, f.Key, false)...)
		}
	case where.FieldAccountProp:
		for _, account := range one.Conversation.Accounts {
			values = append(values, w.trait(account, f.Key, true)...)
		}
	default:
		panic("unknown field " + f.Name)
	}
	return values
}

func (w *world) trait(owner, name string, account bool) []value {
	for _, t := range w.traits {
		if t.Owner == owner && t.Name == name && t.Account == account {
			return propertyValue(t.Value)
		}
	}
	return nil
}

func (w *world) ofTurn(f where.Field, t *conversation.Turn, one *conversation.Derived) []value {
	columns := map[where.Name]string{
		where.FieldAgent: t.Agent, where.FieldVersion: t.Version, where.FieldModel: t.Model, where.FieldTopic: t.Topic, where.FieldLanguage: t.Language,
		where.FieldAccount: t.Account, where.FieldUser: t.User, where.FieldSession: t.Session, where.FieldEnvironment: t.Environment,
	}
	if text, ok := columns[f.Name]; ok {
		return texts(text)
	}
	var values []value
	switch f.Name {
	case where.FieldSignal:
		return texts(t.Signals()...)
	case where.FieldRating:
		for i := range one.Ratings {
			if one.Ratings[i].Turn == t.ID {
				values = append(values, numbers(one.Ratings[i].Value)...)
			}
		}
	case where.FieldText:
		values = texts(t.Prompt, t.Response)
		for _, e := range w.eventsOf(t) {
			if e.Kind == event.Satisfaction {
				values = append(values, texts(e.Text)...)
			}
		}
	case where.FieldProp:
		for _, e := range w.eventsOf(t) {
			values = append(values, propertyValue(e.Properties.Get(f.Key))...)
		}
	default:
		panic("unknown field " + f.Name)
	}
	return values
}

// eventsOf are the turn's own events.
func (w *world) eventsOf(t *conversation.Turn) []*event.Event {
	var own []*event.Event
	var messages []string
	for i := range w.events {
		e := &w.events[i]
		if e.ID == t.PromptEvent || slices.Contains(t.ResponseEvents, e.ID) {
			own = append(own, e)
			messages = append(messages, e.Message)
		}
	}
	for i := range w.events {
		e := &w.events[i]
		about := e.Kind == event.Satisfaction || e.Kind == event.Action
		if about && e.Message != "" && e.Conversation == t.Conversation && slices.Contains(messages, e.Message) {
			own = append(own, e)
		}
	}
	return own
}

func satisfies(v value, t where.Term, zone *time.Location) bool {
	if v.text != nil && *v.text == "" && !v.sent {
		return false // absent
	}
	if t.Op == where.OpExists {
		return true
	}
	want := t.Values[0]
	switch {
	case want.Kind == where.KindString && v.text != nil:
		return textSatisfies(*v.text, t)
	case want.Kind == where.KindNumber && v.number != nil:
		return numberSatisfies(*v.number, t)
	case want.Kind == where.KindBool && v.flag != nil:
		return (*v.flag == want.Bool) == (t.Op == where.OpEqual)
	case want.Kind == where.KindBool && v.text != nil:
		is, err := strconv.ParseBool(*v.text)
		return err == nil && len(*v.text) > 1 && (is == want.Bool) == (t.Op == where.OpEqual)
	case !v.at.IsZero():
		return timeSatisfies(v.at, t.Op, want, zone)
	}
	return false
}

func textSatisfies(text string, t where.Term) bool {
	among := slices.ContainsFunc(t.Values, func(v where.Value) bool { return v.Text == text })
	contains := strings.Contains(strings.ToLower(text), strings.ToLower(t.Values[0].Text))
	switch t.Op {
	case where.OpEqual, where.OpIn:
		return among
	case where.OpNotEqual, where.OpNotIn:
		return !among
	case where.OpContains:
		return contains
	default:
		return !contains
	}
}

func numberSatisfies(n float64, t where.Term) bool {
	among := slices.ContainsFunc(t.Values, func(v where.Value) bool { return v.Number == n })
	want := t.Values[0].Number
	switch t.Op {
	case where.OpEqual, where.OpIn:
		return among
	case where.OpNotEqual, where.OpNotIn:
		return !among
	case where.OpLess:
		return n < want
	case where.OpLessEqual:
		return n <= want
	case where.OpGreater:
		return n > want
	default:
		return n >= want
	}
}

func timeSatisfies(at time.Time, op where.Op, v where.Value, zone *time.Location) bool {
	from, to := v.Span(zone)
	before, after := at.Before(from), !at.Before(to)
	switch op {
	case where.OpEqual:
		return !before && !after
	case where.OpNotEqual:
		return before || after
	case where.OpLess:
		return before
	case where.OpLessEqual:
		return !after
	case where.OpGreater:
		return after
	default:
		return !before
	}
}
