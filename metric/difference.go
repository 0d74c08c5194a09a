package metric

import "math"

// difference compares two estimates, now − before. The two are taken as
// independent; the same users on both sides usually agree with themselves,
// and then the interval is wider than it need be.
type difference struct {
	// Value is now − before, in the unit of the estimates.
	Value float64
	// Interval is at 95 %.
	Interval interval

	// at gives the interval at the level 1 − a.
	at func(a float64) interval
}

// pValue returns the two-sided p-value: the smallest a for which the interval at
// the level 1 − a excludes 0, between 1e-12 and 1. It inverts the interval
// rather than another test, so the two never contradict: pValue < 0.05 exactly
// when Interval excludes 0. It costs about thirty times the interval, so ask
// where it is shown or adjusted. The zero difference has NaN.
func (d difference) pValue() float64 {
	if d.at == nil {
		return math.NaN()
	}
	return invert(d.at)
}

// rateDifference compares two rates by the square-and-add of their Wilson
// intervals (Newcombe 1998, method 10), each deflated by its design effect as
// rateInterval does. With rates p₁, p₂ and their limits l, u:
//
//	low  = p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²)
//	high = p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)
//
// It lies in −1..1. False when either side has no interval.
func rateDifference(now, before clusters) (difference, bool) {
	if !now.isRate() || !before.isRate() {
		return difference{}, false
	}
	return compare(now.mean(), before.mean(), func(a float64) (interval, interval) {
		return now.rateIntervalAt(a), before.rateIntervalAt(a)
	}), true
}

// meanDifference compares two means by Welch's (1947) interval, with the
// variances V over users of meanInterval and Satterthwaite's degrees of
// freedom, m being the effective users:
//
//	x₁ − x₂ ± t·√(V₁ + V₂),  f = (V₁ + V₂)² / (V₁²/(m₁−1) + V₂²/(m₂−1))
//
// False when either side has no interval.
func meanDifference(now, before clusters) (difference, bool) {
	first, okNow := now.meanVariance()
	second, okBefore := before.meanVariance()
	if !okNow || !okBefore {
		return difference{}, false
	}
	sum := first + second
	freedom := sum * sum / (first*first/now.freedom() + second*second/before.freedom())
	around := func(x, variance, a float64) interval {
		half := critical(freedom, a) * math.Sqrt(variance)
		return interval{Low: x - half, High: x + half}
	}
	return compare(now.mean(), before.mean(), func(a float64) (interval, interval) {
		return around(now.mean(), first, a), around(before.mean(), second, a)
	}), true
}

// compare returns the difference of two estimates whose intervals at the level
// 1 − a are given by sides.
func compare(now, before float64, sides func(a float64) (interval, interval)) difference {
	at := func(a float64) interval {
		first, second := sides(a)
		return squareAndAdd(now, before, first, second)
	}
	return difference{Value: now - before, Interval: at(alpha), at: at}
}

// squareAndAdd returns the interval of now − before from the interval of each:
// the method of variance estimates recovery (Zou and Donner 2008), of which
// Newcombe's interval and Welch's are cases.
func squareAndAdd(now, before float64, first, second interval) interval {
	return interval{
		Low:  now - before - math.Hypot(now-first.Low, second.High-before),
		High: now - before + math.Hypot(first.High-now, before-second.Low),
	}
}

// invert returns the smallest a for which the interval at the level 1 − a
// excludes 0, between 1e-12 and 1. Intervals shrink as a grows, so it bisects
// the logarithm of a, to a relative error below 1e-6.
func invert(at func(a float64) interval) float64 {
	const (
		least = 1e-12
		steps = 26
	)
	low, high := math.Log(least), 0.0
	if !at(least).contains(0) {
		return least
	}
	// The answer at 5 % is known exactly; starting there keeps p on the same
	// side of 5 % as the interval, whatever the rounding.
	if at(alpha).contains(0) {
		low = math.Log(alpha)
	} else {
		high = math.Log(alpha)
	}
	for range steps {
		middle := (low + high) / 2
		if at(math.Exp(middle)).contains(0) {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Exp((low + high) / 2)
}
