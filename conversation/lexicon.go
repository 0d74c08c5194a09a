package conversation

import (
	"embed"
	"fmt"
	"sync"

	"github.com/debrief-dev/debrief/text"
)

// phraseLists are the phrases of each signal in each language,
// lexicon/SIGNAL.LANGUAGE.txt, written so that a speaker can review them;
// text.Phrases.Add has their form.
//
//go:embed lexicon/*.txt
var phraseLists embed.FS

// lexicon is what signals sound like in one language.
type lexicon struct{ prompts, answers *text.Phrases }

// reply is no signal: prompts that begin with a phrase of it answer the copilot.
const reply Signal = "reply"

// lexiconLanguages are those that there are lists for.
func lexiconLanguages() []string { return []string{"en", "fr", "de", "es", "pt", "it", "nl"} }

// lexicons has the lists of every language, each read when a turn first needs
// it.
var lexicons = sync.OnceValue(func() map[string]func() lexicon { //nolint:gochecknoglobals // constants that are read late
	all := make(map[string]func() lexicon)
	for _, language := range lexiconLanguages() {
		all[language] = sync.OnceValue(func() lexicon { return readLexicon(language) })
	}
	return all
})

func readLexicon(language string) lexicon {
	return lexicon{
		prompts: readPhrases(language, reply, SmallTalk, Thanked, WantedHuman, Corrected, Frustrated),
		answers: readPhrases(language, Refused, Fallback),
	}
}

func readPhrases(language string, signals ...Signal) *text.Phrases {
	phrases := text.NewPhrases()
	for _, signal := range signals {
		name := fmt.Sprintf("lexicon/%s.%s.txt", signal, language)
		list, err := phraseLists.ReadFile(name)
		if err == nil {
			err = phrases.Add(string(signal), string(list))
		}
		if err != nil {
			panic(fmt.Errorf("%s: %w", name, err)) // not reached: the lists are part of the program, a test reads all
		}
	}
	return phrases
}
