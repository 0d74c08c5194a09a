package event

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits, as Screeb documents them; texts have one of our own.
const (
	MaxText          = 64 << 10 // bytes; longer texts are cut and marked
	MaxNameLength    = 127      // characters of an event's name
	MaxPropertyName  = 128      // characters
	MaxProperties    = 1000
	MaxIDLength      = 255 // characters of any id
	maxFieldInAnswer = 128 // characters of a property name repeated in an answer
)

// validName reports whether a name is 1–127 characters of A-Z a-z 0-9 - _ . /
// : and space.
func validName(name string) bool {
	if name == "" || len(name) > MaxNameLength {
		return false
	}
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case strings.IndexByte("-_. /:", c) >= 0:
		default:
			return false
		}
	}
	return true
}

func longer(s string, most int) bool {
	return len(s) > most && utf8.RuneCountInString(s) > most
}

// cut shortens a text to at most MaxText bytes without splitting a character.
func cut(text string) (cut string, truncated bool) {
	if len(text) <= MaxText {
		return text, false
	}
	end := MaxText
	for end > MaxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end], true
}

// Validate holds what every stage after the door may trust. Normalize's
// events pass it; events made by protocol adapters are held to it too.
func (e *Event) Validate() *Rejection {
	if e.ID == "" || e.Project == "" || e.OccurredAt.IsZero() {
		return Reject(InvalidItem, "", "an event needs an id, a project and a time")
	}
	if fault := e.required(); fault != nil {
		return fault
	}
	return e.limits()
}

// required looks for what the event's kind cannot do without, in the order of
// the documentation.
func (e *Event) required() *Rejection {
	switch e.Kind {
	case Prompt:
		if strings.TrimSpace(e.Text) == "" {
			return missing("prompt")
		}
	case Conversion:
		if e.Conversation == "" && e.UserKey() == "" {
			return Reject(MissingField, "conversation_id", "conversation_id or a user is required")
		}
		return nil
	case Action:
		if e.Act() == "" {
			return missing("action")
		}
	case Tool:
		if name, _ := e.Properties.Text("tool"); strings.TrimSpace(name) == "" {
			return missing("tool")
		}
	case Identify:
		if e.UserKey() == "" {
			return missing("user_id")
		}
		return nil
	case Group:
		if e.Account == "" {
			return missing("account_id")
		}
		return nil
	case Response, Satisfaction:
	case Span, Track, Page:
		return nil
	default:
		return Reject(UnknownType, "kind", "kind %q is unknown", clip(string(e.Kind)))
	}
	if e.Conversation == "" {
		return missing("conversation_id")
	}
	return nil
}

func (e *Event) limits() *Rejection {
	if fault := nameLimit(e.Name, true); fault != nil {
		return fault
	}
	if fault := e.Properties.limits(); fault != nil {
		return fault
	}
	return e.idLimits()
}

// nameLimit holds a name to Screeb's limits; a free one only to what can be
// shown: 1–255 characters, none of them a control character.
func nameLimit(name string, free bool) *Rejection {
	switch {
	case !free && !validName(name):
		return Reject(InvalidEventName, "event", "event name must be 1–%d characters of A-Z a-z 0-9 - _ . / : and space", MaxNameLength)
	case free && (strings.TrimSpace(name) == "" || longer(name, MaxIDLength) || strings.ContainsFunc(name, unicode.IsControl)):
		return Reject(InvalidEventName, "event", "event name must be 1–%d characters, none of them a control character", MaxIDLength)
	}
	return nil
}

func (e *Event) idLimits() *Rejection {
	if longer(e.User, MaxIDLength) {
		return Reject(InvalidUserID, "user_id", "user_id is longer than %d characters", MaxIDLength)
	}
	for _, id := range []struct{ field, value string }{
		{"id", e.ID},
		{"conversation_id", e.Conversation},
		{"session_id", e.Session},
		{"agent_id", e.Agent},
		{"anonymous_id", e.Anonymous},
		{"account_id", e.Account},
		{"message_id", e.Message},
	} {
		if longer(id.value, MaxIDLength) {
			return Reject(IDTooLong, id.field, "%s is longer than %d characters", id.field, MaxIDLength)
		}
	}
	return nil
}

func (p Properties) limits() *Rejection {
	for _, property := range p {
		if property.Name == "" || longer(property.Name, MaxPropertyName) {
			name := property.Name
			if longer(name, maxFieldInAnswer) {
				name = string([]rune(name)[:maxFieldInAnswer])
			}
			return Reject(InvalidPropertyName, name, "a property name must be 1–%d characters", MaxPropertyName)
		}
	}
	if len(p) > MaxProperties {
		return Reject(TooManyProperties, "properties", "%d properties are more than %d", len(p), MaxProperties)
	}
	return nil
}
