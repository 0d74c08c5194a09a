package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/debrief-dev/debrief/text"
)

// LanguageScore is how often [text.Language] is right on texts of one kind.
type LanguageScore struct {
	Kind           string // "English prompts", "sentences", "word pairs"
	Training, Test float64
	Texts          int // in the test part
	By             map[string]float64
}

// Languages evaluates [text.Language] on lingua's test data below dir, each
// language counting the same, and on the prompts of both sets of topics, which
// are English. A text taken for undetermined counts as a mistake.
func Languages(dir string) ([]LanguageScore, error) {
	prompts := LanguageScore{Kind: "English prompts", By: map[string]float64{}}
	var all []string
	for _, file := range []string{"banking77_train.csv", "clinc150_train_val.csv"} {
		texts, err := column(filepath.Join(dir, "topics", file), "text")
		if err != nil {
			return nil, fmt.Errorf("cannot evaluate language: %w", err)
		}
		all = append(all, texts...)
	}
	prompts.add("en", all, 1)
	scores := []LanguageScore{prompts}
	languages := []string{"de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "zh"}
	for _, kind := range []string{"sentences", "word-pairs"} {
		score := LanguageScore{Kind: strings.ReplaceAll(kind, "-", " "), By: map[string]float64{}}
		for _, language := range languages {
			raw, err := os.ReadFile(filepath.Join(dir, "language", kind+"."+language+".txt")) //nolint:gosec // the folder is the caller's to name
			if err != nil {
				return nil, fmt.Errorf("cannot evaluate language: %w", err)
			}
			score.add(language, strings.Split(strings.TrimSpace(string(raw)), "\n"), float64(len(languages)))
		}
		scores = append(scores, score)
	}
	return scores, nil
}

// add scores the texts of one of so many languages.
func (s *LanguageScore) add(language string, texts []string, languages float64) {
	var right, of [2]float64 // training, test
	for _, one := range texts {
		part := 0
		if Test(one) {
			part = 1
			s.Texts++
		}
		of[part]++
		if text.Language(one) == language {
			right[part]++
		}
	}
	s.Training += right[0] / of[0] / languages
	s.Test += right[1] / of[1] / languages
	s.By[language] = right[1] / of[1]
}
