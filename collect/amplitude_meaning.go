package collect

import (
	"strconv"
	"strings"

	"github.com/debrief-dev/debrief/event"
)

// agentPrefix begins the names of Amplitude's events about agents, and of their
// properties.
const agentPrefix = "[Agent] "

// amplitudeMeaning reads what an item means. Whatever is not understood stays
// an event of its own name, to be a goal where the project says so.
func amplitudeMeaning(item *event.Item, traits, groupTraits event.Value) *event.Rejection {
	name, _ := item.Name.Text()
	switch name {
	case "$identify":
		item.Kind, item.Properties = event.Identify, amplitudeTraits(traits)
		return nil
	case "$groupidentify":
		item.Kind, item.Properties = event.Group, amplitudeTraits(groupTraits)
		if item.Account == "" {
			return missing("groups")
		}
		return nil
	case "[Amplitude] Page Viewed":
		item.Kind = event.Page
	case "revenue_amount":
		amplitudeRevenue(item)
	}
	if kind, agent := strings.CutPrefix(name, agentPrefix); agent {
		amplitudeAgent(item, kind)
		return nil
	}
	item.Properties = ownNames(item, event.KindOf(name, false) != event.Track)
	earned(item)
	return nil
}

// amplitudeTraits are what operations set; what they add or remove is not known
// without what was there before.
func amplitudeTraits(operations event.Value) event.Properties {
	var traits event.Properties
	all := objectOf(operations)
	for _, operation := range []string{"$setOnce", "$set"} { // the last counts
		traits = append(traits, objectOf(all.Get(operation))...)
	}
	for _, p := range all {
		if !strings.HasPrefix(p.Name, "$") {
			traits = append(traits, p)
		}
	}
	return traits.Sorted()
}

// amplitudeRevenue reads what the SDKs call revenue: an amount, or a price and
// how many times it was paid.
func amplitudeRevenue(item *event.Item) {
	amount, ok := item.Properties.Get("$revenue").Figure()
	if !ok {
		price, priced := item.Properties.Get("$price").Figure()
		if !priced {
			return
		}
		amount = price
		if quantity, counted := item.Properties.Get("$quantity").Figure(); counted {
			amount *= quantity
		}
	}
	item.Kind = event.Conversion
	item.Properties = withDefault(item.Properties, "value", event.Value(strconv.FormatFloat(amount, 'f', -1, 64)))
	item.Properties = renamed(item.Properties, "$currency", "currency")
}

// amplitudeAgent reads an event about an agent. Its text stands in an object of
// its own; spans, embeddings and sessions stay what they are.
func amplitudeAgent(item *event.Item, kind string) {
	p := item.Properties
	text := objectOf(p.Get("$llm_message")).Get("text")
	if text == "" {
		text = p.Get("$llm_message")
	}
	for _, n := range []struct{ theirs, ours string }{
		{"Session ID", "conversation_id"},
		{"Trace ID", "trace_id"},
		{"Message ID", "message_id"},
		{"Agent ID", "agent_id"},
		{"Agent Version", "version"},
		{"Model Name", "model"},
		{"Model", "model"},
		{"Provider", "provider"},
		{"Input Tokens", "input_tokens"},
		{"Output Tokens", "output_tokens"},
		{"TTFB Ms", "time_to_first_token_ms"},
		{"Cost USD", "cost_usd"},
		{"Environment", "environment"},
	} {
		p = renamed(p, agentPrefix+n.theirs, n.ours)
	}
	item.Properties = p
	switch kind {
	case "User Message":
		item.Kind = event.Prompt
		item.Properties = withDefault(without(p, "$llm_message"), "prompt", text)
	case "AI Response":
		item.Kind = event.Response
		item.Properties = withDefault(renamed(without(p, "$llm_message"), agentPrefix+"Latency Ms", "latency_ms"), "response", text)
		amplitudeFailed(item)
	case "Tool Call":
		item.Properties = renamed(renamed(p, agentPrefix+"Tool Name", "tool"), agentPrefix+"Latency Ms", "duration_ms")
		if tool, ok := item.Properties.Text("tool"); ok && strings.TrimSpace(tool) != "" {
			item.Kind = event.Tool
			amplitudeFailed(item)
		}
	case "Score":
		amplitudeScore(item)
	}
}

// amplitudeFailed reads why there is no good answer.
func amplitudeFailed(item *event.Item) {
	if item.Properties.Get(agentPrefix+"Is Error") == "true" {
		item.Properties = withDefault(renamed(item.Properties, agentPrefix+"Error Message", "error"), "error", "true")
	}
}

// amplitudeScore reads a score that is a user's, by its source or, where that
// is not told, by its name. Any other is a judge's, and never satisfaction.
func amplitudeScore(item *event.Item) {
	p := item.Properties
	name, _ := p.Text(agentPrefix + "Score Name")
	source, told := p.Text(agentPrefix + "Evaluation Source")
	scale, feedback := feedbackScale(name)
	if told && source != "user" || !told && !feedback {
		return
	}
	if scale == "" {
		scale = "1-5"
	}
	p = renamed(renamed(p, agentPrefix+"Score Value", "rating"), agentPrefix+"Comment", "comment")
	if kind, _ := p.Text(agentPrefix + "Target Type"); kind != "session" {
		if target := p.Get(agentPrefix + "Target ID"); !target.Null() {
			p = replaced(p, "message_id", target)
		}
	}
	item.Properties = p
	rated(item, scale)
}
