package metric

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// quantileRanks returns the ranks, from 1 to n, of the values that bound the
// q-quantile of n values in ascending order with at least 95 % confidence,
// whatever their distribution (Conover 1999, §3.2). With B binomial(n, q) they
// are the largest lower and the smallest upper with
//
//	P(B < lower) ≤ 2.5 %  and  P(B ≥ upper) ≤ 2.5 %.
//
// A design effect above 1 (that of the rate of values at or below the
// quantile) takes the ranks among n/deff values and scales them outwards to n
// (Woodruff 1952). False when there is no such pair: the median needs 6
// values, the 90th percentile 36, the 99th 368.
func quantileRanks(n int64, q, deff float64) (lower, upper int64, ok bool) {
	if n < 1 || !(q > 0 && q < 1) || !(deff > 0) {
		return 0, 0, false
	}
	effective := int64(float64(n) / math.Max(deff, 1))
	low, high := binomialRanks(effective, q)
	if low < 1 || high > effective {
		return 0, 0, false
	}
	scale := float64(n) / float64(effective)
	lower = max(int64(math.Floor(float64(low)*scale)), 1)
	upper = min(int64(math.Ceil(float64(high)*scale)), n)
	return lower, upper, true
}

// binomialRanks returns the ranks of quantileRanks for independent values;
// lower is 0 or upper is n + 1 where that side has no bound.
func binomialRanks(n int64, q float64) (lower, upper int64) {
	// Beyond a million the incomplete beta function loses digits near the mean
	// and the normal approximation is within a rank or two.
	const likeNormal = 1_000_000
	if n > likeNormal {
		mean := float64(n) * q
		reach := critical(math.Inf(1), alpha) * math.Sqrt(mean*(1-q))
		return int64(math.Floor(mean - reach)), int64(math.Ceil(mean+reach)) + 1
	}
	b := distuv.Binomial{N: float64(n), P: q}
	// The ranks are searched for in P(B ≤ i), which rises with i.
	lower = int64(sort.Search(int(n)+1, func(i int) bool { return b.CDF(float64(i)) > alpha/2 }))
	upper = int64(sort.Search(int(n)+1, func(i int) bool { return b.Survival(float64(i)) <= alpha/2 })) + 1
	return lower, upper
}
