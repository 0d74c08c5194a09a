package client

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rejection says why an event is refused, by a call or by the server, with
// the server's codes (docs/events.md). A call returns it as an error.
type Rejection struct { //nolint:errname // one word for it on both sides
	Event   string // its name
	ID      string // About.ID, or the one that was made up
	Code    string // of the closed list
	Field   string // the property at fault; empty where no one is
	Message string // for a person
}

// Error is the message with its code.
func (r *Rejection) Error() string {
	return fmt.Sprintf("client: %s: %s (%s)", r.Event, r.Message, r.Code)
}

// The codes that a call finds by itself.
const (
	missingField        = "missing_field"
	invalidType         = "invalid_type"
	invalidEventName    = "invalid_event_name"
	invalidPropertyName = "invalid_property_name"
	tooManyProperties   = "too_many_properties"
	invalidUserID       = "invalid_user_id"
	idTooLong           = "id_too_long"
	invalidTimestamp    = "invalid_timestamp"
	tooLarge            = "too_large"
)

// The limits, as docs/events.md has them.
const (
	maxName         = 127 // characters
	maxPropertyName = 128 // characters
	maxProperties   = 1000
	maxID           = 255 // characters
	earliestYear    = 1970
	latestYear      = 2199
)

func reject(code, field, format string, args ...any) *Rejection {
	return &Rejection{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

func missing(field string) *Rejection {
	return reject(missingField, field, "%s is required", field)
}

// judge finds the first fault of the event that was just written, in the
// server's order: required properties, name, property names, ids, time.
func (w *encoder) judge(e *event) *Rejection {
	for _, find := range [...]func(*event) *Rejection{w.required, nameLimit, w.propertyLimits, w.idLimits, w.sizeLimits} {
		if fault := find(e); fault != nil {
			return fault
		}
	}
	return nil
}

func (w *encoder) required(e *event) *Rejection {
	switch e.name {
	case namePrompt:
		return w.need("prompt", "conversation_id")
	case nameResponse:
		return w.needAnswer()
	case nameSatisfaction:
		return w.needRating()
	case nameConversion:
		if w.value("conversation_id").blank() && e.about.User+e.about.Anonymous == "" {
			return missing("conversation_id")
		}
		return nil
	case nameAction:
		return w.need("action", "conversation_id")
	case nameTool:
		return w.need("tool", "conversation_id")
	}
	switch {
	case e.kind == "identify" && e.about.User+e.about.Anonymous == "":
		return missing("user_id")
	case e.kind == "group" && strings.TrimSpace(e.about.Account) == "":
		return missing("account_id")
	case e.kind == "" && e.name == "":
		return missing("event")
	}
	return nil
}

// need finds the first field that is absent or blank, or is no text.
func (w *encoder) need(fields ...string) *Rejection {
	for _, field := range fields {
		v := w.value(field)
		scalar := v.scalar()
		if field == "action" || field == "tool" {
			scalar = v.text()
		}
		if !v.null() && !scalar {
			return mistyped(field)
		}
		if v.blank() {
			return missing(field)
		}
	}
	return nil
}

func mistyped(field string) *Rejection { return reject(invalidType, field, "%s must be text", field) }

// needAnswer: an empty response is one, and so is an error.
func (w *encoder) needAnswer() *Rejection {
	response := w.value("response")
	switch failed := w.value("error"); {
	case !response.null() && !response.scalar():
		return mistyped("response")
	case response.null() && !failed.failure():
		return missing("response")
	default:
		return w.need("conversation_id")
	}
}

// needRating: a rating needs its scale unless there is a comment.
func (w *encoder) needRating() *Rejection {
	if fault := w.need("conversation_id"); fault != nil {
		return fault
	}
	for _, field := range [...]string{"rating", "rating_scale", "comment"} {
		if v := w.value(field); !v.null() && !v.scalar() {
			return mistyped(field)
		}
	}
	if !w.value("comment").blank() {
		return nil
	}
	for _, field := range [...]string{"rating", "rating_scale"} {
		if w.value(field).blank() {
			return missing(field)
		}
	}
	return nil
}

func nameLimit(e *event) *Rejection {
	if e.kind != "" {
		return nil
	}
	odd := func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		return !letter && (r < '0' || r > '9') && !strings.ContainsRune("-_. /:", r)
	}
	if len(e.name) > maxName || strings.ContainsFunc(e.name, odd) {
		return reject(invalidEventName, "event", "event name must be 1–%d characters of A-Z a-z 0-9 - _ . / : and space", maxName)
	}
	return nil
}

func (w *encoder) propertyLimits(*event) *Rejection {
	for _, v := range w.values {
		if v.name == "" || longer(v.name, maxPropertyName) {
			name := v.name
			if longer(name, maxPropertyName) {
				name = string([]rune(name)[:maxPropertyName])
			}
			return reject(invalidPropertyName, name, "a property name must be 1–%d characters", maxPropertyName)
		}
	}
	if len(w.values) > maxProperties {
		return reject(tooManyProperties, "properties", "%d properties are more than %d", len(w.values), maxProperties)
	}
	return nil
}

// ids are the properties that are ids in events of a conversation.
var ids = [...]string{"conversation_id", "session_id", "agent_id", "message_id"} //nolint:gochecknoglobals // a constant

func (w *encoder) idLimits(e *event) *Rejection {
	copilot := slices.Contains([]string{namePrompt, nameResponse, nameConversion, nameSatisfaction, nameAction, nameTool}, e.name)
	for _, field := range ids {
		if v := w.value(field); copilot && !v.null() && !v.scalar() {
			return mistyped(field)
		}
	}
	if longer(e.about.User, maxID) {
		return reject(invalidUserID, "user_id", "user_id is longer than %d characters", maxID)
	}
	for _, id := range [...]struct{ field, value string }{
		{"id", e.about.ID}, {"anonymous_id", e.about.Anonymous}, {"account_id", e.about.Account},
	} {
		if longer(id.value, maxID) {
			return reject(idTooLong, id.field, "%s is longer than %d characters", id.field, maxID)
		}
	}
	for _, field := range ids {
		if v := w.value(field); e.kind == "" && v.characters() > maxID {
			return reject(idTooLong, field, "%s is longer than %d characters", field, maxID)
		}
	}
	return nil
}

func (w *encoder) sizeLimits(e *event) *Rejection {
	if year := e.about.At.UTC().Year(); year < earliestYear || year > latestYear {
		return reject(invalidTimestamp, "timestamp", "the time lies outside the years %d to %d", earliestYear, latestYear)
	}
	if w.buffer.Len() > mostBatchBytes {
		return reject(tooLarge, "", "the event has %d bytes, more than %d", w.buffer.Len(), mostBatchBytes)
	}
	return nil
}

func longer(s string, most int) bool {
	return len(s) > most && utf8.RuneCountInString(s) > most
}
