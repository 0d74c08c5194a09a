package conversation

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/debrief-dev/debrief/text"
)

// phraseLists are the phrases of each signal in each language,
// lexicon/SIGNAL.LANGUAGE.txt, and those of all tones, lexicon/tones.LANGUAGE.txt,
// written so that a speaker can review them; text.ReadPhrases has their form.
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
	prompts, answers := tones(language)
	for _, signal := range []Signal{reply, SmallTalk, Thanked, WantedHuman, Corrected, Frustrated} {
		prompts = append(prompts, phrasesOf(string(signal), language))
	}
	for _, signal := range []Signal{Refused, Fallback} {
		answers = append(answers, phrasesOf(string(signal), language))
	}
	return lexicon{readPhrases(language, prompts), readPhrases(language, answers)}
}

func phrasesOf(name, language string) text.PhraseList {
	lines, err := phraseLists.ReadFile(fmt.Sprintf("lexicon/%s.%s.txt", name, language))
	if err != nil {
		panic(err) // not reached: the lists are part of the program, a test reads all
	}
	return text.PhraseList{Label: name, Lines: string(lines)}
}

func readPhrases(language string, lists []text.PhraseList) *text.Phrases {
	phrases, err := text.ReadPhrases(lists...)
	if err != nil {
		panic(fmt.Errorf("%s: %w", language, err)) // not reached, as above
	}
	return phrases
}

// tones reads how prompts and answers sound in a language: phrases under the
// name of each tone in brackets.
func tones(language string) (prompts, answers []text.PhraseList) {
	for section := range strings.SplitSeq(phrasesOf("tones", language).Lines, "\n[") {
		name, lines, named := strings.Cut(section, "]\n")
		list := text.PhraseList{Label: name, Lines: lines}
		switch {
		case !named: // what stands before the first
		case slices.Contains(answerTones(), name):
			answers = append(answers, list)
		default:
			prompts = append(prompts, list)
		}
	}
	return prompts, answers
}
