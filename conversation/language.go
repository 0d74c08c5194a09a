package conversation

import (
	"strings"

	"github.com/debrief-dev/debrief/text"
)

// shortPrompt is up to how many bytes a prompt tells its language worse than
// what is said around it: "ok" and "bye" are said in many.
const shortPrompt = 20

// tellLanguages gives every turn the language of its prompt. Where that is
// short or does not tell, it is the answer's, else that of the turn before,
// else of the turn after, else what the short prompt looks like. Where the
// conversation has forgotten texts it is what was told before.
func (b *builder) tellLanguages() {
	turns, before := b.turns, text.Undetermined
	for i := range turns {
		if r := b.read[i]; r != nil { // those around it may be forgotten, too
			turns[i].Language = r.Language
		} else if turns[i].Language = tellLanguage(&turns[i]); turns[i].Language == text.Undetermined {
			turns[i].Language = before
		}
		before = turns[i].Language
	}
	after := text.Undetermined
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Language == text.Undetermined {
			turns[i].Language = after
		}
		after = turns[i].Language
	}
	for i := range turns {
		if turns[i].Language == text.Undetermined {
			turns[i].Language = text.Language(turns[i].Prompt)
		}
		if r := b.read[i]; r != nil {
			turns[i].Language = r.Language
		}
	}
}

func tellLanguage(t *Turn) string {
	if !isShort(t.Prompt) {
		if language := text.Language(t.Prompt); language != text.Undetermined {
			return language
		}
	}
	if isShort(t.Response) {
		return text.Undetermined
	}
	return text.Language(t.Response)
}

// isShort reports whether a text tells its language badly. Of scripts that
// few languages share one letter says enough.
func isShort(s string) bool {
	const latinEnds = 0x250
	return len(s) <= shortPrompt && strings.IndexFunc(s, func(r rune) bool { return r >= latinEnds }) < 0
}
