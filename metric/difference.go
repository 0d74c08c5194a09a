package metric

import "math"

// Difference compares two estimates, now − before. The two are taken as
// independent; the same users on both sides usually agree with themselves,
// and then the interval is wider than it need be.
type Difference struct {
	// Value is now − before, in the unit of the estimates.
	Value float64
	// Interval is at 95 %.
	Interval Interval

	// at gives the interval at the level 1 − a.
	at func(a float64) Interval
}

// P returns the two-sided p-value: the smallest a for which the interval at
// the level 1 − a excludes 0, between 1e-12 and 1. It inverts the interval
// rather than another test, so the two never contradict: P < 0.05 exactly
// when Interval excludes 0. It costs about thirty times the interval, so ask
// where it is shown or adjusted. The zero Difference has NaN.
func (d Difference) P() float64 {
	if d.at == nil {
		return math.NaN()
	}
	return invert(d.at)
}

// RateDifference compares two rates by the square-and-add of their Wilson
// intervals (Newcombe 1998, method 10), each deflated by its design effect as
// RateInterval does. With rates p₁, p₂ and their limits l, u:
//
//	low  = p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²)
//	high = p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)
//
// It lies in −1..1. False when either side has no interval.
func RateDifference(now, before Clusters) (Difference, bool) {
	if !now.isRate() || !before.isRate() {
		return Difference{}, false
	}
	return compare(now.Mean(), before.Mean(), func(a float64) (Interval, Interval) {
		return now.rateInterval(a), before.rateInterval(a)
	}), true
}

// MeanDifference compares two means by Welch's (1947) interval, with the
// variances V over users of MeanInterval and Satterthwaite's degrees of
// freedom, m being the effective users:
//
//	x₁ − x₂ ± t·√(V₁ + V₂),  f = (V₁ + V₂)² / (V₁²/(m₁−1) + V₂²/(m₂−1))
//
// False when either side has no interval.
func MeanDifference(now, before Clusters) (Difference, bool) {
	first, okNow := now.meanVariance()
	second, okBefore := before.meanVariance()
	if !okNow || !okBefore {
		return Difference{}, false
	}
	sum := first + second
	freedom := sum * sum / (first*first/now.freedom() + second*second/before.freedom())
	around := func(x, variance, a float64) Interval {
		half := critical(freedom, a) * math.Sqrt(variance)
		return Interval{Low: x - half, High: x + half}
	}
	return compare(now.Mean(), before.Mean(), func(a float64) (Interval, Interval) {
		return around(now.Mean(), first, a), around(before.Mean(), second, a)
	}), true
}

// compare returns the difference of two estimates whose intervals at the level
// 1 − a are given by sides.
func compare(now, before float64, sides func(a float64) (Interval, Interval)) Difference {
	at := func(a float64) Interval {
		first, second := sides(a)
		return squareAndAdd(now, before, first, second)
	}
	return Difference{Value: now - before, Interval: at(alpha), at: at}
}

// squareAndAdd returns the interval of now − before from the interval of each:
// the method of variance estimates recovery (Zou and Donner 2008), of which
// Newcombe's interval and Welch's are cases.
func squareAndAdd(now, before float64, first, second Interval) Interval {
	return Interval{
		Low:  now - before - math.Hypot(now-first.Low, second.High-before),
		High: now - before + math.Hypot(first.High-now, before-second.Low),
	}
}

// invert returns the smallest a for which the interval at the level 1 − a
// excludes 0, between 1e-12 and 1. Intervals shrink as a grows, so it bisects
// the logarithm of a, to a relative error below 1e-6.
func invert(at func(a float64) Interval) float64 {
	const (
		least = 1e-12
		steps = 26
	)
	low, high := math.Log(least), 0.0
	if !at(least).Contains(0) {
		return least
	}
	// The answer at 5 % is known exactly; starting there keeps P on the same
	// side of 5 % as the interval, whatever the rounding.
	if at(alpha).Contains(0) {
		low = math.Log(alpha)
	} else {
		high = math.Log(alpha)
	}
	for range steps {
		middle := (low + high) / 2
		if at(math.Exp(middle)).Contains(0) {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Exp((low + high) / 2)
}
