package metric

import "math"

// total is a count or a sum of values over a period, with its spread over
// users. Values must not be negative.
type total struct {
	// Sum is the total, Σ x_u over users.
	Sum float64
	// SumOfSquares is Σ x_u².
	SumOfSquares float64
}

// units returns the total of the units: N with Σn_u².
func (c clusters) units() total { return total{Sum: c.N, SumOfSquares: c.SumN2} }

// values returns the total of the successes or values: K with Σk_u².
func (c clusters) values() total { return total{Sum: c.K, SumOfSquares: c.SumK2} }

// totalDifference compares two totals over periods of equal length. Users are
// taken to come as a Poisson process, each bringing x_u, so a total is
// compound Poisson with the variance Σx_u² (Feller 1968, XII.2). Sum/φ with
// φ = Σx_u²/Σx_u then varies as a Poisson count c does, whose score limits
//
//	φ·(c + z²/2 ± z·√(c + z²/4))
//
// are combined by square-and-add (Zou and Donner 2008); for large totals that
// is now − before ± 1.96·√(Σx_u² + Σx_u²). Where φ is estimated, Student's
// quantile with c degrees of freedom takes the place of z. A side without
// anything borrows the φ of the other, and the c that it was estimated from.
// False when both are 0, or either is negative.
func totalDifference(now, before total) (difference, bool) {
	first, second := now, before // where φ comes from
	if first.scale() == 0 {
		first = before
	}
	if second.scale() == 0 {
		second = now
	}
	if !(first.scale() > 0 && second.scale() > 0) {
		return difference{}, false
	}
	return compare(now.Sum, before.Sum, func(a float64) (interval, interval) {
		return now.interval(first, a), before.interval(second, a)
	}), true
}

// scale returns φ, the size of the independent pieces a total is made of: 0
// for nothing, NaN when there are negative values.
func (t total) scale() float64 {
	switch {
	case t.Sum < 0 || t.SumOfSquares < 0:
		return math.NaN()
	case t.Sum == 0 || t.SumOfSquares == 0:
		return 0
	}
	return t.SumOfSquares / t.Sum
}

// interval returns the limits of the total at the level 1 − a, with the φ of
// a total, which may be another.
func (t total) interval(of total, a float64) interval {
	scale := of.scale()
	count := t.Sum / scale
	freedom := math.Max(of.Sum/scale, 1)
	if scale == 1 { // Pieces of one need no estimate.
		freedom = math.Inf(1)
	}
	z := critical(freedom, a)
	centre, half := count+z*z/2, z*math.Sqrt(count+z*z/4)
	return interval{
		Low:  scale * math.Max(centre-half, 0),
		High: scale * (centre + half),
	}
}
