package collect

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// fieldOf is the field that a column or a member of that name usually holds;
// "" where it is a property of its own.
func fieldOf(name string) string {
	switch plainName(name) {
	case "conversation_id", "conversationid", "conversation", "chat_id", "chatid", "thread", "thread_id", "threadid", "dialog_id", "dialogue_id", "ticket_id", "conversation_hash":
		return "conversation_id"
	case "user_id", "userid", "user", "customer_id", "customerid", "uid", "end_user_id":
		return "user_id"
	case "anonymous_id", "anonymousid", "visitor_id", "device_id":
		return "anonymous_id"
	case "account_id", "accountid", "account", "company_id", "organization_id", "org_id", "tenant_id", "tenant":
		return "account_id"
	case "session_id", "sessionid", "session":
		return "session_id"
	case "agent_id", "agentid", "agent", "assistant_id", "bot_id":
		return "agent_id"
	case "timestamp", "time", "date", "datetime", "created_at", "createdat", "created", "create_time", "sent_at", "occurred_at", "message_time":
		return "timestamp"
	default:
		return fieldOfAnswer(plainName(name))
	}
}

// fieldOfAnswer goes on with what is said of an answer.
func fieldOfAnswer(name string) string {
	switch name {
	case "rating", "stars", "thumbs", "thumb", "csat", "ces", "nps", "user_rating", "feedback_rating", "satisfaction":
		return "rating"
	case "rating_scale", "scale":
		return "rating_scale"
	case "comment", "feedback", "feedback_text", "feedback_comment", "user_feedback", "remark":
		return "comment"
	case "model", "model_name", "model_slug", "model_id":
		return "model"
	case "version", "prompt_version", "app_version":
		return "version"
	case "latency_ms", "latency", "response_time_ms":
		return "latency_ms"
	case "input_tokens", "prompt_tokens", "tokens_in":
		return "input_tokens"
	case "output_tokens", "completion_tokens", "tokens_out":
		return "output_tokens"
	case "cost_usd", "cost":
		return "cost_usd"
	case "error", "error_message":
		return "error"
	case "environment", "env":
		return "environment"
	default:
		return ""
	}
}

// fieldOfTalk is the field of a table's column that holds what was said.
func fieldOfTalk(name string) string {
	switch plainName(name) {
	case "role", "sender", "from", "author", "speaker", "author_role", "message_role", "sender_type":
		return "role"
	case "content", "message", "text", "body", "value", "utterance", "message_text", "message_content":
		return "content"
	case "message_id", "messageid", "msg_id", "id":
		return "message_id"
	case "prompt", "question", "query", "user_message", "user_prompt", "user_input", "user_query", "input", "human", "request":
		return "prompt"
	case "response", "answer", "reply", "completion", "output", "assistant", "assistant_message", "assistant_response", "bot_message",
		"bot_response", "ai_response", "ai", "model_response", "generated_text", "copilot_response":
		return "response"
	default:
		return ""
	}
}

// answersOnly reports whether a field says something of an answer alone.
func answersOnly(field string) bool {
	switch field {
	case "model", "version", "latency_ms", "input_tokens", "output_tokens", "cost_usd", "error":
		return true
	default:
		return false
	}
}

// scaleOf is the scale that a rating's own name or value tells.
func scaleOf(name string, rating event.Value) string {
	switch plain := plainName(name); plain {
	case "csat", "ces", "nps", "thumbs":
		return plain
	}
	s, _ := rating.Scalar()
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "up", "down", "👍", "👎", "true", "false", "yes", "no", "-1":
		return "thumbs"
	default:
		return ""
	}
}

// plainName is a name in lower case with one underscore for whatever stands
// between its words.
func plainName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool {
		return c == ' ' || c == '_' || c == '-' || c == '.' || c == ':' || c == '/'
	})
	return strings.Join(words, "_")
}

// defaults stand in where a record does not say something itself.
type defaults []event.Property

func newDefaults(set map[string]string) defaults {
	d := make(defaults, 0, len(set))
	for name, value := range set {
		d = append(d, event.Property{Name: name, Value: cell(value)})
	}
	return d
}

// apply gives an entry what it lacks.
func (d defaults) apply(entry *Entry) {
	if entry.Fault != nil {
		return
	}
	item := &entry.Item
	name, _ := item.Name.Text()
	kind := event.KindOf(name, item.ShortNames)
	added := item.Properties
	for _, p := range d {
		switch {
		case p.Name == "user_id":
			fill(&item.User, p.Value)
		case p.Name == "anonymous_id":
			fill(&item.Anonymous, p.Value)
		case p.Name == "account_id":
			fill(&item.Account, p.Value)
		case p.Name == "rating_scale" && (kind != event.Satisfaction || item.Properties.Get("rating").Null()):
		case answersOnly(p.Name) && kind != event.Response:
		case item.Properties.Get(p.Name).Null():
			added = append(slices.Clip(added), p)
		}
	}
	item.Properties = added.Sorted()
}

func fill(to *event.Value, value event.Value) {
	if to.Null() {
		*to = value
	}
}

// cell is the value of a text in a table: a number or a boolean where it is
// written as JSON writes one and says no more than that, else the text.
func cell(s string) event.Value {
	const exact = 15 // digits that a number of 64 bits keeps
	if s == "true" || s == "false" || len(s) <= exact && number(s) {
		return event.Value(s)
	}
	return event.TextValue(s)
}
