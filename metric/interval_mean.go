package metric

import "math"

// meanInterval returns the t interval of the mean K/N, with the variance of a
// ratio estimator over users (Cochran 1977, §6.3 and §9A.2; Liang and Zeger
// 1986):
//
//	K/N ± t · √V,  V = Σ(k_u − K/N·n_u)² · m/(m−1) / N²
//
// m are the effective users and t has m − 1 degrees of freedom. V is not less
// than s²/N, for the reason designEffect gives; with one unit a user it is
// s²/N and the interval is Student's (1908). The ends are not bounded: Clamp
// them where values are. False below two effective users and when all values
// are equal, since no spread has been seen to judge by.
func meanInterval(c clusters) (interval, bool) {
	variance, ok := c.meanVariance()
	if !ok {
		return interval{}, false
	}
	half := critical(c.freedom(), alpha) * math.Sqrt(variance)
	return interval{Low: c.mean() - half, High: c.mean() + half}, true
}

// meanVariance returns the variance of the mean K/N; false when it cannot be
// estimated.
func (c clusters) meanVariance() (float64, bool) {
	m := c.effectiveUsers()
	if m < leastUsers {
		return 0, false
	}
	clustered := c.residuals() * m / (m - 1) / (c.N * c.N)
	independent := c.squaredDeviations() / (c.N - 1) / c.N
	variance := math.Max(clustered, independent)
	return variance, variance > 0
}

// squaredDeviations returns Σ(x − K/N)², 0 when it drowns in rounding.
func (c clusters) squaredDeviations() float64 {
	const rounding = 1e-12
	sum := c.SumSquares - c.K*c.K/c.N
	if sum <= rounding*c.SumSquares {
		return 0
	}
	return sum
}
