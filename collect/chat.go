package collect

import (
	"strconv"
	"strings"
	"time"

	"github.com/valyala/fastjson"

	"github.com/debrief-dev/debrief/event"
)

// importScope keeps ids of imports apart from hashes of other things.
const importScope = "import"

// message is one message of a chat as its file has it.
type message struct {
	id      string // the file's own
	kind    event.Kind
	text    string
	replyTo string
	at      event.Value
	tool    string
	own     []event.Property
}

// chat is one conversation of a file, whatever the format. Properties that are
// about all of it go to every prompt and answer.
type chat struct {
	id                       string
	user, anonymous, account event.Value
	started                  event.Value
	about                    []event.Property // conversation_id and the like, of every event
	shared                   []event.Property // of prompts and answers
	answers                  []event.Property // of answers: model and the like
	rating                   []event.Property // rating, rating_scale and comment, where there are any
	messages                 []message
}

// entries are the events of the chat.
func (c *chat) entries(times *timekeeper) []Entry {
	if len(c.messages) == 0 {
		return refused(event.Reject(event.MissingField, "messages", "it holds no message of a user or an assistant"))
	}
	clock := c.clock(times)
	out := make([]Entry, 0, len(c.messages)+1)
	for i := range c.messages {
		m := &c.messages[i]
		at, inferred := clock.of(m.at)
		identity := m.id
		if identity == "" {
			identity = strconv.Itoa(i) + ":" + m.text
		}
		out = append(out, c.entry(c.item(m, identity, at, inferred)))
	}
	if len(c.rating) > 0 {
		at, _ := clock.of("")
		m := message{kind: event.Satisfaction, own: c.rating}
		out = append(out, c.entry(c.item(&m, "rating", at, true)))
	}
	return out
}

func (c *chat) entry(item event.Item) Entry { return Entry{Item: item} }

// item is one event. The identity is what tells it from its like in the
// conversation.
func (c *chat) item(m *message, identity string, at event.Value, inferred bool) event.Item {
	properties := make([]event.Property, 0, len(c.about)+len(c.shared)+len(c.answers)+len(m.own)+4) //nolint:mnd // at most four of its own
	add := func(name, text string) {
		if text != "" {
			properties = append(properties, event.Property{Name: name, Value: event.TextValue(text)})
		}
	}
	if m.kind == event.Prompt || m.kind == event.Response {
		properties = append(properties, c.shared...)
	}
	name := event.NameSatisfaction
	switch m.kind {
	case event.Prompt:
		name = event.NamePrompt
		add("prompt", m.text)
	case event.Response:
		name = event.NameResponse
		properties = append(properties, c.answers...)
		properties = append(properties, event.Property{Name: "response", Value: event.TextValue(m.text)})
		add("reply_to", m.replyTo)
	case event.Tool:
		name = event.NameTool
		add("tool", m.tool)
	case event.Action:
		name = event.NameAction
	default:
	}
	properties = append(properties, m.own...)
	properties = append(properties, c.about...)
	add("conversation_id", c.id)
	if m.kind != event.Satisfaction {
		add("message_id", m.id)
	}
	return event.Item{
		ID: event.TextValue(importID(importScope, c.id, string(m.kind), identity)), Name: event.TextValue(name),
		User: c.user, Anonymous: c.anonymous, Account: c.account, Timestamp: at, TimeInferred: inferred,
		Properties: event.Properties(properties).Sorted(),
	}
}

// chatClock gives the messages of one conversation their times.
type chatClock struct {
	last event.Value // time of the message before
	step time.Duration
	next time.Time // where the next message stands that has no time, while none had one
}

func (c *chat) clock(times *timekeeper) *chatClock {
	if started, ok := times.read(c.started); ok {
		if at, readable := event.ParseTime(started); readable {
			return &chatClock{next: at, step: chatStep}
		}
	}
	return &chatClock{next: times.next(conversationStep), step: chatStep}
}

func (k *chatClock) of(at event.Value) (_ event.Value, inferred bool) {
	if at != "" {
		k.last = at
		return at, false
	}
	if k.last != "" {
		if next, ok := after(k.last, afterStep); ok {
			k.last = next
			return next, true
		}
	}
	next := k.next
	k.next = k.next.Add(k.step)
	return stamp(next), true
}

// chatReader reads the JSON of chats.
type chatReader struct {
	reader
	notes *notes
}

// value is a member as items carry it.
func (r *chatReader) value(name string, v *fastjson.Value) event.Value {
	if v == nil {
		return ""
	}
	return event.Value(r.appendValue(nil, []byte(name), v))
}

// text is a member that is a string, a number or a boolean.
func (r *chatReader) text(o *fastjson.Object, name string) string {
	s, _ := r.value(name, o.Get(name)).Scalar()
	return s
}

// kindOfRole is the kind of event that a role's words are; false for a role
// that is not known, "" for one that is left out.
func kindOfRole(role string) (event.Kind, bool) {
	if authorOf(role) != nil {
		return event.Response, true
	}
	switch strings.ToLower(strings.TrimSpace(role)) {
	case "user", "human", "customer", "end_user", "enduser", "prompt", "lead", "visitor", "client", "me":
		return event.Prompt, true
	case "assistant", "gpt", "chatgpt", "bot", "ai", "model", "copilot", "bing", "bard", "response", "chatbot":
		return event.Response, true
	case "tool", "function", "tool_call", "function_call":
		return event.Tool, true
	case "system", "developer", "instruction", "observation", "function_response", "tool_response":
		return "", true
	default:
		return "", false
	}
}

// authorOf says of an answer that its role is a human's; nothing of others.
func authorOf(role string) []event.Property {
	switch strings.ToLower(strings.TrimSpace(role)) {
	case "human_agent", "human agent", "live_agent", "live agent", "support_agent", "operator":
		return []event.Property{{Name: event.Author, Value: event.TextValue(event.HumanAuthor)}}
	default:
		return nil
	}
}

func unknownRole(field, role string) *event.Rejection {
	return event.Reject(event.UnknownType, field, "%s %q is unknown; use user, assistant, system or tool", field, clip(role))
}

// member takes what a record says of the conversation as a whole.
func (c *chat) member(name string, v event.Value) {
	if v.Null() {
		return
	}
	p := event.Property{Name: name, Value: v}
	switch field := fieldOf(name); field {
	case "conversation_id":
		c.id, _ = v.Scalar()
	case "user_id":
		c.user = v
	case "anonymous_id":
		c.anonymous = v
	case "account_id":
		c.account = v
	case "timestamp":
		if c.started == "" {
			c.started = v
		}
	case "session_id", "agent_id", "environment":
		p.Name = field
		c.about = append(c.about, p)
	case "rating":
		p.Name = field
		c.rating = append(c.rating, p)
		if scale := scaleOf(name, v); scale != "" {
			c.rating = append(c.rating, event.Property{Name: "rating_scale", Value: event.TextValue(scale)})
		}
	case "rating_scale", "comment":
		p.Name = field
		c.rating = append(c.rating, p)
	default:
		if answersOnly(field) {
			p.Name = field
			c.answers = append(c.answers, p)
			return
		}
		c.shared = append(c.shared, p)
	}
}
