package eval

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Mixture is a simulated project: some labels of other sets, few of them common
// and many rare, as in life.
type Mixture struct {
	Seed    uint64
	Labels  int
	Prompts int     // about as many: a label has no more than it has
	Zipf    float64 // the i-th label is i^-Zipf as common as the first
}

// Draw makes the mixture of labelled prompts: the same for the same seed.
func (x Mixture) Draw(from ...[]Labelled) []Labelled {
	random := rand.New(rand.NewPCG(x.Seed, 1)) //nolint:gosec // the same mixture for the same seed
	by := make(map[string][]Labelled)
	for _, p := range slices.Concat(from...) {
		by[p.Label] = append(by[p.Label], p)
	}
	labels := slices.Sorted(maps.Keys(by))
	random.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
	labels = labels[:min(x.Labels, len(labels))]
	share := func(i int) float64 { return math.Pow(float64(i+1), -x.Zipf) }
	total := 0.0
	for i := range labels {
		total += share(i)
	}
	var out []Labelled
	for i, label := range labels {
		prompts := by[label]
		slices.SortFunc(prompts, func(a, b Labelled) int { return cmp.Compare(a.ID, b.ID) })
		random.Shuffle(len(prompts), func(i, j int) { prompts[i], prompts[j] = prompts[j], prompts[i] })
		n := int(math.Round(float64(x.Prompts) * share(i) / total))
		out = append(out, prompts[:min(n, len(prompts))]...)
	}
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
