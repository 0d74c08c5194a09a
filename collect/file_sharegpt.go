package collect

import (
	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// shareGPTChat reads a conversation as ShareGPT's collections have it:
//
//	{"id":"…","conversations":[{"from":"human","value":"…"},{"from":"gpt","value":"…"}]}
//
// Other members are about the conversation, as in openAIChat. Messages of the
// system are left out.
func shareGPTChat(r *chatReader, o *fastjson.Object) (*chat, *event.Rejection) {
	list := o.Get("conversations")
	if list == nil || !isArray(list) {
		return nil, event.Reject(event.MissingField, "conversations", "a list of messages is required")
	}
	c := r.record(o, "conversations")
	for _, v := range list.GetArray() {
		m := v.GetObject()
		if m == nil {
			return nil, event.Reject(event.InvalidType, "conversations", "every message must be an object")
		}
		from, field := r.text(m, "from"), "from"
		if from == "" {
			from, field = r.text(m, "role"), "role"
		}
		kind, known := kindOfRole(from)
		if !known {
			return nil, unknownRole(field, from)
		}
		text := r.text(m, "value")
		if text == "" {
			text, _ = r.content(m.Get("content"))
		}
		switch kind {
		case event.Prompt, event.Response:
			c.messages = append(c.messages, message{kind: kind, text: text, at: r.time(m), own: authorOf(from)})
		case event.Tool:
			c.messages = append(c.messages, message{
				kind: kind, tool: from, at: r.time(m),
				own: []event.Property{{Name: "arguments", Value: event.TextValue(text)}},
			})
		default:
		}
	}
	return c, nil
}
