package collect

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// earned makes a conversion of an event that names a conversation and has a
// revenue.
func earned(item *event.Item) {
	if _, ok := item.Properties.Get("revenue").Figure(); ok && !item.Properties.Get("conversation_id").Null() {
		item.Kind = event.Conversion
		item.Properties = renamed(ownNames(item, true), "revenue", "value")
	}
}

// rated makes a rating of an event, on the scale that it names, else on the one
// that its protocol has for numbers; a word is one of thumbs, whatever that is.
func rated(item *event.Item, scale string) {
	item.Kind, item.AssumedScale = event.Satisfaction, scale
	if _, figure := item.Properties.Get("rating").Figure(); !figure {
		item.AssumedScale = "thumbs"
	}
}

// feedbackScale tells by the name of a score whether a user gave it, and on
// which scale a number of that name is where nobody says it.
func feedbackScale(name string) (scale string, feedback bool) {
	switch strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(name))) {
	case "thumb", "thumbs", "thumbs_up", "thumb_rating", "user_thumbs", "like", "liked", "helpful", "user_feedback", "feedback":
		return "thumbs", true
	case "csat", "rating", "user_rating", "stars", "star_rating", "satisfaction", "user_satisfaction":
		return "1-5", true
	case "nps":
		return "nps", true
	case "ces":
		return "ces", true
	default:
		return "", false
	}
}

// ownNames gives properties the names they have here: those that say where
// an event belongs and, in a copilot event, those that have a meaning there. A
// session may stand in the context.
func ownNames(item *event.Item, copilot bool) event.Properties {
	p := item.Properties
	for _, name := range []string{"conversationId", "sessionId"} {
		p = renamed(p, name, snakeCase(name))
	}
	if value, ok := item.Context.Get("sessionId").Scalar(); ok {
		p = withDefault(p, "session_id", event.TextValue(value))
	}
	if !copilot && p.Get("conversation_id").Null() {
		return p
	}
	for _, name := range []string{"messageId", "agentId"} {
		p = renamed(p, name, snakeCase(name))
	}
	if !copilot {
		return p
	}
	for _, name := range []string{"replyTo", "latencyMs", "timeToFirstTokenMs", "durationMs", "inputTokens", "outputTokens", "costUsd", "ratingScale"} {
		p = renamed(p, name, snakeCase(name))
	}
	return p
}

// snakeCase is a name in camel case as names are here.
func snakeCase(camel string) string {
	var b strings.Builder
	for _, c := range camel {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// renamed gives a property another name, unless there is one that has it.
func renamed(p event.Properties, from, to string) event.Properties {
	if p.Get(from) == "" || p.Get(to) != "" {
		return p
	}
	for i := range p {
		if p[i].Name == from {
			p[i].Name = to
		}
	}
	return p.Sorted()
}

// withDefault adds a property, unless there is one of its name.
func withDefault(p event.Properties, name string, value event.Value) event.Properties {
	if !p.Get(name).Null() {
		return p
	}
	return append(p, event.Property{Name: name, Value: value}).Sorted()
}

// accountOf is the group, of several by their types, that is an account; else
// the first by the name of its type. Of a list of keys it is the first.
func accountOf(groups event.Properties) event.Value {
	for _, kind := range []string{"account", "company", "organization", "organisation", "workspace", "team"} {
		if key := firstKey(groups.Get(kind)); key != "" {
			return key
		}
	}
	for _, group := range groups {
		if key := firstKey(group.Value); key != "" {
			return key
		}
	}
	return ""
}

func firstKey(v event.Value) event.Value {
	if key, ok := v.Scalar(); ok {
		return event.TextValue(key)
	}
	var keys []json.RawMessage
	if v == "" || json.Unmarshal([]byte(v), &keys) != nil || len(keys) == 0 {
		return ""
	}
	key, ok := event.Value(keys[0]).Scalar()
	if !ok {
		return ""
	}
	return event.TextValue(key)
}

// replaced are the properties with another value of that name.
func replaced(p event.Properties, name string, value event.Value) event.Properties {
	return append(slices.Clone(p), event.Property{Name: name, Value: value}).Sorted()
}
