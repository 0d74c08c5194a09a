// Package metric is what we ask: the definitions of the metrics and the
// statistics that give their values an interval and compare them. Intervals
// are at 95 % and take one user as one cluster; docs/decisions/intervals.md
// tells why and what coverage was measured.
package metric

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// alpha is the share of intervals allowed to miss: all are at 95 %.
const alpha = 0.05

// interval is a closed confidence interval at 95 %, in the unit of its
// estimate.
type interval struct {
	Low, High float64
}

// contains tells whether x lies in the interval, ends included.
func (i interval) contains(x float64) bool { return i.Low <= x && x <= i.High }

// clamp returns the part of the interval between low and high, for values that
// cannot lie outside, as normalised ratings cannot leave 0..1.
func (i interval) clamp(low, high float64) interval {
	return interval{Low: min(max(i.Low, low), high), High: max(min(i.High, high), low)}
}

// rateInterval returns the interval of the rate K/N: Wilson's, with n deflated
// by the design effect and with Student's quantile for effectiveUsers − 1
// degrees of freedom in the place of z, since the design effect is itself an
// estimate from so many users (Korn and Graubard 1998). With one unit a user
// nothing is estimated and the interval is the published one. False without
// units or when K is not in 0..N.
func rateInterval(c clusters) (interval, bool) {
	if !c.isRate() {
		return interval{}, false
	}
	return c.rateIntervalAt(alpha), true
}

// isRate tells whether the sums are those of a rate with a denominator.
func (c clusters) isRate() bool { return c.N > 0 && c.K >= 0 && c.K <= c.N }

// rateIntervalAt is rateInterval at the level 1 − a.
func (c clusters) rateIntervalAt(a float64) interval {
	freedom := c.freedom()
	if c.isUnclustered() {
		freedom = math.Inf(1)
	}
	return wilson(c.mean(), c.effectiveN(), critical(freedom, a))
}

// Wilson is the 95 % interval of a share of independent things: hits of n.
func Wilson(hits, n float64) (low, high float64) {
	i := wilson(hits/n, n, critical(math.Inf(1), 0.05))
	return i.Low, i.High
}

// wilson returns the score interval of Wilson (1927) of a rate p over n
// independent units, the interval Brown, Cai and DasGupta (2001) recommend:
//
//	(p + q/2 ± √(p(1−p)·q + q²/4)) / (1 + q),  q = z²/n
//
// It lies in 0..1 and contains p.
func wilson(p, n, z float64) interval {
	q := z * z / n
	centre := (p + q/2) / (1 + q)
	half := math.Sqrt(p*(1-p)*q+q*q/4) / (1 + q)
	// At 0 and 1 the limits are exact; rounding must not lose them.
	return interval{
		Low:  min(max(centre-half, 0), p),
		High: max(min(centre+half, 1), p),
	}
}

// critical returns the two-sided critical value of Student's t at the level
// 1 − a; infinite degrees of freedom mean the normal distribution.
func critical(freedom, a float64) float64 {
	// Beyond a million the two differ by less than 1e-5.
	const likeNormal = 1e6
	if freedom > likeNormal {
		return -distuv.UnitNormal.Quantile(a / 2)
	}
	return -distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(a / 2)
}
