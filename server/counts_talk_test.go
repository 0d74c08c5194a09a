package server_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/debrief-dev/debrief/conversation"
	"github.com/debrief-dev/debrief/event"
	"github.com/debrief-dev/debrief/redact"
)

// talk is a conversation, exchange a turn and vote a rating, under names of
// their own so that they are not taken for the real ones.
type talk struct {
	id             string
	events         []*said
	started, ended time.Time
	user           string
	known          bool
	agent, session string
	exchanges      []*exchange
	votes          []*vote
	handedOff      bool
	conversions    int
	settled        bool
	outcome        string
	estimated      *float64
}

type exchange struct {
	prompt  *said   // nil for an answer that nobody asked for
	answers []*said // as last sent
	at      time.Time
	agent   string
	user    string
	known   bool
	signals []string

	language string
}

type vote struct {
	event *said
	value float64
	agent string
	user  string
}

// build derives the conversation up to its outcome.
func (all *everything) build(t *talk) {
	t.ended = t.events[len(t.events)-1].at
	t.settled = !all.now.Before(t.ended.Add(24 * time.Hour))
	first := t.events[0]
	if i := slices.IndexFunc(t.events, func(e *said) bool { return e.kind == "user_prompt" }); i >= 0 {
		first = t.events[i]
	}
	t.user, t.known = all.who(first)
	t.session, t.agent = first.session(), "default"
	for _, e := range t.events {
		if t.agent == "default" {
			t.agent = e.agent()
		}
	}
	t.seat()
	t.read()
	t.estimate()
	for _, x := range t.exchanges {
		all.describe(x)
	}
	for _, e := range t.events {
		switch x := t.exchangeOf(e); e.kind {
		case "satisfaction":
			if value := e.rating(); value != nil {
				v := &vote{event: e, value: *value, agent: e.agent()}
				user, known := all.who(e)
				v.user = user
				if x != nil && !known {
					v.user = x.user
				}
				if x != nil && v.agent == "default" {
					v.agent = x.agent
				}
				if v.agent == "default" {
					v.agent = t.agent
				}
				t.votes = append(t.votes, v)
			}
		case "action":
			t.handedOff = t.handedOff || e.text("action") == "handed_off"
			if x != nil {
				x.signals = append(x.signals, e.text("action"))
			}
		}
	}
}

// step is a prompt or a response in order of time.
type step struct {
	at    time.Time
	asked *exchange // of a prompt
	reply *said     // of a response: its last version
}

// seat lets every response meet its prompt.
func (t *talk) seat() {
	var steps []*step
	streamed := make(map[string]*step)
	for _, e := range t.events {
		switch e.kind {
		case "user_prompt":
			steps = append(steps, &step{at: e.at, asked: &exchange{prompt: e, at: e.at}})
		case "response":
			if again := streamed[e.text("message_id")]; again != nil {
				again.reply = e // keep the last
				continue
			}
			s := &step{at: e.at, reply: e}
			steps = append(steps, s)
			if id := e.text("message_id"); id != "" {
				streamed[id] = s
			}
		}
	}
	var unasked []*exchange
	for i, s := range steps {
		if s.reply == nil {
			t.exchanges = append(t.exchanges, s.asked)
			continue
		}
		x := named(steps, s.reply)
		for _, earlier := range slices.Backward(t.exchanges) {
			if x == nil && len(earlier.answers) == 0 {
				x = earlier
			}
		}
		if next := nextPrompt(steps, i); x == nil && soon(s, next) && !hasOwn(steps, next) {
			x = next.asked
		}
		if x == nil && len(t.exchanges) > 0 {
			x = t.exchanges[len(t.exchanges)-1]
		}
		if x == nil {
			x = &exchange{at: s.at}
			unasked = append(unasked, x)
		}
		x.answers = append(x.answers, s.reply)
	}
	t.exchanges = append(unasked, t.exchanges...)
}

// named is the exchange that a response says it answers.
func named(steps []*step, reply *said) *exchange {
	for _, s := range slices.Backward(steps) {
		if s.asked != nil && reply.text("reply_to") != "" && s.asked.prompt.text("message_id") == reply.text("reply_to") {
			return s.asked
		}
	}
	return nil
}

func nextPrompt(steps []*step, after int) *step {
	for _, s := range steps[after+1:] {
		if s.asked != nil {
			return s
		}
	}
	return nil
}

// soon tells whether a response comes up to five seconds before a prompt.
func soon(reply, prompt *step) bool {
	return prompt != nil && prompt.at.Sub(reply.at) <= 5*time.Second
}

// hasOwn tells whether a prompt has a response that names it, or that follows
// it and does not come just before the next one.
func hasOwn(steps []*step, prompt *step) bool {
	place := slices.Index(steps, prompt)
	for i, s := range steps {
		if s.reply == nil {
			continue
		}
		if x := named(steps, s.reply); x != nil {
			if x == prompt.asked {
				return true
			}
			continue
		}
		if i > place && !soon(s, nextPrompt(steps, i)) && nextPrompt(steps, place) == nextPrompt(steps, i) {
			return true
		}
	}
	return false
}

// describe finds out whose an exchange is, and whether it was answered.
func (all *everything) describe(x *exchange) {
	first := x.prompt
	if first == nil {
		first = x.answers[0]
	}
	x.user, x.known = all.who(first)
	x.agent = first.agent()
	for _, a := range x.answers {
		if x.agent == "default" {
			x.agent = a.agent()
		}
	}
	// Everything was stored more than two minutes ago.
	if x.prompt != nil && !x.answered() && !slices.Contains(x.signals, "small_talk") {
		x.signals = append(x.signals, "unanswered")
	}
}

// read takes what the words say from the detectors, given nothing but the
// texts: whether they are right is what eval measures, here is counted what
// becomes of it.
func (t *talk) read() {
	var events []event.Event
	tell := func(kind event.Kind, text, failed string) {
		text, _ = redact.DefaultRules().Text(text) // what is kept
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(len(events)) * time.Minute)
		events = append(events, event.Event{ID: strconv.Itoa(len(events)), Kind: kind, Conversation: t.id, Text: text, Error: failed, OccurredAt: at, StoredAt: at})
	}
	for _, x := range t.exchanges {
		if x.prompt != nil {
			tell(event.Prompt, x.prompt.text("prompt"), "")
		}
		for _, a := range x.answers {
			tell(event.Response, a.text("response"), a.error())
		}
	}
	if len(events) == 0 {
		return
	}
	d := conversation.Build(events, conversation.DefaultDefinitions(), conversation.Neighbours{}, events[0].StoredAt)
	byWords := []conversation.Signal{
		conversation.SmallTalk, conversation.Repeated, conversation.Rephrased, conversation.Corrected, conversation.Frustrated,
		conversation.Thanked, conversation.WantedHuman, conversation.Refused, conversation.Fallback,
	}
	for i, x := range t.exchanges {
		x.language = d.Turns[i].Language
		for _, signal := range byWords {
			if d.Turns[i].Has(signal) {
				x.signals = append(x.signals, string(signal))
			}
		}
	}
}

// estimate takes the estimated satisfaction from the rules, given the events.
func (t *talk) estimate() {
	var events []event.Event
	for i, e := range t.events {
		one := event.Event{ID: fmt.Sprintf("%06d", i), Conversation: t.id, Message: e.text("message_id"), Error: e.error(), OccurredAt: e.at, StoredAt: e.at.Add(time.Duration(e.arrived))}
		for _, name := range []string{"reply_to", "action", "author"} {
			if text := e.text(name); text != "" {
				one.Properties = append(one.Properties, event.Property{Name: name, Value: event.TextValue(text)})
			}
		}
		one.Properties = one.Properties.Sorted()
		switch e.kind {
		case "user_prompt":
			one.Kind, one.Text = event.Prompt, e.text("prompt")
		case "response":
			one.Kind, one.Text = event.Response, e.text("response")
		case "action":
			one.Kind = event.Action
		default:
			continue
		}
		one.Text, _ = redact.DefaultRules().Text(one.Text)
		events = append(events, one)
	}
	if len(events) > 0 {
		now := t.ended.Add(time.Hour) // every answer is overdue
		t.estimated = conversation.Build(events, conversation.DefaultDefinitions(), conversation.Neighbours{}, now).Conversation.Estimated
	}
}

func (x *exchange) answered() bool {
	return slices.ContainsFunc(x.answers, func(a *said) bool { return !a.blank() })
}

func (x *exchange) errored() bool {
	return !x.answered() && slices.ContainsFunc(x.answers, func(a *said) bool { return a.error() != "" })
}

// latency is the first one that was sent, else the time to the first answer.
func (x *exchange) latency() *float64 {
	for _, a := range x.answers {
		if sent := a.number("latency_ms"); sent != nil {
			return sent
		}
	}
	if x.prompt == nil || len(x.answers) == 0 || x.answers[0].at.Before(x.at) {
		return nil
	}
	ms := float64(x.answers[0].at.Sub(x.at)) / float64(time.Millisecond)
	return &ms
}

func (x *exchange) firstToken() *float64 {
	for _, a := range x.answers {
		if sent := a.number("time_to_first_token_ms"); sent != nil {
			return sent
		}
	}
	return nil
}

// total is what the answers of an exchange have of something together.
func total(name string) func(*exchange) *float64 {
	return func(x *exchange) (sum *float64) {
		for _, a := range x.answers {
			if n := a.number(name); n != nil && sum == nil {
				sum = n
			} else if n != nil {
				*sum += *n
			}
		}
		return sum
	}
}

// sources are what the answers cite.
func (t *talk) sources() []string {
	var all []string
	add := func(one any) {
		if object, is := one.(map[string]any); is {
			one = nil
			for _, name := range []string{"title", "url", "id"} {
				if object[name] != nil {
					one = object[name]
				}
			}
		}
		if name := fmt.Sprint(one); one != nil && name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, x := range t.exchanges {
		for _, a := range x.answers {
			switch v := a.Properties["sources"].(type) {
			case []any:
				for _, one := range v {
					add(one)
				}
			default:
				add(v)
			}
		}
	}
	return all
}

// exchangeOf is what an event speaks about: the exchange that has its message,
// else the last one that had begun.
func (t *talk) exchangeOf(e *said) *exchange {
	id := e.text("message_id")
	is := func(s *said) bool { return s != nil && id != "" && s.text("message_id") == id }
	for _, x := range slices.Backward(t.exchanges) {
		if slices.ContainsFunc(x.answers, is) {
			return x
		}
	}
	for _, x := range slices.Backward(t.exchanges) {
		if is(x.prompt) {
			return x
		}
	}
	for _, x := range slices.Backward(t.exchanges) {
		if !x.at.After(e.at) {
			return x
		}
	}
	if len(t.exchanges) > 0 && t.exchanges[0].at.Sub(e.at) <= 5*time.Second {
		return t.exchanges[0]
	}
	return nil
}

// creditOf is the conversation that a conversion counts for; nil for none and
// for what is no conversion.
func (all *everything) creditOf(e *said) *talk {
	if e.kind != "conversion" {
		return nil
	}
	var session, window *talk
	user, _ := all.who(e)
	for _, t := range all.talks { // in order of start, so that the last touch stays
		if e.conversation() == t.id {
			return t
		}
		if t.started.After(e.at) {
			continue
		}
		if e.session() != "" && t.session == e.session() {
			session = t
		}
		if t.user == user && !e.at.After(t.ended.Add(24*time.Hour)) {
			window = t
		}
	}
	if session != nil {
		return session
	}
	return window
}

// judge is the outcome: first match wins.
func (all *everything) judge(t *talk) {
	var closing *exchange
	for _, x := range t.exchanges {
		if x.prompt != nil && !slices.Contains(x.signals, "small_talk") {
			closing = x
		}
	}
	shows := func(signals ...string) bool {
		return closing != nil && slices.ContainsFunc(signals, func(one string) bool { return slices.Contains(closing.signals, one) })
	}
	last := 0.5
	for _, v := range t.votes {
		last = v.value
	}
	switch {
	case t.handedOff || shows("escalated"):
		t.outcome = "escalated"
	case shows("unanswered", "refused", "fallback", "corrected", "frustrated") || last <= 0.25:
		t.outcome = "failed"
	case t.conversions > 0 || t.thanks() || last >= 0.75:
		t.outcome = "confirmed"
	case !t.settled:
		t.outcome = "unknown"
	case shows("repeated", "rephrased", "regenerated", "stopped") && closing == t.exchanges[len(t.exchanges)-1]:
		t.outcome = "abandoned"
	case closing != nil && closing.answered() && !all.askedAgain(t, closing):
		t.outcome = "assumed"
	default:
		t.outcome = "unknown"
	}
}

// askedAgain tells whether the user brought a question back elsewhere before
// the conversation settled.
func (all *everything) askedAgain(t *talk, closing *exchange) bool {
	words := func(e *said) string {
		return strings.TrimRight(strings.ToLower(strings.Join(strings.Fields(e.text("prompt")), " ")), " .?!…。？！")
	}
	for _, e := range all.events {
		user, _ := all.who(e)
		if e.kind == "user_prompt" && e.conversation() != t.id && user == t.user && words(e) == words(closing.prompt) &&
			words(e) != "" && e.at.After(closing.at) && e.at.Before(t.ended.Add(24*time.Hour)) {
			return true
		}
	}
	return false
}

// has tells whether any of the conversation's events has that value.
func (t *talk) has(value func(*said) string, wanted ...string) bool {
	return slices.ContainsFunc(t.events, func(e *said) bool { return slices.Contains(wanted, value(e)) })
}

// thanks tells whether the user said thanks and did not complain from then on.
func (t *talk) thanks() bool {
	holds := false
	for _, x := range t.exchanges {
		holds = holds || slices.Contains(x.signals, "thanked")
		for _, complaint := range []string{"corrected", "frustrated", "escalated"} {
			holds = holds && !slices.Contains(x.signals, complaint)
		}
	}
	return holds
}

func (t *talk) signal(name string) bool {
	return slices.ContainsFunc(t.exchanges, func(x *exchange) bool { return slices.Contains(x.signals, name) })
}

// plan is the first value of the property plan.
func (t *talk) plan() string {
	for _, e := range t.events {
		if plan := e.text("plan"); plan != "" {
			return plan
		}
	}
	return ""
}

func (t *talk) prompts() int {
	n := 0
	for _, x := range t.exchanges {
		if x.prompt != nil {
			n++
		}
	}
	return n
}

func (t *talk) answered() bool { return slices.ContainsFunc(t.exchanges, (*exchange).answered) }
