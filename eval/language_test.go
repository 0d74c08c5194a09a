package eval

import "testing"

// TestLanguages holds what was measured on the test part, less a little.
func TestLanguages(t *testing.T) {
	scores, err := Languages(dataDir(t, "languages"))
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]float64{"English prompts": 0.99, "sentences": 0.99, "word pairs": 0.86}
	for _, s := range scores {
		t.Logf("%-16s training %.3f, test %.3f of %d texts; by language %v", s.Kind, s.Training, s.Test, s.Texts, s.By)
		if s.Test < least[s.Kind] {
			t.Errorf("%s: %.3f right, at least %.3f before", s.Kind, s.Test, least[s.Kind])
		}
	}
}
