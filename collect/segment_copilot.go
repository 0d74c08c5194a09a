package collect

import (
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// segmentCopilot makes a copilot event of a track item that is one: of
// Segment's AI Copilot Spec by its name, which without a conversation may be
// anybody's, or of ours by its literal name. One of another name that names a
// conversation and has a revenue is a conversion. Everything else stays as it
// is, to be a goal where the project says so.
func segmentCopilot(item *event.Item) {
	name, _ := item.Name.Text()
	own := event.KindOf(name, false) != event.Track
	item.Properties = segmentNames(item, own)
	if own || item.Properties.Get("conversation_id").Null() {
		return
	}
	switch strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", " ") {
	case "message sent":
		segmentMessage(item, event.Prompt)
	case "message received":
		segmentMessage(item, event.Response)
	case "feedback submitted":
		segmentFeedback(item)
	case "action invoked", "tool invoked": // the spec's second and first name of it
		segmentTool(item)
	default:
		if _, ok := item.Properties.Get("revenue").Figure(); ok {
			item.Kind = event.Conversion
			item.Properties = renamed(segmentNames(item, true), "revenue", "value")
		}
	}
}

// segmentMessage reads who wrote a message from its role, else from the name of
// its event.
func segmentMessage(item *event.Item, kind event.Kind) {
	role, _ := item.Properties.Text("role")
	switch role = strings.ToLower(strings.TrimSpace(role)); role {
	case "customer", "user":
		kind = event.Prompt
	case "agent", "ai_agent", "assistant", "bot", "human_agent":
		kind = event.Response
	}
	item.Kind = kind
	item.Properties = segmentNames(item, true)
	text := "prompt"
	if kind == event.Response {
		text = "response"
	}
	item.Properties = renamed(renamed(item.Properties, "message_body", text), "messageBody", text)
	if role == "human_agent" {
		item.Properties = withDefault(item.Properties, "author", `"human"`)
	}
}

// segmentFeedback reads a rating. The spec has a number without a scale and
// shows a 5; a word is one of thumbs, whatever the scale of numbers is.
func segmentFeedback(item *event.Item) {
	item.Kind, item.AssumedScale = event.Satisfaction, "1-5"
	item.Properties = renamed(segmentNames(item, true), "message_body", "comment")
	if _, figure := item.Properties.Get("rating").Figure(); !figure {
		item.AssumedScale = "thumbs"
	}
}

// segmentTool reads what the copilot invoked; without a name it stays an event
// of its own.
func segmentTool(item *event.Item) {
	for _, property := range []string{"tool", "action", "type"} {
		if name, ok := item.Properties.Text(property); ok && strings.TrimSpace(name) != "" {
			item.Kind = event.Tool
			item.Properties = renamed(segmentNames(item, true), property, "tool")
			return
		}
	}
}

// segmentNames gives properties the names they have here: those that say where
// an event belongs and, in a copilot event, those that have a meaning there. A
// session may stand in the context.
func segmentNames(item *event.Item, copilot bool) event.Properties {
	p := item.Properties
	for _, name := range []string{"conversationId", "sessionId"} {
		p = renamed(p, name, segmentName(name))
	}
	if value, ok := item.Context.Get("sessionId").Scalar(); ok {
		p = withDefault(p, "session_id", event.TextValue(value))
	}
	if !copilot && p.Get("conversation_id").Null() {
		return p
	}
	for _, name := range []string{"messageId", "agentId"} {
		p = renamed(p, name, segmentName(name))
	}
	if !copilot {
		return p
	}
	for _, name := range []string{"replyTo", "latencyMs", "timeToFirstTokenMs", "durationMs", "inputTokens", "outputTokens", "costUsd", "ratingScale"} {
		p = renamed(p, name, segmentName(name))
	}
	return p
}

// segmentName is a name in camel case as names are here.
func segmentName(camel string) string {
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
