package eval

import (
	"math/rand/v2"

	"github.com/debrief-dev/debrief/text"
)

// Rephrasing is how well likeness in a space tells two prompts of the same
// label from two of different ones: the AUROC over a pair of either kind for
// each prompt.
func Rephrasing(space *text.Space, prompts []Labelled) float64 {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same pairs every time
	by := make(map[string][]Labelled)
	for _, p := range prompts {
		by[p.Label] = append(by[p.Label], p)
	}
	var same, other []float64
	like := func(a, b Labelled) float64 {
		s, _ := space.Similarity(text.Words(a.Text), text.Words(b.Text))
		return s
	}
	for _, p := range prompts {
		if peer := by[p.Label][random.IntN(len(by[p.Label]))]; peer.ID != p.ID {
			same = append(same, like(p, peer))
		}
		if stranger := prompts[random.IntN(len(prompts))]; stranger.Label != p.Label {
			other = append(other, like(p, stranger))
		}
	}
	return AUROC(same, other)
}

// SpaceOf learns a space from prompts.
func SpaceOf(prompts []Labelled) *text.Space {
	words := make([][]string, len(prompts))
	for i, p := range prompts {
		words[i] = text.Words(p.Text)
	}
	return text.FitSpace(words)
}
