package demo

import (
	"time"

	"github.com/debrief-dev/debrief/event"
)

// result is how an answer turned out.
type result int

const (
	helped   result = iota
	missed          // beside the point, or too vague
	fellBack        // says that it does not know
	refused         // will not speak of this
	failed          // an error instead of an answer
	silent          // no answer at all
)

// prompt sends what the person asks.
func (t *talk) prompt(words string) {
	t.message++
	t.promptID = t.code("m", t.talks*100+t.message)
	t.asked = words
	t.history += len(words)
	t.tell(event.NamePrompt, text("prompt", words), text("message_id", t.promptID), text("page", t.intent.page))
}

// outcome decides how well the copilot does on the question as it stands.
func (t *talk) outcome() result {
	if t.intent.good == 0 {
		return refused
	}
	good := t.intent.good
	if t.version != "v40" {
		good += 0.02
	}
	if t.lang != "en" {
		good -= 0.06
	}
	if t.modelName() == "brook-2-mini" {
		good -= 0.03
	}
	bad := []float64{46, 38, 11, 5} // missed, fellBack, failed, silent
	if t.broken() {
		good, bad = 0.2, []float64{28, 52, 6, 14}
	}
	for range min(t.attempts, 2) {
		good *= 0.72 // what failed once is harder than the average
	}
	t.attempts++
	if t.yes(good) {
		return helped
	}
	return []result{missed, fellBack, failed, silent}[t.weighted(bad...)]
}

// respond answers the open prompt and says how that went.
func (t *talk) respond(opening string) result {
	r := t.outcome()
	t.solved = r == helped
	switch r {
	case helped:
		t.answer(opening+t.fill(pick(t.chance, t.question.answers)), t.useTool(), t.cite(true)...)
	case missed:
		t.answer(opening+t.besides(), t.useTool(), t.cite(false)...)
	case fellBack:
		t.answer(t.say("fallback"), t.useTool())
	case refused:
		t.answer(t.say("refusal"), 0)
	case failed:
		t.fail()
	case silent:
		t.now = t.now.Add(seconds(t.between(125, 260)))
	}
	return r
}

// besides is an answer that does not help: to a sibling of the question, or to
// nothing in particular.
func (t *talk) besides() string {
	if t.yes(0.4) {
		return t.say("vague")
	}
	var siblings []question
	for i := range t.world.intents {
		if in := &t.world.intents[i]; in.id != t.intent.id && in.theme() == t.intent.theme() && in.agent == t.agent {
			siblings = append(siblings, t.words.asked[in.id]...)
		}
	}
	if len(siblings) == 0 {
		return t.say("vague")
	}
	return t.fill(pick(t.chance, pick(t.chance, siblings).answers))
}

// modelName is what answers: support is shared by two models.
func (t *talk) modelName() string {
	switch t.agent {
	case "support":
		return t.model
	case "sql-helper":
		return "quarry-1"
	default:
		return "brook-2-mini"
	}
}

// model is what is known of one: invented figures of a plausible size.
type model struct {
	first, perCharacter float64 // milliseconds, medians
	input, output       float64 // US dollars for a million tokens
}

func modelOf(name string) model {
	switch name {
	case "brook-2":
		return model{720, 5.2, 2.5, 10}
	case "quarry-1":
		return model{980, 6.5, 3, 15}
	default:
		return model{310, 2.4, 0.3, 1.2}
	}
}

// answer sends the copilot's words. Looking things up took so many
// milliseconds of the time to the first token.
func (t *talk) answer(words string, lookup float64, own ...event.Property) {
	m := modelOf(t.modelName())
	first := m.first*t.lognormal(1, 0.35) + lookup
	latency := first + m.perCharacter*float64(len(words))*t.lognormal(1, 0.25)
	const charactersPerToken, instructions = 4, 640
	input, output := instructions+t.history/charactersPerToken, 1+len(words)/charactersPerToken
	t.history += len(words)
	t.now = t.now.Add(seconds(latency / 1000))
	t.reply(append(own,
		text("response", words), whole("input_tokens", input), whole("output_tokens", output),
		money("cost_usd", (float64(input)*m.input+float64(output)*m.output)/1e6),
		whole("latency_ms", int(latency)), whole("time_to_first_token_ms", int(first)),
	))
	t.reads(words)
}

// fail sends an error where an answer was expected.
func (t *talk) fail() {
	why := []string{"model overloaded", "upstream timeout after 30 s", "tool " + t.intent.tool + " failed"}[t.weighted(50, 30, 20)]
	wait := 2 + t.exponential(2)
	if why[0] == 'u' {
		wait = 30
	}
	t.now = t.now.Add(seconds(wait))
	t.reply([]event.Property{text("error", why), whole("latency_ms", int(wait*1000))})
	t.now = t.now.Add(seconds(t.between(3, 15)))
}

// reply sends a response. Onboarding, built earlier than the others, does not
// say which prompt it answers.
func (t *talk) reply(own []event.Property) {
	t.message++
	t.replied = t.code("m", t.talks*100+t.message)
	own = append(own, text("message_id", t.replied), text("model", t.modelName()), text("version", t.version))
	if t.agent != "onboarding" {
		own = append(own, text("reply_to", t.promptID))
	}
	t.tell(event.NameResponse, own...)
}

// useTool looks something up before the answer and returns what that took, in
// milliseconds.
func (t *talk) useTool() float64 {
	if t.intent.tool == "-" || t.yes(0.25) {
		return 0
	}
	took := t.lognormal(map[string]float64{
		"search_docs": 140, "get_workspace": 60, "list_invoices": 90, "start_import": 900, "run_sql": 650,
	}[t.intent.tool], 0.6)
	own := []event.Property{text("tool", t.intent.tool), whole("duration_ms", int(took)), text("message_id", t.promptID)}
	if t.yes(0.03) {
		own = append(own, text("error", "timeout"))
	}
	asked := t.now
	t.now = t.now.Add(time.Duration(took * float64(time.Millisecond)).Truncate(time.Millisecond))
	t.tell(event.NameTool, own...)
	t.now = asked
	return took
}
