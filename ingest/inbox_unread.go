package ingest

import (
	"encoding/json"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/event"
)

// The notices of what was kept without its meaning.
const (
	noticeMisnamed = "unknown_copilot_event"
	noticeUnread   = "figure_unread"
)

// unread notices what a sender meant and no figure will count: an event that is
// named nearly as a copilot event is, and numbers that are none.
func (n *Note) unread(e *event.Event) {
	if e.Kind == event.Track && event.Misnamed(e.Name) {
		n.fault(control.Noticed, &Fault{
			Code: noticeMisnamed, Field: "event", Message: "event " + e.Name + " is no copilot event and is kept as track",
			Item: func() []byte { return sampleOf(e, "event", event.TextValue(e.Name)) },
		})
		return
	}
	if field, value := unreadFigure(e); field != "" {
		n.fault(control.Noticed, &Fault{
			Code: noticeUnread, Field: field, Message: field + " cannot be read and is kept as it is", Item: func() []byte { return sampleOf(e, field, value) },
		})
	}
}

// unreadFigure is the first property that would have a field of its own if it
// could be read.
func unreadFigure(e *event.Event) (field string, value event.Value) {
	var figures []string
	switch e.Kind {
	case event.Conversion:
		figures = []string{"value"}
	case event.Response:
		figures = []string{"latency_ms", "input_tokens", "output_tokens"}
	case event.Satisfaction:
		if e.RatingRaw != "" && e.Rating == nil { // there is a comment, without which it would be refused
			return "rating_scale", event.TextValue(e.RatingScale)
		}
	default:
	}
	for _, name := range figures {
		if v := e.Properties.Get(name); !v.Null() {
			return name, v
		}
	}
	return "", ""
}

func sampleOf(e *event.Event, field string, value event.Value) []byte {
	b, err := json.Marshal(map[string]any{"event": e.Name, "conversation_id": e.Conversation, field: json.RawMessage(value)})
	if err != nil {
		return nil // not reached: values are JSON
	}
	return b
}
