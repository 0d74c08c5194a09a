package collect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// This file has the names by which attributes say what they mean, in the
// conventions there are: OpenTelemetry's for generative AI in all versions,
// OpenInference, OpenLLMetry (Traceloop), Vercel's AI SDK and Langfuse, and our
// own names for who writes spans by hand. In each list the first that is there
// counts.

// attributes are those of a span or a log record and, behind them, those of its
// resource.
type attributes struct{ own, resource event.Properties }

// first is the first of the named attributes that is neither null nor blank.
func (a *attributes) first(names ...string) event.Value {
	for _, name := range names {
		if v := a.own.Get(name); !v.Null() && v != `""` {
			return v
		}
	}
	return ""
}

func (a *attributes) text(names ...string) string {
	s, _ := a.first(names...).Scalar()
	return strings.TrimSpace(s)
}

// under are names behind each of the prefixes under which libraries keep what
// the application says of itself.
func under(names ...string) []string {
	var all []string
	for _, prefix := range applicationPrefixes() {
		for _, name := range names {
			all = append(all, prefix+name)
		}
	}
	return all
}

// applicationPrefixes stand before what the application itself says.
func applicationPrefixes() []string {
	return []string{"traceloop.association.properties.", "ai.telemetry.metadata.", "ai.settings.context.", "langfuse.trace.metadata.", "langfuse.observation.metadata."}
}

// conversation is the conversation that a span names, and the session. A
// session alone may be the browser's as well as the talk's: it stands in for the
// conversation only where no span of the trace names one.
func (a *attributes) conversation() (conversation, session string) {
	conversation = a.text(slices.Concat(
		[]string{"gen_ai.conversation.id", "langfuse.session.id"},
		under("conversation_id", "conversationId", "chat_id", "chatId", "thread_id", "threadId", "langfuse_session_id"),
		[]string{"conversation_id", "conversation.id"})...)
	session = a.text(slices.Concat([]string{"session.id"}, under("session_id", "sessionId"), []string{"session_id"})...)
	if session == "" {
		session, _ = a.resource.Get("session.id").Scalar()
	}
	return conversation, session
}

func (a *attributes) user() event.Value {
	user := a.first(slices.Concat([]string{"user.id", "enduser.id", "langfuse.user.id", "gen_ai.request.user"}, under("user_id", "userId"), []string{"user_id"})...)
	if user == "" {
		user = a.resource.Get("posthog.distinct_id")
	}
	if s, ok := user.Scalar(); ok {
		return event.TextValue(s)
	}
	return ""
}

func (a *attributes) operation() string {
	return strings.ToLower(a.text("gen_ai.operation.name", "ai.operationId", "openinference.span.kind", "traceloop.span.kind", "langfuse.observation.type"))
}

func (a *attributes) model() string {
	return a.text("gen_ai.response.model", "gen_ai.request.model", "ai.response.model", "ai.model.id", "llm.model_name", "langfuse.observation.model.name", "embedding.model_name", "model")
}

func (a *attributes) agent() string {
	return a.text("gen_ai.agent.name", "gen_ai.agent.id", "agent.name", "ai.telemetry.functionId", "traceloop.workflow.name", "langfuse.trace.name", "agent_id")
}

func (a *attributes) version() string {
	if version := a.text("gen_ai.agent.version", "langfuse.release", "langfuse.version", "version"); version != "" {
		return version
	}
	version, _ := a.resource.Get("service.version").Scalar()
	return version
}

// environment is the deployment. What several libraries call production by
// default is that: else it would be in no figure.
func (a *attributes) environment() string {
	said := a.text("langfuse.environment", "deployment.environment.name", "deployment.environment", "environment")
	for _, name := range []string{"deployment.environment.name", "deployment.environment"} {
		if said == "" {
			said, _ = a.resource.Get(name).Scalar()
		}
	}
	switch strings.ToLower(strings.TrimSpace(said)) {
	case "", "prod", "prd", "production", "live", "default":
		return ""
	default:
		return said
	}
}

func (a *attributes) tool() string {
	return a.text("gen_ai.tool.name", "ai.toolCall.name", "tool.name", "tool_call.function.name", "traceloop.entity.name", "tool")
}

func toolInputs() []string {
	return []string{"gen_ai.tool.call.arguments", "ai.toolCall.args", "tool.parameters", "langfuse.observation.input", "traceloop.entity.input", "input.value"}
}

func toolOutputs() []string {
	return []string{"gen_ai.tool.call.result", "ai.toolCall.result", "langfuse.observation.output", "traceloop.entity.output", "output.value"}
}

func (a *attributes) responseID() string {
	return a.text("gen_ai.response.id", "ai.response.id", "llm.response.id")
}

// said is what was asked and answered.
func (a *attributes) said() said {
	var messages []string
	for _, name := range []string{
		"gen_ai.input.messages", "langfuse.observation.input", "langfuse.trace.input", "ai.prompt.messages", "ai.prompt", "llm.input_messages", "gen_ai.prompt",
		"traceloop.entity.input", "input.value", "prompt",
	} {
		if messages = questions(a.own.Get(name)); len(messages) == 0 {
			messages = a.asked(name + ".")
		}
		if len(messages) > 0 {
			break
		}
	}
	s := marked(messages)
	for _, name := range []string{
		"gen_ai.output.messages", "langfuse.observation.output", "langfuse.trace.output", "ai.response.text", "ai.result.text", "ai.response.object", "llm.output_messages",
		"gen_ai.completion", "traceloop.entity.output", "output.value", "response",
	} {
		if s.response = answerOf(a.own.Get(name)); s.response == "" {
			s.response = a.answered(name + ".")
		}
		if s.response != "" {
			break
		}
	}
	return s
}

// asked are the user's messages of a list that is flattened into attributes.
func (a *attributes) asked(prefix string) []string {
	var texts []string
	for _, m := range a.flattened(prefix) {
		if roleOf(m.role) == roleUser && m.text != "" {
			texts = append(texts, m.text)
		}
	}
	return texts
}

func (a *attributes) answered(prefix string) string {
	for _, m := range slices.Backward(a.flattened(prefix)) {
		if role := roleOf(m.role); (role == roleAssistant || role == "") && m.text != "" {
			return m.text
		}
	}
	return ""
}

// flattened are the messages of OpenInference and of older OpenLLMetry:
//
//	llm.input_messages.0.message.role   llm.input_messages.0.message.content
//	llm.input_messages.0.message.contents.1.message_content.text
//	gen_ai.prompt.0.role                gen_ai.prompt.0.content
func (a *attributes) flattened(prefix string) []spoken {
	from, _ := slices.BinarySearchFunc(a.own, prefix, func(p event.Property, prefix string) int { return strings.Compare(p.Name, prefix) })
	var all []spoken
	for _, p := range a.own[from:] {
		rest, ok := strings.CutPrefix(p.Name, prefix)
		if !ok {
			break
		}
		place, field, _ := strings.Cut(rest, ".")
		at, err := strconv.Atoi(place)
		if err != nil || at < 0 || at >= event.MaxProperties {
			continue
		}
		for len(all) <= at {
			all = append(all, spoken{})
		}
		m, field := &all[at], strings.TrimPrefix(field, "message.")
		text, _ := p.Value.Scalar()
		switch {
		case field == "role":
			m.role = text
		case field == "content":
			m.text = contentOfText(text)
		case strings.HasPrefix(field, "contents.") && strings.HasSuffix(field, ".message_content.text"):
			m.text = strings.TrimPrefix(m.text+"\n"+text, "\n")
		}
	}
	return all
}

// contentOfText is a message's content that may be a list of parts in a text.
func contentOfText(text string) string {
	if v := parsed(text); v != nil {
		if parts, ok := partsOf(v); ok {
			return parts
		}
	}
	return text
}

// usage are the tokens of a span, and its cost.
func (a *attributes) usage() (input, output, cost event.Value) {
	input = a.first("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "ai.usage.inputTokens", "ai.usage.promptTokens", "llm.token_count.prompt", "llm.usage.prompt_tokens", "input_tokens")
	output = a.first("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "ai.usage.outputTokens", "ai.usage.completionTokens", "llm.token_count.completion", "llm.usage.completion_tokens", "output_tokens")
	cost = a.first("gen_ai.usage.cost", "gen_ai.usage.total_cost", "llm.cost.total", "cost_usd")
	var details event.Properties
	if text := a.text("langfuse.observation.usage_details"); input == "" && details.UnmarshalJSON([]byte(text)) == nil {
		own := attributes{own: details}
		input, output = own.first("input", "prompt_tokens", "input_tokens"), own.first("output", "completion_tokens", "output_tokens")
	}
	if text := a.text("langfuse.observation.cost_details"); cost == "" && details.UnmarshalJSON([]byte(text)) == nil {
		cost = details.Get("total")
	}
	return input, output, cost
}
