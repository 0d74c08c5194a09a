package demo

import (
	"strings"
	"time"

	"github.com/debrief-dev/debrief/event"
)

// talk is one conversation.
type talk struct {
	*visit
	words   *language
	id      string
	agent   string
	version string
	bare    bool // the sender forgot the session
	slots   map[string]string

	intent   *intent
	question question
	asked    string // the last question as it was typed
	attempts int    // answers to this question so far
	further  bool   // it follows from the one before and says little alone
	message  int
	promptID string
	history  int // characters said so far, which the model reads again

	solved  bool   // the last question was answered well
	replied string // message id of the last answer
}

// problem is a question that a person takes home.
type problem struct {
	agent    string
	intent   *intent
	question question
	slots    map[string]string
	asked    string
}

// mostPrompts ends a conversation that would go on.
const mostPrompts = 9

// converse holds one conversation from its first prompt to what follows it.
func (v *visit) converse() {
	v.talks++
	t := &talk{
		visit: v, words: v.world.languages[v.lang], id: v.code("c", v.talks),
		version: v.world.version(v.now), bare: v.yes(0.03), slots: map[string]string{},
	}
	t.choose()
	if v.yes(0.05) {
		t.prompt(t.say("greeting"))
		t.answer(t.say("welcome"), 0)
	}
	t.begin()
	for t.message < 2*mostPrompts && t.goesOn() {
		continue
	}
	t.end()
	v.topic = ""
}

// begin asks the first question: at times one that was not solved before.
func (t *talk) begin() {
	if was := t.open; was != nil {
		t.open = nil
		t.agent, t.intent, t.question, t.slots = was.agent, was.intent, was.question, was.slots
		t.topic = t.intent.id
		if t.yes(0.3) {
			t.prompt(was.asked)
			return
		}
	}
	t.prompt(t.typed(pick(t.chance, t.question.asks)))
}

// choose decides whom to ask, and what.
func (t *talk) choose() {
	const welcome = 30 * day
	switch {
	case !t.known, t.now.Sub(t.joined) < welcome && t.yes(0.8):
		t.agent = "onboarding"
	case t.role == "analyst" && t.lang == "en" && t.yes(0.45):
		t.agent = "sql-helper"
	default:
		t.agent = "support"
	}
	t.pickIntent(func(*intent) bool { return true })
}

// pickIntent takes one of the agent's intents that pass.
func (t *talk) pickIntent(pass func(*intent) bool) {
	var weights []float64
	for i := range t.world.intents {
		in := &t.world.intents[i]
		weight := in.weight
		if in.agent != t.agent || len(t.words.asked[in.id]) == 0 || !pass(in) {
			weight = 0
		}
		switch {
		case !t.known:
		case in.id == brokenIntent && t.account.plan == "free":
			weight *= 0.3 // not part of their plan
		case in.theme() == "billing" && t.role != "admin" && t.role != "team lead":
			weight *= 0.6
		}
		weights = append(weights, weight)
	}
	t.intent = &t.world.intents[t.weighted(weights...)]
	t.question = pick(t.chance, t.words.asked[t.intent.id])
	t.attempts, t.further = 0, false
	t.topic = t.intent.id
}

// end is what comes after the last word: a rating, a conversion, a problem
// that is taken home.
func (t *talk) end() {
	t.rate()
	t.buy()
	const comesBack = 0.3
	if t.solved || t.intent.good == 0 || t.further || !t.known || !t.yes(comesBack) {
		return
	}
	t.open = &problem{t.agent, t.intent, t.question, t.slots, t.asked}
	t.retry = t.yes(0.6)
}

// tell sends an event of this conversation.
func (t *talk) tell(name string, own ...event.Property) {
	properties := append([]event.Property{text("conversation_id", t.id), text("agent_id", t.agent)}, own...)
	if !t.bare {
		properties = append(properties, text("session_id", t.session))
	}
	if t.known && name != event.NameTool {
		properties = append(properties, text("plan", t.account.plan), whole("seats", t.account.seats))
	}
	t.send(t.now, "", name, properties...)
}

// reads is how long somebody takes to read a text and to type the next.
func (t *talk) reads(text string) {
	const charactersPerSecond = 28
	t.now = t.now.Add(seconds(t.lognormal(7, 0.6) + float64(len(text))/charactersPerSecond))
}

// cite names the pages that an answer was made from. A bad answer of v42
// cites the manual of exports as they were.
func (t *talk) cite(helps bool) []event.Property {
	if t.intent.tool != "search_docs" {
		return nil
	}
	const manual = "https://help.boardwalk.example"
	list := []string{manual + t.intent.page}
	if t.yes(0.4) {
		list = append(list, manual+"/"+strings.ReplaceAll(t.intent.id, ".", "/"))
	}
	if !helps && t.broken() {
		list = []string{manual + "/reports/exports-classic"}
	}
	var b strings.Builder
	for i, source := range list {
		b.WriteString([]string{"[", ","}[min(i, 1)])
		b.WriteString(string(event.TextValue(source)))
	}
	return []event.Property{{Name: "sources", Value: event.Value(b.String() + "]")}}
}

// brokenIntent is the topic that v42 makes worse.
const brokenIntent = "exports.schedule"

func (t *talk) broken() bool { return t.version == "v42" && t.intent.id == brokenIntent }

// later is a time after now, for what happens outside the conversation.
func (t *talk) later(low, high time.Duration) time.Time {
	return t.now.Add(time.Duration(t.between(float64(low), float64(high))).Truncate(time.Millisecond))
}
