package conversation

import (
	"slices"
	"strings"
	"testing"
)

// TestLexicons reads every list, and holds that there is none that nothing
// reads.
func TestLexicons(t *testing.T) {
	files, err := phraseLists.ReadDir("lexicon")
	if err != nil {
		t.Fatal(err)
	}
	unread := make(map[string]bool)
	for _, file := range files {
		unread[file.Name()] = true
	}
	for _, language := range lexiconLanguages() {
		lexicons()[language]()
		for _, signal := range []Signal{reply, SmallTalk, Thanked, WantedHuman, Corrected, Frustrated, Refused, Fallback} {
			delete(unread, strings.Join([]string{string(signal), language, "txt"}, "."))
		}
		prompts, answers := tones(language)
		if len(prompts) != len(promptTones()) || len(answers) != len(answerTones()) {
			t.Errorf("%s: %d tones of prompts, %d of answers", language, len(prompts), len(answers))
		}
		for _, list := range prompts {
			if !slices.Contains(promptTones(), list.Label) {
				t.Errorf("%s: no tone is called %s", language, list.Label)
			}
		}
		delete(unread, "tones."+language+".txt")
	}
	if len(unread) > 0 {
		t.Errorf("nothing reads %v", unread)
	}
}
