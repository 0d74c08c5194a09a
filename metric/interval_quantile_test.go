package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestQuantileRanksPublished(t *testing.T) {
	// Medians: Altman et al. (2000), Statistics with Confidence, table 18.4.
	f := func(n int64, q float64, lower, upper int64) {
		t.Helper()
		low, high, ok := quantileRanks(n, q, 1)
		if low != lower || high != upper || ok != (lower > 0) {
			t.Errorf("%v of %d: ranks %d and %d %v, want %d and %d", q, n, low, high, ok, lower, upper)
		}
	}
	f(5, 0.5, 0, 0)
	f(6, 0.5, 1, 6)
	f(10, 0.5, 2, 9)
	f(20, 0.5, 6, 15)
	f(30, 0.5, 10, 21)
	f(50, 0.5, 18, 33)
	f(100, 0.5, 40, 61)
	// 0.9^35 > 2.5 % ≥ 0.9^36, and 0.99^367 > 2.5 % ≥ 0.99^368.
	f(35, 0.9, 0, 0)
	f(36, 0.9, 29, 36)
	f(367, 0.99, 0, 0)
	f(368, 0.99, 360, 368)
	f(0, 0.5, 0, 0)
	f(50, 0, 0, 0)
	f(50, 1, 0, 0)
}

func TestQuantileRanksProperties(t *testing.T) {
	for _, q := range []float64{0.1, 0.5, 0.9, 0.99} {
		width := 2.0
		for _, n := range []int64{600, 4000, 40_000, 4_000_000, 400_000_000} {
			lower, upper, ok := quantileRanks(n, q, 1)
			rank := int64(math.Ceil(q * float64(n) * (1 - 1e-12))) // of the quantile itself
			mirrorUpper, mirrorLower, _ := quantileRanks(n, 1-q, 1)
			deflatedLower, deflatedUpper, _ := quantileRanks(n, q, 1.5)
			switch share := float64(upper-lower) / float64(n); {
			case !ok || lower > rank || upper < rank || lower < 1 || upper > n:
				t.Errorf("%v of %d: %d to %d %v does not surround %d", q, n, lower, upper, ok, rank)
			case share >= width:
				t.Errorf("%v of %d: %d to %d is not narrower than with fewer values", q, n, lower, upper)
			case lower+mirrorLower != n+1 || upper+mirrorUpper != n+1:
				t.Errorf("%v of %d: %d to %d is not the mirror of %d to %d", q, n, lower, upper, mirrorUpper, mirrorLower)
			case deflatedLower >= lower || deflatedUpper <= upper:
				t.Errorf("%v of %d: deflated %d to %d, not wider than %d to %d", q, n, deflatedLower, deflatedUpper, lower, upper)
			default:
				width = share
			}
		}
	}
}

func TestQuantileRanksCoverage(t *testing.T) {
	f := func(n int64, q float64) {
		t.Helper()
		lower, upper, ok := quantileRanks(n, q, 1)
		got := coverage(runs, q, func(r *rand.Rand) (interval, bool) {
			values := make([]float64, n) // Uniform on 0..1: the quantile is q.
			for i := range values {
				values[i] = r.Float64()
			}
			slices.Sort(values)
			return interval{Low: values[lower-1], High: values[upper-1]}, ok
		})
		t.Logf("%v of %d: %.1f", q, n, got)
		if got < 94 || got > 99 {
			t.Errorf("%v of %d: coverage %.1f %%, want 94 to 99", q, n, got)
		}
	}
	f(10, 0.5)
	f(60, 0.9)
	f(200, 0.9)
	f(400, 0.99)
}

// TestQuantileCoverageOverUsers holds the interval of a quantile of values of
// which one user's are alike, as latencies are. Without the users it covers as
// little as is logged beside it.
func TestQuantileCoverageOverUsers(t *testing.T) {
	t.Parallel()
	f := func(p population, q float64) {
		t.Helper()
		truth := math.Exp(distuv.UnitNormal.Quantile(q))
		within := func(ignoring bool) float64 {
			return coverage(runs, truth, func(r *rand.Rand) (interval, bool) {
				values, users := p.quantile(r, q)
				deff := users.designEffect()
				if ignoring {
					deff = 1
				}
				lower, upper, ok := quantileRanks(int64(len(values)), q, deff)
				if !ok {
					return interval{}, false
				}
				return interval{Low: values[lower-1], High: values[upper-1]}, true
			})
		}
		got := within(false)
		t.Logf("%v of %d users, skew %v, correlation %v: covered %.1f, ignoring users %.1f", q, p.users, p.skew, p.correlation, got, within(true))
		if got < 93 || got > 99 {
			t.Errorf("%v of %+v: coverage %.1f %%, want 93 to 99", q, p, got)
		}
	}
	f(population{users: 60, skew: 1, correlation: 0.3}, 0.5)
	f(population{users: 150, skew: 1, correlation: 0.3}, 0.9)
	f(population{users: 20, skew: 1, correlation: 0.1}, 0.5)
}
