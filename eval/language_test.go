package eval

import (
	"fmt"
	"testing"
)

// TestQualityOfLanguage holds what was measured on the test part, less a
// little.
func TestQualityOfLanguage(t *testing.T) {
	scores, err := Languages(dataDir(t, "languages"))
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]float64{"English prompts": 0.99, "sentences": 0.99, "word pairs": 0.86}
	promised := map[string][]string{
		"English prompts": {".985", ".99", ".990 (fastText, of 176 languages)"},
		"sentences":       {".96", ".98", ".964 (fastText), .995 (lingua, 505 MB of memory); 30 languages"},
		"word pairs":      {".80", ".88", ".788 (fastText), .948 (lingua); 30 languages"},
	}
	var figures []Figure
	for _, s := range scores {
		t.Logf("%-16s training %.3f, test %.3f of %d texts; by language %v", s.Kind, s.Training, s.Test, s.Texts, s.By)
		if s.Test < least[s.Kind] {
			t.Errorf("%s: %.3f right, at least %.3f before", s.Kind, s.Test, least[s.Kind])
		}
		p := promised[s.Kind]
		on := fmt.Sprintf("%s, %d in %d languages", s.Kind, s.Texts, len(s.By))
		figures = append(figures, Figure{"language: share that is right", on, fmt.Sprintf("%.3f", s.Test), p[0], p[1], p[2]})
	}
	writeTable(t, "language", Table(figures))
}
