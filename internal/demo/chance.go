package demo

import (
	"math"
	"math/rand/v2"
)

// chance is a repeatable stream of chance.
type chance struct{ *rand.Rand }

func newChance(seed, stream uint64) chance {
	return chance{rand.New(rand.NewPCG(seed, stream))} //nolint:gosec // a simulation must be repeatable, not secret
}

// yes is true with probability p.
func (c chance) yes(p float64) bool { return c.Float64() < p }

// between is uniform in [low, high).
func (c chance) between(low, high float64) float64 { return low + (high-low)*c.Float64() }

// lognormal has the given median; sigma is the standard deviation of its
// logarithm: 0.5 is a mild tail, 1 a heavy one.
func (c chance) lognormal(median, sigma float64) float64 {
	return median * math.Exp(sigma*c.NormFloat64())
}

// exponential has the given mean.
func (c chance) exponential(mean float64) float64 { return mean * c.ExpFloat64() }

// poisson counts independent happenings of the given mean (Knuth's method,
// fit for the small means used here).
func (c chance) poisson(mean float64) int {
	limit, n := math.Exp(-mean), 0
	for p := c.Float64(); p > limit; p *= c.Float64() {
		n++
	}
	return n
}

// weighted picks an index in proportion to its weight.
func (c chance) weighted(weights ...float64) int {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	at := c.Float64() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// pick takes one of a list that is not empty.
func pick[T any](c chance, list []T) T { return list[c.IntN(len(list))] }
