package metric

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

const differenceRuns = 800 // 0.8 points of standard error at 95 %.

func TestRateDifferenceCoverage(t *testing.T) {
	t.Parallel()
	t.Log("users rate | users rate  covered")
	f := func(now, before population, least, most float64) {
		t.Helper()
		got := coverage(differenceRuns, now.rate-before.rate, func(r *rand.Rand) (interval, bool) {
			d, ok := rateDifference(now.rates(r), before.rates(r))
			return d.Interval, ok
		})
		t.Logf("%5d %4.2f | %5d %4.2f  %7.1f", now.users, now.rate, before.users, before.rate, got)
		if got < least || got > most {
			t.Errorf("%+v and %+v: coverage %.1f %%, want %v to %v", now, before, got, least, most)
		}
	}
	f(population{60, 1, 0.7, 0.2, nil}, population{60, 1, 0.7, 0.2, nil}, 92, 97.5)
	f(population{60, 1, 0.8, 0.1, nil}, population{150, 1, 0.6, 0.1, nil}, 92, 97.5)
	f(population{150, 1, 0.9, 0.3, nil}, population{60, 1, 0.5, 0.3, nil}, 92, 97.5)
	f(population{20, 1, 0.7, 0.2, nil}, population{60, 1, 0.5, 0.2, nil}, 92, 99)
}

func TestMeanDifferenceCoverage(t *testing.T) {
	t.Parallel()
	f := func(now, before population) {
		t.Helper()
		got := coverage(differenceRuns, 0, func(r *rand.Rand) (interval, bool) {
			d, ok := meanDifference(now.values(r), before.values(r))
			return d.Interval, ok
		})
		t.Logf("%d and %d users: %.1f", now.users, before.users, got)
		if got < 92 {
			t.Errorf("%+v and %+v: coverage %.1f %%, want at least 92", now, before, got)
		}
	}
	f(population{users: 60, skew: 1, correlation: 0.2}, population{users: 60, skew: 1, correlation: 0.2})
	f(population{users: 60, skew: 1, correlation: 0.2}, population{users: 150, skew: 1, correlation: 0.2})
}

func TestTotalDifferenceCoverage(t *testing.T) {
	t.Parallel()
	f := func(now, before, skew float64) {
		t.Helper()
		p := population{skew: skew}
		// A user's turns are 1 + ⌊log-normal⌋: their mean by a long average.
		mean, draws := 0.0, 50_000
		r := rand.New(rand.NewPCG(1, 1))
		for range draws {
			mean += p.turns(r) / float64(draws)
		}
		got := coverage(differenceRuns, (now-before)*mean, func(r *rand.Rand) (interval, bool) {
			d, ok := totalDifference(arrivals(r, now, p), arrivals(r, before, p))
			return d.Interval, ok
		})
		t.Logf("%v and %v users, skew %v: %.1f", now, before, skew, got)
		if got < 92 {
			t.Errorf("%v and %v users: coverage %.1f %%, want at least 92", now, before, got)
		}
	}
	f(60, 60, 1)
	f(60, 90, 1)
	f(150, 60, 1)
	f(15, 10, 0.6)
	f(40, 1, 0.6) // often nobody before
}

// arrivals draws the turns of a Poisson number of users.
func arrivals(r *rand.Rand, users float64, p population) total {
	var c clusters
	for range int(distuv.Poisson{Lambda: users, Src: r}.Rand()) {
		c = c.merge(userSums(p.turns(r), 0, 0))
	}
	return c.units()
}
