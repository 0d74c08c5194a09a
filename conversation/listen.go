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

// heard is what the words of a turn say.
type heard struct{ prompt, answer text.Found }

// replies reports whether the prompt begins like an answer to the copilot.
func (h *heard) replies() bool {
	return slices.ContainsFunc(h.prompt.Phrases, func(p text.Phrase) bool { return p.Label == string(reply) && p.First == 0 })
}

// listen looks for the phrases of all signals, once, in the turns whose
// language has lists.
func (b *builder) listen() {
	b.heard = make([]heard, len(b.turns))
	for i := range b.turns {
		t := &b.turns[i]
		read, has := lexicons()[t.Language]
		if !has {
			continue
		}
		lists := read()
		b.heard[i] = heard{prompt: lists.prompts.Find(t.Prompt, promptWords), answer: lists.answers.Find(t.Response, answerWords)}
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
		t := &b.turns[i]
		if words, ok := said(&b.heard[i].answer, s); ok && t.Answered {
			b.show(i, Evidence{Signal: s, Event: t.lastResponse(), Words: words})
		}
	}
}
