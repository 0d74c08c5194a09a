package topic

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/debrief-dev/debrief/text"
)

//go:embed replies.txt
var replyLists string

// replies are the words of replies.txt: true for those that reply, false for
// those that only stand beside them.
var replies = sync.OnceValue(func() map[string]bool { //nolint:gochecknoglobals // a constant that is read late
	words := make(map[string]bool)
	for line := range strings.Lines(replyLists) {
		language, list, _ := strings.Cut(line, " ")
		if language == "#" {
			continue
		}
		for _, word := range text.Words(list) {
			words[word] = words[word] || !strings.HasSuffix(language, "+")
		}
	}
	return words
})

// says tells whether a prompt is about anything. One that only replies, as
// "yes, that one" does, is not.
func says(words []string) bool {
	listed, replied := replies(), false
	for _, w := range words {
		replies, known := listed[w]
		if unspaced(w) || (telling(w) && !known) {
			return true
		}
		replied = replied || replies
	}
	return len(words) > 0 && !replied
}

// Says tells whether a prompt is about anything: if not, no topic is made of
// it, and it is put into none.
func Says(prompt string) bool { return says(text.Words(prompt)) }
