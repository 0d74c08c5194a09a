package collect

import (
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// said is what an event of a span, or a log record, has of the talk: the
// conventions once had every message as an event of its own.
func (l *otlpLog) said() said {
	switch l.name {
	case "gen_ai.user.message", "gen_ai.content.prompt":
		a := attributes{own: l.fields()}
		return marked(questions(a.first("content", "gen_ai.prompt", "gen_ai.event.content")))
	case "gen_ai.choice", "gen_ai.content.completion":
		a := attributes{own: l.fields()}
		if index, ok := a.first("index").Number(); ok && index > 0 {
			return said{} // a further draft of the same answer
		}
		return said{response: answerOf(a.first("message", "content", "gen_ai.completion", "gen_ai.event.content"))}
	default:
		a := attributes{own: l.fields()}
		return a.said()
	}
}

// fields are the attributes and, where the body is an object, its members.
func (l *otlpLog) fields() event.Properties {
	var body event.Properties
	if !strings.HasPrefix(string(l.body), "{") || body.UnmarshalJSON([]byte(l.body)) != nil {
		return l.attributes
	}
	return append(body, l.attributes...).Sorted()
}

// log makes the event of a log record: a part of the span it belongs to, a
// rating or an evaluation, or an event of the application's own. A record
// without a name is a line of a log, which has no place here.
func (part *otlpPart) log(l *otlpLog) Entry {
	a := attributes{own: l.attributes, resource: part.resource}
	if l.name == "" {
		l.name = a.text("event.name")
	}
	s := part.step(&a)
	s.trace, s.id, s.name, s.began = l.trace, l.span, l.name, nanoTime(l.at)
	switch {
	case l.name == "":
		return Entry{Item: event.Item{Context: s.context}, Fault: event.Reject(event.MissingField, "event_name",
			"event_name is required: of logs only named events are kept, such as those of the GenAI conventions")}
	case l.name == eventEvaluation:
		return Entry{Item: evaluated(l.fields()).item(&s, s.began)}
	case strings.HasPrefix(l.name, "gen_ai."):
		s.said.add(l.said())
		s.copilots = true
		if s.operation == "" {
			s.operation = l.name
		}
		s.settle(&a)
		return Entry{Item: s.item()}
	}
	item := event.Item{Kind: event.Track, Name: event.TextValue(eventName(l.name)), User: s.user, Timestamp: stampOf(s.began), Context: s.context}
	p := propertyList(remaining(l.fields()))
	p.add("conversation_id", s.conversation)
	p.add("session_id", s.session)
	p.add("trace_id", s.trace)
	item.Properties = event.Properties(p).Sorted()
	return Entry{Item: item}
}
