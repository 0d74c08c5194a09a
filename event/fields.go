package event

import (
	"math"
	"strconv"
	"strings"
)

// fields moves every property that has a field of its own there, and keeps
// the others. What has the wrong type is noted, since the step that needs it
// says so.
func (n *normalizer) fields() {
	e, p := &n.event, n.item.Properties
	words := textField(e.Kind)
	if words != "" {
		n.read(&e.Text, words, p.Get(words))
	}
	n.readWord("action", Action)
	n.readWord("tool", Tool)
	n.readID(&e.User, "user_id", n.item.User)
	n.readID(&e.ID, "id", n.item.ID)
	own := n.ownIDs()
	if own {
		n.readID(&e.Conversation, "conversation_id", p.Get("conversation_id"))
		n.readID(&e.Session, "session_id", p.Get("session_id"))
		n.readID(&e.Agent, "agent_id", p.Get("agent_id"))
	}
	n.readID(&e.Anonymous, "anonymous_id", n.item.Anonymous)
	n.readID(&e.Account, "account_id", n.item.Account)
	if own {
		n.readID(&e.Message, "message_id", p.Get("message_id"))
	}
	kept := make(Properties, 0, len(p))
	for _, property := range p {
		switch property.Name {
		case words:
			continue
		case "conversation_id", "session_id", "agent_id", "message_id":
			if own {
				continue
			}
		default:
			if n.promote(property) {
				continue
			}
		}
		kept = append(kept, property)
	}
	e.Properties = kept
}

// ownIDs reports whether conversation_id and its like have fields of their
// own: in copilot events, and in a page's own events that name one.
func (n *normalizer) ownIDs() bool {
	switch n.event.Kind {
	case Identify, Group:
		return false
	case Track, Page:
		conversation, _ := n.item.Properties.Get("conversation_id").Scalar()
		session, _ := n.item.Properties.Get("session_id").Scalar()
		return strings.TrimSpace(conversation) != "" || strings.TrimSpace(session) != ""
	default:
		return true
	}
}

// textField is the property that holds the words of an event of this kind.
func textField(kind Kind) string {
	switch kind {
	case Prompt, Span:
		return "prompt"
	case Response:
		return "response"
	case Satisfaction:
		return "comment"
	default:
		return ""
	}
}

// promote moves a property into its field; false where it has none or cannot
// be read as what the field holds, so that it stays a property.
func (n *normalizer) promote(p Property) bool {
	e := &n.event
	switch p.Name {
	case "model":
		return e.Kind.Copilot() && scalar(&e.Model, p.Value)
	case "version":
		return e.Kind.Copilot() && scalar(&e.Version, p.Value)
	case "error":
		return n.promoteError(p.Value)
	case "latency_ms":
		return e.Kind.answers() && amount(&e.LatencyMS, p.Value)
	case "input_tokens":
		return e.Kind.answers() && count(&e.InputTokens, p.Value)
	case "output_tokens":
		return e.Kind.answers() && count(&e.OutputTokens, p.Value)
	case "rating":
		return n.promoteRating(&e.RatingRaw, p)
	case "rating_scale":
		return n.promoteRating(&e.RatingScale, p)
	case "value":
		return e.Kind == Conversion && value(&e.Value, p.Value)
	case "currency":
		if e.Kind != Conversion || !scalar(&e.Currency, p.Value) {
			return false
		}
		e.Currency = strings.ToUpper(strings.TrimSpace(e.Currency))
		return true
	default:
		return false
	}
}

func (n *normalizer) promoteRating(to *string, p Property) bool {
	if n.event.Kind != Satisfaction {
		return false
	}
	n.read(to, p.Name, p.Value)
	return true
}

// promoteError reads an error that may be a message, a flag or an object. One
// that says that there was none stays a property.
func (n *normalizer) promoteError(v Value) bool {
	if !n.event.Kind.answers() && n.event.Kind != Tool {
		return false
	}
	switch v {
	case "", "null", "false", "0", `""`, "{}", "[]":
		return false
	case "true":
		n.event.Error = "error"
		return true
	}
	if !scalar(&n.event.Error, v) {
		n.event.Error = string(v)
	}
	n.event.Error, _ = cut(n.event.Error)
	return true
}

// read takes a string, number or boolean as text and notes any other type.
func (n *normalizer) read(to *string, field string, v Value) {
	s, ok := text(v)
	if !ok {
		n.mistyped = append(n.mistyped, mistyped(field))
	}
	*to = s
}

// readID is read for ids, of which a blank one is none.
func (n *normalizer) readID(to *string, field string, v Value) {
	n.read(to, field, v)
	if field != "user_id" && strings.TrimSpace(*to) == "" {
		*to = ""
	}
}

// readWord notes a property that must be text in events of this kind.
func (n *normalizer) readWord(field string, kind Kind) {
	if n.event.Kind != kind {
		return
	}
	v := n.item.Properties.Get(field)
	if _, ok := v.Text(); !ok && !v.Null() {
		n.mistyped = append(n.mistyped, mistyped(field))
	}
}

// text reads a string, number or boolean; absent and null are empty.
func text(v Value) (string, bool) {
	if v.Null() {
		return "", true
	}
	return v.Scalar()
}

func mistyped(field string) *Rejection {
	return Reject(InvalidType, field, "%s must be text", field)
}

func scalar(to *string, v Value) bool {
	s, ok := v.Scalar()
	if ok {
		*to = s
	}
	return ok
}

// numeric reads a finite number, also one written as text.
func numeric(v Value) (float64, bool) {
	s, ok := v.Scalar()
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}

func value(to **float64, v Value) bool {
	f, ok := numeric(v)
	if ok {
		*to = &f
	}
	return ok
}

func amount(to **float64, v Value) bool {
	f, ok := v.Amount()
	if ok {
		*to = &f
	}
	return ok
}

func count(to **int64, v Value) bool {
	f, ok := v.Amount()
	if !ok || f != math.Trunc(f) || f > math.MaxInt32 {
		return false
	}
	i := int64(f)
	*to = &i
	return true
}
