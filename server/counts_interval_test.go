package server_test

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// bounds fills in the published interval where every user has one unit, so
// that no correction is due: Wilson's, Student's, or order statistics.
func (r *recipe) bounds(e *expected, xs []float64) {
	if r.seen == nil && r.measure != "per_user" && r.measure != "user_share" {
		for _, units := range e.users {
			if units > 1 {
				return
			}
		}
	}
	n := float64(e.n)
	switch r.measure {
	case "rate", "users", "user_share":
		low, high := wilson(min(e.hits, n), n)
		e.low, e.high = &low, &high
	case "mean", "per_user", "days_of_week":
		squares := 0.0
		for _, x := range xs {
			squares += (x - *e.value) * (x - *e.value)
		}
		t := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975)
		half := t * math.Sqrt(squares/(n-1)/n)
		if half < 1e-12 { // all values are the same
			return
		}
		e.low, e.high = new(*e.value-half), new(*e.value+half)
		if r.bounded {
			e.low, e.high = new(max(*e.low, 0)), new(min(*e.high, 1))
		}
	default:
		r.ranks(e, xs)
	}
}

// ranks bounds a quantile by the values between which it lies with at least
// 95 % confidence: the largest l with P(B < l) ≤ 2.5 % and the smallest u with
// P(B ≥ u) ≤ 2.5 %, where B counts the values below it.
func (r *recipe) ranks(e *expected, xs []float64) {
	q := map[string]float64{"p50": 0.5, "p90": 0.9, "p99": 0.99}[r.measure]
	n, below, l, u := len(xs), 0.0, 0, 0
	for i := range n + 1 { // below is P(B < i)
		if below <= 0.025 {
			l = i
		}
		if u == 0 && 1-below <= 0.025 {
			u = i
		}
		below += chance(n, i, q)
	}
	if l >= 1 && u >= 1 && u <= n {
		e.low, e.high = &xs[l-1], &xs[u-1]
	}
}

// chance is P(B = k) for B binomial(n, q).
func chance(n, k int, q float64) float64 {
	factorial := func(k int) float64 { ln, _ := math.Lgamma(float64(k) + 1); return ln }
	ways := factorial(n) - factorial(k) - factorial(n-k)
	return math.Exp(ways + float64(k)*math.Log(q) + float64(n-k)*math.Log(1-q))
}

// wilson is the interval of Wilson (1927) for k of n at 95 %.
func wilson(k, n float64) (low, high float64) {
	const z = 1.959963984540054
	p := k / n
	centre := (p + z*z/2/n) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/4/n/n)
	return centre - half, centre + half
}
