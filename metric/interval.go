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

// Interval is a closed confidence interval at 95 %, in the unit of its
// estimate.
type Interval struct {
	Low, High float64
}

// Contains tells whether x lies in the interval, ends included.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// Clamp returns the part of the interval between low and high, for values that
// cannot lie outside, as normalised ratings cannot leave 0..1.
func (i Interval) Clamp(low, high float64) Interval {
	return Interval{Low: min(max(i.Low, low), high), High: max(min(i.High, high), low)}
}

// WilsonInterval returns the score interval of Wilson (1927) for k successes
// among n units whose design effect is deff (1 for independent units), the
// interval Brown, Cai and DasGupta (2001) recommend:
//
//	(p + q/2 ± √(p(1−p)·q + q²/4)) / (1 + q),  q = z²·deff/n,  z = 1.96
//
// It lies in 0..1 and contains p. False without units, when k is not in 0..n
// or deff is not positive.
func WilsonInterval(k, n, deff float64) (Interval, bool) {
	if !(n > 0 && k >= 0 && k <= n && deff > 0) {
		return Interval{}, false
	}
	return wilson(k/n, n/deff, critical(math.Inf(1), alpha)), true
}

// RateInterval returns the interval of the rate K/N: Wilson's, with n deflated
// by the design effect and with Student's quantile for EffectiveUsers − 1
// degrees of freedom in the place of z, since the design effect is itself an
// estimate from so many users (Korn and Graubard 1998). With one unit a user
// nothing is estimated and the interval is the published one. False without
// units or when K is not in 0..N.
func RateInterval(c Clusters) (Interval, bool) {
	if !c.isRate() {
		return Interval{}, false
	}
	return c.rateInterval(alpha), true
}

// isRate tells whether the sums are those of a rate with a denominator.
func (c Clusters) isRate() bool { return c.N > 0 && c.K >= 0 && c.K <= c.N }

// rateInterval is RateInterval at the level 1 − a.
func (c Clusters) rateInterval(a float64) Interval {
	freedom := c.freedom()
	if c.isUnclustered() {
		freedom = math.Inf(1)
	}
	return wilson(c.Mean(), c.EffectiveN(), critical(freedom, a))
}

// wilson returns the score interval of a rate p over n independent units.
func wilson(p, n, z float64) Interval {
	q := z * z / n
	centre := (p + q/2) / (1 + q)
	half := math.Sqrt(p*(1-p)*q+q*q/4) / (1 + q)
	// At 0 and 1 the limits are exact; rounding must not lose them.
	return Interval{
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
