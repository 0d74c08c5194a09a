package eval

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
)

func ratedSets(t *testing.T, what string) map[string][]RatedDialogue {
	t.Helper()
	dir := dataDir(t, what)
	sets := make(map[string][]RatedDialogue)
	for _, name := range SatisfactionSets() {
		dialogues, err := RatedDialogues(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		sets[name] = dialogues
	}
	return sets
}

// TestSatisfactionWeights holds that the weights that are shipped are those
// that are learnt from the training parts, byte for byte. -update writes them.
func TestSatisfactionWeights(t *testing.T) {
	turns, conversations := SatisfactionWeights(ratedSets(t, "the weights of satisfaction"))
	for name, want := range map[string]string{"turns": turns, "conversations": conversations} {
		file := filepath.Join("..", "conversation", "weights", name+".tsv")
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what is learnt; go test ./eval -run SatisfactionWeights -update writes it", file)
		}
	}
}

// TestQualityOfSatisfaction holds what was measured, less a little. Each set is
// judged by weights that were learnt from the others.
func TestQualityOfSatisfaction(t *testing.T) {
	sets := ratedSets(t, "satisfaction")
	var figures []Figure
	var means SatisfactionScore
	n := float64(len(sets))
	for _, name := range SatisfactionSets() {
		var others []RatedDialogue
		for _, other := range SatisfactionSets() {
			if other != name {
				others = append(others, sets[other]...)
			}
		}
		w := LearnTurns(others)
		s := Judge(sets[name], true, w, LearnConversations([][]RatedDialogue{others}, w))
		t.Logf("%s: %+v", name, s)
		means.Turns, means.Gaps, means.Overall = means.Turns+s.Turns/n, means.Gaps+s.Gaps/n, means.Overall+s.Overall/n
		means.Person, means.PersonOverall = means.Person+s.Person/n, means.PersonOverall+s.PersonOverall/n
		figures = append(figures, satisfactionFigures(name, &s)...)
	}
	if means.Turns < 0.74 || means.Gaps < 0.69 || means.Overall < 0.62 {
		t.Errorf("in the mean %+v", means)
	}
	figures = append(
		figures,
		Figure{"dissatisfied turn: AUROC", "the mean of both", fmt.Sprintf("%.3f", means.Turns), ".74", ".80", fmt.Sprintf("%.3f (one person against the others)", means.Person)},
		Figure{"gap: AUROC of dissatisfaction at the next prompt", "the mean of both", fmt.Sprintf("%.3f", means.Gaps), "", "", ""},
		Figure{"estimated satisfaction: AUROC of a dissatisfying dialogue", "the mean of both", fmt.Sprintf("%.3f", means.Overall), "", "", fmt.Sprintf("%.3f (one person against the others)", means.PersonOverall)},
	)
	writeTable(t, "satisfaction", Table(figures))
}

func satisfactionFigures(name string, s *SatisfactionScore) []Figure {
	on := func(n int, what string) string {
		return fmt.Sprintf("%s of USS, %d %s; learnt from the other set", map[string]string{"sgd": "SGD", "redial": "ReDial"}[name], n, what)
	}
	return []Figure{
		{"dissatisfied turn: AUROC", on(s.Prompts, "prompts"), fmt.Sprintf("%.3f", s.Turns), ".74", ".80", fmt.Sprintf("%.3f (one person against the others)", s.Person)},
		{"gap: AUROC of dissatisfaction at the next prompt", on(s.Prompts, "prompts"), fmt.Sprintf("%.3f", s.Gaps), "", "", ""},
		{"estimated satisfaction: AUROC of a dissatisfying dialogue", on(s.Dialogues, "dialogues"), fmt.Sprintf("%.3f", s.Overall), "", "", fmt.Sprintf("%.3f (one person against the others)", s.PersonOverall)},
		{"estimated satisfaction: calibration error, no ratings of its own", on(s.Dialogues, "dialogues"), fmt.Sprintf("%.3f", s.Off), "", "", ""},
	}
}

func TestRegress(t *testing.T) {
	t.Parallel()
	var examples []example
	for i := range 1000 { // the odds of the label are 1:3, with the cue 3:1
		cue := float64(i % 2)
		label := 0.0
		if i/2%4 == 0 || cue == 1 && i/2%4 < 3 {
			label = 1
		}
		examples = append(examples, example{[]float64{cue, 0}, label})
	}
	got := regress(examples, 0)
	for i, want := range []float64{-math.Log(3), 2 * math.Log(3), 0} {
		if math.Abs(got[i]-want) > 1e-6 {
			t.Errorf("weights %v", got)
		}
	}
	if drawn := regress(examples, 1e6); math.Abs(drawn[1]) > 0.01 {
		t.Errorf("weights drawn to nought are %v", drawn)
	}
}
