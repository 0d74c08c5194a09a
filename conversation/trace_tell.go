package conversation

import (
	"slices"
	"strconv"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// tellTurns writes the events of the turns that steps are of.
func (t *traced) tellTurns(steps []*step) []event.Event {
	var told []event.Event
	turns := turnsAmong(steps)
	for i, turn := range turns {
		told = append(told, t.tellTurn(turn, i)...)
	}
	for _, s := range steps {
		if tool, ok := s.tellTool(); ok {
			told = append(told, tool)
		}
	}
	return told
}

// tellTurn writes a prompt and a response.
func (t *traced) tellTurn(turn *spoken, position int) []event.Event {
	head := turn.asking
	if head == nil {
		head = turn.answering
	}
	id := event.TraceConversation(head.trace)
	if position > 0 {
		id += "#" + strconv.Itoa(position+1)
	}
	var told []event.Event
	if turn.asking != nil {
		e := turn.common(turn.asking)
		e.Kind, e.Text, e.Message = event.Prompt, turn.asking.Text, ""
		e.Error, e.LatencyMS, e.InputTokens, e.OutputTokens = "", nil, nil, nil
		t.turns[e.ID] = id
		told = append(told, e)
	}
	if e, ok := turn.response(); ok {
		t.turns[e.ID] = id
		if turn.asking != nil {
			t.asked[e.ID] = turn.asking.ID
		}
		told = append(told, e)
	}
	for _, s := range turn.steps {
		t.names[s.trace], t.names[s.span], t.names[s.mark("response_id")] = head.ID, head.ID, head.ID
	}
	delete(t.names, "")
	return told
}

// common is what a prompt and its response share: what a step does not say of
// itself, the others of its turn may, the outermost first.
func (turn *spoken) common(of *step) event.Event {
	e := of.Event
	var properties event.Properties
	for _, s := range slices.Backward(turn.steps) {
		for _, p := range s.Properties {
			if !ofSpan(p.Name) && (s.mark("tool") == "" || p.Name == "environment") {
				properties = append(properties, p)
			}
		}
	}
	for _, p := range of.Properties {
		if !ofSpan(p.Name) {
			properties = append(properties, p)
		}
	}
	e.Properties = properties.Sorted()
	for _, s := range turn.steps {
		fill(&e.User, s.User)
		fill(&e.Account, s.Account)
		fill(&e.Version, s.Version)
		if e.Agent == event.DefaultAgent {
			keep(&e.Agent, s.Agent)
		}
		if e.Marks&event.SessionMissing != 0 && s.Marks&event.SessionMissing == 0 {
			e.Session, e.Marks = s.Session, e.Marks&^event.SessionMissing
		}
	}
	if e.User != "" && e.Anonymous == event.ConversationUser(e.Project, e.Conversation) {
		e.Anonymous = ""
	}
	e.Model = turn.model(of)
	return e
}

func fill(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// ofSpan reports whether a property is about a span, and not about its turn.
func ofSpan(name string) bool {
	switch name {
	case "trace_id", "span_id", "parent_id", "span_name", "operation", "asked", "asked_before", "answered", "response", "response_id", "tool", "arguments", "result",
		"cost_usd", "time_to_first_token_ms":
		return true
	default:
		return false
	}
}

// response is the answer, or the failure to give one.
func (turn *spoken) response() (e event.Event, ok bool) {
	of, failed := turn.answering, ""
	if of != nil {
		failed = of.Error
	} else {
		of = turn.asking
		for _, s := range turn.steps {
			if s.mark("tool") == "" {
				keep(&failed, s.Error)
			}
		}
		if failed == "" {
			return e, false
		}
	}
	e = turn.common(of)
	e.Kind, e.Text, e.Error = event.Response, of.response, failed
	e.InputTokens, e.OutputTokens = nil, nil
	began := of.OccurredAt
	if turn.asking != nil && turn.asking.OccurredAt.Before(began) {
		began = turn.asking.OccurredAt
	}
	if e.LatencyMS = nil; of.ended.After(began) {
		e.LatencyMS = between(began, of.ended)
	}
	e.OccurredAt = of.ended
	turn.measure(&e)
	return e, true
}

// model is that of the last step that counts tokens, which knows it best.
func (turn *spoken) model(of *step) string {
	model := of.Model
	for _, s := range turn.counting() {
		keep(&model, s.Model)
	}
	if model == "" {
		for _, s := range turn.steps {
			fill(&model, s.Model)
		}
	}
	return model
}

// counting are the steps whose tokens count: those that no step within them
// tells of too.
func (turn *spoken) counting() []*step {
	outer := make(map[string]bool) // steps that have such a step within
	byID := make(map[string]*step, len(turn.steps))
	for _, s := range turn.steps {
		byID[s.trace+" "+s.span] = s
	}
	counts := func(s *step) bool { return s.InputTokens != nil || s.OutputTokens != nil }
	for _, s := range turn.steps {
		if !counts(s) {
			continue
		}
		for range byID {
			if s = byID[s.trace+" "+s.parent]; s == nil || s.span == "" || outer[s.ID] {
				break
			}
			outer[s.ID] = true
		}
	}
	var all []*step
	for _, s := range turn.steps {
		if counts(s) && !outer[s.ID] && !turn.repeats(s) {
			all = append(all, s)
		}
	}
	return all
}

// repeats reports whether a step encloses another trace's that counts tokens
// too: it is that one's agent, from which it was torn.
func (turn *spoken) repeats(s *step) bool {
	for _, other := range turn.steps {
		if other.trace != s.trace && (other.InputTokens != nil || other.OutputTokens != nil) &&
			!other.OccurredAt.Before(s.OccurredAt) && !other.ended.After(s.ended) && other.ended.Sub(other.OccurredAt) < s.ended.Sub(s.OccurredAt) {
			return true
		}
	}
	return false
}

// measure sums what the steps that count tell.
func (turn *spoken) measure(e *event.Event) {
	var cost *float64
	for _, s := range turn.counting() {
		add(&e.InputTokens, s.InputTokens)
		add(&e.OutputTokens, s.OutputTokens)
		if amount, ok := s.Properties.Get("cost_usd").Amount(); ok {
			add(&cost, &amount)
		}
		if first := s.Properties.Get("time_to_first_token_ms"); !first.Null() && e.Properties.Get("time_to_first_token_ms").Null() {
			e.Properties = append(e.Properties, event.Property{Name: "time_to_first_token_ms", Value: first}).Sorted()
		}
	}
	for _, s := range turn.steps {
		if amount, ok := s.Properties.Get("cost_usd").Amount(); ok && cost == nil {
			cost = &amount // of a step that tells no tokens
		}
	}
	if cost != nil {
		written := event.Value(strconv.FormatFloat(*cost, 'g', -1, 64))
		e.Properties = append(e.Properties, event.Property{Name: "cost_usd", Value: written}).Sorted()
	}
}

// tellTool writes the event of a step that invoked a tool.
func (s *step) tellTool() (event.Event, bool) {
	tool, ok := s.Properties.Text("tool")
	if !ok || !hasWords(tool) {
		return event.Event{}, false
	}
	e := s.Event
	e.Kind, e.Text, e.Properties = event.Tool, "", nil
	for _, p := range s.Properties {
		switch p.Name {
		case "tool", "arguments", "result", "environment":
			e.Properties = append(e.Properties, p)
		}
	}
	if took := s.ended.Sub(s.OccurredAt); took > 0 {
		ms := float64(took) / float64(time.Millisecond)
		e.Properties = append(e.Properties, event.Property{Name: "duration_ms", Value: event.Value(strconv.FormatFloat(ms, 'f', -1, 64))})
	}
	e.Properties = e.Properties.Sorted()
	return e, true
}
