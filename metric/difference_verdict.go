package metric

import (
	"math"
	"sort"
)

// Direction is which way a metric improves.
type Direction string

// The directions a metric can have.
const (
	HigherIsBetter Direction = "higher_is_better"
	LowerIsBetter  Direction = "lower_is_better"
	Neutral        Direction = "neutral"
)

// Verdict says in one word what a difference amounts to.
type Verdict string

// The verdicts. Higher and Lower are those of neutral metrics.
const (
	VerdictBetter        Verdict = "better"
	VerdictWorse         Verdict = "worse"
	VerdictHigher        Verdict = "higher"
	VerdictLower         Verdict = "lower"
	VerdictNoClearChange Verdict = "no_clear_change"
	VerdictUnknown       Verdict = "unknown"
)

// verdictOf judges a difference by its interval: a change is clear when 0 lies
// outside. No clear change is not proof of no change: see the interval's width.
// Ends that are NaN or in the wrong order, as where there is no interval, give
// VerdictUnknown.
func verdictOf(low, high float64, direction Direction) Verdict {
	switch {
	case !(low <= high):
		return VerdictUnknown
	case low > 0:
		return verdict(direction, VerdictHigher, VerdictBetter, VerdictWorse)
	case high < 0:
		return verdict(direction, VerdictLower, VerdictWorse, VerdictBetter)
	}
	return VerdictNoClearChange
}

// verdict picks the word for a change by the metric's direction.
func verdict(direction Direction, neutral, ifHigherIsBetter, ifLowerIsBetter Verdict) Verdict {
	switch direction {
	case HigherIsBetter:
		return ifHigherIsBetter
	case LowerIsBetter:
		return ifLowerIsBetter
	default:
		return neutral
	}
}

// benjaminiHochberg returns the adjusted p-values of a family of comparisons,
// in the order given: rejecting those at or below x keeps the expected share
// of false discoveries at or below x (Benjamini and Hochberg 1995, in the
// adjusted form of Yekutieli and Benjamini 1999). The i-th smallest of n
// becomes min over j ≥ i of p_j·n/j. A NaN, a comparison that could not be
// made, stays NaN and is not of the family.
func benjaminiHochberg(p []float64) []float64 {
	adjusted := make([]float64, len(p))
	var order []int
	for i := range p {
		adjusted[i] = math.NaN()
		if !math.IsNaN(p[i]) {
			order = append(order, i)
		}
	}
	sort.Slice(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
	least := 1.0
	for j := len(order); j > 0; j-- {
		i := order[j-1]
		least = min(least, p[i]*float64(len(order))/float64(j))
		adjusted[i] = least
	}
	return adjusted
}
