package topic

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Direction is where a topic goes.
type Direction string

// The directions.
const (
	New    Direction = "new"    // seen for the first time, beyond chance
	Rising Direction = "rising" // its share of the prompts grows, beyond chance
	Steady Direction = "steady" // whatever it does may be chance
	Fading Direction = "fading"
)

// Volume is how many prompts of all there were in a period and in the one
// before it.
type Volume struct{ Before, AllBefore, Now, AllNow int }

// Trend is where a topic goes, and how likely chance alone would change its
// share as much, before the number of topics is allowed for.
type Trend struct {
	Direction Direction
	P         float64
}

// falseTrends is the share of wrong trends among those that are told.
const falseTrends = 0.05

// Trends says where topics go. Given both periods, a topic's prompts fall into
// the later one with the probability that any prompt has to: an exact binomial
// test of that, both sides. Over all topics the share of false alarms is held
// at 5 % (Benjamini and Hochberg, 1995).
func Trends(topics []Volume) []Trend {
	out := make([]Trend, len(topics))
	order := make([]int, len(topics))
	for i, v := range topics {
		out[i], order[i] = Trend{Steady, v.chance()}, i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(out[a].P, out[b].P), cmp.Compare(a, b)) })
	told := 0
	for rank, i := range order {
		if out[i].P <= falseTrends*float64(rank+1)/float64(len(order)) {
			told = rank + 1
		}
	}
	for _, i := range order[:told] {
		out[i].Direction = topics[i].direction()
	}
	return out
}

func (v Volume) direction() Direction {
	switch {
	case v.Before == 0:
		return New
	case v.Now*v.AllBefore > v.Before*v.AllNow:
		return Rising
	default:
		return Fading
	}
}

// chance is the p-value of the test, 1 where nothing can be said.
func (v Volume) chance() float64 {
	n, all := v.Before+v.Now, v.AllBefore+v.AllNow
	if n == 0 || v.AllBefore <= 0 || v.AllNow <= 0 {
		return 1
	}
	b := distuv.Binomial{N: float64(n), P: float64(v.AllNow) / float64(all)}
	below := b.CDF(float64(v.Now))
	above := 1.0
	if v.Now > 0 {
		above = 1 - b.CDF(float64(v.Now-1))
	}
	return math.Min(1, 2*math.Min(below, above))
}
