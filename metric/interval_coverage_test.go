package metric

import (
	"math"
	"math/rand/v2"
	"testing"
)

const runs = 1500 // 0.6 points of standard error at 95 %.

func TestRateIntervalCoverage(t *testing.T) {
	t.Parallel()
	t.Log("users skew rate  corr.  covered  ignoring users")
	f := func(p population, least, most float64) {
		t.Helper()
		got, naive := rateCoverage(p, runs)
		t.Logf("%5d %4.1f %4.2f  %4.2f  %7.1f  %7.1f", p.users, p.skew, p.rate, p.correlation, got, naive)
		if got < least || got > most {
			t.Errorf("%+v: coverage %.1f %%, want %v to %v", p, got, least, most)
		}
	}
	// The usual case: the guarantee.
	f(population{60, 1, 0.3, 0.05, nil}, 93, 97)
	f(population{60, 1, 0.5, 0.1, nil}, 93, 97)
	f(population{60, 1, 0.85, 0.1, nil}, 93, 97)
	f(population{60, 1, 0.3, 0.3, nil}, 93, 97)
	f(population{60, 1, 0.5, 0.3, nil}, 93, 97)
	f(population{60, 1, 0.85, 0.3, nil}, 93, 97)
	f(population{150, 1, 0.85, 0.1, nil}, 93, 97)
	f(population{150, 1, 0.3, 0.3, nil}, 93, 97)
	f(population{300, 1, 0.7, 0.2, nil}, 93, 97)
	// Without correlation the design effect can err upwards but not below 1,
	// so the intervals are a little too wide.
	f(population{60, 1, 0.5, 0, nil}, 93, 98)
	// Harder ones, held where they stand.
	f(population{10, 1, 0.7, 0.2, nil}, 93, 99)
	f(population{20, 1, 0.5, 0.2, nil}, 93, 98)
	f(population{60, 1.5, 0.5, 0.2, nil}, 92, 98)
	f(population{60, 1, 0.1, 0.3, nil}, 91, 97)
	f(population{60, 1, 0.02, 0.3, nil}, 93, 99)
	f(population{60, 1.5, 0.1, 0.5, nil}, 85, 95)
}

func TestIgnoringUsersFails(t *testing.T) {
	t.Parallel()
	got, naive := rateCoverage(population{users: 60, skew: 1, rate: 0.7, correlation: 0.2}, runs)
	if naive >= 90 || got < 93 {
		t.Errorf("with the design effect %.1f %% are covered, without %.1f %%: want at least 93 and less than 90", got, naive)
	}
	t.Logf("with the design effect %.1f %%, without %.1f %%", got, naive)
}

// rateCoverage returns the coverage of rateInterval and, of the same draws,
// that of Wilson's interval with every turn taken for independent.
func rateCoverage(p population, runs int) (clustered, naive float64) {
	naiveHits := 0
	clustered = coverage(runs, p.rate, func(r *rand.Rand) (interval, bool) {
		c := p.rates(r)
		if independent(c.K, c.N).contains(p.rate) {
			naiveHits++
		}
		return rateInterval(c)
	})
	return clustered, 100 * float64(naiveHits) / float64(runs)
}

func TestMeanIntervalCoverage(t *testing.T) {
	t.Parallel()
	t.Log("users skew corr.  covered")
	f := func(p population, least float64) {
		t.Helper()
		got := coverage(runs, math.Exp(0.5), func(r *rand.Rand) (interval, bool) { return meanInterval(p.values(r)) })
		t.Logf("%5d %4.1f %4.2f  %7.1f", p.users, p.skew, p.correlation, got)
		if got < least {
			t.Errorf("%+v: coverage %.1f %%, want at least %v", p, got, least)
		}
	}
	f(population{users: 60, skew: 0.6, correlation: 0.1}, 92)
	f(population{users: 60, skew: 1, correlation: 0.1}, 92)
	f(population{users: 150, skew: 1, correlation: 0.2}, 92)
	f(population{users: 300, skew: 1, correlation: 0.3}, 92)
	f(population{users: 60, skew: 1, correlation: 0.3}, 88)
	f(population{users: 20, skew: 1, correlation: 0.1}, 88)
}
