package collect

import (
	"slices"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// posthogAbout gives feedback its conversation: the trace's where it names only
// that. Without either it is not about a copilot; false then.
func posthogAbout(item *event.Item) bool {
	item.Properties = ownNames(item, true)
	trace, _ := item.Properties.Get("$ai_trace_id").Scalar()
	if trace = strings.TrimSpace(trace); trace != "" {
		item.Properties = withDefault(item.Properties, "trace_id", event.TextValue(trace))
		item.Properties = withDefault(item.Properties, "message_id", event.TextValue(trace)) // which names the trace's turn
		item.Properties = withDefault(item.Properties, "conversation_id", event.TextValue(event.TraceConversation(trace)))
	}
	return !item.Properties.Get("conversation_id").Null()
}

// posthogFeedback reads what a user wrote about an answer.
func posthogFeedback(item *event.Item) {
	if posthogAbout(item) {
		rated(item, "1-5")
		item.Properties = renamed(item.Properties, "$ai_feedback_text", "comment")
	}
}

// posthogMetric reads a score that is a user's by its name. Any other is a
// judge's, and never satisfaction.
func posthogMetric(item *event.Item) {
	name, _ := item.Properties.Text("$ai_metric_name")
	scale, feedback := feedbackScale(name)
	if feedback && posthogAbout(item) {
		item.Properties = renamed(item.Properties, "$ai_metric_value", "rating")
		rated(item, scale)
	}
}

// posthogSurvey reads the answers of a survey about a conversation: the number
// is the rating, what was written the comment. PostHog's survey of thumbs says 1
// for up and 2 for down, and no survey says how many answers it had, so that a
// number without a scale is taken for a thumb, and refused where it cannot be one.
func posthogSurvey(item *event.Item) {
	answers := posthogAnswers(item.Properties)
	if len(answers) == 0 || !posthogAbout(item) {
		return
	}
	item.Kind, item.AssumedScale = event.Satisfaction, "2-1"
	for _, answer := range answers {
		text, _ := answer.Scalar()
		_, figure := answer.Figure()
		switch {
		case figure:
			item.Properties = withDefault(item.Properties, "rating", answer)
		case strings.TrimSpace(text) != "":
			item.Properties = withDefault(item.Properties, "comment", answer)
		}
	}
}

// posthogAnswers are the answers of a survey, each once: those to its first
// question stand under two names.
func posthogAnswers(p event.Properties) []event.Value {
	var answers []event.Value
	for _, property := range p {
		if !strings.HasPrefix(property.Name, "$survey_response") || slices.Contains(answers, property.Value) {
			continue
		}
		if _, ok := property.Value.Scalar(); ok {
			answers = append(answers, property.Value)
		}
	}
	return answers
}
