package demo

import "github.com/debrief-dev/debrief/event"

// goesOn lets the copilot answer the open prompt and the person react; false
// when they leave.
func (t *talk) goesOn() bool {
	return t.react(t.respond(""))
}

func (t *talk) react(r result) bool {
	switch r {
	case helped:
		return t.pleased()
	case missed:
		return t.displeased()
	case fellBack:
		return t.unanswered()
	case refused:
		return t.yes(0.35) && t.anotherQuestion()
	default:
		return t.waitedInVain()
	}
}

// act sends what the person did with the last answer.
func (t *talk) act(what event.Act) {
	t.tell(event.NameAction, text("action", string(what)), text("message_id", t.replied))
	t.now = t.now.Add(seconds(t.between(1, 8)))
}

func (t *talk) pleased() bool {
	if t.yes(0.17) {
		t.act(event.Copied)
	}
	if t.yes(0.03) {
		t.act(event.Edited)
	}
	switch t.weighted(25, 22, 8, 45) {
	case 0:
		t.prompt(t.say("thanks"))
		t.answer(t.say("gladly"), 0)
		return false
	case 1:
		return t.nextQuestion()
	case 2:
		return t.anotherQuestion()
	default:
		return false
	}
}

// nextQuestion asks on about the same matter; some take it from the buttons
// below the answer.
func (t *talk) nextQuestion() bool {
	if len(t.question.next) == 0 {
		return t.yes(0.4) && t.anotherQuestion()
	}
	next := pick(t.chance, t.question.next)
	if t.yes(0.3) {
		t.act(event.SuggestionUsed)
	}
	t.question = question{asks: []string{next.ask}, answers: []string{next.answer}}
	t.attempts, t.further = 0, true
	t.prompt(t.fill(next.ask))
	return true
}

// anotherQuestion changes the subject.
func (t *talk) anotherQuestion() bool {
	was := t.intent.id
	t.pickIntent(func(in *intent) bool { return in.id != was && in.good > 0 })
	t.prompt(t.typed(pick(t.chance, t.question.asks)))
	return true
}

func (t *talk) displeased() bool {
	if t.yes(0.03) {
		t.act(event.Stopped)
	}
	switch t.weighted(30, 20, 5, 8, 9, 6, 22) {
	case 0:
		return t.rephrase()
	case 1:
		return t.complain("correction")
	case 2:
		t.prompt(t.asked)
		return true
	case 3:
		return t.complain("frustration")
	case 4:
		return t.regenerate()
	case 5:
		return t.wantsHuman()
	default:
		return false
	}
}

func (t *talk) unanswered() bool {
	switch t.weighted(38, 7, 15, 6, 5, 8, 21) {
	case 0:
		return t.rephrase()
	case 1:
		t.prompt(t.asked)
		return true
	case 2:
		return t.wantsHuman()
	case 3:
		return t.complain("frustration")
	case 4:
		return t.anotherQuestion()
	case 5:
		return t.regenerate()
	default:
		return false
	}
}

// waitedInVain follows an error or silence.
func (t *talk) waitedInVain() bool {
	switch t.weighted(45, 15, 8, 32) {
	case 0:
		t.prompt(t.asked)
		return true
	case 1:
		return t.rephrase()
	case 2:
		return t.wantsHuman()
	default:
		return false
	}
}

// rephrase asks the same thing in other words.
func (t *talk) rephrase() bool {
	words := t.typed(pick(t.chance, t.question.asks))
	switch {
	case words == t.asked:
		words = t.say("again") + t.lower(words)
	case t.yes(0.25):
		words = t.say("again") + t.lower(t.fill(pick(t.chance, t.question.asks)))
	}
	t.prompt(words)
	return true
}

// complain says that the answer was wrong or useless; the copilot tries again.
func (t *talk) complain(how string) bool {
	asked := t.asked
	t.prompt(t.say(how))
	r := t.respond(t.say("apology"))
	t.asked = asked
	return t.react(r)
}

// regenerate has the same prompt answered once more.
func (t *talk) regenerate() bool {
	if t.replied == "" {
		return false
	}
	t.act(event.Regenerated)
	return t.react(t.respond(""))
}

// wantsHuman asks for a person. Most are handed over; the rest get one more
// answer that does not help.
func (t *talk) wantsHuman() bool {
	asked := t.asked
	t.prompt(t.say("human"))
	t.asked = asked
	if t.agent == "sql-helper" || t.yes(0.15) {
		t.answer(t.say("fallback"), 0)
		return false
	}
	t.answer(t.say("handover"), 0)
	t.act(event.HandedOff)
	return false
}
