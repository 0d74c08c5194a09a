package metric

import "math"

// clusters holds the sums over users from which a rate, a mean or a total gets
// its interval. Turns and conversations of one user are not independent, so
// every user is one cluster u with n_u units (the denominator: turns,
// conversations, ratings) and k_u, the user's successes for a rate or sum of
// values for a mean. A store makes the sums with two groupings:
//
//	SELECT sum(n), sum(k), count(*), sum(n*n), sum(k*n), sum(k*k), sum(squares)
//	FROM (SELECT count(*) n, sum(x) k, sum(x*x) squares … GROUP BY user)
//
// The zero value holds no users and is ready for use.
type clusters struct {
	// N is Σ n_u, the number of units.
	N float64
	// K is Σ k_u, the successes of a rate or the sum of the values of a mean.
	K float64
	// Users is the number of users with at least one unit.
	Users float64
	// SumN2 is Σ n_u².
	SumN2 float64
	// SumKN is Σ k_u·n_u.
	SumKN float64
	// SumK2 is Σ k_u².
	SumK2 float64
	// SumSquares is Σ x² over the units; it equals K for a rate. Only means
	// read it.
	SumSquares float64
}

const (
	// priorCorrelation is the correlation between two units of one user that
	// is assumed where the data are too few to tell (Kish 1965, ch. 5).
	priorCorrelation = 0.1
	// priorWeight is how many successes or failures, whichever are fewer,
	// weigh as much as that assumption. docs/decisions/intervals.md has the
	// coverage with and without it.
	priorWeight = 2
	// leastUsers is how many effective users it takes to see a spread.
	leastUsers = 2
)

// mean returns K/N, the rate or the mean over units; NaN without units.
func (c clusters) mean() float64 {
	if c.N <= 0 {
		return math.NaN()
	}
	return c.K / c.N
}

// effectiveUsers returns N²/Σn_u² (Kish 1965), between 1 and Users: the number
// of equally active users who would carry as much information. Small sample
// corrections use it in the place of the number of users, since one user with
// half the turns leaves little to learn from the others (Carter, Schnepel and
// Steigerwald 2017). Without units it is 0.
func (c clusters) effectiveUsers() float64 {
	if c.SumN2 <= 0 {
		return 0
	}
	return c.N * c.N / c.SumN2
}

// designEffect returns by how much the variance of the rate K/N exceeds that
// of N independent units, from 1 to N (Kish 1965; Rao and Scott 1992):
//
//	deff = Σ(k_u − p·n_u)² · m/(m−1) / N²  ÷  p(1−p)/(N−1)
//
// with p = K/N and m the effective users; both variances are the unbiased
// ones, so deff is exactly 1 when every user has one unit. It is mixed with
// what Kish's formula expects for a correlation of 0.1 within users,
//
//	1 + 0.1·(Σn_u²/N − 1)
//
// which has the weight of two successes or failures: near p = 0 or 1 the
// residuals of the few users who differ say almost nothing, and at 0 or 1
// nothing. Below 1 it is raised to 1: units of one user that are less alike
// than strangers' are chance, and no interval may be narrower than that of
// independent units. Below two effective users deff is N: where one user makes
// the figure the spread between users cannot be seen, and counts as complete.
// Without units it is 1.
func (c clusters) designEffect() float64 {
	m := c.effectiveUsers()
	switch {
	case c.N <= 1 || c.isUnclustered():
		return 1
	case m < leastUsers:
		return c.N
	}
	deff := 1 + priorCorrelation*(c.SumN2/c.N-1)
	if rarer := math.Min(c.K, c.N-c.K); rarer > 0 {
		p := c.K / c.N
		measured := c.residuals() * m / (m - 1) / (c.N * c.N) / (p * (1 - p) / (c.N - 1))
		weight := rarer / (rarer + priorWeight)
		deff = weight*measured + (1-weight)*deff
	}
	return math.Min(math.Max(deff, 1), c.N)
}

// effectiveN returns N/deff, the number of independent units a rate is worth
// (Rao and Scott 1992).
func (c clusters) effectiveN() float64 { return c.N / c.designEffect() }

// isUnclustered tells whether every user has exactly one unit: then the
// variance of a rate follows from the rate and needs no estimate over users.
func (c clusters) isUnclustered() bool { return c.SumN2 <= c.N }

// residuals returns Σ(k_u − p·n_u)², 0 when it drowns in rounding.
func (c clusters) residuals() float64 {
	const rounding = 1e-12
	p := c.K / c.N
	sum := c.SumK2 - 2*p*c.SumKN + p*p*c.SumN2
	if sum <= rounding*math.Max(c.SumK2, p*p*c.SumN2) {
		return 0
	}
	return sum
}

// freedom returns the degrees of freedom of a variance over users: effective
// users − 1, at least 1.
func (c clusters) freedom() float64 { return math.Max(c.effectiveUsers()-1, 1) }
