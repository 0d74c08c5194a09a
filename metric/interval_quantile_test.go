package metric

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestNearestRank(t *testing.T) {
	f := func(n int64, q float64, want int64) {
		t.Helper()
		if got := NearestRank(n, q); got != want {
			t.Errorf("%v of %d: rank %d, want %d", q, n, got, want)
		}
	}
	f(0, 0.5, 0)
	f(5, 1.1, 0)
	f(1, 0.99, 1)
	f(5, 0, 1)
	f(5, 0.3, 2)
	f(5, 0.4, 2)
	f(5, 0.5, 3)
	f(5, 1, 5)
	f(100, 0.07, 7) // 0.07·100 is a little more than 7 in binary.
	f(1000, 0.9, 900)
	f(1e9, 0.99, 990_000_000)
}

func TestQuantileRanksPublished(t *testing.T) {
	// Medians: Altman et al. (2000), Statistics with Confidence, table 18.4.
	f := func(n int64, q float64, lower, upper int64) {
		t.Helper()
		low, high, ok := QuantileRanks(n, q, 1)
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
			lower, upper, ok := QuantileRanks(n, q, 1)
			rank := NearestRank(n, q)
			mirrorUpper, mirrorLower, _ := QuantileRanks(n, 1-q, 1)
			deflatedLower, deflatedUpper, _ := QuantileRanks(n, q, 1.5)
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
		lower, upper, ok := QuantileRanks(n, q, 1)
		got := coverage(runs, q, func(r *rand.Rand) (Interval, bool) {
			values := make([]float64, n) // Uniform on 0..1: the quantile is q.
			for i := range values {
				values[i] = r.Float64()
			}
			slices.Sort(values)
			return Interval{Low: values[lower-1], High: values[upper-1]}, ok
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
