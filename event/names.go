package event

import "strings"

// The names of the copilot events, as pages send them.
const (
	NamePrompt       = "screeb_copilot_user_prompt"
	NameResponse     = "screeb_copilot_response"
	NameConversion   = "screeb_copilot_conversion"
	NameSatisfaction = "screeb_copilot_satisfaction"
	NameAction       = "screeb_copilot_action"
	NameTool         = "screeb_copilot_tool"
)

const namePrefix = "screeb_copilot_"

// KindOf is the kind of event that a name stands for. Short names
// ("user_prompt") are understood only where short is set: on a page,
// event.track("conversion") is that page's own event.
func KindOf(name string, short bool) Kind {
	if short && !strings.HasPrefix(name, namePrefix) {
		name = namePrefix + name
	}
	switch name {
	case NamePrompt:
		return Prompt
	case NameResponse:
		return Response
	case NameConversion:
		return Conversion
	case NameSatisfaction:
		return Satisfaction
	case NameAction:
		return Action
	case NameTool:
		return Tool
	default:
		return Track
	}
}

// Misnamed reports whether a name that is no copilot event's begins as theirs
// do, but for case and space around it.
func Misnamed(name string) bool {
	name = strings.TrimSpace(name)
	return len(name) >= len(namePrefix) && strings.EqualFold(name[:len(namePrefix)], namePrefix)
}

// Documented is one row of the documentation of the copilot events.
type Documented struct {
	Name       string
	Kind       Kind
	Required   string
	Understood []string
}

// Documentation lists the copilot events, their required properties in the
// order in which they are looked for, and the optional ones with a meaning.
func Documentation() []Documented {
	return []Documented{
		{NamePrompt, Prompt, "`prompt`, `conversation_id`", []string{"session_id", "agent_id", "message_id"}},
		{NameResponse, Response, "`response` (or `error`), `conversation_id`", []string{
			"session_id", "agent_id", "message_id", "reply_to", "model", "version", "latency_ms",
			"time_to_first_token_ms", "input_tokens", "output_tokens", "cost_usd", "error", "sources",
		}},
		{NameConversion, Conversion, "a `conversation_id` or a user", []string{"session_id", "agent_id", "name", "value", "currency"}},
		{NameSatisfaction, Satisfaction, "`conversation_id`, and `rating` with `rating_scale` or a `comment`", []string{"session_id", "agent_id", "message_id"}},
		{NameAction, Action, "`action`, `conversation_id`", []string{"message_id"}},
		{NameTool, Tool, "`tool`, `conversation_id`", []string{"duration_ms", "error"}},
	}
}
