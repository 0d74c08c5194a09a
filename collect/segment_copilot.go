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
	item.Properties = ownNames(item, own)
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
		earned(item)
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
	item.Properties = ownNames(item, true)
	text := "prompt"
	if kind == event.Response {
		text = "response"
	}
	item.Properties = renamed(renamed(item.Properties, "message_body", text), "messageBody", text)
	for _, author := range authorOf(role) {
		item.Properties = withDefault(item.Properties, author.Name, author.Value)
	}
}

// segmentFeedback reads a rating. The spec has a number without a scale and
// shows a 5; a word is one of thumbs, whatever the scale of numbers is.
func segmentFeedback(item *event.Item) {
	item.Properties = renamed(ownNames(item, true), "message_body", "comment")
	rated(item, "1-5")
}

// segmentTool reads what the copilot invoked; without a name it stays an event
// of its own.
func segmentTool(item *event.Item) {
	for _, property := range []string{"tool", "action", "type"} {
		if name, ok := item.Properties.Text(property); ok && strings.TrimSpace(name) != "" {
			item.Kind = event.Tool
			item.Properties = renamed(ownNames(item, true), property, "tool")
			return
		}
	}
}
