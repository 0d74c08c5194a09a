package event

import (
	"slices"
	"strings"
)

// Fields are parts of an event that are kept for a time only.
type Fields uint8

// The fields that a project may keep for a time.
const (
	Texts         Fields = 1 << iota // prompts, answers and comments
	OwnProperties                    // properties that a product made up; those that Debrief reads stay
	Contexts                         // what senders' libraries add
)

// AllFields lists every field in the order of its documentation.
func AllFields() []Fields { return []Fields{Texts, OwnProperties, Contexts} }

// Name is how the field is called in marks.
func (f Fields) Name() string {
	switch f {
	case Texts:
		return "text"
	case OwnProperties:
		return "properties"
	case Contexts:
		return "context"
	default:
		return ""
	}
}

// Has lists which of some fields the event has anything of. Of a blank text
// there is nothing to forget, so that a text that was forgotten had said
// something. Traits are kept as long as their user.
func (e *Event) Has(fields Fields) (has Fields) {
	if fields&Texts != 0 && (strings.TrimSpace(e.Text) != "" || slices.ContainsFunc(e.Properties, e.isText)) {
		has |= Texts
	}
	if fields&OwnProperties != 0 && slices.ContainsFunc(e.Properties, e.isOwn) {
		has |= OwnProperties
	}
	if fields&Contexts != 0 && len(e.Context) > 0 {
		has |= Contexts
	}
	return has
}

// Forget removes fields that the event has anything of, and notes which.
func (e *Event) Forget(fields Fields) {
	fields = e.Has(fields)
	e.Forgotten |= fields
	if fields&Texts != 0 {
		e.Text = ""
		e.Properties = slices.DeleteFunc(slices.Clone(e.Properties), e.isText)
	}
	if fields&OwnProperties != 0 {
		e.Properties = slices.DeleteFunc(slices.Clone(e.Properties), e.isOwn)
	}
	if fields&Contexts != 0 {
		e.Context = nil
	}
}

// isText reports whether a property is the text of a step of a trace.
func (e *Event) isText(p Property) bool {
	return e.Kind == Span && slices.Contains([]string{"prompt", "response"}, p.Name)
}

// isOwn reports whether a property is one that Debrief does not read.
func (e *Event) isOwn(p Property) bool {
	return e.Kind != Identify && e.Kind != Group && !e.isText(p) && !slices.Contains(readProperties(), p.Name)
}

// readProperties are the properties that figures are made of, and that say
// what belongs together.
func readProperties() []string {
	return []string{
		"environment", "reply_to", "action", "tool", "name", "sources", "cost_usd", "time_to_first_token_ms", "duration_ms", "value", "currency",
		"trace_id", "span_id", "parent_id", "operation", "asked", "asked_before", "answered", "response_id", "conversation_id", "session_id", "agent_id", "message_id",
	}
}
