package conversation

import (
	"slices"

	"github.com/debrief-dev/debrief/text"
)

const (
	// promptWords is how much of a prompt is listened to: what comes after is
	// pasted more often than said.
	promptWords = 200
	// answerWords is how much of an answer is: one that refuses or does not know
	// says so first, and what follows often quotes, explains or advises.
	answerWords = 70
)

// heard is what the words of a turn say. Of several answers, as of one that was
// regenerated, the last decides what the answer says.
type heard struct {
	prompt  text.Found
	answers []text.Found // of each answer of the turn
	last    int          // the last that is neither empty nor an error; -1 where there is none
}

// replies reports whether the prompt begins like an answer to the copilot.
func (h *heard) replies() bool {
	return slices.ContainsFunc(h.prompt.Phrases, func(p text.Phrase) bool { return p.Label == string(reply) && p.First == 0 })
}

// listen looks for the phrases of all signals, once, in the turns whose
// language has lists.
func (b *builder) listen() {
	b.heard = make([]heard, len(b.turns))
	for i := range b.turns {
		h := &b.heard[i]
		*h = heard{answers: make([]text.Found, len(b.parts[i].answers)), last: -1}
		read, has := lexicons()[b.turns[i].Language]
		if !has {
			continue
		}
		lists := read()
		h.prompt = lists.prompts.Find(b.turns[i].Prompt, promptWords)
		for k, a := range b.parts[i].answers {
			h.answers[k] = lists.answers.Find(a.response.Text, answerWords)
			if answers(a.response) {
				h.last = k
			}
		}
	}
}

// said is what of a text says the signal first.
func said(found *text.Found, s Signal) (words string, ok bool) {
	for i := range found.Phrases {
		if found.Phrases[i].Label == string(s) {
			return found.Phrases[i].Text, true
		}
	}
	return "", false
}

// showPrompts shows a signal on the turns whose prompt says it. It is about the
// last answer before it; where there must be one, a prompt without says
// nothing.
func (b *builder) showPrompts(s Signal, mustFollow bool) {
	answered := ""
	for i := range b.turns {
		t := &b.turns[i]
		words, ok := said(&b.heard[i].prompt, s)
		if ok && (answered != "" || !mustFollow) {
			b.show(i, Evidence{Signal: s, About: answered, Event: t.PromptEvent, Words: words})
		}
		if t.Answered {
			answered = t.ID
		}
	}
}

// showAnswers shows a signal on the turns whose answer says it.
func (b *builder) showAnswers(s Signal) {
	for i := range b.turns {
		h := &b.heard[i]
		if h.last < 0 {
			continue
		}
		if words, ok := said(&h.answers[h.last], s); ok {
			b.show(i, Evidence{Signal: s, Event: b.parts[i].answers[h.last].response.ID, Words: words})
		}
	}
}
