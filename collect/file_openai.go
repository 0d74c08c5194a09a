package collect

import (
	"strings"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// openAIChat reads a conversation as OpenAI's chats are written down:
//
//	{"messages":[{"role":"user","content":"…"},{"role":"assistant","content":"…","tool_calls":[…]}],"metadata":{…}}
//
// content is text or a list of parts. A tool call becomes a tool event, which
// holds the result too where a message of the role tool has it; messages of
// the system are left out. Every other member of the record or of its metadata
// is about the conversation: ids and times by their usual names, anything else
// as a property. conversation stands for messages in some collections.
func openAIChat(r *chatReader, o *fastjson.Object) (*chat, *event.Rejection) {
	list := o.Get("messages")
	field := "messages"
	if list == nil {
		list, field = o.Get("conversation"), "conversation"
	}
	if list == nil || !isArray(list) {
		return nil, event.Reject(event.MissingField, "messages", "a list of messages is required")
	}
	c := r.record(o, field)
	results := r.toolResults(list.GetArray())
	for _, v := range list.GetArray() {
		m := v.GetObject()
		if m == nil {
			return nil, event.Reject(event.InvalidType, field, "every message must be an object")
		}
		if fault := r.openAIMessage(c, m, results); fault != nil {
			return nil, fault
		}
	}
	return c, nil
}

// record reads what a record says of a conversation beside its messages.
func (r *chatReader) record(o *fastjson.Object, messages string) *chat {
	c := &chat{}
	var id event.Value
	var take func(o *fastjson.Object, messages string)
	take = func(o *fastjson.Object, messages string) {
		o.Visit(func(key []byte, v *fastjson.Value) {
			name := string(valid(key))
			switch name {
			case messages, "tools", "functions": // definitions of what could be called say nothing of what happened
			case "id":
				id = r.value(name, v)
			case "metadata":
				if more := v.GetObject(); more != nil && messages != "" {
					take(more, "")
					return
				}
				c.member(name, r.value(name, v))
			default:
				c.member(name, r.value(name, v))
			}
		})
	}
	take(o, messages)
	if c.id == "" {
		c.id, _ = id.Scalar()
	}
	return c
}

func (r *chatReader) openAIMessage(c *chat, m *fastjson.Object, results map[string]string) *event.Rejection {
	role := r.text(m, "role")
	kind, known := kindOfRole(role)
	if !known {
		return unknownRole("role", role)
	}
	if kind == "" || kind == event.Tool {
		return nil // the call tells of a tool, not its result
	}
	text, attached := r.content(m.Get("content"))
	if text == "" && kind == event.Response {
		text = r.text(m, "refusal")
	}
	common := message{kind: kind, text: text, id: r.text(m, "id"), at: r.time(m), own: authorOf(role)}
	if len(attached) > 0 {
		if text == "" { // an image alone is a prompt too
			common.text = "[" + strings.Join(attached, ", ") + "]"
		}
		common.own = append(common.own, event.Property{Name: "attachments", Value: event.TextValue(strings.Join(attached, ", "))})
	}
	if model := m.Get("model"); model != nil && kind == event.Response {
		common.own = append(common.own, event.Property{Name: "model", Value: r.value("model", model)})
	}
	calls := r.toolCalls(m, results, common.at)
	if text != "" || len(attached) > 0 || len(calls) == 0 {
		c.messages = append(c.messages, common)
	}
	c.messages = append(c.messages, calls...)
	return nil
}

// time is a message's own, under one of its usual names.
func (r *chatReader) time(m *fastjson.Object) event.Value {
	for _, name := range []string{"timestamp", "created_at", "create_time", "created", "time", "date"} {
		if v := r.value(name, m.Get(name)); !v.Null() {
			return v
		}
	}
	return ""
}

// content is the text of a message and the types of its parts that are none.
func (r *chatReader) content(v *fastjson.Value) (text string, attached []string) {
	if v == nil {
		return "", nil
	}
	parts := v.GetArray()
	if len(parts) == 0 {
		text, _ = r.value("content", v).Scalar()
		return text, nil
	}
	var texts []string
	for _, part := range parts {
		o := part.GetObject()
		if o == nil {
			if s, ok := r.value("content", part).Text(); ok {
				texts = append(texts, s)
			}
			continue
		}
		switch kind := r.text(o, "type"); {
		case o.Get("text") != nil:
			texts = append(texts, r.text(o, "text"))
		case o.Get("refusal") != nil:
			texts = append(texts, r.text(o, "refusal"))
		case kind != "":
			attached = append(attached, kind)
		}
	}
	return strings.Join(texts, "\n"), attached
}

// toolCalls are the tools that a message of the assistant asks for.
func (r *chatReader) toolCalls(m *fastjson.Object, results map[string]string, at event.Value) []message {
	var calls []message
	add := func(id string, f *fastjson.Object) {
		if f == nil {
			return
		}
		call := message{kind: event.Tool, id: id, tool: r.text(f, "name"), at: at}
		if arguments := r.value("arguments", f.Get("arguments")); !arguments.Null() {
			call.own = append(call.own, event.Property{Name: "arguments", Value: arguments})
		}
		if result, ok := results[toolKey(id, call.tool)]; ok {
			call.own = append(call.own, event.Property{Name: "result", Value: event.TextValue(result)})
		}
		calls = append(calls, call)
	}
	if list := m.Get("tool_calls"); list != nil && isArray(list) {
		for _, v := range list.GetArray() {
			if call := v.GetObject(); call != nil {
				f := call.Get("function")
				if f == nil {
					f = v
				}
				add(r.text(call, "id"), f.GetObject())
			}
		}
	}
	if legacy := m.Get("function_call"); legacy != nil {
		add("", legacy.GetObject())
	}
	return calls
}

// toolResults are the texts of the messages with which tools answered.
func (r *chatReader) toolResults(list []*fastjson.Value) map[string]string {
	results := make(map[string]string)
	for _, v := range list {
		m := v.GetObject()
		if m == nil {
			continue
		}
		if kind, _ := kindOfRole(r.text(m, "role")); kind == event.Tool {
			text, _ := r.content(m.Get("content"))
			results[toolKey(r.text(m, "tool_call_id"), r.text(m, "name"))] = text
		}
	}
	return results
}

// toolKey is what a call and its result share: an id, in old files the name.
func toolKey(id, name string) string {
	if id != "" {
		return "id:" + id
	}
	return "name:" + name
}
