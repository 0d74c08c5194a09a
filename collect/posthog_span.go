package collect

import (
	"cmp"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// posthogSpan makes a span of what PostHog's SDKs tell of a model's work: a trace,
// a step of it, or a call of a model, of which the last repeats what the others
// say. Package conversation builds turns of them. An event is sent when its work
// is done.
func posthogSpan(item *event.Item, name string) {
	p := ownNames(item, true)
	id := cmp.Or(wordOf(p, "$ai_span_id"), wordOf(p, "$ai_generation_id"), wordOf(event.Properties{{Name: "id", Value: item.ID}}, "id"))
	trace := cmp.Or(wordOf(p, "$ai_trace_id"), id)
	if trace == "" {
		return
	}
	s := span{
		trace: trace, id: id, parent: cmp.Or(wordOf(p, "$ai_parent_id"), trace), user: item.User,
		conversation: wordOf(p, "conversation_id"), session: wordOf(p, "session_id"), agent: wordOf(p, "agent_id"), environment: wordOf(p, "environment"),
		model: wordOf(p, "$ai_model"), version: wordOf(p, "version"), failed: posthogFault(p), copilots: true, context: item.Context,
		input: p.Get("$ai_input_tokens"), output: p.Get("$ai_output_tokens"), cost: p.Get("$ai_total_cost_usd"),
	}
	switch name {
	case "$ai_trace":
		s.id, s.parent = trace, ""
		s.said = marked(questions(p.Get("$ai_input_state")))
		s.said.response = answerOf(p.Get("$ai_output_state"))
	case "$ai_generation":
		s.operation = "chat"
		s.said = marked(questions(p.Get("$ai_input")))
		s.said.response = answerOf(p.Get("$ai_output_choices"))
	}
	if took, ok := p.Get("$ai_latency").Amount(); ok {
		s.began, s.ended = before(item.Timestamp, duration(took, time.Second))
	} else {
		s.began, _ = event.ParseTime(item.Timestamp)
	}
	if first, ok := p.Get("$ai_time_to_first_token").Amount(); ok {
		s.firstToken = duration(first, time.Second)
	}
	s.rest = without(renamed(p, "$ai_span_name", "span_name"), "$ai_trace_id", "$ai_span_id", "$ai_generation_id", "$ai_parent_id", "$ai_model", "$ai_input", "$ai_output_choices", "$ai_input_state",
		"$ai_output_state", "$ai_input_tokens", "$ai_output_tokens", "$ai_total_cost_usd", "$ai_latency", "$ai_time_to_first_token", "$ai_is_error", "$ai_error")
	told := s.item()
	told.ID, told.Name, told.FreeName, told.Anonymous, told.Account = item.ID, item.Name, true, item.Anonymous, item.Account
	*item = told
}

// before is when something began and ended that had taken so long by then.
func before(then event.Value, took time.Duration) (began, ended time.Time) {
	ended, ok := event.ParseTime(then)
	if !ok {
		return time.Time{}, time.Time{}
	}
	return ended.Add(-took), ended
}

// posthogFault is why a model's work failed, "" where it did not.
func posthogFault(p event.Properties) string {
	if p.Get("$ai_is_error") != "true" {
		return ""
	}
	if why, ok := p.Get("$ai_error").Scalar(); ok && why != "" {
		return why
	}
	return cmp.Or(wordOf(objectOf(p.Get("$ai_error")), "message"), "error")
}

// wordOf is a property as text, "" where it is none.
func wordOf(p event.Properties, name string) string {
	text, _ := p.Get(name).Scalar()
	return text
}
