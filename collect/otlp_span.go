package collect

import (
	"math"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// span makes the events of a span: its own, then one for each rating and
// evaluation that it holds.
func (part *otlpPart) span(s *otlpSpan) []Entry {
	a := attributes{own: s.attributes, resource: part.resource}
	out := part.step(&a)
	out.trace, out.id, out.parent, out.name = s.trace, s.id, s.parent, s.name
	out.began, out.ended = nanoTime(s.began), nanoTime(s.ended)
	out.failed = s.fault(&a)
	out.firstToken = firstToken(&a, out.began)
	for i := range s.events {
		out.said.add(s.events[i].said())
	}
	out.settle(&a)
	entries := []Entry{{Item: out.item()}}
	feedback := s.attributes
	for i := range s.events {
		e := &s.events[i]
		if e.name == eventEvaluation {
			entries = append(entries, Entry{Item: evaluated(e.attributes).item(&out, nanoTime(e.at))})
		}
	}
	for _, v := range annotations(feedback) {
		entries = append(entries, Entry{Item: v.item(&out, out.ended)})
	}
	return entries
}

// step is what attributes say of a span, all but its place in time and trace.
func (part *otlpPart) step(a *attributes) span {
	s := span{
		operation: a.operation(), user: a.user(), environment: a.environment(), agent: a.agent(), model: a.model(), version: a.version(),
		responseID: a.responseID(), said: a.said(), context: part.context(),
	}
	s.conversation, s.session = a.conversation()
	s.input, s.output, s.cost = a.usage()
	s.copilots = s.conversation != "" || s.session != "" || s.user != "" || s.said.prompt != "" || s.said.response != "" || tellsOfCopilot(a.own)
	s.rest = remaining(a.own)
	return s
}

// settle reads the texts of a span as what its operation makes of them.
func (s *span) settle(a *attributes) {
	switch workOf(s.operation) {
	case workTool:
		s.tool, s.arguments, s.result = a.tool(), a.text(toolInputs()...), a.text(toolOutputs()...)
		if s.tool == "" {
			s.tool = strings.TrimSpace(strings.TrimPrefix(s.name, "execute_tool"))
		}
		s.said = said{}
	case workOther:
		s.said = said{}
	case workTalk:
	}
}

// add takes over what was not said yet.
func (s *said) add(more said) {
	if s.prompt == "" {
		s.prompt, s.asked, s.before = more.prompt, more.asked, more.before
	}
	if s.response == "" {
		s.response = more.response
	}
}

// tellsOfCopilot reports whether one of the conventions is in use.
func tellsOfCopilot(all event.Properties) bool {
	for _, p := range all {
		switch prefix, _, _ := strings.Cut(p.Name, "."); prefix {
		case "gen_ai", "ai", "llm", "traceloop", "langfuse", "openinference":
			return true
		}
	}
	return false
}

// fault is why a span failed, "" where it did not. An exception that was caught
// is none.
func (s *otlpSpan) fault(a *attributes) string {
	langfuse := strings.EqualFold(a.text("langfuse.observation.level"), "error")
	if !s.failed && !langfuse {
		return a.text("error.type")
	}
	if s.message != "" {
		return s.message
	}
	if message := a.text("langfuse.observation.status_message", "error.message", "exception.message"); message != "" {
		return message
	}
	for i := range s.events {
		e := attributes{own: s.events[i].attributes}
		if message := e.text("exception.message", "exception.type"); s.events[i].name == "exception" && message != "" {
			return message
		}
	}
	if kind := a.text("error.type"); kind != "" {
		return kind
	}
	return "error"
}

// firstToken is how long the first token took; 0 where nobody says.
func firstToken(a *attributes, began time.Time) time.Duration {
	if seconds, ok := a.first("gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token").Amount(); ok {
		return duration(seconds, time.Second)
	}
	if ms, ok := a.first("ai.response.msToFirstChunk", "time_to_first_token_ms").Amount(); ok {
		return duration(ms, time.Millisecond)
	}
	text := a.text("langfuse.observation.completion_start_time")
	if unquoted, ok := event.Value(text).Text(); ok {
		text = unquoted
	}
	if at, ok := event.ParseTime(event.TextValue(text)); ok && at.After(began) && !began.IsZero() {
		return at.Sub(began)
	}
	return 0
}

// duration is an amount of a unit, up to a day.
func duration(amount float64, unit time.Duration) time.Duration {
	const most = 24 * time.Hour
	return time.Duration(min(amount*float64(unit), float64(most)))
}

// nanoTime is a time in nanoseconds since 1970; zero stands for none.
func nanoTime(nano uint64) time.Time {
	if nano == 0 || nano > math.MaxInt64 {
		return time.Time{}
	}
	return time.Unix(0, int64(nano)).UTC()
}

// context is what the resource says of the service, not of its host and
// process, which would be said again with every span.
func (part *otlpPart) context() event.Properties {
	out := make(event.Properties, 0, len(part.resource)+len(part.scope))
	for _, p := range part.resource {
		switch prefix, _, _ := strings.Cut(p.Name, "."); prefix {
		case "service", "deployment", "telemetry":
			out = append(out, p)
		}
	}
	return append(out, part.scope...).Sorted()
}

// remaining are the attributes that nothing was made of. What the application
// says of itself loses the prefix of its library.
func remaining(all event.Properties) event.Properties {
	kept := make(event.Properties, 0, len(all))
	for _, p := range all {
		if p.Value.Null() || understood(p.Name) {
			continue
		}
		p.Name = clip(ownName(p.Name))
		if p.Name != "" && len(kept) < mostAttributes {
			kept = append(kept, p)
		}
	}
	return kept.Sorted()
}

// ownName is a name without the prefix of its library, "" where it says whose or
// which a span is, which is understood.
func ownName(name string) string {
	for _, prefix := range applicationPrefixes() {
		own, found := strings.CutPrefix(name, prefix)
		if !found || reserved(own) {
			continue
		}
		switch own {
		case "user_id", "userId", "session_id", "sessionId", "conversation_id", "conversationId", "chat_id", "chatId", "thread_id", "threadId", "langfuse_session_id":
			return ""
		default:
			return own
		}
	}
	return name
}

// mostAttributes leaves place for the properties that are made of others.
const mostAttributes = event.MaxProperties - 30

// reserved reports whether a property has a meaning of its own, which an
// attribute of that name behind a prefix does not have.
func reserved(name string) bool {
	switch name {
	case "prompt", "response", "error", "trace_id", "span_id", "parent_id", "operation", "asked", "asked_before", "answered", "tool", "response_id", "span_name",
		"latency_ms", "input_tokens", "output_tokens", "model", "version", "message_id", "account_id":
		return true
	default:
		return false
	}
}

// understood reports whether an attribute became something else, or is one of
// those that are not kept: the history that came along with a prompt, what the
// model was told about itself and its tools, and headers, which hold secrets.
func understood(name string) bool {
	for _, prefix := range []string{
		"gen_ai.prompt.", "gen_ai.completion.", "llm.input_messages.", "llm.output_messages.", "llm.tools.", "ai.request.headers.", "langfuse.internal.",
		"annotations.", "evaluations.", "trace.annotations.", "trace.evaluations.", "session.annotations.", "session.evaluations.",
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions", "gen_ai.prompt", "gen_ai.completion",
		"langfuse.observation.input", "langfuse.observation.output", "langfuse.trace.input", "langfuse.trace.output",
		"ai.prompt.messages", "ai.prompt", "ai.prompt.tools", "ai.prompt.toolChoice", "ai.response.text", "ai.result.text", "ai.response.object", "ai.response.providerMetadata",
		"llm.input_messages", "llm.output_messages", "traceloop.entity.input", "traceloop.entity.output", "input.value", "output.value", "prompt", "response",
		"gen_ai.conversation.id", "langfuse.session.id", "session.id", "user.id", "enduser.id", "langfuse.user.id", "user_id", "conversation_id", "session_id",
		"gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "ai.toolCall.name", "tool.name", "tool.parameters", "ai.toolCall.args", "ai.toolCall.result",
		"langfuse.observation.type", "langfuse.observation.model.name", "langfuse.observation.usage_details", "langfuse.observation.cost_details",
		"langfuse.observation.level", "langfuse.observation.status_message", "langfuse.observation.completion_start_time", "langfuse.environment", "langfuse.version", "langfuse.release",
		"ai.operationId", "ai.model.id", "ai.response.model", "ai.response.id", "ai.response.timestamp", "ai.response.toolCalls", "ai.response.msToFirstChunk", "ai.telemetry.functionId",
		"ai.usage.inputTokens", "ai.usage.outputTokens", "ai.usage.promptTokens", "ai.usage.completionTokens", "operation.name", "resource.name",
		"openinference.span.kind", "traceloop.span.kind", "traceloop.workflow.name", "llm.model_name", "llm.token_count.prompt", "llm.token_count.completion",
		"gen_ai.response.time_to_first_chunk", "event.name", "deployment.environment.name", "deployment.environment", "environment",
		"gen_ai.response.model", "gen_ai.response.id", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.operation.name", "gen_ai.tool.name", "gen_ai.agent.name":
		return true
	default:
		return false
	}
}
